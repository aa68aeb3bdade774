"""Routes: pages in an order in which to read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from notes_kb.domain.span import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One page of a route."""

    page: str
    """Its file, relative to the docs folder, as the site's ``nav`` would name it."""
    minutes: int = 0
    """How long it takes to read; 0 where nobody said."""
    place: Place
    """Where it stands in the file of routes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """An ordered list of pages with a title."""

    id: str
    title: Mapping[str, str]
    """By language."""
    lead: Mapping[str, str]
    """Whom it is for, in one sentence, by language."""
    prerequisites: tuple[tuple[str, Place], ...]
    """The ids of the routes and concepts to know before, each with its place."""
    steps: tuple[Step, ...]

    def in_language(self, texts: Mapping[str, str], language: str) -> str:
        """Give a text of the route in a language, else in the first that it has."""
        return texts.get(language) or next(iter(texts.values()), "")
