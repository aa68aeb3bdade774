"""What is searched: one document per section of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A section of a page, as plain text."""

    url: str
    """The page, relative to the site's root, without an anchor."""
    title: str
    """The page's title."""
    language: str
    """BCP 47."""
    anchor: str = ""
    """The section's id; empty for what stands before the first anchored heading."""
    level: int = 1
    """The heading's level, 1 to 6."""
    path: tuple[str, ...] = ()
    """The headings above this one, outermost first, without the page's title."""
    heading: str = ""
    """The section's own heading; empty where it is the page's title."""
    text: str = ""
    """Plain text; blocks stand on lines of their own."""
    concepts: tuple[str, ...] = ()
    """Ids of the concepts that the section mentions."""
    boost: float = 1.0
    """Factor of the score, from the page's ``search: {boost: …}``."""
    pair: str = ""
    """Pages that share it are translations of each other; empty for none."""

    @property
    def name(self) -> str:
        """The heading that a result shows."""
        return self.heading or self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A concept as search knows it: its names in all languages, and its own page."""

    id: str
    labels: Mapping[str, str]
    """The preferred label in each language."""
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    urls: Mapping[str, str] = field(default_factory=dict)
    """The concept's page in each language, relative to the site's root."""

    def forms(self) -> tuple[str, ...]:
        """All names, labels before aliases, each once."""
        aliases = (form for forms in self.aliases.values() for form in forms)
        return tuple(dict.fromkeys((*self.labels.values(), *aliases)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a site chooses."""

    languages: Mapping[str, str] = field(default_factory=dict)
    """Code to name; the first is the default."""
    propose_url: str = ""
    """Where a reader can propose a missing concept; ``{query}`` stands for the query."""
    scripts: bool = False
    """Whether the data is also written as scripts, for sites opened from ``file://``."""
