"""Executable process models: BPMN, FEEL and DMN as values, and what can be computed from them.

The ground floor: runs, slices, variants per market, routes, money and diagrams. It imports no other package
of Murmel and knows no web framework, no database and no language model.
"""
