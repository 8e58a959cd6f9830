"""Test suites from process models: which runs to take, with which data, and how each tool wants them written.

Stands on `process_models` alone: generation needs the model, not the corpus, so `knowledge` is never imported
here, nor are `agents`, `api` and `eval`.
"""
