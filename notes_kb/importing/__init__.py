"""From anything that people have at hand to a note in the house format.

`sources` turns bytes into text (pages, documents, clips, pastes), the loader makes a
`Note` of it, `house` writes that as Markdown, and `note_import` ties them together. `several`
knows the links among texts that are imported together.
"""
