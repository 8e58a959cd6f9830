"""Documents and how to find the passage that answers a question, with where it comes from.

Stands on `process_models`. LangChain and Chroma appear only in the adapters behind the protocols of
`knowledge.ports`; `generators`, `agents`, `api` and `eval` are not imported here.
"""
