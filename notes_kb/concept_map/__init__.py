"""Maps of concepts, drawn when the site is built: the whole by topics, and a neighbourhood.

`values` says what is drawn, `lettering` breaks labels into lines, `packing` gives every label
a place, and `drawing` and `neighbourhood` write SVG. All of it is a function of these values.
"""
