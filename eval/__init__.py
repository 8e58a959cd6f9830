"""How good and how fast Murmel is, measured on data with known answers.

May import `process_models`, `knowledge`, `generators` and `agents`; it does not know `api`. Write
`from eval.measures import ...`, never `import eval`, which would hide the builtin.
"""
