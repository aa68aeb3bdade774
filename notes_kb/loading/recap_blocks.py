"""First pass over a paste: what each line is by its own shape and its neighbours'."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from notes_kb.domain.slots import set_by_slots
from notes_kb.loading.figures import Figure, find_figures
from notes_kb.loading.recap_code import find_code, is_root_prompt
from notes_kb.loading.recap_lines import BULLET, BULLETS, Line, is_choice_row
from notes_kb.text.numbering import Numbering, parse_numbering


class Shape(StrEnum):
    """What a line looks like before its neighbours have been asked."""

    PLAIN = "plain"
    NUMBERED = "numbered"
    BULLET = "bullet"
    HASH = "hash"
    BOLD = "bold"
    FIGURE = "figure"
    QUOTE = "quote"
    CODE = "code"
    MATH = "math"
    TABLE = "table"
    RULE = "rule"
    TURN = "turn"


@set_by_slots
@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One or several lines of one shape."""

    shape: Shape
    lines: tuple[Line, ...]
    text: str
    """Without the marker; several lines joined by LF."""
    marker: str = ""
    """The bullet, the hashes or the numbering."""
    numbering: Numbering | None = None
    level: int = 0
    """Of a heading: the number of hashes first, the level in the document in the end."""
    figures: tuple[Figure, ...] = ()
    caption: str = ""
    series: str = ""
    """What stands round a heading, where others are decorated alike."""
    time: str = ""
    """Of a turn, when it is said in the recording."""

    @property
    def indent(self) -> int:
        """Columns before the first line."""
        return self.lines[0].indent

    @property
    def first(self) -> int:
        """The first source line."""
        return self.lines[0].number

    @property
    def last(self) -> int:
        """The last source line."""
        return self.lines[-1].number


def hangs(draft: Draft, head: Draft) -> bool:
    """Tell whether a line stands under the first word of a list item, as its rest."""
    return draft.indent > head.indent and not draft.lines[0].begins_paragraph


def written(draft: Draft) -> str:
    """Give a block as it is written: all rows of a paragraph, the emphasis of a bold line."""
    return draft.text if "\n" in draft.text else draft.lines[0].text


_HASH = re.compile(r"(#{1,6})[ \t\u3000]+(?=\S)|(#{2,6})(?=[^#\s!])")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,120})(?<=\S)\1[:：]?")
_QUOTE = re.compile(r"[>＞](?![=>])[ \t]?")
_FENCE = re.compile(r"(`{3,}|~{3,})[^`]*")
_RULE = re.compile(r"(?:[-–—_=*~·.•—－＿＝]{3,}|(?:[-*_] ){2,}[-*_])")
_TABLE_RULE = re.compile(r"\|?[ ]?:?-{2,}:?[ ]?(?:\|[ ]{0,9}:?-{2,200}:?[ ]{0,9}){0,60}\|?")
_SETEXT = re.compile(r"={3,}|-{3,}")
_COMMAND_BEGINS = frozenset("abcdefghijklmnopqrstuvwxyz./~")
_MAX_MATH = 200
"""Lines of one formula; an opening without an end so near is text."""


def scan(lines: Sequence[Line]) -> list[Draft]:
    """Tell the shapes of all lines."""
    drafts: list[Draft] = []
    fences = _fence_ends(lines)
    codes = dict(find_code(lines))
    at = 0
    while at < len(lines):
        draft = (
            _fenced(lines, at, fences)
            or _math(lines, at)
            or _table(lines, at)
            or _coded(lines, at, codes)
            or _setext(lines, at)
            or single(lines[at])
        )
        drafts.append(draft)
        at += len(draft.lines)
    return _without_comments(drafts)


def _without_comments(drafts: Sequence[Draft]) -> list[Draft]:
    """Take comments of code for what they are: a hash is Markdown's sign, and a comment's.

    A copy of a rendered page shows by its bullets; its headings have no hashes. In such a
    copy, a line with a hash that touches another line or stands beside code is a comment.
    The same holds for a single hash where no heading has more. Where the hash is the prompt
    of a root shell, a line that begins with a small letter is a command.
    """
    hashes = [d for d in drafts if d.shape is Shape.HASH and d.marker]
    copied = any(d.shape is Shape.BULLET and d.marker in BULLETS for d in drafts)
    levels = not copied and any(len(d.marker) > 1 for d in hashes)
    if not hashes or levels or (not copied and _has_fences(drafts)):
        return list(drafts)
    prompted = any(d.shape is Shape.CODE and is_root_prompt(d.lines[0].text) for d in drafts)
    settled: list[Draft] = []
    for n, draft in enumerate(drafts):
        if draft.shape is not Shape.HASH or not draft.marker or not n:
            settled.append(draft)
            continue
        below = drafts[n + 1] if n + 1 < len(drafts) else None
        above = not draft.lines[0].after_blank
        touches = above or (len(draft.marker) == 1 and below and not below.lines[0].after_blank)
        beside = _is_bare_code(settled[-1]) or (below is not None and _is_bare_code(below))
        command = prompted and draft.text[0] in _COMMAND_BEGINS
        if command or (beside and (touches or not _is_numbered(draft))):
            settled.append(_verbatim(Shape.CODE, draft.lines))
        elif touches:
            settled.append(replace(draft, shape=Shape.PLAIN, text=draft.lines[0].text, marker=""))
        else:
            settled.append(draft)
    return settled


def _has_fences(drafts: Sequence[Draft]) -> bool:
    return any(d.shape is Shape.CODE and not _is_bare_code(d) for d in drafts)


def _is_bare_code(draft: Draft) -> bool:
    return draft.shape is Shape.CODE and not _FENCE.match(draft.lines[0].text)


def _is_numbered(draft: Draft) -> bool:
    return parse_numbering(draft.text) is not None


def _verbatim(shape: Shape, lines: Sequence[Line]) -> Draft:
    """Keep lines as they stand, blank ones between them too."""
    rows = [lines[0].raw]
    for above, line in pairwise(lines):
        rows += [""] * (line.number - above.number - 1)
        rows.append(line.raw)
    return Draft(shape=shape, lines=tuple(lines), text="\n".join(rows))


def _fence_ends(lines: Sequence[Line]) -> dict[int, int]:
    """Pair each opening fence with the next line that closes it; an open end is no fence."""
    ends: dict[int, int] = {}
    opened: tuple[int, str] | None = None
    for at, line in enumerate(lines):
        match = _FENCE.fullmatch(line.text)
        if match is None:
            continue
        if opened is None:
            opened = (at, match[1])
        elif line.text.startswith(opened[1]) and not line.text.strip(opened[1][0]):
            ends[opened[0]], opened = at, None
    return ends


def _fenced(lines: Sequence[Line], at: int, ends: dict[int, int]) -> Draft | None:
    end = ends.get(at)
    return None if end is None else _verbatim(Shape.CODE, lines[at : end + 1])


def _coded(lines: Sequence[Line], at: int, ends: dict[int, int]) -> Draft | None:
    end = ends.get(at)
    return None if end is None else _verbatim(Shape.CODE, lines[at:end])


def _math(lines: Sequence[Line], at: int) -> Draft | None:
    text = lines[at].text
    for opening, closing in (("$$", "$$"), ("\\[", "\\]")):
        if not text.startswith(opening):
            continue
        if len(text) > 4 and text.endswith(closing):
            return _verbatim(Shape.MATH, lines[at : at + 1])
        for end in range(at + 1, min(at + _MAX_MATH, len(lines))):
            if lines[end].text.endswith(closing):
                return _verbatim(Shape.MATH, lines[at : end + 1])
    return None


def _table(lines: Sequence[Line], at: int) -> Draft | None:
    """Pipes, or tabs as the clipboard gives the cells of a web page's table."""
    if at + 1 == len(lines):
        return None
    row, below = lines[at].text, lines[at + 1].text
    end = at + 1
    if row.startswith("|") or ("|" in row and _TABLE_RULE.fullmatch(below)):
        mark = "|" if _TABLE_RULE.fullmatch(below) else ""
        while end < len(lines) and not lines[end].after_blank and _is_row(lines[end].text, mark):
            end += 1
    elif "\t" in row and not BULLET.match(row):
        tabs = row.count("\t")
        while end < len(lines) and lines[end].text.count("\t") == tabs:
            end += 1
    return _verbatim(Shape.TABLE, lines[at:end]) if end - at > 1 else None


def _is_row(text: str, mark: str) -> bool:
    """Tell a row: one that begins with a bar, or behind a rule one that has a bar."""
    return text.startswith("|") or bool(mark and mark in text)


def _setext(lines: Sequence[Line], at: int) -> Draft | None:
    if at + 1 >= len(lines) or lines[at + 1].after_blank:
        return None
    line, under = lines[at], lines[at + 1]
    short = line.width <= 80 and not line.text.endswith(("。", "；", "：", ":"))
    if not short or not _SETEXT.fullmatch(under.text) or under.indent > 3:
        return None
    if BULLET.match(line.text) or _RULE.fullmatch(line.text) or find_figures(line.text)[0]:
        return None
    level = 1 if under.text[0] == "=" else 2
    return Draft(shape=Shape.HASH, lines=(line, under), text=line.text, level=level)


def single(line: Line) -> Draft:
    """Tell the shape of a line by itself."""
    text = line.text
    if (figure := _figure(line, text)) is not None:
        return figure
    if _RULE.fullmatch(text):
        return Draft(shape=Shape.RULE, lines=(line,), text=text)
    if match := _HASH.match(text):
        hashes, rest = match[1] or match[2], text[match.end() :]
        bare = rest.rstrip("#").rstrip() or rest
        return Draft(shape=Shape.HASH, lines=(line,), text=bare, marker=hashes, level=len(hashes))
    if match := BULLET.match(text):
        rest, marker = text[match.end() :], match[0].strip()
        bullet = Draft(shape=Shape.BULLET, lines=(line,), text=rest, marker=marker)
        return _figure(line, rest) or bullet
    return _marked(line)


def _marked(line: Line) -> Draft:
    """Quotes, bold lines, numbers; the rest is plain."""
    text = line.text
    match = _QUOTE.match(text)
    if match:
        rest = text[match.end() :].strip()
        return Draft(shape=Shape.QUOTE, lines=(line,), text=rest, marker=">")
    if match := _BOLD.fullmatch(text):
        return Draft(shape=Shape.BOLD, lines=(line,), text=match[2], marker=match[1])
    numbering = None if is_choice_row(text) else parse_numbering(text)
    if numbering is not None and numbering.rest:
        return Draft(shape=Shape.NUMBERED, lines=(line,), text=text, numbering=numbering)
    return Draft(shape=Shape.PLAIN, lines=(line,), text=text)


def _figure(line: Line, text: str) -> Draft | None:
    figures, caption = find_figures(text)
    if not figures:
        return None
    return Draft(shape=Shape.FIGURE, lines=(line,), text=text, figures=figures, caption=caption)
