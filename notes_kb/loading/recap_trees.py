"""What the company of a line says of its being a heading: a table of small trees.

Written by ``python -m tools.recap_weights FOLDER... --company``; see `recap_company` for the
measures and decision 21 for how the table was fitted and judged.
"""

from __future__ import annotations

from notes_kb.loading.recap_company import Tree

BASE = 26
"""Hundredths that any line weighs."""

TREES: tuple[Tree, ...] = (
    ("weight", -9, -59, ("weight", 7, ("end", 1, -64, 9), 40)),
    ("weight", -3, ("weight", -15, -45, -15), ("weight", 10, 13, 33)),
    ("weight", -4, ("alike", 368, -34, 1), ("times", 0, -33, 22)),
    ("weight", -12, -30, ("weight", 7, ("recurs_below", 81, -8, 17), 22)),
    ("weight", -16, -28, ("alike", 495, ("end", 1, -45, 1), 19)),
    ("weight", 2, ("weight", -24, -30, -6), ("below", 2, 18, -7)),
    ("times", 0, -27, ("recurs_below", 47, ("rows_share", 51, -8, 36), 13)),
    ("alike", 412, ("weight", -30, -30, ("recurs_rather_below", 11, -14, 6)), 10),
    ("weight", 14, ("weight", -30, -28, ("below", 3, 1, -21)), 14),
    ("end", 1, -34, ("start", 2, 12, ("code_share", 4, -15, 5))),
    ("recurs_rather_below", 11, ("next_gap", 9, -10, 8), ("below", 3, 13, -17)),
    ("alike", 650, ("code_marks", 0, ("code_share", 0, -13, 3), -26), 13),
    ("text_above", 501, ("rows_share", 42, -9, 15), ("weight", -22, -18, 11)),
    ("end", 1, -32, ("next_gap", 4, ("below", 2, 0, -19), 8)),
    ("weight", -30, -24, ("width_above", 87, ("width_above", 3, 28, -6), 7)),
    ("code_marks", 0, ("recurs_below", 86, ("width", 11, 9, -6), 10), -22),
    ("end", 1, -29, ("start", 2, 8, ("recurs_above", 0, 7, -8))),
    ("text_above", 526, ("rows_share", 52, -6, 17), ("recurs_next", 57, 1, 16)),
    ("alike", 194, -20, ("code_share", 4, ("rows_share", 33, -8, 14), 6)),
    ("alike", 650, ("below", 4, -1, ("width_beside", 94, -43, -3)), 8),
    ("recurs_rather_below", 3, -4, ("below", 2, ("code_share", 0, -3, 13), -8)),
    ("width_beside", 333, ("next_gap", 22, ("width_beside", 61, -10, 2), 15), -17),
    ("end", 1, -26, ("end", 9, ("width_above", 87, -2, 5), -29)),
    ("weight", 32, ("width_above", 3, 20, ("width_above", 7, -25, -1)), 22),
    ("code_marks", 0, ("code_share", 1, -4, ("rows_share", 27, 8, -12)), -16),
    ("rows_share", 42, -1, ("below", 3, 20, ("code_share", 1, -57, 10))),
    ("width", 81, ("recurs_above", 98, 2, ("alike", 525, -20, 5)), -32),
    ("rows_share", 81, ("recurs_rather_below", -9, -7, ("text_above", 432, -3, 6)), 22),
    ("weight", -45, -26, ("width_beside", 86, -4, ("width", 11, 22, 1))),
    ("placed_alike", 296, ("rows_share", 35, -17, 29), ("code_share", 6, -2, 5)),
    ("end", 1, -23, ("start", 2, 5, ("weight", 20, -4, 11))),
    ("width", 81, ("width_above", 3, 16, ("width_above", 72, -4, 3)), -32),
    ("code_marks", 1, ("weight", -6, ("recurs_below", 21, -5, 14), -2), -17),
    ("weight", 32, ("width_beside", 42, ("below", 3, -1, -38), 0), 18),
    ("weight", -45, -23, ("next_gap", 58, 0, ("start", 2, 31, 1))),
    ("end", 9, ("width", 81, ("below", 0, -27, 1), -30), -21),
    ("recurs_above", 90, ("recurs_below", 86, -1, 8), ("width_above", 14, -34, -3)),
    ("end", 1, -19, ("end", 4, ("rows_share", 5, -13, 27), 0)),
    ("width", 4, 11, ("width_beside", 42, -14, ("width", 11, 6, -1))),
    ("width_beside", 86, ("weight", 15, ("rows_share", 35, -13, 14), 5), 2),
)  # fmt: skip
"""A measure, the highest number that goes left, and what is there on the left and on the right:
a further question, or the hundredths that are added."""
