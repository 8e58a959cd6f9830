"""BPMN 2.0 files: XML to values and back, findings with lines, what is not understood kept as it was.

`reader.read` and `writer.write` are the doors; nothing else of the project knows BPMN's XML. May import
process models' values, the geometry of diagrams and, for side files, the fields of the compact form.
"""
