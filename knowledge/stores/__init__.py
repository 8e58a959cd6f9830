"""Adapters of vector stores: an exact scan as the reference, and Chroma."""
