"""Concept links in Markdown itself: the first mention of each concept in a section.

The site links concepts in the finished tree (`notes_kb.pages.concept_links`); here the
text stays Markdown, so that a form is only linked where one line holds it in plain text:
outside of code, formulas, links, pictures, tags and attribute lists.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from notes_kb.domain.span import Span
from notes_kb.linking.lexicon import Lexicon
from notes_kb.linking.matcher import decide, find_context, find_occurrences
from notes_kb.loading.attributes import split_attributes
from notes_kb.loading.export_marks import AUTOMATIC
from notes_kb.loading.link_targets import read_target
from notes_kb.loading.markdown import parse_blocks
from notes_kb.pages.explicit_links import EXPLICIT
from notes_kb.pages.statement_marks import NO_LINK

_WRITTEN = re.compile(EXPLICIT)
_TOKEN = re.compile(r"\\.|`+|!?\[|<|\$\$?|\\\(")
_RUN = re.compile("`+")
_TAG = re.compile(r"</?[A-Za-z!?][^<>]{0,2000}>")
_SILENT = re.compile(r"<(a|code|kbd|samp|var)[\s>]", re.IGNORECASE)
_LONGEST = 2_000
_BRACKETS = 2_000
"""Characters between the brackets of a link."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph, or another run of lines with text."""

    first: int
    """Its first line, from 0."""
    text: str
    section: int
    heading: bool
    opted_out: bool


def reference_concepts(
    lines: Sequence[str], lexicon: Lexicon, *, excluded: Collection[str] = ()
) -> tuple[list[str], dict[str, None]]:
    """Link the first mention of each concept in each section, as ``[form][concept:id]``.

    Args:
        lines: A Markdown text.
        lexicon: The concepts' forms.
        excluded: Ids of concepts that the text does not link.

    Returns:
        The lines, and the ids of the concepts that were linked, in order of appearance.
    """
    blocks = list(_blocks(lines))
    used = {(block.section, concept) for block in blocks for concept in _explicit(block, lexicon)}
    texts: dict[int, list[str]] = {}
    for block in blocks:
        texts.setdefault(block.section, []).append(block.text)

    @cache
    def context(section: int) -> frozenset[str]:
        return find_context("\n".join(texts[section]), lexicon)

    out, linked = list(lines), dict[str, None]()
    for block in blocks:
        if block.heading or block.opted_out:
            continue
        found = find_occurrences(block.text, lexicon, list(_inert(block.text)))
        places = []
        mentions = decide(found, lambda: context(block.section)).mentions  # noqa: B023 - at once
        for mention in mentions:
            form = block.text[mention.span.start : mention.span.end]
            key = block.section, mention.concept
            if mention.concept in excluded or key in used or "\n" in form or "|" in form:
                continue
            used.add(key)
            linked[mention.concept] = None
            places.append((mention.span, f"[{form}][{AUTOMATIC}{mention.concept}]"))
        text = block.text
        for span, written in reversed(places):
            text = text[: span.start] + written + text[span.end :]
        changed = text.split("\n")
        out[block.first : block.first + len(changed)] = changed
    return out, linked


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    """Yield what holds running text, tables included."""
    section = 0
    table = False
    heading = False
    for token in parse_blocks("\n".join(lines), {}):
        if token.type in {"table_open", "table_close"}:
            table = token.nesting == 1
            if table and token.map:
                first, end = token.map
                yield _Block(first, "\n".join(lines[first:end]), section, False, False)
        elif token.type in {"heading_open", "heading_close"}:
            heading = token.nesting == 1
            section += heading
        elif token.type == "inline" and token.map and not table:
            first, end = token.map
            text = "\n".join(lines[first:end])
            yield _Block(first, text, section, heading, _opts_out(text))


def _opts_out(text: str) -> bool:
    attributes = split_attributes(text)[1]
    return attributes is not None and NO_LINK in attributes.classes


def _explicit(block: _Block, lexicon: Lexicon) -> Iterator[str]:
    """Yield the concepts that the author has linked."""
    code = [span for span in _inert(block.text) if block.text.startswith("`", span.start)]
    for written in _WRITTEN.finditer(block.text):
        if not any(span.start <= written.start() < span.end for span in code):
            found = lexicon.names.resolve(written[1].strip())
            if found:
                yield found


def _inert(text: str) -> Iterator[Span]:
    """Yield where nothing may be linked. Linear: each look ahead is bounded."""
    bare = split_attributes(text)[0]
    if len(bare) < len(text):
        yield Span(len(bare), len(text))
    at = 0
    while token := _TOKEN.search(text, at):
        end = _inert_end(text, token)
        at = end or token.end()
        if end:
            yield Span(token.start(), end)


def _inert_end(text: str, token: re.Match[str]) -> int:
    """Give where that ends which a token opens; 0 where it opens nothing."""
    mark, start, end = token[0], token.start(), token.end()
    match mark[-1]:
        case "`":
            return _code_end(text, end, len(mark))
        case "[":
            return _bracket_end(text, start, end)
        case "<":
            return _tag_end(text, start)
        case "$":
            closing = text.find(mark, end, end + _LONGEST)
            inner = text[end:closing]
            edges = inner[:1].strip() and inner[-1:].strip()
            return closing + len(mark) if closing > end and edges and "\n\n" not in inner else 0
        case "(":
            closing = text.find("\\)", end, end + _LONGEST)
            return closing + 2 if closing >= 0 else 0
    return 0


def _code_end(text: str, start: int, length: int) -> int:
    for closing in _RUN.finditer(text, start, start + _LONGEST):
        if len(closing[0]) == length:
            return closing.end()
    return 0


def _bracket_end(text: str, start: int, inner: int) -> int:
    """Give the end of a link, a picture or a footnote's mark."""
    written = _WRITTEN.match(text, start)
    if written:
        return written.end()
    depth, at = 1, inner
    limit = min(len(text), inner + _BRACKETS)
    while at < limit and depth:
        mark = text[at]
        at += 2 if mark == "\\" else 1
        depth += (mark == "[") - (mark == "]")
    if depth:
        return 0
    if text.startswith("^", inner):
        return at
    target = read_target(text, at)
    if target:
        return target.end
    return at if text.startswith(":", at) else 0


def _tag_end(text: str, start: int) -> int:
    tag = _TAG.match(text, start)
    if tag is None:
        return 0
    silent = _SILENT.match(text, start)
    if silent:
        closing = text.find(f"</{silent[1]}>", tag.end(), tag.end() + _LONGEST)
        return closing if closing >= 0 else tag.end()
    return tag.end()
