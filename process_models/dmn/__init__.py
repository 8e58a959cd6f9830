"""Decisions: DMN models and decision tables as values, read, written, evaluated and analysed.

Start at `reader.read`, `authoring.table_from`, `tables.evaluate_table` and `decisions.evaluate_decision`.
The package stands on `process_models.feel` alone.
"""
