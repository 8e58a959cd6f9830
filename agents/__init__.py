"""The assistant: questions become computed and cited answers; and the pricing desk, which proposes prices to people.

Stands on `knowledge` and `process_models` and does not know `generators`, `api` or `eval`. LangChain appears only
in `agents.llm`.
"""
