"""Answers for sales staff: a question is understood, the models are asked, every sentence carries its evidence.

Stands on `knowledge` and `process_models`. A language model may understand freer questions and word an
answer (`agents.llm`); facts come from the models alone.
"""
