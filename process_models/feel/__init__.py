"""FEEL, the expression language of conditions and decisions: parse, evaluate, analyse, solve.

Start at `parser.parse`, `evaluator.evaluate`, `analysis.addresses` and `solver.satisfiable`.
The package imports nothing of the rest of the project.
"""
