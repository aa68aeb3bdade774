"""A parsed note as the Markdown of its page.

The text stays the author's; what changes is what Python-Markdown needs to give
the anchors that the parsed note promises: explicit heading ids, marks at the end
of statements, lists indented its way. Sections that a translation lacks stand in
their place in the original's language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from notes_kb.domain.note import PROSE, Block, BlockKind, Note, Section
from notes_kb.loading.attributes import split_attributes
from notes_kb.markup.figures import MISSING
from notes_kb.markup.indent import TAB, reindent
from notes_kb.markup.marks import mark
from notes_kb.translation.arrange import Part

_ATX = re.compile(r"^ {0,3}#{1,6}[ \t]+")
_BLOCK_SYNTAX = re.compile(r"^(#{1,6}(?= |$)|[-+*](?= |$)|>|\||(?:=|-){3,}$|~{3}|`{3}|\t| {4})")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?= |$)")


def compose(parts: Iterable[Part]) -> str:
    """Write the parts as Markdown for Python-Markdown, anchors and marks included."""
    return "\n\n".join(
        "\n".join(_compose_paste(p) if p.note.pasted else _compose_markdown(p)) for p in parts
    )


def heading_line(note: Note, section: Section) -> str:
    """Give a heading as the author wrote it, numbering included, with its anchor."""
    raw = note.text.split("\n")[section.lines.first - 1].strip()
    bare = split_attributes(_ATX.sub("", raw))[0]
    # One space, because the host's patterns take the square of a longer run.
    text = " ".join(_without_stars(_without_closing_hashes(bare)).split())
    return f"{'#' * max(section.level, 2)} {text} {{#{section.id}}}"


def _without_closing_hashes(heading: str) -> str:
    bare = heading.rstrip(" \t")
    text = bare.rstrip("#")
    return text if not text or text[-1] in " \t" else bare


def _without_stars(heading: str) -> str:
    """Take the stars off a heading that is bold as a whole: headings are."""
    inner = heading.strip()[2:-2]
    return inner if heading.strip() == f"**{inner}**" and "*" not in inner else heading


def _own_lines(section: Section) -> tuple[int, int]:
    """First and last line of a section's own blocks, its heading and subsections left out."""
    starts = [b.lines.first for b in section.blocks]
    first = min(starts) if starts else section.lines.last + 1
    last = section.sections[0].lines.first - 1 if section.sections else section.lines.last
    return first, last


def _compose_markdown(part: Part) -> Iterator[str]:
    section = part.section
    if section.heading:
        yield heading_line(part.note, section)
        yield ""
    first, last = _own_lines(section)
    lines = part.note.text.split("\n")[first - 1 : last]
    for anchor, block in section.statements():
        at = block.lines.last - first
        if 0 <= at < len(lines):
            lines[at] = _marked(lines[at], anchor, block)
    yield from reindent(lines)


def _marked(line: str, anchor: str, block: Block) -> str:
    """Set the mark behind a statement's last line; its attributes are known to the block."""
    return _without_attributes(block, line).rstrip() + mark(anchor, no_link=block.no_link)


def _compose_paste(part: Part) -> Iterator[str]:
    section = part.section
    if section.heading:
        yield heading_line(part.note, section)
        yield ""
    anchors: Mapping[int, str] = {id(b): a for a, b in section.statements()}
    previous: Block | None = None
    for block in section.blocks:
        both_points = previous is not None and _listed(previous) and _listed(block)
        if not both_points:
            yield ""
        suffix = mark(anchors[id(block)], no_link=block.no_link) if id(block) in anchors else ""
        yield from _paste_block(block, suffix)
        previous = block


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


def compose_block(block: Block, detach: Callable[[str], str]) -> str:
    """Write one block as Markdown that stands alone, without bullet and mark.

    `detach` frees running text from the rest of its note.
    """
    if block.kind in PROSE:
        return detach(_without_attributes(block, block.text))
    composed = "\n".join(_paste_block(block, ""))
    return detach(composed) if block.kind is BlockKind.TABLE else composed


def compose_statement(block: Block, detach: Callable[[str], str]) -> str:
    """Write a statement as `compose_block` does, the number of an ordered item in front."""
    text = compose_block(block, detach)
    numbered = block.kind is BlockKind.POINT and block.ordinal
    return _escape(f"{block.ordinal} {text}") if numbered else text


def _without_attributes(block: Block, text: str) -> str:
    return split_attributes(text)[0] if block.topic or block.no_link else text
