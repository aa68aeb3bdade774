"""One occurrence of a concept in a text."""

from __future__ import annotations

from dataclasses import dataclass

from notes_kb.domain.slots import set_by_slots
from notes_kb.domain.span import Span


@set_by_slots
@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Mention:
    """A surface form that names a concept, at a span of some text."""

    span: Span
    concept: str
    explicit: bool = False
    """Whether the author wrote ``[[…]]`` for it."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Ambiguity:
    """A surface form that could name several concepts, and that nothing decides."""

    span: Span
    candidates: tuple[str, ...]


@set_by_slots
@dataclass(frozen=True, slots=True, kw_only=True)
class Backlink:
    """The concept page's view of a mention."""

    concept: str
    path: str
    """The file that mentions it, relative to the docs folder."""
    anchor: str
    """The statement or section on its page; empty for the page as a whole."""
    language: str
    page_title: str
    section: str
    """The visible heading that it stands under; may be empty."""
    sentence: str
    """The sentence around it, plain text."""
    span: Span
    """Where the surface form stands in `sentence`."""
