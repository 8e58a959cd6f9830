"""The compact form in which people write process models, and the build that makes BPMN files of it.

`compact.compose` gives the values of one model, `build.build` writes a library's files. May import
process models' values, readers, writers and the layout.
"""
