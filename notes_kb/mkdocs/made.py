"""The pages that are made from the knowledge base."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig

from notes_kb.domain.concept import Concept
from notes_kb.domain.note import Note
from notes_kb.languages.strings import strings
from notes_kb.markup.compose import compose
from notes_kb.markup.indent import reindent
from notes_kb.markup.topic import compose_topic
from notes_kb.mkdocs.pages import MadePage, site_file
from notes_kb.mkdocs.site import Kind, Site, path_of
from notes_kb.translation.arrange import arrange
from notes_kb.translation.pairing import NoteGroup

_WIDE = frozenset({Kind.HOME, Kind.TOPICS, Kind.PARALLEL, Kind.TRANSLATIONS})
"""Pages without headings of their own to navigate by, so that the text may be wider."""


def made_pages(config: MkDocsConfig, site: Site) -> Iterator[MadePage]:
    """Yield the pages of a site's notes, topics and concepts in every language."""
    if not site.kb.groups and not site.kb.concepts:
        return
    for language in site.languages.codes:
        maker = _Maker(config, site, language)
        yield from maker.indexes()
        for group in site.kb.groups.values():
            yield from maker.note(group)
        for concept in site.kb.concepts.values():
            yield from maker.concept(concept)


class _Maker:
    """Makes the pages of one language."""

    def __init__(self, config: MkDocsConfig, site: Site, language: str) -> None:
        self.config, self.site, self.language = config, site, language
        self.words = strings(language)

    def _page(self, kind: Kind, title: str, *, thing: str = "", **kwargs: Any) -> MadePage:
        path = path_of(kind, thing)
        if kind in _WIDE:
            kwargs.setdefault("meta", {"hide": ["toc"]})
        src_uri = kwargs.pop("src_uri", "") or self._nominal(path)
        file = site_file(self.config, src_uri, path, self.language, self.site.languages)
        file.edit_uri = kwargs.pop("edit_uri", None)
        return MadePage(
            title,
            file,
            self.config,
            path=path,
            language=self.language,
            kind=kind,
            thing=thing,
            **kwargs,
        )

    def _nominal(self, path: str) -> str:
        """Name the source that a page would have, as the site's ``nav`` and links name it."""
        default = self.language == self.site.languages.default
        return f"{path}.md" if default else f"{path}.{self.language}.md"

    def indexes(self) -> Iterator[MadePage]:
        """Yield the pages that list things, where the owner has written none."""
        titles = {Kind.HOME: "home", Kind.NOTES: "notes", Kind.TOPICS: "topics"}
        titles |= {Kind.CONCEPTS: "concepts", Kind.TRANSLATIONS: "translations"}
        for kind, key in titles.items():
            wanted = kind is not Kind.TOPICS or self.site.kb.topics
            if wanted and (path_of(kind), self.language) not in self.site.pages:
                yield self._page(kind, self.words[key])

    def note(self, group: NoteGroup) -> Iterator[MadePage]:
        """Yield a note's page, and the one that shows two languages side by side."""
        note = group.in_language(self.language)
        fallback = note.language if note.language != self.language else ""
        yield self._page(
            Kind.NOTE,
            note.title,
            thing=group.id,
            src_uri="" if fallback else _as_markdown(note),
            markdown=compose(arrange(note, group.source)),
            meta={"description": escape(note.meta.summary)},
            fallback_from=fallback,
            source="" if fallback else note.path,
            edit_uri=note.path,
        )
        if len(group.versions) > 1:
            title = self.words["parallel.title"].format(title=note.title)
            yield self._page(Kind.PARALLEL, title, thing=group.id)

    def concept(self, concept: Concept) -> Iterator[MadePage]:
        """Yield a concept's page, and the page of its statements where it is a topic."""
        article = concept.articles.get(self.language)
        source = article or next(iter(concept.articles.values()), None)
        definition = concept.definition.get(self.language, "")
        yield self._page(
            Kind.CONCEPT,
            concept.label(self.language),
            thing=concept.id,
            src_uri=article.path if article else "",
            edit_uri=(article or concept).path,
            markdown="\n".join(reindent(source.markdown.split("\n"))) if source else "",
            meta={"description": escape(definition)},
        )
        if concept.topic is not None:
            yield self._page(
                Kind.TOPIC,
                concept.label(self.language),
                thing=concept.id,
                markdown=compose_topic(self.site.kb, concept.id, self.language),
                meta={"description": escape(definition)},
            )


def _as_markdown(note: Note) -> str:
    """A pasted note is a text file; its page must look like a page to the host."""
    return note.path if note.path.endswith(".md") else f"{note.path.rpartition('.')[0]}.md"
