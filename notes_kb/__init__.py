"""Turns recaps of talks and forums into a bilingual, searchable, cross-linked knowledge base.

What scripts may import is `__all__`, explained with examples in
``docs/developing/library.en.md``; every other name may change. A name's module is
imported when the name is first used, so that ``import notes_kb`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notes_kb.checks import run_checks
    from notes_kb.domain.concept import Concept
    from notes_kb.domain.diagnostic import Diagnostic, Severity
    from notes_kb.domain.language import Languages
    from notes_kb.domain.note import Block, Note, Section
    from notes_kb.knowledge_base import KnowledgeBase
    from notes_kb.knowledge_base import build as build_knowledge_base
    from notes_kb.loading.library import Library, load_library
    from notes_kb.loading.notes import parse_note
    from notes_kb.report.terminal import render_report
    from notes_kb.search.node import Ask, NodeError, ask

__all__ = [
    "Ask",
    "Block",
    "Concept",
    "Diagnostic",
    "KnowledgeBase",
    "Languages",
    "Library",
    "NodeError",
    "Note",
    "Section",
    "Severity",
    "ask",
    "build_knowledge_base",
    "load_library",
    "parse_note",
    "render_report",
    "run_checks",
]

_HOMES = {
    "Ask": "notes_kb.search.node:Ask",
    "Block": "notes_kb.domain.note:Block",
    "Concept": "notes_kb.domain.concept:Concept",
    "Diagnostic": "notes_kb.domain.diagnostic:Diagnostic",
    "KnowledgeBase": "notes_kb.knowledge_base:KnowledgeBase",
    "Languages": "notes_kb.domain.language:Languages",
    "Library": "notes_kb.loading.library:Library",
    "NodeError": "notes_kb.search.node:NodeError",
    "Note": "notes_kb.domain.note:Note",
    "Section": "notes_kb.domain.note:Section",
    "Severity": "notes_kb.domain.diagnostic:Severity",
    "ask": "notes_kb.search.node:ask",
    "build_knowledge_base": "notes_kb.knowledge_base:build",
    "load_library": "notes_kb.loading.library:load_library",
    "parse_note": "notes_kb.loading.notes:parse_note",
    "render_report": "notes_kb.report.terminal:render_report",
    "run_checks": "notes_kb.checks:run_checks",
}
"""Where each public name is defined, for `__getattr__`; a test compares it with the imports."""


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    value = globals()[name] = getattr(import_module(module), attribute)
    return value


def __dir__() -> list[str]:
    """Give the public names, also those that are not imported yet."""
    return sorted({*globals(), *__all__})
