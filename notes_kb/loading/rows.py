"""Rows: the lines of a text that are not blank, with the marks of Markdown taken off.

What stands at a document's edge is told by its words and by where its links lead, in a
paste and in Markdown alike. Only rows near an edge are looked at, so a row reads its
line when it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from notes_kb.loading.figures import LOST_PICTURE
from notes_kb.loading.link_targets import read_target
from notes_kb.loading.recap_lines import is_blank, stripped

LONGEST = 8_000
"""Characters of the longest line that is read; a longer one is text."""

_LEADING = re.compile(r"(?:[>＞#][ \t]{0,9}){0,9}(?:[-*+][ \t]+(?=\S))?(?:#{1,6}[ \t]+)?")
_BEGINNING = 24
"""Characters in which the marks that a line begins with stand."""
_LABEL = 400
"""Characters of the longest text of a link."""
_FAILURES = 20
"""Brackets of a row that open no link, behind which it is no longer searched for links."""
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,400}>")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]{1,2000})>")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_MARKS = re.compile(r"(?<!\\)\*+|__+|~~|`+|(?<![\w\\])_(?=[^\s_])|(?<=[^\s_\\])_(?!\w)")
_MARKED = re.compile(r"[<\[\\*_~`\ufffc]")
"""What stands in every row whose marks are more than those in front of it."""
_DEFINITION = re.compile(r" {0,3}\[[^\[\]\n]{1,200}\]: ?\S")
_UNDERLINE = re.compile(r" {0,3}(?:={2,}|-{2,})")
_FENCE = re.compile(r"(`{3,}|~{3,})[^`]*")
_PICTURE = "\ufffc"
_READ = frozenset({"text", "links", "pictured", "speaks"})
"""What a row knows of its line only when it has read it."""


@dataclass(frozen=True, slots=True)
class RowLink:
    """A link of a row."""

    text: str
    target: str


class Row:
    """One line that is not blank."""

    def __init__(
        self, number: int, raw: str, *, opaque: bool = False, underlined: bool = False
    ) -> None:
        """Take a line by its number; an `opaque` one is code, in which nothing is read.

        An `underlined` one is a heading by the line of marks below it, which it holds too.
        """
        self.credited = False
        """Whether it is a credit together with another row: a label alone, and what it names."""
        self.number = number
        self.last = number + underlined
        self.raw = raw
        self.opaque = opaque or len(raw) > LONGEST

    def __repr__(self) -> str:
        return f"Row({self.number}, {self.raw!r})"

    text: str
    """What a reader sees, blanks joined."""
    links: tuple[RowLink, ...]
    """The links with a target of their own, in order."""
    pictured: bool
    """Whether a picture stands on the row."""
    speaks: bool
    """Whether a letter or digit is on it: pictures, rules and lone marks say nothing."""

    def __getattr__(self, name: str) -> Any:
        """Read the line when one of these is first asked for.

        A cached property takes a lock, for each of them anew.
        """
        if name not in _READ:
            raise AttributeError(name)
        read = ("", (), False) if self.opaque else _without_marks(stripped(self.raw))
        self.text, self.links, self.pictured = read
        self.speaks = self.opaque or any(map(str.isalnum, self.text))
        return self.__dict__[name]

    @cached_property
    def defines(self) -> bool:
        """Whether it is the definition of a link, which stands anywhere and shows nothing."""
        return not self.opaque and _DEFINITION.match(self.raw) is not None

    def begins_with(self, mark: str | tuple[str, ...]) -> bool:
        """Tell whether a line begins with a mark, or one of several, past emphasis and escapes."""
        return not mark or self._begins.startswith(mark)

    @cached_property
    def _begins(self) -> str:
        return self.raw[:_BEGINNING].replace("\\", "").lstrip(" *_")

    @property
    def heading(self) -> bool:
        """Whether Markdown makes a heading of it."""
        return self.last > self.number or self.raw.lstrip().startswith("#")

    @property
    def linked(self) -> bool:
        """Whether all that it says is the text of links."""
        shown = sum(len(link.text) for link in self.links)
        return bool(self.links) and shown * 10 >= sum(not c.isspace() for c in self.text) * 8


def read_rows(lines: Iterable[tuple[int, str]]) -> list[Row]:
    """Make rows of the numbered lines that are not blank."""
    rows: list[Row] = []
    for number, raw, code in _fenced(lines):
        if rows and not code and _UNDERLINE.fullmatch(raw.rstrip()) and _may_head(rows[-1], number):
            rows[-1] = Row(rows[-1].number, rows[-1].raw, underlined=True)
            continue
        rows.append(Row(number, raw, opaque=code))
    return rows


def _may_head(row: Row, number: int) -> bool:
    """Tell whether a line of marks on a line makes a heading of the row above it."""
    return row.last == row.number == number - 1 and not row.opaque and row.speaks


def _fenced(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str, bool]]:
    """Tell of each line that is not blank whether a fence is open over it.

    A fence that no later line closes opens nothing.
    """
    said = [(number, raw, raw.strip()) for number, raw in lines if not is_blank(raw)]
    closing = _longest_marks([text for *_, text in said])
    fence = ""
    empty = _empty_fences([text for *_, text in said])
    for n, ((number, raw, text), longest) in enumerate(zip(said, closing, strict=True)):
        if fence:
            closes = text.startswith(fence) and not text.strip(fence[0])
            yield number, raw, True
            fence = "" if closes else fence
        else:
            match = _FENCE.fullmatch(text) if text[:1] in "`~" else None
            opens = match is not None and longest[text[0]] >= len(match[1]) and n not in empty
            fence = match[1] if match and opens else ""
            yield number, raw, opens


def _empty_fences(texts: Sequence[str]) -> set[int]:
    """Find pairs of fences with no line between them; they hold no code, and say nothing."""
    empty: set[int] = set()
    for n, (above, text) in enumerate(pairwise(texts)):
        if above[:3] in {"```", "~~~"} and above == text and not text.strip(text[0]):
            empty |= set() if n in empty else {n, n + 1}
    return empty


def _longest_marks(texts: Sequence[str]) -> list[dict[str, int]]:
    """Give, for each line, the longest line of one mark alone among those behind it."""
    longest = {"`": 0, "~": 0}
    found = []
    for text in reversed(texts):
        found.append(longest)
        if text[:1] in longest and not text.strip(text[0]):
            longest = {**longest, text[0]: max(longest[text[0]], len(text))}
    return found[::-1]


def _without_marks(line: str) -> tuple[str, tuple[RowLink, ...], bool]:
    line = line[_LEADING.match(line).end() :]  # type: ignore[union-attr]
    if not _MARKED.search(line):
        return " ".join(line.split()), (), False
    line = _AUTOLINK.sub(r"\1", LOST_PICTURE.sub("![]()", line))
    text, links = _read_brackets(line)
    bare = _plain(text)
    found = tuple(RowLink(_plain(label), target) for label, target in links)
    return bare.replace(_PICTURE, " ").strip(), found, _PICTURE in text


def _plain(text: str) -> str:
    text = _MARKS.sub("", _TAG.sub(" ", text))
    return " ".join(_ESCAPED.sub(r"\1", text).split())


def _read_brackets(line: str) -> tuple[str, list[tuple[str, str]]]:
    """Put the text of links in their place, and a mark in that of pictures.

    Two passes, pictures first, because a link may hold one.
    """
    shown, _ = _replaced(line, "![", lambda _label: _PICTURE)
    return _replaced(shown, "[", lambda label: label)


def _replaced(
    line: str, opening: str, shown: Callable[[str], str]
) -> tuple[str, list[tuple[str, str]]]:
    """Replace ``opening … ](target)`` or ``opening … ][label]`` by what it shows."""
    out: list[str] = []
    links: list[tuple[str, str]] = []
    at = failed = 0
    while failed < _FAILURES and (start := line.find(opening, at)) >= 0:
        inside = start + len(opening)
        end = line.find("]", inside, inside + _LABEL)
        if end < 0:
            break
        label = line[inside:end]
        after = read_target(line, end + 1)
        if "[" in label or after is None:
            out.append(line[at:inside])
            at = inside
            failed += 1
            continue
        out += [line[at:start], shown(label)]
        if after.target:
            links.append((label, after.target))
        at = after.end
    return "".join([*out, line[at:]]), links
