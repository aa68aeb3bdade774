"""A parsed note as Markdown in the house format: what the loader understood, written out.

A paste is written block by block, for nothing of its layout is Markdown. A Markdown
note keeps its lines: only what the loader read into them is made plain (headings with
level and anchor, figures, turns), and what it dropped is left out. Reading the result
gives the same sections and kinds of blocks, and writing that again the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from textwrap import dedent
from typing import TypeGuard

from notes_kb.domain.note import PROSE, Block, BlockKind, Note, NoteMeta, Section
from notes_kb.domain.span import Lines
from notes_kb.importing.escapes import escape_attributes, escape_first, escape_line
from notes_kb.importing.figures import RUNNING, Moves, lines_of_text, picture_markdown
from notes_kb.importing.front import front_matter
from notes_kb.importing.lists import Placed, place_blocks
from notes_kb.importing.structure import letters
from notes_kb.importing.tables import pipe_table
from notes_kb.languages.strings import strings
from notes_kb.loading.attributes import split_attributes
from notes_kb.loading.clip_points import behind_number, read_mark, second_mark
from notes_kb.loading.figures import is_caption
from notes_kb.loading.front_matter import parse_front_matter
from notes_kb.loading.ledger import DROPPED, META, TITLE
from notes_kb.loading.note_meta import parse_note_meta
from notes_kb.loading.outline import without_heading_marks
from notes_kb.loading.pictures import text_between_pictures
from notes_kb.loading.recap_lines import stripped
from notes_kb.loading.tables import is_rule
from notes_kb.text.numbering import parse_numbering

TAB = 4
"""Columns a level of a list, as Python-Markdown counts."""

_IS_TEXT = "<!-- text -->"
"""What stands behind a line that would not be read as text without it; no page shows it."""
_BULLET = re.compile(r"[ \t>]*[*+](?=[ \t]|$)")
_FIGURE = re.compile(r"!\[[^\[\]\\]*\]\([^\s()<>\\]*\)")
_MARKS = "*_ \t#"
_ITEM_OPENS = re.compile(r"[ \t>]*(?:[0-9]{1,9}[.)]|[-*+])[ \t]")
_ITEM = re.compile(r"[ \t>]*(?:[0-9]{1,9}[.)]|-)(?:[ \t]|$)")
_VERBATIM = frozenset({BlockKind.CODE, BlockKind.MATH, BlockKind.HTML, BlockKind.TABLE})
_LISTED = frozenset({BlockKind.POINT, BlockKind.SUMMARY, BlockKind.QUESTION, BlockKind.ANSWER})
"""What may stand in a list."""
_PREFIX = re.compile(r"[ \t>]*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is written otherwise than it was read."""

    guarded: frozenset[int] = frozenset()
    """Numbers of blocks that would be read as something else, to be marked line by line."""
    escaped: frozenset[int] = frozenset()
    """Those of them that the mark does not keep, so that a character of each line is escaped."""
    in_vain: frozenset[int] = frozenset()
    """Blocks of Markdown that no mark keeps: what they become is told."""
    moves: Moves = field(default_factory=Moves)
    """New targets of pictures."""


def house_markdown(note: Note, changes: Changes | None = None) -> str:
    """Write a note in the house format, ending in one line break."""
    changes = changes or Changes()
    source = note.text.split("\n")
    rows = _pasted(note, source, changes) if note.pasted else _kept(note, source, changes)
    body = list(rows)
    return "\n".join([_front(note), *([""] if body else []), *body]) + "\n"


# The head


def _front(note: Note) -> str:
    """Keep a front matter that says it all already; else write what the loader found."""
    front = parse_front_matter(note.text, path=note.path)
    meta, findings = parse_note_meta(front)
    ours = bool(front.lines) and front.lines[0].rstrip() == "---"
    same = ours and meta == _with_title(note.meta, note.title)
    if same and not findings and not front.diagnostics:
        return "\n".join(front.lines)
    return front_matter(note.title, note.meta)


def _with_title(meta: NoteMeta, title: str) -> NoteMeta:
    values = {name: getattr(meta, name) for name in NoteMeta.__slots__}
    return NoteMeta(**{**values, "title": title})


def heading_line(section: Section, source: str) -> str:
    """Write a section's heading with its level, its numbering and its attributes.

    `source` is the first line that it stands on in the note's text: it tells how the
    numbering was written.
    """
    marks = [f"#{section.id}"]
    marks += [f"topic={section.topic}"] if section.topic else []
    marks += [f"from={section.fingerprint}"] if section.fingerprint else []
    return f"{'#' * section.level} {_heading_text(section, source)} {{{' '.join(marks)}}}"


def _heading_text(section: Section, source: str) -> str:
    """Give the heading so that its numbering is read as it was: none where there was none."""
    heading, ordinal = " ".join(section.heading.split()), section.ordinal
    if not ordinal:
        found = parse_numbering(heading)
        return heading if found is None or not found.rest else _unnumbered(heading)
    bare = split_attributes(source)[0].strip(_MARKS)
    written = parse_numbering(bare)
    if written is None and len(ordinal) == 1 and ordinal.isascii() and ordinal.isalpha():
        return f"{ordinal}. {heading}"  # It counts behind the letters above, not by itself.
    wishes = []
    if written is not None and written.ordinal == ordinal:
        close = f"{written.written}{heading}"
        wishes += [close] if close in bare else []
        wishes += [f"{written.written} {heading}", close]
    wishes += [f"{ordinal}{mark}{heading}" for mark in (". ", " ", "、", ") ", "：", ": ")]
    wishes += [f"（{ordinal}）{heading}", f"({ordinal}) {heading}"]
    fitting = (wish for wish in wishes if _reads_as(wish, ordinal, heading))
    return next(fitting, f"{ordinal} {heading}")


def _reads_as(text: str, ordinal: str, heading: str) -> bool:
    found = parse_numbering(text)
    return found is not None and (found.ordinal, found.rest) == (ordinal, heading)


def _unnumbered(heading: str) -> str:
    return f"&#{ord(heading[0])};{heading[1:]}"


# What a paste becomes


def _pasted(note: Note, source: Sequence[str], changes: Changes) -> Iterator[str]:
    """Yield the lines of the body, block by block, with blank ones between."""
    speaker = strings(note.language)["note.speaker"]
    first = True
    for section in note.walk():
        if section.heading:
            yield from [] if first else [""]
            yield heading_line(_moved(section, changes), source[section.lines.first - 1])
            first = False
        apart = _apart(section.blocks)
        for placed in place_blocks(section.blocks, source):
            yield from [] if first or placed.tight else [""]
            yield from [""] if placed.block.number in apart else []
            for line in _block_lines(placed, speaker, changes):
                yield f"{' ' * placed.indent}{line}".rstrip()
            first = False


def _moved(section: Section, changes: Changes) -> Section:
    """Give a section with the pictures of its heading where they are now."""
    heading = changes.moves.text(section.heading)
    return section if heading == section.heading else replace(section, heading=heading)


def _apart(blocks: Sequence[Block]) -> frozenset[int]:
    """Find the blocks that must stand two blank lines behind the one before them.

    A figure and a line like a caption that are no pair would become one nearer by.
    """
    return frozenset(
        block.number
        for before, block in pairwise(blocks)
        if (before.kind is BlockKind.FIGURE and _is_like_caption(block))
        or (block.kind is BlockKind.FIGURE and _is_like_caption(before))
    )


def _is_like_caption(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and is_caption(block.text.split("\n", 1)[0])


def _block_lines(placed: Placed, speaker: str, changes: Changes) -> list[str]:
    """Write one block without the indent of the list item that it may stand in."""
    block = placed.block
    if block.kind is BlockKind.FIGURE:
        return [figure_markdown(block, changes)]
    text = changes.moves.text(block.text) if block.kind in RUNNING else block.text
    source = text.split("\n")
    if block.kind in _WRITERS:
        return _WRITERS[block.kind](source)
    escape = _guard if block.number in changes.guarded else escape_line
    escape = _escape if block.number in changes.escaped else escape
    label = f"**{block.label}**{speaker.format(speaker='').strip()}" if block.speaker else ""
    lines = [escape(line) for line in source]
    lines[-1] = escape_attributes(lines[-1])
    lines = [line for line in lines if line] or [escape_first(text.strip())]
    if label:
        lines[0] = f"{label}{lines[0]}" if not label[-1].isascii() else f"{label} {lines[0]}"
    if block.kind is BlockKind.QUOTE:
        return [f"> {line}" for line in lines]
    if placed.marker:
        # Escaped, or the number of an item would open a list within the item.
        number = f"{escape_line(f'{block.ordinal} ')} " if placed.literal else ""
        return [f"{placed.marker} {number}{lines[0]}", *(f"{' ' * TAB}{row}" for row in lines[1:])]
    return lines


def _guard(line: str) -> str:
    """Keep a line from being read as a heading or as a platform's; people still can read it."""
    line = line.strip()
    # Escaped, a link would be none.
    whole = line[:1].isalnum() or line.startswith("[")
    return f"{line}{_IS_TEXT}" if whole else escape_first(line)


def _escape(line: str) -> str:
    return escape_first(line.strip())


def figure_markdown(block: Block, changes: Changes) -> str:
    """Write a figure; a slot where its target is not known."""
    alt = changes.moves.named(_described(block), block.target)
    alt = alt.replace("\\", "").replace("[", "(").replace("]", ")")
    return picture_markdown(alt, changes.moves.of(block.target))


def _described(block: Block) -> str:
    """Give the caption, and behind it a second one: a figure may have one on each side."""
    said = letters(block.alt)
    rows = [row.strip("*_ ") for row in block.text.split("\n")]
    others = [row for row in rows if is_caption(row) and letters(row) not in said]
    return " · ".join(part for part in (block.alt, *others) if part)


def _fenced(source: Sequence[str]) -> list[str]:
    """Put code between fences, unless it stands between them; its common indent goes."""
    rows = _dedented(source)
    fence = re.match(r"(`{3,}|~{3,})", rows[0])
    if fence and len(rows) > 1 and _closes(rows[-1], fence[1]):
        if not any(_closes(row, fence[1]) for row in rows[1:-1]):
            return rows
        rows = rows[1:-1]
    longest = max((len(run) for row in rows for run in re.findall(r"`+", row)), default=0)
    mark = "`" * max(3, longest + 1)
    return [mark, *rows, mark]


def _closes(row: str, fence: str) -> bool:
    bare = row.strip()
    return bare.startswith(fence) and not bare.strip(fence[0])


def _dedented(rows: Sequence[str]) -> list[str]:
    rows = [row.expandtabs(TAB).rstrip() for row in rows]
    indent = min((len(row) - len(row.lstrip()) for row in rows if row), default=0)
    return [row[indent:] for row in rows]


def _formula(source: Sequence[str]) -> list[str]:
    r"""Write a formula between ``$$``, also one that stood between ``\[`` and ``\]``."""
    inner = stripped("\n".join(source))
    for opening, closing in (("$$", "$$"), ("\\[", "\\]")):
        if inner.startswith(opening) and inner.endswith(closing) and len(inner) >= 4:
            inner = inner[2:-2]
            break
    rows = [row for line in inner.split("\n") if (row := stripped(line))]
    return ["$$", *rows, "$$"]


_WRITERS: Mapping[BlockKind, Callable[[Sequence[str]], list[str]]] = {
    BlockKind.CODE: _fenced,
    BlockKind.HTML: _fenced,
    BlockKind.TABLE: pipe_table,
    BlockKind.MATH: _formula,
}


# What a Markdown note becomes


@dataclass(slots=True)
class _Rows:
    """The lines of a note, some replaced by others, some gone."""

    lines: list[str]
    replaced: dict[int, list[str]] = field(default_factory=dict)
    """By the number of the line, from 1."""
    verbatim: set[int] = field(default_factory=set)
    """Lines among which blank ones count."""
    apart: set[int] = field(default_factory=set)
    """Lines above which two blank ones stand."""
    parted: set[int] = field(default_factory=set)
    """Lines above which one stands."""

    def written(self) -> Iterator[str]:
        """Yield the lines, without those at both ends and doubles of blank ones."""
        blank = True
        held = False
        for number, line in enumerate(self.lines, 1):
            held = held or (number in self.parted and not blank)
            for row in self.replaced.get(number, [line]):
                if row.strip() or (number in self.verbatim and number - 1 in self.verbatim):
                    yield from [""] if held else []
                    yield from [""] if held and number in self.apart else []
                    yield row
                    blank = held = False
                elif not blank:
                    blank = held = True

    def put(self, where: Lines, rows: Sequence[str]) -> None:
        """Write rows in the place of a range of lines."""
        for number in _numbers(where):
            self.replaced[number] = []
        self.replaced[where.first] = list(rows)


def _kept(note: Note, source: Sequence[str], changes: Changes) -> Iterator[str]:
    source = _with_moves(note, source, changes)
    rows = _Rows(list(source))
    held = _lines_of_blocks(note)
    for entry in note.ledger:
        if entry.role in {TITLE, DROPPED}:
            rows.put(entry.lines, [""])
        elif entry.role == META:
            for number in set(_numbers(entry.lines)) - held:
                rows.replaced[number] = [""]
    for section in note.walk():
        if section.heading:
            first = source[section.lines.first - 1]
            where = _heading_lines(note, section)
            if where.first != where.last or not _is_explicit(first, section):
                rows.put(where, ["", heading_line(_moved(section, changes), first), ""])
        _put_blocks(section.blocks, source, rows, changes)
    _put_beside_pictures(note, source, rows, changes)
    yield from rows.written()


def _with_moves(note: Note, source: Sequence[str], changes: Changes) -> Sequence[str]:
    """Give the lines of a note with the pictures among text and in HTML where they are now."""
    if not changes.moves.targets:
        return source
    lines = list(source)
    blocks = [block for section in note.walk() for block in section.blocks]
    heads = (_heading_lines(note, section) for section in note.walk() if section.heading)
    running = lines_of_text(blocks).union(*map(_numbers, heads))
    for number in running:
        lines[number - 1] = changes.moves.text(lines[number - 1])
    for block in blocks:
        if block.kind is BlockKind.HTML:
            for number in set(_numbers(block.lines)) - running:
                lines[number - 1] = changes.moves.html(lines[number - 1])
    return lines


def _lines_of_blocks(note: Note) -> frozenset[int]:
    """Give the lines that readers see; credits among them are blocks and stay."""
    blocks = (block for section in note.walk() for block in section.blocks)
    return frozenset(number for block in blocks for number in _numbers(block.lines))


def _numbers(lines: Lines) -> range:
    return range(lines.first, lines.last + 1)


def _heading_lines(note: Note, section: Section) -> Lines:
    """Give the lines of the heading itself."""
    first = section.lines.first
    last = next((e.lines.last for e in note.ledger if e.lines.first == first), first)
    return Lines(first, max(last, first))


def _stands_alone(block: Block) -> bool:
    """Tell a paragraph that stands in no list."""
    return block.kind is BlockKind.PARAGRAPH and not (block.depth or block.ordinal)


def _is_explicit(line: str, section: Section) -> bool:
    """Tell whether a heading says level and anchor already."""
    attributes = split_attributes(line)[1]
    head = f"{'#' * section.level} "
    return line.startswith(head) and attributes is not None and attributes.id == section.id


def _put_blocks(
    blocks: Sequence[Block], source: Sequence[str], rows: _Rows, changes: Changes
) -> None:
    figures: dict[int, list[Block]] = {}
    apart = _apart(blocks)
    rows.apart.update(block.lines.first for block in blocks if block.number in apart)
    shared = _shared_lines(blocks)
    for block in blocks:
        own = [source[number - 1] for number in _numbers(block.lines)]
        if (plain := without_heading_marks(block, own)) != own:
            rows.put(block.lines, ["", *plain, ""])
        if block.kind in _VERBATIM and (written := _written_anew(block, own, source)):
            rows.put(block.lines, ["", *written, ""])
            continue
        if block.kind in _VERBATIM:
            rows.verbatim.update(_numbers(block.lines))
            continue
        if block.kind is BlockKind.FIGURE:
            figures.setdefault(block.lines.first, []).append(block)
        elif block.number in changes.guarded and _stands_alone(block):
            rows.replaced[block.lines.last] = [f"{own[-1].rstrip()}{_IS_TEXT}"]
        else:
            _put_item(block, source, rows)
    rows.parted.update(
        block.lines.first for above, block in pairwise(blocks) if _is_glued(above, block)
    )
    for number, several in figures.items():
        if number not in shared:
            _put_figures(several, source, rows, changes)


def _written_anew(block: Block, own: Sequence[str], source: Sequence[str]) -> list[str]:
    """Write a table or code of a clip as Markdown has it; nothing where it stands so.

    A table that begins with its rule has no heads, or was laid round code. Indented code below
    items that are dropped would join a list above them.
    """
    if block.kind in {BlockKind.TABLE, BlockKind.CODE} and is_rule(own[0].strip()):
        return _WRITERS[block.kind](block.text.split("\n"))
    higher = (source[n] for n in range(block.lines.first - 2, -1, -1))
    above = next((line for line in higher if line.strip()), "")
    indented = block.kind is BlockKind.CODE and own[0].startswith(("    ", "\t"))
    if indented and above.strip(" \t>") and not above.strip(" \t>*+-"):
        return _fenced(dedent("\n".join(own)).split("\n"))
    return []


def _is_glued(above: Block, block: Block) -> bool:
    """Tell two blocks on lines right below each other that a blank line must part.

    They are a picture and a text of which it was a part, or a list and the text above or below.
    """
    figure = (above.kind is BlockKind.FIGURE) != (block.kind is BlockKind.FIGURE)
    listed = (above.kind in _LISTED) != (block.kind in _LISTED)
    return (figure or listed) and above.lines.last + 1 == block.lines.first and not block.depth


def _put_beside_pictures(note: Note, source: Sequence[str], rows: _Rows, changes: Changes) -> None:
    """Write pictures and the text or heading on their line each by themselves.

    The text of a clip has no pictures in it, that of a note has.
    """
    pieces: dict[int, list[Section | Block]] = {}
    for section in note.walk():
        parts: tuple[Section | Block, ...] = section.blocks
        for part in (section, *parts) if section.heading else parts:
            pieces.setdefault(part.lines.first, []).append(part)
    for number, several in pieces.items():
        figures = [part for part in several if _is_figure(part)]
        bare = any(not _is_figure(part) and _is_bare(part) for part in several)
        if not figures or not bare or "![" not in source[number - 1]:
            continue
        line = source[number - 1].strip()
        start, end = text_between_pictures(line)
        written: list[str] = []
        for part in several:
            if isinstance(part, Section):
                written += ["", heading_line(_moved(part, changes), line), ""]
            elif _is_figure(part):
                written.append(figure_markdown(part, changes))
            else:
                text = line[start:end].strip()
                marked = read_mark(text) if part.kind in _LISTED and not part.ordinal else None
                written += ["", f"- {marked[1]}" if marked else text, ""]
        rows.put(Lines(number, max(part.lines.last for part in figures)), written)


def _is_figure(part: Section | Block) -> TypeGuard[Block]:
    return isinstance(part, Block) and part.kind is BlockKind.FIGURE


def _is_bare(part: Section | Block) -> bool:
    """Tell a heading, or a line of text by itself, that holds no picture."""
    if isinstance(part, Section):
        return "![" not in part.heading
    alone = part.lines.first == part.lines.last and not part.depth
    return alone and part.kind in PROSE and "![" not in part.text


def _shared_lines(blocks: Sequence[Block]) -> frozenset[int]:
    """Give the lines on which a figure stands with text, or with HTML around it."""
    return frozenset(
        number
        for block in blocks
        if block.kind is not BlockKind.FIGURE
        for number in _numbers(block.lines)
    )


def _put_item(block: Block, source: Sequence[str], rows: _Rows) -> None:
    """Write a point with the bullet ``-``, or with a number, as Markdown does.

    The bullets ``*`` and ``+`` keep their columns.
    """
    number = block.lines.first
    if number in rows.replaced:
        return
    line = _with_one_mark(block, source[number - 1])
    if line != source[number - 1]:
        rows.replaced[number] = [line]
    bullet = _BULLET.match(line)
    if bullet:
        at = bullet.end() - 1
        rows.replaced[number] = [f"{line[:at]}-{line[at + 1 :]}"]
    elif block.kind in _LISTED and not _ITEM.match(line):
        row = stripped(line)
        marked = read_mark(row)
        if block.ordinal and behind_number(row) != row:
            item = f"{block.ordinal} {behind_number(row)}"
        elif marked and not block.ordinal:
            item = f"- {marked[1]}"
        elif block.kind is BlockKind.POINT and not block.ordinal:
            item = f"- {row}"
        else:
            return
        rows.replaced[number] = [f"{' ' * TAB * block.depth}{item}"]


def _with_one_mark(block: Block, line: str) -> str:
    """Take off the mark that a page wrote within an item, where the block is without it."""
    item = _PREFIX.match(line)
    mark = second_mark(line[item.end() :]) if item and _ITEM_OPENS.match(line) else ""
    if not item or not mark or second_mark(block.text):
        return line
    return f"{item[0]}{line[item.end() + len(mark) :]}"


def _has_silent_caption(block: Block, source: Sequence[str]) -> bool:
    """Tell a figure whose caption would be a paragraph by itself: only a clip says what it is."""
    below = (source[number - 1].strip() for number in list(_numbers(block.lines))[1:])
    return any(row and not is_caption(row) and not row.startswith("![") for row in below)


def _put_figures(
    several: Sequence[Block], source: Sequence[str], rows: _Rows, changes: Changes
) -> None:
    """Write the figures of a line anew where one moved, or where it is not plain Markdown."""
    number = several[0].lines.first
    line = source[number - 1]
    moved = any(block.target in changes.moves.targets for block in several)
    prefix = _PREFIX.match(line)
    lead = prefix[0] if prefix else ""
    is_plain = not _FIGURE.sub("", line[len(lead) :]).strip() and not any(
        _has_silent_caption(block, source) for block in several
    )
    if number in rows.replaced or (is_plain and not moved):
        return
    hang = "".join(c if c == ">" else " " for c in lead)
    written = [figure_markdown(block, changes) for block in several]
    last = max(block.lines.last for block in several)
    rows.put(Lines(number, last), [f"{hang if n else lead}{row}" for n, row in enumerate(written)])
