"""Rules that models must keep, one per file in `rules`, each with a page in `docs/rules`.

A rule is a function that registers itself with `engine.rule`; `engine.lint` asks all of them. May
import process models' values, conditions, dictionary and landscape.
"""
