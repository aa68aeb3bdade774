"""The plan of the pages that are made from the knowledge base."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from notes_kb.domain.concept import Concept
from notes_kb.languages.strings import strings
from notes_kb.loading.routes import FILE as ROUTES_FILE
from notes_kb.mkdocs.files import new_file, source_file
from notes_kb.mkdocs.plan import Kind, Plan, PlannedPage
from notes_kb.translation.pairing import NoteGroup


def plan_made_pages(config: MkDocsConfig, plan: Plan) -> Iterator[PlannedPage]:
    """Yield the pages of a site's notes, topics and concepts in every language."""
    if not plan.kb.groups and not plan.kb.concepts and not plan.routes:
        return
    for language in plan.languages.codes:
        planner = _Planner(config, plan, language)
        yield from planner.indexes()
        for group in plan.kb.groups.values():
            yield from planner.note(group)
        for concept in plan.kb.concepts.values():
            yield from planner.concept(concept)
        yield from planner.routes()


class _Planner:
    """Plans the pages of one language."""

    def __init__(self, config: MkDocsConfig, plan: Plan, language: str) -> None:
        self.config, self.plan, self.language = config, plan, language
        self.words = strings(language)

    def _page(
        self,
        kind: Kind,
        title: str,
        *,
        thing: str = "",
        source: str = "",
        edit: str = "",
        **fields: Any,
    ) -> PlannedPage:
        """Plan a page; `source` is the file that it stands for, `edit` the one to edit."""
        path = self.plan.path_of(kind, thing)
        make = source_file if source else new_file
        name = source or self._nominal(path)
        file = make(self.config, name, path, self.language, self.plan.languages)
        file.edit_uri = source or edit or None
        if edit and not source:
            file.abs_src_path = str(Path(self.config.docs_dir, edit))
        return PlannedPage(
            path=path,
            language=self.language,
            kind=kind,
            file=file,
            thing=thing,
            heading=title,
            made=True,
            **fields,
        )

    def _nominal(self, path: str) -> str:
        """Name the source that a page would have, as the site's ``nav`` and links name it."""
        default = self.language == self.plan.languages.default
        return f"{path}.md" if default else f"{path}.{self.language}.md"

    def routes(self) -> Iterator[PlannedPage]:
        """Yield the page of each route, and the one that lists them, where there are any."""
        wanted = [(Kind.ROUTES, "", self.words["routes"], "")] if self.plan.routes else []
        for route in self.plan.routes:
            title, lead = (route.in_language(t, self.language) for t in (route.title, route.lead))
            wanted.append((Kind.ROUTE, route.id, title, lead))
        for kind, thing, title, lead in wanted:
            if (self.plan.path_of(kind, thing), self.language) not in self.plan.pages:
                yield self._page(kind, title, thing=thing, edit=ROUTES_FILE, description=lead)

    def indexes(self) -> Iterator[PlannedPage]:
        """Yield the pages that list things, where the owner has written none."""
        if not self.plan.kb.groups and not self.plan.kb.concepts:
            return
        titles = {Kind.HOME: "home", Kind.NOTES: "notes", Kind.TOPICS: "topics"}
        titles |= {Kind.CONCEPTS: "concepts", Kind.TRANSLATIONS: "translations"}
        titles |= {Kind.STATEMENTS: "statements"} if self.plan.kb.groups else {}
        for kind, key in titles.items():
            wanted = kind is not Kind.TOPICS or self.plan.kb.topics
            if wanted and (self.plan.path_of(kind), self.language) not in self.plan.pages:
                yield self._page(kind, self.words[key])
        # A concept may have the id that is the map's name; then its page stands there.
        if self.plan.mapped and "map" not in self.plan.kb.concepts:
            yield self._page(Kind.MAP, self.words["map"])

    def note(self, group: NoteGroup) -> Iterator[PlannedPage]:
        """Yield a note's page, and the one that shows two languages side by side."""
        note = group.in_language(self.language)
        fallback = note.language if note.language != self.language else ""
        markdown = note.path.endswith(".md") and not fallback
        yield self._page(
            Kind.NOTE,
            note.title,
            thing=group.id,
            source=note.path if markdown else "",
            edit=note.path,
            description=note.meta.summary,
            abstract=self.plan.kb.summaries[note.path].abstract,
            date=_day(note.meta.date),
            tags=() if fallback else note.meta.tags,
            fallback_from=fallback,
            shows="" if fallback else note.path,
        )
        if len(group.versions) > 1:
            title = self.words["parallel.title"].format(title=note.title)
            yield self._page(Kind.PARALLEL, title, thing=group.id)

    def concept(self, concept: Concept) -> Iterator[PlannedPage]:
        """Yield a concept's page, and the page of its statements where it is a topic."""
        article = concept.articles.get(self.language)
        definition = concept.definition.get(self.language, "")
        yield self._page(
            Kind.CONCEPT,
            concept.label(self.language),
            thing=concept.id,
            source=article.path if article else "",
            edit=concept.path,
            description=definition,
        )
        if concept.topic is not None:
            yield self._page(
                Kind.TOPIC, concept.label(self.language), thing=concept.id, description=definition
            )


def _day(iso: str) -> date | None:
    """Give a note's date as other plugins read it from front matter; None where it is none."""
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None
