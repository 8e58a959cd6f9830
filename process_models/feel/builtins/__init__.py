"""The functions of the standard, one module per family; `library` puts them together."""
