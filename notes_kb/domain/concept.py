"""A concept: a glossary entry, after SKOS (W3C Recommendation, 2009)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from notes_kb.domain.note import Source
from notes_kb.domain.span import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The running text of a concept's page in one language."""

    path: str
    """Relative to the docs folder."""
    markdown: str
    """The body behind the front matter."""
    first_line: int
    """The line of the file on which the body begins, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One record that drives links, cards, synonyms, glossary and structured data."""

    id: str
    path: str
    """The record's file, relative to the docs folder."""
    labels: Mapping[str, str]
    """The preferred label in each language, at least one."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    definition: Mapping[str, str] = field(default_factory=dict)
    """One sentence in each language."""
    topic: int | None = None
    """Its place among the topics; None for a concept that is no topic."""
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    preferred: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The forms that the site's own texts are to use; none where any form will do."""
    not_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Strings inside which a form does not name this concept."""
    context: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words that decide an ambiguous form for this concept when they share its section."""
    case_sensitive: frozenset[str] = frozenset()
    """Forms that count only as written."""
    sources: tuple[Source, ...] = ()
    former_ids: tuple[str, ...] = ()
    """Ids that the concept had before, from whose addresses readers are led here."""
    articles: Mapping[str, Article] = field(default_factory=dict)
    places: Mapping[tuple[str | int, ...], Place] = field(
        default_factory=dict, compare=False, repr=False
    )
    """Where each key or item of the record stands: ``("broader", 0)``."""

    def label(self, language: str) -> str:
        """Give the label in a language, else in the first language that has one."""
        return self.labels.get(language) or next(iter(self.labels.values()))

    def forms(self) -> tuple[tuple[str, str], ...]:
        """All (language, surface form) pairs, labels before aliases."""
        labels = tuple(self.labels.items())
        return labels + tuple((lang, a) for lang, forms in self.aliases.items() for a in forms)
