"""A parsed note as the Markdown that Python-Markdown renders.

The text stays the author's; what changes is what Python-Markdown needs to give
the anchors that the parsed note promises: explicit heading ids, marks at the end
of blocks, lists indented its way. CommonMark nests a list item by the width of its
parent's marker (two spaces behind ``-``); Python-Markdown wants four spaces a level
and a blank line before the first item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from notes_kb.domain.note import PROSE, STATEMENTS, Block, BlockKind, Note, Section
from notes_kb.loading.attributes import split_attributes
from notes_kb.loading.figures import standard_pictures
from notes_kb.loading.inline import undecorated, whole_emphasis
from notes_kb.loading.outline import without_heading_marks
from notes_kb.pages.statement_marks import mark
from notes_kb.pages.tree_passes import MISSING
from notes_kb.text.numbering import parse_numbering

_HASHES = re.compile(r"^ {0,3}#{1,6}(?:[ \t]+|(?=[^#\s!]))")
_BLOCK_SYNTAX = re.compile(r"^(#{1,6}(?= |$)|[-+*](?= |$)|>|\||(?:=|-){3,}$|~{3}|`{3}|\t| {4})")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?= |$)")

TAB = 4
"""Spaces a level of a list, as Python-Markdown counts."""

_ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])( {1,4}|$)")
_PARENTHESIS = re.compile(r"^(\d{1,9})\)")
_FENCE = re.compile(r" *(`{3,}|~{3,})")
_EMBEDDED_NOTE = re.compile(r"(?<![\\`!])!(?=\[\[[^\[\]\n]{1,400}\]\])")
"""What Obsidian writes before the brackets of a note that it embeds; here that is a link."""
_RULE = re.compile(r" {0,3}(?:(?:- *+){3,}+|(?:\* *+){3,}+|(?:_ *+){3,}+)$")


def note_markdown(note: Note) -> str:
    """Write a note as Markdown for Python-Markdown, anchors and marks included."""
    marks = _block_marks(note)
    lines = note.shown_lines()
    write = _paste_section if note.pasted else _written_section
    return "\n\n".join("\n".join(write(section, lines, marks)) for section in note.walk())


def blocks_in_order(note: Note) -> Iterator[tuple[int, Block]]:
    """Number the blocks of a note, as its marks do."""
    yield from enumerate(block for section in note.walk() for block in section.blocks)


def _block_marks(note: Note) -> Mapping[int, str]:
    """Give the mark of each block of running text, by the block's identity."""
    anchors = {id(b): a for section in note.walk() for a, b in section.statements()}
    return {
        id(block): mark(number, anchors.get(id(block), ""), no_link=block.no_link)
        for number, block in blocks_in_order(note)
        if block.kind in PROSE
    }


def heading_line(line: str, section: Section) -> str:
    """Give a heading as the author wrote it, numbering included, with its anchor."""
    bare = split_attributes(_HASHES.sub("", line.strip()))[0]
    bare = whole_emphasis(bare) or bare
    if section.heading not in bare and section.heading in (plain := undecorated(bare)):
        bare = plain  # A clip's heading stands without what its page drew round it.
    if bare.strip("*_ ").rstrip(".") == section.ordinal != section.heading:
        # The number has a line to itself; the title stands below it.
        bare = f"{bare.strip('*_ ')} {section.heading}"
    elif _is_half(bare, section):
        bare = f"{section.ordinal} {section.heading}" if section.ordinal else section.heading
    # One space, because the host's patterns take the square of a longer run.
    text = " ".join(_without_closing_hashes(bare).split())
    return f"{'#' * max(section.level, 2)} {text} {{#{section.id}}}"


def _is_half(bare: str, section: Section) -> bool:
    """Tell the first of two lines that a heading stands on."""
    said = bare.strip("*_ ")
    number = parse_numbering(said) if section.ordinal else None
    said = number.rest if number else said
    return said != section.heading and section.heading.startswith(said)


def _without_closing_hashes(heading: str) -> str:
    bare = heading.rstrip(" \t")
    text = bare.rstrip("#")
    return text if not text or text[-1] in " \t" else bare


def _own_lines(section: Section) -> tuple[int, int]:
    """First and last line of a section's own blocks, its heading and subsections left out."""
    starts = [b.lines.first for b in section.blocks]
    first = min(starts) if starts else section.lines.last + 1
    last = section.sections[0].lines.first - 1 if section.sections else section.lines.last
    return first, last


def _written_section(
    section: Section, source: list[str], marks: Mapping[int, str]
) -> Iterator[str]:
    """Write a section of a Markdown note: its lines as they are, a mark behind each block."""
    if section.heading:
        yield heading_line(source[section.lines.first - 1], section)
        yield ""
    first, last = _own_lines(section)
    lines = source[first - 1 : last]
    for block in section.blocks:
        where = slice(block.lines.first - first, block.lines.last - first + 1)
        lines[where] = without_heading_marks(block, lines[where])
        if block.kind is BlockKind.TURN:
            _put_turn(block, lines, block.lines.first - first)
        if block.kind is BlockKind.FIGURE and 0 <= block.lines.first - first < len(lines):
            at = block.lines.first - first
            lines[at] = standard_pictures(_without_attributes(block, lines[at]))
        if block.kind in PROSE and "![[" in block.text:
            for at in range(block.lines.first - first, block.lines.last - first + 1):
                lines[at] = _EMBEDDED_NOTE.sub("", lines[at])
        at = block.lines.last - first
        if id(block) in marks and 0 <= at < len(lines) and _takes_mark(block):
            lines[at] = _without_attributes(block, lines[at]).rstrip() + marks[id(block)]
    yield from reindent(lines)


def _put_turn(block: Block, lines: list[str], start: int) -> None:
    """Write a turn without its speaker's label, which the page puts before it by itself."""
    count = block.lines.last - block.lines.first + 1
    text = block.text.split("\n")
    # The mark goes to the last line, so what the label leaves empty stands before the text.
    lines[start : start + count] = [*[""] * (count - len(text)), *text]


def _takes_mark(block: Block) -> bool:
    """Whether a block's last line may end in a mark: a quote's may be code."""
    return block.kind in STATEMENTS or not block.text.endswith(("```", "~~~"))


def _paste_section(section: Section, source: list[str], marks: Mapping[int, str]) -> Iterator[str]:
    if section.heading:
        yield heading_line(source[section.lines.first - 1], section)
        yield ""
    yield from _paste_blocks(section, marks)


def _paste_blocks(section: Section, marks: Mapping[int, str]) -> Iterator[str]:
    previous: Block | None = None
    for block in section.blocks:
        both_points = previous is not None and _listed(previous) and _listed(block)
        if not both_points:
            yield ""
        yield from _paste_block(block, marks.get(id(block), ""))
        previous = block


def section_markdown(
    section: Section, note: Note, lines: list[str], marks: Mapping[int, str] | None = None
) -> tuple[str, str]:
    """Give the heading of a section, or nothing, and its own text, as Markdown for any reader.

    Args:
        section: A section of the note.
        note: The note.
        lines: The note's lines, as `Note.shown_lines` gives them.
        marks: What stands behind blocks of a paste, by their identity.
    """
    heading = ""
    if section.heading:
        written = heading_line(lines[section.lines.first - 1], section)
        heading = written.removesuffix(f" {{#{section.id}}}")
    if note.pasted:
        return heading, "\n".join(_paste_blocks(section, marks or {}))
    first, last = _own_lines(section)
    return heading, "\n".join(lines[first - 1 : last])


def _listed(block: Block) -> bool:
    return block.kind in {BlockKind.POINT, BlockKind.SUMMARY}


def _paste_block(block: Block, suffix: str) -> list[str]:
    source = block.text.split("\n")
    lines = [line.strip() for line in source]
    out = [*(_escape(line) for line in lines[:-1]), _escape(lines[-1]) + suffix]
    match block.kind:
        case BlockKind.POINT | BlockKind.SUMMARY:
            # Escaped, or the number of an item would open a list within the item.
            ordinal = _escape(f"{block.ordinal} ") if block.ordinal else ""
            out = [" " * TAB * block.depth + f"- {ordinal}" + " ".join(lines) + suffix]
        case BlockKind.FIGURE:
            out = [f"![{_label(block.alt)}]({block.target or MISSING})"]
        case BlockKind.CODE:
            fence = "`" * max(3, _longest_run(block.text) + 1)
            out = [fence, *source, fence]
        case BlockKind.TABLE | BlockKind.MATH:
            out = source
        case BlockKind.QUOTE:
            out = [f"> {line}" for line in lines]
            out[-1] += suffix
        case BlockKind.HTML:
            out = [f"    {line}" for line in source]
    return out


def _escape(line: str) -> str:
    """Keep a pasted line from opening a block that its author did not mean."""
    numbered = _NUMBERED.match(line)
    if numbered:
        return f"{numbered.group(1)}\\{line[numbered.end(1) :]}"
    return f"\\{line}" if _BLOCK_SYNTAX.match(line) else line


def _label(alt: str) -> str:
    return alt.replace("\\", "").replace("[", "(").replace("]", ")").replace("\n", " ")


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)


def _without_attributes(block: Block, text: str) -> str:
    return split_attributes(text)[0] if _has_attributes(block) else text


def _has_attributes(block: Block) -> bool:
    return bool(block.topic or block.verdict or block.concepts or block.no_link)


# Lists


@dataclass(frozen=True, slots=True)
class _Item:
    """An open list item."""

    marker: int
    """Column of its marker."""
    content: int
    """Column of its text."""


def reindent(lines: list[str]) -> list[str]:
    """Re-indent the lists among the lines; everything else stays as it is.

    Lines inside fenced code keep their indentation relative to the item they
    belong to. Tabs count to the next multiple of four columns.
    """
    out: list[str] = []
    open_items: list[_Item] = []
    fence = ""
    blank = True
    loose = True  # Whether a blank line has come since the last item began.
    in_item = False  # Whether the line before began an item.
    for raw in lines:
        line = _expand(raw)
        if not line.strip():
            out.append("")
            blank = loose = True
            in_item = False
            continue
        indent = len(line) - len(line.lstrip(" "))
        if fence:
            fence = "" if _closes(line, fence) else fence
            out.append(_shifted(line, indent, open_items))
            continue
        item = None if _RULE.match(line) else _ITEM.match(line)
        lazy = not blank and not item
        while open_items and indent < open_items[-1].content and not lazy:
            if item and indent >= open_items[-1].marker and _sibling(indent, open_items):
                break
            open_items.pop()
        if item and (open_items or indent < TAB):
            _open(item, open_items)
            if not blank and not in_item and loose:
                out.append("")
            out.append(" " * TAB * (len(open_items) - 1) + _with_known_marker(line.lstrip(" ")))
        else:
            out.append(_shifted(line, indent, open_items))
        opened = _FENCE.match(line[open_items[-1].content :] if item and open_items else line)
        fence = opened.group(1) if opened else ""
        blank = False
        in_item = item is not None
        loose = loose and not in_item
    return out


def _sibling(indent: int, open_items: list[_Item]) -> bool:
    """Whether an item at this column continues the innermost list."""
    return indent < open_items[-1].content and (
        len(open_items) == 1 or indent >= open_items[-2].content
    )


def _open(item: re.Match[str], open_items: list[_Item]) -> None:
    column = len(item.group(1))
    if open_items and column < open_items[-1].content:
        open_items.pop()
    width = len(item.group(2)) + max(1, len(item.group(3)))
    open_items.append(_Item(column, column + width))


def _with_known_marker(item: str) -> str:
    """Write ``1)`` as ``1.``: Python-Markdown knows no other marker."""
    return _PARENTHESIS.sub(r"\1.", item, count=1)


def _shifted(line: str, indent: int, open_items: list[_Item]) -> str:
    """Move a line that belongs to the innermost item to that item's new column."""
    if not open_items:
        return line
    inside = max(0, indent - open_items[-1].content)
    return " " * (TAB * len(open_items) + inside) + line.lstrip(" ")


def _closes(line: str, fence: str) -> bool:
    bare = line.strip()
    return bare.startswith(fence) and not bare.strip(fence[0])


def _expand(line: str) -> str:
    head = len(line) - len(line.lstrip(" \t"))
    return line[:head].expandtabs(TAB) + line[head:] if "\t" in line[:head] else line
