"""Statements as sentences, one module per language; facts come in, words come out."""
