"""What is searched: one document per section of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from notes_kb.search.sections import PageSection


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
    code: str = ""
    """The section's blocks of code, line by line; a match there counts less than in the text."""
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


Labels = Mapping[str, str]
"""What something is called, by language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a site chooses."""

    languages: Mapping[str, str] = field(default_factory=dict)
    """Code to name; the first is the default."""
    propose_url: str = ""
    """Where a reader can propose a missing concept; ``{query}`` stands for the query."""
    kinds: Mapping[str, Labels] = field(default_factory=dict)
    """What a page is called beside its title (note, concept, guide), by its URL."""
    topics: Sequence[tuple[Labels, Labels]] = ()
    """What is offered before anything is typed: names and URLs."""
    scripts: bool = False
    """Whether the data is also written as scripts, for sites opened from ``file://``."""


def documents_of(
    sections: Iterable[PageSection],
    *,
    url: str,
    title: str,
    language: str,
    meta: Mapping[str, Any] | None = None,
    pair: str = "",
    introduction: str = "",
    concepts: Mapping[str, Sequence[str]] | None = None,
) -> list[Document]:
    """Make the documents of a page; none where its front matter excludes it.

    `introduction` is what stands on the page before the text of `sections`. `concepts`
    maps anchors to the concepts that are mentioned there; what is mentioned under an
    anchor of no section belongs to the beginning of the page.
    """
    options = (meta or {}).get("search")
    options = options if isinstance(options, Mapping) else {}
    if options.get("exclude"):
        return []
    boost = options.get("boost", 1)
    introduced = _introduced(list(sections), introduction)
    mentioned = _by_section(concepts or {}, {section.anchor for section in introduced})
    return [
        Document(
            url=url,
            title=title,
            language=language,
            anchor=section.anchor,
            level=section.level,
            path=section.path,
            heading=section.heading,
            text=section.text,
            code=section.code,
            concepts=mentioned.get(section.anchor, ()),
            boost=float(boost) if isinstance(boost, int | float) and 0 < boost < 1e6 else 1.0,
            pair=pair,
        )
        for section in introduced
    ]


def _introduced(sections: list[PageSection], introduction: str) -> list[PageSection]:
    """Begin with a section for the page itself, so that its title alone finds it."""
    if not sections or sections[0].anchor:
        return [PageSection("", 1, "", (), introduction), *sections]
    if not introduction:
        return sections
    first = replace(sections[0], text=f"{introduction}\n{sections[0].text}".strip())
    return [first, *sections[1:]]


def _by_section(
    concepts: Mapping[str, Sequence[str]], anchors: set[str]
) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for anchor, ids in concepts.items():
        found.setdefault(anchor if anchor in anchors else "", {}).update(dict.fromkeys(ids))
    return {anchor: tuple(ids) for anchor, ids in found.items()}
