"""Hints for names that are no concept's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from notes_kb.knowledge_base import KnowledgeBase

MOST_SUGGESTIONS = 200
"""Unknown names that one rule compares with all known ones, which costs much for each."""


def suggestions(kb: KnowledgeBase, unknown: Iterable[str]) -> Mapping[str, str]:
    """Give, for unknown names, the question that offers the likeliest concept."""
    hints = {}
    for name in islice(dict.fromkeys(unknown), MOST_SUGGESTIONS):
        if found := kb.lexicon.names.suggest(name):
            hints[name] = f"did you mean '{found[0]}'?"
    return hints
