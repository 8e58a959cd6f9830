"""Pictures of process models: where every element lies (read or laid out), and the drawing of it as SVG.

Imports process models' values only. A model without diagram interchange is laid out by `layout`;
`quality` counts what a layout does badly; `drawing` needs nothing but the values and a diagram.
"""
