"""Market templates: what a brand or market changes in the base processes, and the variant that comes out.

A template is an overlay of entries that address elements by id; applying it never touches the base, and every
element of the variant says which entries made it. Rates are parameters, never part of a template.
"""
