"""A stored text as a reader meets it: in parts, with a table of contents, explained terms, links and a search inside.

Works on the JSON of `documents.text.nodes.to_data`; nothing is parsed here.
"""
