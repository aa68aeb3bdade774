"""What a Markdown note's text says otherwise than its author meant: slips that parse as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic, Fix
from notes_kb.domain.note import PROSE, Block, BlockKind
from notes_kb.domain.span import Place
from notes_kb.languages import LANGUAGES
from notes_kb.languages.language import Writing
from notes_kb.languages.scaffolds import placeholder_lines
from notes_kb.loading.attributes import split_attributes
from notes_kb.loading.figures import is_embedded_picture
from notes_kb.loading.outline import FlatHeading

_VERBATIM = frozenset({BlockKind.CODE, BlockKind.MATH, BlockKind.HTML})
_BRACES = re.compile(r"(?<!\S)\{ ?[#.:][^{}\n]{0,100}\}[ \t]*$")
"""Behind a blank, as attributes of a heading or block stand. Those of a link, a picture or a
stretch of text stand right behind it, and are no business of ours."""
_LOOSE_LINK = re.compile(
    r"(?<!\!)\[([^\[\]\n]{1,200})\](?: \(|[ ]?（)"
    r"((?:https?://|\.{0,2}/|#|[\w./%-]{1,200}\.(?:md|html?|txt|png|jpe?g|gif|svg|webp|pdf))"
    r"[^\s()（）]{0,500})[)）]"
)
_OF_A_MACHINE = re.compile(r"\]\(<?((?:[A-Za-z]:[\\/]|file:/)[^\s()<>]{0,500})", re.IGNORECASE)
_BAR_LINK = re.compile(r"\[\[([^\[\]|\\\n]{1,200})\|(?=[^\[\]|\n]{1,200}\]\])")
_WIDE = frozenset("｛｝＃")
_DELIMITERS = frozenset("|-: \t")
"""The characters of the line between the head of a table and its rows."""
_TAB = re.compile(r' {0,3}===[!+]{0,2} "[^"\n]{0,200}"')
_DIAGRAM = re.compile(r" {0,3}(?:`{3,}|~{3,})[ {.]{0,3}(mermaid)\b")
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_SNIPPET = re.compile(r"\s{0,9}-{1,9}8<-{1,9}(?:[ ]\S.{0,200}|$)")
_EMBED = re.compile(r"!\[\[[^\[\]\n]{1,200}\]\]")
_NOTE_MARK = re.compile(r"\[\^([^\[\]\s^]{1,60})\](:?)")
_WIDE_BRACES = re.compile(
    r"(?<=\S)[ \t]{0,9}(?P<list>[{｛][ ]?(?P<sign>[#＃.])(?P<rest>[^{}｛｝\n]{1,100})[}｝])[ \t]*$"
)
_CODE_SPAN = re.compile(r"(`{1,9}+)[^`\n]{0,500}\1")
_FEWEST = 3
"""Places of each way of writing from which on a note mixes them."""

Part = FlatHeading | Block


def find_slips(
    lines: Sequence[str], parts: Sequence[Part], *, body_line: int, path: str
) -> Iterator[Diagnostic]:
    """Yield what the text of a note probably does not mean.

    Args:
        lines: All lines of the file; those that are no part of the text are empty.
        parts: Its headings and blocks.
        body_line: The line on which the body begins, from 1.
        path: The file, relative to the docs folder.
    """
    blocks = [part for part in parts if isinstance(part, Block)]
    verbatim = {
        number
        for block in blocks
        if block.kind in _VERBATIM
        for number in range(block.lines.first, block.lines.last + 1)
    }
    shown = {
        number: line
        for number, line in enumerate(lines, 1)
        if number >= body_line and line and number not in verbatim
    }
    for block in blocks:
        line = lines[block.lines.first - 1]
        if block.kind is BlockKind.CODE and (diagram := _DIAGRAM.match(line)):
            yield kinds.SYNTAX_UNREAD.at(
                _place(block.lines.first, line, *diagram.span(1)),
                path=path,
                found="mermaid",
                what="diagrams",
                instead="draw it as a picture; its source is shown",
            )
    for number, line in shown.items():
        for finding in _of_line(number, line):
            yield replace(finding, path=path)
    yield from find_bars(shown, path)
    yield from find_placeholders(shown, path)
    yield from _snippets(shown, path)
    yield from _unknown_notes(shown, path)
    yield from _pictures(blocks, lines, path)
    for language in LANGUAGES:
        if language.writing:
            yield from _style(language.writing, blocks, lines, path)


def _snippets(lines: Mapping[int, str], path: str) -> Iterator[Diagnostic]:
    """Yield the lines that would include a file."""
    for number, line in lines.items():
        if "8<" in line and (found := _SNIPPET.fullmatch(line)):
            yield kinds.SNIPPET_UNREAD.at(
                _place(number, line, *found.span()), path=path, found=line.strip()
            )


def find_placeholders(lines: Mapping[int, str], path: str) -> Iterator[Diagnostic]:
    """Yield one finding on the lines with which a new note or article begins."""
    known = placeholder_lines()
    left = [number for number, line in lines.items() if line.strip() in known]
    if left:
        first = lines[left[0]]
        count = len(left)
        what = "this line is" if count == 1 else f"{count} lines, the first of them here, are"
        yield kinds.SCAFFOLD_LEFT.at(_place(left[0], first, 0, len(first)), path=path, what=what)


def _of_line(number: int, line: str) -> Iterator[Diagnostic]:
    """Yield the slips of one line, without a path."""
    wide = not _WIDE.isdisjoint(line)
    if wide and (found := _WIDE_BRACES.search(line)) and not _WIDE.isdisjoint(found["list"]):
        better = f"{{{'.' if found['sign'] == '.' else '#'}{found['rest'].strip()}}}"
        start, end = found.span("list")
        gap = "" if line[start - 1].isspace() else " "
        told = kinds.BRACES_WIDE.at(
            _place(number, line, start, end), found=found["list"], better=f"{gap}{better}".strip()
        )
        yield replace(told, fix=Fix(start + 1, end + 1, f"{gap}{better}"))
    if "{" in line and (found := _BRACES.search(line)) and split_attributes(line)[1] is None:
        yield kinds.ATTRIBUTES_UNREAD.at(
            _place(number, line, *found.span()), found=found[0].strip()
        )
    if "]" in line:
        for found in _LOOSE_LINK.finditer(_CODE_SPAN.sub(_blanks, line)):
            if found[1].isdecimal():
                continue  # The number of a reference, with its address behind it.
            better = f"[{found[1]}]({found[2]})"
            start, end = found.span()
            fix = Fix(start + 1, end + 1, better)
            told = kinds.LINK_UNREAD.at(_place(number, line, start, end), better=better)
            yield replace(told, fix=fix)
        for found in _OF_A_MACHINE.finditer(_CODE_SPAN.sub(_blanks, line)):
            hint = "copy the file to a place beside the note, and write its path from here"
            yield kinds.LINK_BROKEN.at(
                _place(number, line, *found.span(1)), target=found[1], hint=hint
            )
    for found in _EMBED.finditer(_CODE_SPAN.sub(_blanks, line)) if "![[" in line else ():
        if not is_embedded_picture(found[0]):
            yield kinds.NOTE_EMBEDDED.at(_place(number, line, *found.span()), found=found[0])
    if found := _TAB.match(line):
        yield kinds.SYNTAX_UNREAD.at(
            _place(number, line, *found.span()),
            found=found[0].strip(),
            what="tabs",
            instead="write a heading or a bold line for each",
        )
    if _FENCE.match(line):
        yield kinds.FENCE_UNCLOSED.at(_place(number, line, 0, len(line)))


def find_bars(shown: Mapping[int, str], path: str) -> Iterator[Diagnostic]:
    """Yield links ``[[name|words]]`` in tables whose bar ends the cell.

    Args:
        shown: The lines of a text by their numbers, without those of code.
        path: The file, relative to the docs folder.
    """
    delimiters = [
        n for n, line in shown.items() if "|" in line and "-" in line and set(line) <= _DELIMITERS
    ]
    last = 0  # Rows of a table that look like its delimiters begin no other.
    for number in delimiters:
        if number <= last:
            continue
        last = number
        while "|" in shown.get(last + 1, ""):
            last += 1
        for row in (number - 1, *range(number + 1, last + 1)):
            for found in _BAR_LINK.finditer(_CODE_SPAN.sub(_blanks, shown.get(row, ""))):
                bar = found.end() - 1
                end = shown[row].index("]]", bar) + 2
                told = kinds.LINK_BAR.at(
                    _place(row, shown[row], found.start(), end),
                    path=path,
                    better=f"[[{found[1]}\\|{shown[row][bar + 1 : end]}",
                )
                yield replace(told, fix=Fix(bar + 1, bar + 2, "\\|"))


def find_article_slips(markdown: str, first_line: int, path: str) -> Iterator[Diagnostic]:
    """Yield the slips of a concept's article, which begins on a line of its file."""
    lines = dict(_outside_fences(markdown.split("\n"), first_line))
    if "[[" in markdown and "|" in markdown:
        yield from find_bars(lines, path)
    yield from find_placeholders(lines, path)
    yield from _snippets(lines, path)


def _outside_fences(lines: Sequence[str], first: int) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, line in enumerate(lines, first):
        opening = _FENCE.match(line)
        if fence:
            bare = line.strip()
            if len(bare) >= len(fence) and set(bare) == {fence[0]}:
                fence = ""
        elif opening:
            fence = opening[0].strip()
        else:
            yield number, line


def _unknown_notes(shown: Mapping[int, str], path: str) -> Iterator[Diagnostic]:
    """Yield references to footnotes that the note does not have."""
    found = [
        (number, line, match)
        for number, line in shown.items()
        if "[^" in line
        for match in _NOTE_MARK.finditer(_CODE_SPAN.sub(_blanks, line))
    ]
    known = {match[1] for _, line, match in found if match[2] and not line[: match.start()].strip()}
    for number, line, match in found:
        if match[1] not in known and not match[2]:
            place = _place(number, line, *match.span())
            yield kinds.FOOTNOTE_UNKNOWN.at(place, path=path, name=match[1])


def _pictures(blocks: Sequence[Block], lines: Sequence[str], path: str) -> Iterator[Diagnostic]:
    for block in blocks:
        if block.kind is BlockKind.FIGURE and block.target and not block.alt.strip():
            number = block.lines.first
            place = Place(line=number, column=1, source=lines[number - 1])
            yield kinds.PICTURE_WITHOUT_ALT.at(place, path=path)


def _style(
    writing: Writing, blocks: Sequence[Block], lines: Sequence[str], path: str
) -> Iterator[Diagnostic]:
    """Yield at most one finding for each matter of style, at its first place."""
    texts = [(block, _prose(block)) for block in blocks if block.kind in PROSE]
    narrow = _matches(writing.narrow_mark, texts)
    if narrow:
        place, fix = _narrow_mark(writing, *narrow[0], lines)
        told = kinds.PUNCTUATION_NARROW.at(place, path=path, count=_times(len(narrow)))
        yield replace(told, fix=fix)
    spaced = _matches(writing.spaced, texts)
    if len(spaced) < _FEWEST:
        return
    joined = _matches(writing.joined, texts)
    if len(joined) >= _FEWEST:
        fewer = min(spaced, joined, key=len)
        yield kinds.SPACING_MIXED.at(
            _in_block(*fewer[0], lines), path=path, spaced=len(spaced), joined=len(joined)
        )


def _narrow_mark(
    writing: Writing, block: Block, text: str, lines: Sequence[str]
) -> tuple[Place, Fix | None]:
    """Find a half-width mark in the source of a block, outside of code, and what to write."""
    for number in range(block.lines.first, min(block.lines.last, len(lines)) + 1):
        line = lines[number - 1]
        shown = _CODE_SPAN.sub(_blanks, line) if "`" in line else line
        if found := writing.narrow_mark.search(shown):
            start, end = found.span()
            wide = writing.wide_marks.get(found[0], "")
            fix = Fix(start + 1, end + 1, wide) if wide else None
            return _place(number, line, start, end), fix
    return _in_block(block, text, lines), None


def _prose(block: Block) -> str:
    """Give a block's visible text, with what is no language (code, addresses) blanked out."""
    text = block.prose.text
    for span in block.prose.inert:
        # Not a blank, which would count as one between two scripts.
        text = text[: span.start] + "\n" * (span.end - span.start) + text[span.end :]
    return text


def _matches(
    pattern: re.Pattern[str], texts: Sequence[tuple[Block, str]]
) -> list[tuple[Block, str]]:
    return [(block, found[0]) for block, text in texts for found in pattern.finditer(text)]


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _in_block(block: Block, text: str, lines: Sequence[str]) -> Place:
    """Find a text within the lines of a block, else give the block's first line."""
    for number in range(block.lines.first, min(block.lines.last, len(lines)) + 1):
        column = lines[number - 1].find(text)
        if column >= 0:
            return _place(number, lines[number - 1], column, column + len(text))
    first = block.lines.first
    return Place(line=first, column=1, source=lines[first - 1])


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _place(number: int, line: str, start: int, end: int) -> Place:
    return Place(line=number, column=start + 1, end_column=end + 1, source=line)
