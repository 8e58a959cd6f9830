"""How each tool wants a suite written: one format, one file. Stands on `generators` and `process_models`."""
