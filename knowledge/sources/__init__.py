"""Reads documents: one module per format, `reading.read` chooses. Every reader keeps where each sentence stood."""
