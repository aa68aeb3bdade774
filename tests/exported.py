"""What must hold of an export, and what two knowledge bases have in common."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt

from notes_kb.domain.concept import Concept
from notes_kb.domain.language import Languages
from notes_kb.domain.note import Block, Note, Section
from notes_kb.knowledge_base import build
from notes_kb.loading.export_marks import BEGIN, END
from notes_kb.loading.library import load_library

_ANCHOR = re.compile(r'\{#([^\s{}]+)\}|<a id="([^"]+)">')
_RAW = re.compile(r"\[\[([^\[\]|\n]+)[|\]]")
_HOST_MADE = re.compile(r"^docs/[a-z]+/(?:notes|concepts|topics)/(?!index\.md)")
"""Pages whose anchors are all written out; those of other headings the host makes."""


def faults(files: Mapping[str, bytes]) -> list[str]:
    """List what is broken in an export: links, anchors, links in brackets, marks out of order."""
    pages = {name: data.decode() for name, data in files.items() if name.endswith(".md")}
    return [fault for name in pages for fault in _page_faults(name, pages, files)]


def _page_faults(name: str, pages: Mapping[str, str], files: Mapping[str, bytes]) -> Iterator[str]:
    text = pages[name]
    depth = 0
    for line in text.split("\n"):
        depth += (line == BEGIN) - (line == END)
        if depth not in (0, 1):
            yield f"{name}: marks within marks"
    if depth:
        yield f"{name}: a mark is left open"
    body = text.split("\n---\n", 1)[-1] if text.startswith("---\n") else text
    tokens = MarkdownIt("commonmark").parse(body)
    inline = [child for token in tokens for child in token.children or ()]
    for child in inline:
        for raw in _RAW.findall(child.content) if child.type == "text" else ():
            if f"docs/zh/concepts/{raw}.md" in files:
                yield f"{name}: {child.content}"
        written = str(child.attrGet("href") or child.attrGet("src") or "")
        parts = urlsplit(written)
        if not written or parts.scheme or parts.netloc:
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
        target = path if parts.path else name
        if target not in files:
            yield f"{name}: {written} leads nowhere"
        elif parts.fragment and _HOST_MADE.match(target):
            shown = re.sub("<!-- notes: .*?-->", "", pages[target])
            known = {a or b for a, b in _ANCHOR.findall(shown)}
            if unquote(parts.fragment) not in known:
                yield f"{name}: {written} has no such anchor"


def knowledge(docs: Path, languages: Mapping[str, str]) -> dict[str, object]:
    """Give everything that a docs folder says, but for lines and the style of its files."""
    library = load_library(docs, Languages(dict(languages)))
    kb = build(library)
    statuses = {
        path: [(s.section, s.state, s.recorded, s.current) for s in found]
        for path, found in kb.statuses.items()
    }
    return {
        "notes": {f"{note.id}.{note.language}": _note(note) for note in library.notes},
        "concepts": {concept.id: _concept(concept) for concept in library.concepts},
        "statuses": statuses,
        "topics": {path: dict(summary.topics) for path, summary in kb.summaries.items()},
        "mentions": {path: dict(summary.mentioned) for path, summary in kb.summaries.items()},
    }


def _note(note: Note) -> tuple[object, ...]:
    return note.title, note.meta, note.pasted, [_section(section) for section in note.walk()]


def _section(section: Section) -> tuple[object, ...]:
    named = (section.id, section.level, section.heading, section.ordinal)
    said = (section.topic, section.fingerprint)
    return (*named, *said, [_block(block) for block in section.blocks])


def _block(block: Block) -> tuple[object, ...]:
    links = [(link.concept, link.span) for link in block.prose.links]
    return (
        *(block.kind, block.text, block.depth, block.ordinal, block.label, block.topic),
        *(block.no_link, block.alt, block.target, block.prose.text, links),
    )


def _concept(concept: Concept) -> dict[str, object]:
    said = {one.name: getattr(concept, one.name) for one in fields(concept)}
    articles = {code: article.markdown.strip() for code, article in concept.articles.items()}
    return {**said, "places": None, "path": None, "articles": articles}
