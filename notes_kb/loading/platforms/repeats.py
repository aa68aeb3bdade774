"""What a page says twice: its title, and where its text comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from notes_kb.languages import LANGUAGES
from notes_kb.loading.platforms.sites import host_of
from notes_kb.loading.provenance import read_credit
from notes_kb.loading.rows import Row

TITLE_AGAIN = "title-again"
"""The rule of a title that stands twice."""
SITE_HEADING = "site-heading"
"""The rule of a heading that names the site above its page's text."""
ORIGIN_AGAIN = "origin-again"
"""The rule of a sentence about the origin that stands above and below the text."""
_SHORTEST_TITLE = 4
"""Characters of the shortest title that is taken out where it stands again."""
_NEGATIONS = frozenset(word for one in LANGUAGES for word in one.sentences.negations)
"""What makes the opposite of a title that is else alike."""
_LONGEST_AGAIN = 60
_NO_TITLE = ("。", "：", "；", "，", "、", ":", ";", ",", "…")
"""How a line ends of a text that has no title but its beginning, as a post has."""
_LONG_TITLE = 12
"""Characters of a heading that is most of a title, where no mark parts it from the rest."""
_MARKED = re.compile(r"[ \t]{0,9}(?:[-+*][ \t]|[0-9]{1,3}[.)][ \t]|[>|])")
"""What an item of a list, a quote or a row of a table begins with."""
_SITE = re.compile(r" ?[|｜丨] ?| [-–—•·] ")
"""What stands between a page's title and the name of its site."""
_TITLES = 4
"""Rows of a title that stands twice, the pictures between and behind it included."""
_EDGE = 5
"""Rows at each edge among which the sentence about the origin stands."""


def find_told_title(left: Sequence[Row], title: str) -> list[Row]:
    """Find the title that a tool told, where the page shows it above and below its text.

    The page may name itself behind the title: it does so in the tool's, and not in its heading.
    A heading of the first level that says the same is the title, as in any note.
    """
    told = _letters(title)
    if len(told) < _SHORTEST_TITLE:
        return []
    speaking = [row for row in left if row.speaks and not row.opaque]
    named = [
        row
        for row in speaking[:_TITLES]
        if row.heading or (_letters(row.text) == told and not _MARKED.match(row.raw))
    ]
    head = named[0] if named else None
    again = [head] if head is not None and _names(head, title) else []
    again = [row for row in again if not _is_outermost(row) or row.text != title]
    again += [row for row in speaking[-1:] if row is not head and _letters(row.text) == told]
    return again


def find_site_heading(left: Sequence[Row], title: str, address: str) -> Row | None:
    """Find the heading with which a page begins that only names its site: as its host does."""
    row = next((row for row in left if row.speaks), None)
    if row is None or not row.heading or row.opaque:
        return None
    name = _letters(row.text.strip("# "))
    host = host_of(address).removeprefix("www.")
    own = {_letters(host), *map(_letters, host.split(".")[:-1])}
    told = title and _letters(title) != name
    if not told or len(name) < _SHORTEST_TITLE or name not in own:
        return None
    # Beside others of its level it is a section about what the site is named for.
    others = (other for other in left if other.heading and other is not row)
    return row if all(_level(other) > _level(row) for other in others) else None


def _level(heading: Row) -> int:
    raw = heading.raw.lstrip()
    return len(raw) - len(raw.lstrip("#")) or 1


def _is_outermost(row: Row) -> bool:
    return row.heading and not row.raw.lstrip().startswith("##")


def _names(heading: Row, title: str) -> bool:
    """Tell a heading that is a title, or all of one but the name of the page behind it."""
    text = " ".join(heading.text.strip("# ").split())
    title = " ".join(title.split())
    if _letters(text) == _letters(title):
        return True
    behind = title[len(text) :] if title.startswith(text) else ""
    most = len(text) >= _LONG_TITLE and len(text) * 5 >= len(title) * 3
    return _SITE.match(behind) is not None or (most and behind.startswith(" "))


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _bare(row: Row) -> str:
    """Give a row without the marks of headings, emphasis and escapes, and with its tags."""
    return "".join(c for c in row.raw.strip("# \t") if c not in "*\\")


def find_title_again(left: Sequence[Row]) -> list[Row]:
    """Find the title where it stands again as a heading or behind a picture, as in clips.

    A plain line right behind the title is left to the parser of pastes, which knows it there;
    rows of a table may be alike.
    """
    end = behind_title(left)
    if left and left[0].raw.lstrip().startswith("|"):
        return []
    again = [row for row in left[1:end] if row.speaks and len(row.text) >= _SHORTEST_TITLE]
    if not again or (again[0] is left[1] and not again[0].heading):
        return []
    return again[:1]


def find_title_below(left: Sequence[Row], byline: int) -> list[Row]:
    """Find the title right below a clipper's line, where a word or two may be others."""
    if len(left) < 2 or not left[0].number < byline < left[1].number:
        return []
    row = left[1]
    plain = not row.opaque and not row.heading and not row.pictured and not _MARKED.match(row.raw)
    titular = len(row.text) <= _LONGEST_AGAIN and not row.text.endswith(_NO_TITLE)
    alike = plain and titular and _are_alike(_letters(left[0].text), _letters(row.text))
    return [row] if alike else []


def _are_alike(one: str, other: str) -> bool:
    """Tell two titles that begin and end alike; what differs is short, no number and no "not"."""
    longest, shortest = max(len(one), len(other)), min(len(one), len(other))
    if shortest < _SHORTEST_TITLE or one == other:
        return shortest >= _SHORTEST_TITLE
    first = _count_alike(one, other)
    last = _count_alike(one[first:][::-1], other[first:][::-1])
    between = one[first : len(one) - last] + other[first : len(other) - last]
    alike = (first + last) * 5 >= longest * 4 and min(first, last) >= _SHORTEST_TITLE
    turned = any(map(str.isdigit, between)) or any(word in between for word in _NEGATIONS)
    return alike and longest >= _LONG_TITLE and not turned


def _count_alike(one: str, other: str) -> int:
    """Count the characters with which two texts begin alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def find_origin_again(left: Sequence[Row]) -> list[Row]:
    """Find the sentence about the origin at the end that the head says, too, or more of it."""
    head = next((row for row in left[1:_EDGE] if _stated_origin(row)), None)
    below = left[left.index(head) + 2 :] if head is not None else []
    said = _letters(head.text) if head is not None else ""
    return [
        row for row in below[-_EDGE:] if _stated_origin(row) and said.startswith(_letters(row.text))
    ]


def _stated_origin(row: Row) -> str:
    """Give where a text comes from, as a whole sentence says it; empty for any other row."""
    facts = None if row.opaque else read_credit(row.text)
    return facts.get("title", "") if facts and "statement" in facts else ""


def behind_title(rows: Sequence[Row]) -> int:
    """Count the title, the picture that follows it, and the title again, as clippers have it."""
    start = 1
    while start < min(len(rows), _TITLES):
        again = not rows[start].opaque and _bare(rows[start]) == _bare(rows[0])
        if not again and rows[start].speaks:
            break
        start += 1
    return start
