"""Markdown notes: block structure by markdown-it, every line accounted for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import table as read_table
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.dollarmath.index import math_block_dollar
from mdit_py_plugins.footnote.index import footnote_def

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.note import Block, BlockKind, LedgerEntry, Prose
from notes_kb.domain.span import Lines, Place
from notes_kb.loading.attributes import NO_ATTRIBUTES, Attributes, split_attributes
from notes_kb.loading.clip_captions import is_glued_caption
from notes_kb.loading.clip_points import as_point, points_among, read_mark
from notes_kb.loading.figures import (
    OPENING,
    Figure,
    counts_readers,
    explicit_figure_at,
    figure_target,
    find_figures,
    says_nothing,
)
from notes_kb.loading.found_structure import find_structure
from notes_kb.loading.inline import (
    inline_parser,
    parse_inline,
    plain_title,
    undecorated,
    whole_emphasis,
)
from notes_kb.loading.ledger import DROPPED, HEADING, SILENT_RULE, TITLE
from notes_kb.loading.outline import FlatHeading
from notes_kb.loading.parsed import MAX_DEPTH, MAX_HEADINGS, Parsed, too_complex
from notes_kb.loading.pictures import text_between_pictures
from notes_kb.loading.recap_head import begins_series
from notes_kb.loading.recap_lines import fits, stripped
from notes_kb.loading.recap_reasons import Reasons
from notes_kb.loading.recap_transcript import turns_among
from notes_kb.loading.statements import statement_kind
from notes_kb.loading.tables import is_rule, table_prose
from notes_kb.text.numbering import parse_numbering
from notes_kb.text.slug import slugify

_VERBATIM = {
    "fence": BlockKind.CODE,
    "code_block": BlockKind.CODE,
    "html_block": BlockKind.HTML,
    "hr": BlockKind.HTML,
    "math_block": BlockKind.MATH,
    "math_block_label": BlockKind.MATH,
    "table_open": BlockKind.TABLE,
}
_CONTAINERS = frozenset(
    f"{name}_{end}"
    for name in ("bullet_list", "ordered_list", "blockquote", "admonition", "footnote_reference")
    for end in ("open", "close")
)
_LONE_ITEM = [
    "ordered_list_open", "list_item_open", "paragraph_open", "inline", "paragraph_close",
    "list_item_close", "ordered_list_close",
]  # fmt: skip
"""The tokens of a list of one item, which is one paragraph."""
_GUTTER = re.compile(r"\| ?```[ \d]{1,9000}```[ \t]*\| ?```(?P<code>.*)```[ \t]*\|?[ \t]*")
"""A page's table of one row: the numbers of lines, and their code."""
_BLOCK_MARK = re.compile(r"[ \t]*(?:[-*+>]|#{1,6}|[0-9]{1,9}[.)])(?:\s|$)")
"""What would begin another block if a blank line stood above it."""
_PICTURE_MARKS = re.compile(r"\)\{[^{}\n]{0,400}\}")
"""Attributes of a picture, which stand right behind it."""
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(?=[^`]*$)")
_FENCES = frozenset("`~")
_RULERS = frozenset("-=")
"""What fences, and lines below a heading, are made of."""
_ESCAPED = re.compile(r"[0-9]{1,3}\\[.)]")
_UNDERLINE = re.compile(r"(?:-{3,}|={3,})[ \t]*")
_NUMBERED = re.compile(r"^( {0,3}[0-9]{1,3})([.)][ \t]+\S)")
_TIGHT = re.compile(r" {0,3}#{2,6}(?=[^#\s!])")
_EMPTY_QUOTE = re.compile(r"[\s>]*>[\s>]*")
_NO_LINKS = re.compile(r"(?:\[\]\([^()\s]{0,400}\)[ \t]{0,9}){1,9}")
"""Places that a page names for its links, as a clipper writes them."""
_ADDRESS = re.compile(r"<?https?://[!-~]{1,2000}>?")
_LONGEST_PLAIN_TITLE = 72
"""Columns of a title that no mark tells."""
_NO_TITLE_ENDS = tuple("。！？!?；;.…，,：:、）)")
_SILENT = re.compile(r"[ \t>]*(?:<br ?/?>[ \t]*|<!--[ \t]*-->|[*_ \t-]{3,})")
"""What a clipper makes of empty lines, of rules, and of the gap between two lists."""
_ORNAMENT = re.compile(r"[\s*_❧☙◆◇■□●○★☆▼▽▲△※♦♣♠♥✦✧•·—–─━═=~～/／-]{1,40}")
"""A line that parts sections without a word."""
_ITEM_MARKS = " \t\n>*+-"
"""What items of lists begin with: alone, they are items of which nothing came along."""
_WHOLE_TABLE = re.compile(r" {0,3}<table\b.*</table>\s*", re.IGNORECASE)
_SHORTEST_HTML = "<!---->"
"""HTML that ends on its line; that of a table goes on to the next blank one in CommonMark."""
_MOST_SYMBOLS = 12
"""Characters of the longest line of pictorial symbols."""
_MAX_NESTING = 120
"""Of markdown-it, which drops what nests deeper; a note is refused long before that."""


def parse_markdown(
    lines: Sequence[str],
    *,
    body_line: int,
    title: str,
    reasons: Reasons | None = None,
    clipped: bool = False,
) -> Parsed:
    """Parse the body of a Markdown note.

    Args:
        lines: All lines of the file, front matter included; those that are no part of the
            text are empty.
        body_line: The first line of the body, from 1.
        title: The title of the front matter, or empty.
        reasons: Takes down why each line became what it is.
        clipped: Whether a program made the Markdown of a page.
    """
    walker = _Walker(lines, body_line - 1, title, reasons, clipped=clipped)
    text = "\n".join(_common_markdown(lines[body_line - 1 :]))
    tokens = parse_blocks(text, walker.env)
    if problem := _too_complex(tokens):
        return Parsed(refusal=problem)
    walker.read(tokens)
    return walker.parsed()


def _common_markdown(lines: Sequence[str]) -> list[str]:
    """Write what people and Python-Markdown take for Markdown as CommonMark has it.

    A heading needs no blank behind its hashes, a number above a line of marks begins a heading
    rather than a list, a fence that nothing closes is text, and a table of HTML ends where it is
    closed.
    """
    fixed: list[str] = []
    longest = _longest_closing(lines)
    fence = ""
    for n, line in enumerate(lines):
        first = line.lstrip(" ")[:1]
        mark = _FENCE.match(line) if first in _FENCES else None
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif mark and len(mark[1]) <= longest[n + 1][mark[1][0]]:
            fence = mark[1]
        elif mark:
            fixed.append("\\" + line.lstrip(" "))
            continue
        elif first == "#" and _TIGHT.match(line):
            bare = line.lstrip("# ")
            fixed.append(f"{line[: len(line) - len(bare)].rstrip()} {bare}")
            continue
        elif first == "<" and _WHOLE_TABLE.fullmatch(line):
            fixed.append(_SHORTEST_HTML)
            continue
        elif (
            first in _RULERS
            and n
            and _UNDERLINE.fullmatch(line)
            and (n < 2 or not lines[n - 2].strip())
        ):
            fixed[-1] = _NUMBERED.sub(r"\1\\\2", fixed[-1], count=1)
        fixed.append(line)
    return fixed


def _longest_closing(lines: Sequence[str]) -> list[Mapping[str, int]]:
    """Give for each line, and the end, the longest fence from there on that could close one."""
    longest: list[Mapping[str, int]] = [{"`": 0, "~": 0}]
    for line in reversed(lines):
        last = longest[-1]
        bare = line.strip()
        mark = _FENCE.match(line) if bare[:1] in _FENCES else None
        if mark and not bare.strip(bare[0]) and len(bare) > last[bare[0]]:
            last = {**last, bare[0]: len(bare)}
        longest.append(last)
    return longest[::-1]


_OPENERS: Mapping[str, tuple[str, ...]] = {
    "table": ("|",),
    "admonition": ("!!!", "???"),
    "math_block": ("$$",),
    "fence": ("```", "~~~"),
    "blockquote": (">",),
    "footnote_def": ("]:",),
    "reference": ("]:",),
    "html_block": ("<",),
    "code": ("\t", "    "),
}
"""Rules of the parser that need a mark; each line of a text is shown to every rule."""
_LINES: Mapping[str, re.Pattern[str]] = {
    "hr": re.compile(r"([-*_])[ \t]*\1[ \t]*\1[ \t]*(?:[\n\r]|\Z)"),
    "lheading": re.compile(r"[\n\r][ \t>]*(?:-+|=+)[ \t]*(?:[\n\r]|\Z)"),
}
"""Rules that need a line of marks, however it is indented or quoted."""


def parse_blocks(text: str, env: dict[str, Any]) -> list[Token]:
    """Read the blocks of a text by `block_parser`, without rules that cannot fit it."""
    needless = [rule for rule, marks in _OPENERS.items() if not any(m in text for m in marks)]
    needless += [rule for rule, line in _LINES.items() if not line.search(text)]
    return block_parser(frozenset(needless)).parse(text, env)


@cache
def block_parser(without: frozenset[str] = frozenset()) -> MarkdownIt:
    """Build the parser once: CommonMark, tables, math, footnotes, admonitions; no inline.

    Some rules can be left out, for texts that they do not fit.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table")
    parser.use(admon_plugin)
    ruler = parser.block.ruler
    ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    ruler.before("fence", "math_block", math_block_dollar(True, None, False))
    ruler.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    parser.core.ruler.disable("inline")
    parser.disable(sorted(without))
    return parser


def _table(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Read a table; a line of hyphens alone makes a heading of the line above it."""
    if first + 1 < end:
        below = state.src[state.bMarks[first + 1] : state.eMarks[first + 1]]
        if not below.strip("- \t"):
            return False
    return read_table(state, first, end, silent)


def _too_complex(tokens: Sequence[Token]) -> Diagnostic | None:
    headings = depth = deepest = 0
    for token in tokens:
        headings += token.type == "heading_open"
        if token.type in _CONTAINERS:
            depth += token.nesting
            deepest = max(deepest, depth)
    if headings > MAX_HEADINGS:
        return too_complex(f"the note has {headings:,} headings, more than {MAX_HEADINGS:,}")
    if deepest > MAX_DEPTH:
        return too_complex(f"lists and quotes nest {deepest} deep, more than {MAX_DEPTH}")
    return None


@dataclass(slots=True, kw_only=True)
class _Item:
    """The list item that the walk is in."""

    ordinal: str = ""
    opened: bool = False
    """Whether its first paragraph has been read."""
    first: int = 0
    """The line of its marker, from 1."""


class _Walker:
    def __init__(
        self,
        lines: Sequence[str],
        offset: int,
        title: str,
        reasons: Reasons | None,
        *,
        clipped: bool,
    ) -> None:
        self._reasons = reasons
        self._clipped = clipped
        self.env: dict[str, Any] = {}
        self._lines = lines
        self._offset = offset
        self._title = title
        self._found_title = ""
        self._lone_items: frozenset[int] = frozenset()
        """The lines of lists at the margin that are one numbered line."""
        self._outermost: list[str] = []
        """The texts of all headings of the first level."""
        self._parts: list[FlatHeading | Block] = []
        self._claims: list[LedgerEntry] = []
        self._findings: list[Diagnostic] = []
        self._items: list[_Item] = []
        self._quotes = 0
        self._footnote = ""

    def parsed(self) -> Parsed:
        self._rescue()
        parts = sorted(self._parts, key=lambda part: part.lines.first)
        parts = self._without_plain_title(parts)
        title = self._found_title or self._title
        lone = self._lone_items if self._clipped else frozenset()
        found = find_structure(parts, title, self._reasons, clipped=self._clipped, lone_items=lone)
        if sum(isinstance(part, FlatHeading) for part in found) > MAX_HEADINGS:
            return Parsed(refusal=too_complex(f"the note has more than {MAX_HEADINGS:,} headings"))
        given = {id(part) for part in parts}
        headed = {
            line
            for part in found
            if isinstance(part, FlatHeading)
            for line in range(part.lines.first, part.lines.last + 1)
        }
        known = [c for c in self._claims if c.role != HEADING or c.lines.first in headed]
        known.sort(key=lambda claim: claim.role == DROPPED)  # What stays of a line counts first.
        claims = (
            LedgerEntry(
                lines=part.lines, role=HEADING if isinstance(part, FlatHeading) else part.kind
            )
            for part in found
            if id(part) not in given
        )
        return Parsed(
            title=self._found_title,
            parts=tuple(found),
            claims=(*claims, *known),
            diagnostics=tuple(self._findings),
        )

    def _without_plain_title(self, parts: list[FlatHeading | Block]) -> list[FlatHeading | Block]:
        """Take off a short first line right above the first heading, where nothing else is titled.

        Somebody wrote the name of an event there, perhaps with its address below, and began to
        count days and talks with the first level.
        """
        if self._title or self._found_title or self._clipped or not _names_event(parts):
            return parts
        first = parts[0]
        self._found_title = plain_title(first.text)
        self._claims = [claim for claim in self._claims if claim.lines != first.lines]
        self._claims.append(LedgerEntry(lines=first.lines, role=TITLE))
        return parts[1:]

    def read(self, tokens: Sequence[Token]) -> None:
        """Walk over a text, its headings of the first level known."""
        self._outermost = [
            split_attributes(inline.content)[0]
            for opening, inline in pairwise(tokens)
            if opening.type == "heading_open" and opening.tag == "h1" and opening.level == 0
        ]
        kinds = [token.type for token in tokens]
        self._lone_items = frozenset(
            self._span(token).first
            for n, token in enumerate(tokens)
            if token.level == 0 and kinds[n : n + len(_LONE_ITEM)] == _LONE_ITEM
        )
        self.walk(tokens)

    def walk(self, tokens: Sequence[Token]) -> None:
        stream = iter(tokens)
        for token in stream:
            match token.type:
                case "list_item_open":
                    ordinal = f"{token.info}{token.markup}" if token.info else ""
                    self._items.append(_Item(ordinal=ordinal, first=self._span(token).first))
                case "list_item_close":
                    self._items.pop()
                case "blockquote_open" | "blockquote_close":
                    self._quotes += token.nesting
                case "footnote_reference_open":
                    self._footnote = f"[^{token.meta['label']}]:"
                case "heading_open":
                    self._heading(token, next(stream))
                case "paragraph_open":
                    self._paragraph(token, next(stream))
                case "admonition_title_open":
                    self._admonition(token, next(stream))
                case kind if kind in _VERBATIM:
                    self._verbatim(token, _VERBATIM[kind])
                    if kind == "table_open":
                        _skip(stream, "table_close")

    def _span(self, token: Token) -> Lines:
        """The token's lines in the file, without blank ones at the end."""
        first, end = token.map or (0, 1)
        last = min(end, len(self._lines) - self._offset)
        while last > first + 1 and not self._lines[self._offset + last - 1].strip():
            last -= 1
        return Lines(self._offset + first + 1, self._offset + max(last, first + 1))

    def _places(self, lines: Lines) -> tuple[tuple[int, str], ...]:
        return tuple((n, self._lines[n - 1]) for n in range(lines.first, lines.last + 1))

    def _add(self, part: FlatHeading | Block, role: str) -> None:
        self._parts.append(part)
        self._claims.append(LedgerEntry(lines=part.lines, role=role))

    # Headings

    def _heading(self, token: Token, inline: Token) -> None:
        lines = self._span(token)
        if self._items or self._quotes:
            self._statement(lines, inline.content, self._kind())
            return
        written = inline.content
        if _ESCAPED.match(written) and written not in self._lines[lines.first - 1]:
            written = written.replace("\\", "", 1)  # Which `_common_markdown` put there.
        text, attributes = split_attributes(written)
        level = int(token.tag[1])
        if level == 1 and self._is_title(text):
            self._found_title = plain_title(text)
            self._claims.append(LedgerEntry(lines=lines, role=TITLE))
            return
        text = whole_emphasis(text) or text
        if self._clipped and (figures := self._figures(text.strip("* "), lines)):
            for figure in figures:
                self._add(figure, BlockKind.FIGURE)
            return
        if self._clipped and not stripped(text):
            self._claims.append(LedgerEntry(lines=lines, role=DROPPED, rule=SILENT_RULE))
            return
        text, beside = self._without_pictures(text, lines) if self._clipped else (text, ())
        text = undecorated(text) if self._clipped else text
        numbering = parse_numbering(text)
        if numbering is not None and numbering.rest:
            text, ordinal = numbering.rest, numbering.ordinal
        else:
            ordinal = ""
        marks = attributes or NO_ATTRIBUTES
        heading = FlatHeading(
            level=level,
            text=text,
            lines=lines,
            prose=parse_inline(text, places=self._places(lines)),
            ordinal=ordinal,
            id=self._anchor(marks.id, lines),
            topic=marks.values.get("topic") or None,
            fingerprint=marks.values.get("from") or None,
            source=self._lines[lines.first - 1],
        )
        self._add(heading, HEADING)
        for figure in beside:
            self._add(figure, BlockKind.FIGURE)

    def _without_pictures(self, text: str, lines: Lines) -> tuple[str, tuple[Block, ...]]:
        """Part a heading from the pictures at its ends, which a page sets beside it."""
        start, end = text_between_pictures(text)
        rest = text[start:end].strip()
        if "\n" in text or "![" in rest or not any(map(str.isalnum, rest)):
            return text, ()
        pieces = [piece for piece in (text[:start].strip(), text[end:].strip()) if piece]
        found = [self._figures(piece, lines) for piece in pieces]
        return (rest, tuple(chain(*found))) if all(found) else (text, ())

    def _is_title(self, text: str) -> bool:
        """The first line of the body, unless the front matter names the note otherwise.

        Quotes and pictures above it are what translators and platforms put there, where it is
        the only heading of its level.
        """
        alone = len(self._outermost) == 1
        if self._found_title or not all(alone and _may_stand_above(part) for part in self._parts):
            return False
        shown = plain_title(text)
        if self._title:
            return shown == self._title
        return bool(shown) and not begins_series(text, self._outermost[1:])

    def _anchor(self, anchor: str, lines: Lines) -> str:
        """Take an explicit anchor as it is, or its slug with a finding."""
        better = slugify(anchor)
        if anchor == better:
            return anchor
        source = self._lines[lines.first - 1]
        column = source.find(f"#{anchor}") + 1
        place = Place(
            line=lines.first, column=column, end_column=column + len(anchor) + 1, source=source
        )
        self._findings.append(
            kinds.ANCHOR_INVALID.at(place, anchor=anchor, better=better or "section")
        )
        return better

    # Blocks

    def _kind(self) -> BlockKind:
        if self._quotes:
            return BlockKind.QUOTE
        if self._items and not self._items[-1].opened:
            return BlockKind.POINT
        return BlockKind.PARAGRAPH

    def _paragraph(self, token: Token, inline: Token) -> None:
        lines = self._span(token)
        text, attributes = split_attributes(inline.content)
        if attributes is not None and not text:
            self._verbatim(token, BlockKind.HTML)
            return
        rows = text.split("\n")
        if (
            not self._clipped
            or self._items
            or self._quotes
            or lines.first + len(rows) != lines.last + 1
        ):
            self._text(lines, text, attributes)
            return
        if is_rule(rows[0]) and all(row.startswith("|") for row in rows[1:]):
            self._headless_table(lines, rows)
            return
        # A clipper sets a picture directly below the line above it, and above the one below.
        numbered = [
            (lines.first + n, piece)
            for n, row in enumerate(rows)
            for piece in _before_point(_bare_picture(row))
        ]
        rows = [row for _, row in numbered]
        points = points_among(rows)
        turns = turns_among(rows)
        parted = (
            n for n in range(1, len(rows)) if n in points or n in turns or _parts_picture(rows, n)
        )
        starts = [0, *parted, len(rows)]
        for start, end in pairwise(starts):
            at = Lines(numbered[start][0], numbered[end - 1][0])
            written = "\n".join(rows[start:end]).strip()
            if start in points:
                self._statement(at, written, BlockKind.PARAGRAPH, pointed=True)
            else:
                self._text(at, written, attributes)

    def _text(self, lines: Lines, text: str, attributes: Attributes | None) -> None:
        """Read a paragraph, or the lines of one that stand together."""
        if self._clipped and "![" in text and not (self._items or self._quotes or attributes):
            for piece in _beside_pictures(text):
                self._piece(lines, piece, None)
        else:
            self._piece(lines, text, attributes)

    def _headless_table(self, lines: Lines, rows: Sequence[str]) -> None:
        """Read a table without a line of heads: its cells, or code beside the numbers of lines."""
        code = _GUTTER.fullmatch(rows[1]) if len(rows) == 2 else None
        kind = BlockKind.CODE if code else BlockKind.TABLE
        text = code["code"].strip() if code else "\n".join(rows)
        prose = Prose(text="") if code else table_prose(self._places(lines))
        self._add(Block(kind=kind, text=text, lines=lines, prose=prose), kind)

    def _piece(self, lines: Lines, text: str, attributes: Attributes | None) -> None:
        figures = self._figures(text, lines)
        if figures and self._clipped and all(counts_readers(one.target) for one in figures):
            self._claims.append(LedgerEntry(lines=lines, role=DROPPED, rule=SILENT_RULE))
            return
        if figures:
            named = attributes.values.get("concepts", "") if attributes else ""
            for figure in figures:
                self._add(replace(figure, concepts=tuple(named.split())), BlockKind.FIGURE)
            self._open_item()
            return
        kind = self._kind()
        if self._clipped and kind is BlockKind.PARAGRAPH and self._says_nothing(text):
            self._claims.append(LedgerEntry(lines=lines, role=DROPPED, rule=SILENT_RULE))
            return
        if kind is not BlockKind.QUOTE:
            kind = statement_kind(text, kind)
        self._statement(lines, text, kind, attributes)

    def _says_nothing(self, text: str) -> bool:
        """Tell an ornament, links without a text, and what stood in a picture's place before."""
        nothing = _ORNAMENT.fullmatch(text) or _NO_LINKS.fullmatch(text)
        if not stripped(text) or nothing or _is_symbols(text):
            return True
        above = self._parts[-1] if self._parts else None
        below = isinstance(above, Block) and above.kind is BlockKind.FIGURE
        return below and not OPENING.match(text) and find_figures(text)[0] == (Figure(),)

    def _statement(
        self,
        lines: Lines,
        text: str,
        kind: BlockKind,
        attributes: Attributes | None = None,
        *,
        pointed: bool = False,
    ) -> None:
        marks = attributes or NO_ATTRIBUTES
        item = self._items[-1] if self._items else _Item(opened=True)
        ordinal = "" if item.opened else item.ordinal
        if self._footnote:
            ordinal, self._footnote = self._footnote, ""
        prose = parse_inline(
            text, places=self._places(lines), references=self.env.get("references")
        )
        if not item.opened and item.first == lines.first - 1:
            # The marker has a line to itself.
            lines = Lines(item.first, lines.last)
        block = Block(
            kind=kind,
            text=text,
            lines=lines,
            prose=prose,
            depth=max(len(self._items) - 1, 0),
            ordinal=ordinal,
            topic=marks.values.get("topic") or None,
            verdict=marks.values.get("verdict") or None,
            no_link="no-link" in marks.classes,
        )
        block = as_point(block) if pointed else block
        self._add(block, block.kind)
        self._open_item()

    def _open_item(self) -> None:
        if self._items:
            self._items[-1].opened = True

    def _admonition(self, token: Token, inline: Token) -> None:
        lines = self._span(token)
        lines = Lines(lines.first, lines.first)
        source = self._lines[lines.first - 1].strip()
        if source:
            prose = parse_inline(inline.content, places=self._places(lines))
            block = Block(kind=BlockKind.HTML, text=source, lines=lines, prose=prose)
            self._add(block, BlockKind.HTML)

    def _verbatim(self, token: Token, kind: BlockKind) -> None:
        lines = self._span(token)
        text = "\n".join(self._lines[lines.first - 1 : lines.last])
        if self._clipped and kind is BlockKind.HTML and _SILENT.fullmatch(text):
            self._claims.append(LedgerEntry(lines=lines, role=DROPPED, rule=SILENT_RULE))
            return
        depth = max(len(self._items) - 1, 0)
        prose = Prose(text="")
        if kind is BlockKind.TABLE:
            prose = table_prose(self._places(lines), self.env.get("references"))
        self._add(Block(kind=kind, text=text, lines=lines, prose=prose, depth=depth), kind)
        self._open_item()

    def _figures(self, text: str, lines: Lines) -> tuple[Block, ...]:
        """Pictures that have a paragraph to themselves."""
        if not text.startswith(("![", "[![") if self._clipped else "!["):
            return ()
        env = {"references": dict(self.env.get("references", {}))}
        text = _PICTURE_MARKS.sub(")", text)
        children = inline_parser().parseInline(text, env)[0].children or []
        if any(c.content.strip() for c in children if c.type != "image"):
            return ()
        figures, row = [], lines.first
        for child in children:
            row += child.type in {"softbreak", "hardbreak"}
            if child.type == "image":
                figures.append(self._figure(child, min(row, lines.last)))
        if figures and figures[-1].lines.last < lines.last:
            figures[-1] = replace(figures[-1], lines=Lines(figures[-1].lines.first, lines.last))
        return tuple(figures)

    def _figure(self, image: Token, row: int) -> Block:
        alt, target = image.content.strip(), str(image.attrGet("src") or "")
        return Block(
            kind=BlockKind.FIGURE,
            text=self._lines[row - 1].strip(),
            lines=Lines(row, row),
            depth=max(len(self._items) - 1, 0),
            alt="" if says_nothing(alt, clipped=self._clipped) else alt,
            target=figure_target(target),
        )

    def _rescue(self) -> None:
        """Keep what no token stands for: link definitions, abbreviations, odd leftovers."""
        covered = bytearray(len(self._lines) + 2)
        for claim in self._claims:
            for n in range(claim.lines.first, claim.lines.last + 1):
                covered[n] = 1
        first = 0
        for n in range(self._offset + 1, len(self._lines) + 2):
            lost = n <= len(self._lines) and not covered[n] and self._lines[n - 1].strip()
            if lost and _EMPTY_QUOTE.fullmatch(self._lines[n - 1]):
                self._claims.append(LedgerEntry(lines=Lines(n, n), role=BlockKind.QUOTE))
                lost = ""
            if lost and not first:
                first = n
            elif not lost and first:
                lines = Lines(first, n - 1)
                text = "\n".join(self._lines[first - 1 : n - 1])
                if self._clipped and not text.strip(_ITEM_MARKS):
                    self._claims.append(LedgerEntry(lines=lines, role=DROPPED, rule=SILENT_RULE))
                    first = 0
                    continue
                self._add(Block(kind=BlockKind.HTML, text=text, lines=lines), BlockKind.HTML)
                first = 0


def _beside_pictures(text: str) -> Iterator[str]:
    """Part a line of a clip from the pictures at its ends, unless it is their caption."""
    start, end = text_between_pictures(text)
    rest = text[start:end].strip()
    if "\n" in text or (start and is_glued_caption(rest)):
        yield text
        return
    said = rest if any(map(str.isalnum, rest)) else ""
    yield from (piece for piece in (text[:start].strip(), said, text[end:].strip()) if piece)


def _is_symbols(text: str) -> bool:
    """Tell a line of nothing but pictorial symbols, which parts sections too."""
    bare = text.strip("*_ \ufe0f\u200d")
    return 0 < len(bare) <= _MOST_SYMBOLS and all(
        unicodedata.category(c) == "So" or c in " \ufe0f\u200d>›»" for c in bare
    )


def _bare_picture(row: str) -> str:
    """Take the emphasis off a line that is a picture."""
    if not row.startswith("*") or not row.lstrip("*").startswith("!["):
        return row
    bare = row.strip().strip("*")
    ends = bare.endswith(")") and "*" not in bare and row.rstrip().endswith("*")
    return whole_emphasis(row) or (bare if ends else row)


def _before_point(row: str) -> Iterator[str]:
    """Part a row from the picture before it if the row is a point by its mark."""
    start = text_between_pictures(row)[0] if row.startswith(("![", "[![")) else 0
    if start and read_mark(row[start:]) is not None:
        yield row[:start]
        yield row[start:]
    else:
        yield row


def _parts_picture(rows: Sequence[str], n: int) -> bool:
    """Tell a picture below a text, or a text below a picture that is no caption."""
    above, row = (explicit_figure_at(row.lstrip(), 0) for row in (rows[n - 1], rows[n]))
    if row is not None:
        return above is None
    marked = _BLOCK_MARK.match(rows[n]) is not None
    return above is not None and not marked and not is_glued_caption(rows[n])


def _skip(stream: Iterator[Token], until: str) -> None:
    for token in stream:
        if token.type == until:
            return


def _names_event(parts: Sequence[FlatHeading | Block]) -> bool:
    """Tell a first line that is a title: short, no sentence, only an address between it and one."""
    if len(parts) < 2:
        return False
    first, *others = parts
    if isinstance(others[0], Block) and _ADDRESS.fullmatch(others[0].text.strip()):
        others = others[1:]
    if not (isinstance(first, Block) and others and isinstance(others[0], FlatHeading)):
        return False
    line = first.kind is BlockKind.PARAGRAPH and not (first.depth or first.ordinal)
    text = first.text
    titular = fits(text, _LONGEST_PLAIN_TITLE) and "\n" not in text and text[:1].isalnum()
    return line and titular and not text.endswith(_NO_TITLE_ENDS) and "](" not in text


def _may_stand_above(part: FlatHeading | Block) -> bool:
    """Tell what may stand above a title."""
    quiet = {BlockKind.QUOTE, BlockKind.FIGURE, BlockKind.HTML}
    return isinstance(part, Block) and part.kind in quiet
