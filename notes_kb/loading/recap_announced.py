"""Headings that the text names before: a list above has them as its entries.

A newsletter begins with a list of its parts, and a platform prints a table of contents. A line
that stands alone and says again what an entry said is what the entry announced. The abstract of
a report has a paragraph for each part, which begins with the same label as the part's heading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from notes_kb.loading.recap_blocks import Draft, Shape
from notes_kb.loading.recap_lines import fits

_LONGEST = 72
"""Columns of the longest heading."""
_FEWEST = 2
"""Lines that come again: one may be a word of the text that a list holds too."""
_SHORTEST = 2
"""Letters of the shortest entry."""
_ABSTRACT = 60
"""Characters from which a paragraph may be one of an abstract."""
_LABEL = 24
"""Columns of the longest label that a paragraph of an abstract and a heading begin with."""
_NO_HEADING = ("。", "；", "，", "……")


def find_announced(drafts: Sequence[Draft], contents: Collection[str]) -> dict[int, str]:
    """Find the lines that a list above, or the table of contents, announces.

    Args:
        drafts: The body of the paste.
        contents: The entries of a table of contents that is no part of it.

    Returns:
        For each line the name of the series that it is one of: the entries of one depth of a
        list, the parts of an abstract. A table of contents has several depths, and does not
        show them.
    """
    named = {entry for text in contents if (entry := letters(text))}
    entries: dict[str, str] = {}
    from_list: list[int] = []
    from_contents: list[int] = []
    labels: Counter[str] = Counter()
    from_abstract: dict[str, list[int]] = {}
    for n, draft in enumerate(drafts):
        if draft.shape is Shape.BULLET and _is_short(draft.text):
            entries[letters(draft.text)] = f"{draft.marker}{draft.indent}"
        elif draft.shape is Shape.PLAIN and len(draft.text) > _ABSTRACT:
            labels[_label(draft.text)] += 1
        elif draft.shape is Shape.PLAIN and _stands_alone(drafts, n):
            own = letters(draft.text)
            if (label := _label(draft.text)) and label in labels:
                from_abstract.setdefault(label, []).append(n)
            elif own in named:
                from_contents.append(n)
            elif own in entries and len(own) >= _SHORTEST and not draft.text.endswith((":", "：")):
                from_list.append(n)
    parts = [at[0] for label, at in from_abstract.items() if len(at) == labels[label] == 1]
    found = [
        *(from_contents if len(from_contents) >= _FEWEST else ()),
        *(from_list if len(from_list) >= _FEWEST else ()),
        *(parts if len(parts) >= _FEWEST else ()),
    ]
    times = Counter(letters(drafts[n].text) for n in found)
    once = {n: own for n in found if times[own := letters(drafts[n].text)] == 1}
    series = dict.fromkeys(parts, "：")
    return {n: series.get(n) or entries.get(own, "") for n, own in once.items()}


def _label(text: str) -> str:
    """Give what stands before the first colon of a line, if it is short and something follows."""
    head, _, rest = text[: _LABEL * 4].replace(":", "：").partition("：")
    short = head and fits(head, _LABEL) and not rest.startswith("//")
    return head.strip() if rest.strip() and short else ""


def _is_short(text: str) -> bool:
    return fits(text, _LONGEST)


def letters(text: str) -> str:
    """Give the letters and digits of a line, by which it is known again."""
    return "".join(c for c in text.casefold() if c.isalnum())


def _stands_alone(drafts: Sequence[Draft], n: int) -> bool:
    """Tell a line between blank ones that may be a heading, with something below it."""
    draft = drafts[n]
    return (
        n + 1 < len(drafts)
        and drafts[n + 1].lines[0].after_blank
        and draft.lines[0].after_blank
        and draft.indent == 0
        and _is_short(draft.text)
        and not draft.text.endswith(_NO_HEADING)
    )
