"""The commands of `murmel`, one module for each group."""
