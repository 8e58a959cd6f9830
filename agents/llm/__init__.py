"""What is needed of a language model, an adapter for LangChain, and a scripted one for tests.

A language model may restate a question and word an answer. It never supplies facts; what it words is
checked sentence by sentence against the evidence.
"""
