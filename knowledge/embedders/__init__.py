"""Adapters of embedding models. Only this package knows sentence-transformers and LangChain."""
