"""Price recommendations that a person decides: frozen inputs, a range with its reasons, a guarded
decision, and a record of it that cannot be changed afterwards. May import `knowledge` and
`process_models`; knows no database, no web and no clock of its own."""
