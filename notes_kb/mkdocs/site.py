"""One build: the plan, what was rendered for it, and what was found on the way."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from notes_kb.build.rendering import Job, Renderer, Rendering
from notes_kb.concept_map.values import MOST, MapTopic, Neighbours, map_topics, neighbours, tied
from notes_kb.domain.concept import Article, Concept
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.language import Languages
from notes_kb.domain.mention import Backlink
from notes_kb.domain.note import Note
from notes_kb.knowledge_base import KnowledgeBase, NoteBacklinks
from notes_kb.linking.related import related_notes
from notes_kb.loading.file_links import LinkGuard
from notes_kb.loading.picture_sizes import PictureSize, read_picture_size
from notes_kb.mkdocs.config import NotesKbConfig
from notes_kb.mkdocs.layouts import LAYOUTS, Layout
from notes_kb.mkdocs.plan import Kind, Plan, PlannedPage, is_published
from notes_kb.mkdocs.relations import Relations, read_relations
from notes_kb.mkdocs.routes import Routes
from notes_kb.mkdocs.share_cards import ShareCards
from notes_kb.pages.explicit_links import PageMention
from notes_kb.pages.render import Source, article_source
from notes_kb.text.near import NearNames
from notes_kb.translation.pairing import NoteGroup

RELATED = 4
"""Related notes under a note."""


class ConceptMentions(Sequence[Backlink]):
    """The mentions of one concept: the notes' first, which are read where they are shown."""

    def __init__(self, notes: NoteBacklinks) -> None:
        """Begin with what the notes mention."""
        self.notes = notes
        self.others: list[Backlink] = []
        """Those on other pages, in the plan's order."""

    def __len__(self) -> int:
        """Give the number of mentions."""
        return len(self.notes) + len(self.others)

    def __iter__(self) -> Iterator[Backlink]:
        """Yield the mentions in their order."""
        yield from self.notes
        yield from self.others

    def __getitem__(self, index: Any) -> Any:
        """Give one mention, or several."""
        return list(self)[index]


@dataclass(slots=True)
class Mentions:
    """Every mention of each concept: the notes' first, then other pages' in the plan's order."""

    by_concept: Mapping[str, ConceptMentions]

    def add(self, page: PlannedPage, mentions: Sequence[PageMention], title: str) -> None:
        """Add what a page mentions."""
        for mention in mentions:
            self.by_concept[mention.concept].others.append(
                Backlink(
                    concept=mention.concept,
                    path=page.shows or page.file.src_uri,
                    anchor=mention.anchor,
                    language=page.language,
                    page_title=title,
                    section=mention.heading,
                    sentence=mention.sentence,
                    span=mention.span,
                )
            )


@dataclass(kw_only=True)
class Site:
    """What one build knows; made anew by every build."""

    config: MkDocsConfig
    options: NotesKbConfig
    plan: Plan
    files: Files
    renderer: Renderer
    findings: list[Diagnostic] = field(default_factory=list)
    """Everything found in this build, by loading, checking and rendering."""
    titles: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """The site's name and description in each language."""
    renderings: dict[str, Rendering] = field(default_factory=dict)
    """What was rendered, by its file: notes, articles and ordinary pages."""
    spared: set[str] = field(default_factory=set)
    """Notes and articles that are not rendered, since nothing can be found in them."""
    missed: set[str] = field(default_factory=set)
    """Those of them whose anchors somebody asked for."""
    ahead: bool = False
    """Whether all ordinary pages were rendered before the host asks for the first."""
    topic_part: Callable[[Any, NoteGroup], Markup] | None = None
    """Gives what a topic's page shows of a note, where that is kept; takes a `Placer`."""
    mentions: Mentions = field(init=False)
    mentioning: dict[str, list[str]] = field(default_factory=dict)
    """The notes that mention a concept most often, as far as they were asked for."""
    _map_topics: dict[tuple[str, int], tuple[MapTopic, ...]] = field(default_factory=dict)
    _neighbours: dict[str, Neighbours] = field(default_factory=dict)
    _picture_sizes: dict[str, PictureSize | None] = field(default_factory=dict)
    _named: dict[tuple[str, str], tuple[str, str, str] | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with what the notes mention."""
        self.mentions = Mentions({c: ConceptMentions(f) for c, f in self.kb.backlinks.items()})

    @property
    def kb(self) -> KnowledgeBase:
        """The knowledge base."""
        return self.plan.kb

    @property
    def languages(self) -> Languages:
        """The languages that something is written in."""
        return self.plan.languages

    @property
    def backlinks(self) -> Mapping[str, ConceptMentions]:
        """The mentions of each concept."""
        return self.mentions.by_concept

    @cached_property
    def layout(self) -> Layout:
        """How ordinary pages are paired."""
        return LAYOUTS[self.options.layout](self.languages)

    @cached_property
    def routes(self) -> Routes:
        """The routes through the site; asked for once every page is planned."""
        return Routes(self.plan.routes, self.plan, self.layout)

    @cached_property
    def relations(self) -> Relations:
        """What ordinary pages say of statements and concepts."""
        return read_relations(self.plan)

    @cached_property
    def note_of(self) -> Mapping[str, str]:
        """The ids of notes by the paths of their files."""
        by_source = self.plan.by_source.items()
        return {path: page.thing for path, page in by_source if page.kind is Kind.NOTE}

    @cached_property
    def related(self) -> Mapping[str, tuple[str, ...]]:
        """Related notes by note id."""
        concepts = {
            group.id: self.kb.summaries[group.source.path].concepts
            for group in self.kb.groups.values()
        }
        return related_notes(concepts, RELATED)

    @cached_property
    def share_cards(self) -> ShareCards | None:
        """The pictures for sharing pages; None where the site has none."""
        font = self.options.card_font
        return ShareCards(self, Path(font)) if font and self.config.site_url else None

    # The map of concepts

    @cached_property
    def ties(self) -> Mapping[str, Set[str]]:
        """The concepts that each one is tied to."""
        return tied(self.kb.concepts)

    def map_topics(self, language: str, most: int = MOST) -> tuple[MapTopic, ...]:
        """Give what the map shows in a language, once all mentions are known."""
        if (language, most) not in self._map_topics:
            counts = {concept: len(found) for concept, found in self.backlinks.items()}
            found = map_topics(self.kb, counts, self.ties, language, most)
            self._map_topics[language, most] = found
        return self._map_topics[language, most]

    def neighbours(self, concept: str) -> Neighbours:
        """Give the concepts round one."""
        if concept not in self._neighbours:
            found = neighbours(self.kb, concept, self.ties, self._originals)
            self._neighbours[concept] = found
        return self._neighbours[concept]

    @cached_property
    def _originals(self) -> frozenset[str]:
        return frozenset(group.source.path for group in self.kb.groups.values())

    def page(self, kind: Kind, language: str, thing: str = "") -> PlannedPage | None:
        """Give the page of a thing of the knowledge base."""
        return self.plan.page(kind, language, thing)

    def named(self, name: str, language: str) -> tuple[str, str, str] | None:
        """Give the concept that ``[[name]]`` means: its id, label and address; None for others."""
        if (name, language) not in self._named:
            concept = self.kb.lexicon.names.resolve(name)
            page = self.page(Kind.CONCEPT, language, concept) if concept else None
            label = self.kb.concepts[concept].label(language) if concept else ""
            found = (concept, label, page.url if page else "") if concept else None
            self._named[name, language] = found
        return self._named[name, language]

    # Rendering

    def spare(self, notes: Container[str]) -> None:
        """Spare harmless texts the rendering: some notes, and articles that are found to be so."""
        from notes_kb.pages.harmless import (  # noqa: PLC0415 - only a check asks
            is_certain,
            is_harmless_recipe,
            is_harmless_text,
        )

        if not is_harmless_recipe(self.renderer.setting.recipe):
            return
        self.spared.update(job.path for job in self._note_jobs() if job.path in notes)
        if is_certain(self.kb.lexicon):
            sources = (job.source for job in self._article_jobs())
            self.spared.update(s.path for s in sources if s and is_harmless_text(s.markdown))

    def anchors(self, path: str) -> frozenset[str]:
        """Give the anchors of a file's text; none of one that is not, or not yet, rendered."""
        rendering = self.renderings.get(path)
        if rendering is None and path in self.spared:
            self.missed.add(path)
        return rendering.facts.anchors if rendering else frozenset()

    def render_missed(self) -> bool:
        """Render the spared texts whose anchors were asked for; tell whether there were any."""
        missed = self.missed - self.renderings.keys()
        self.render_again(missed)
        return bool(missed)

    def render_contributed(self) -> None:
        """Render the notes and articles, unless they are spared that."""
        jobs = [*self._note_jobs(), *self._article_jobs()]
        jobs = [job for job in jobs if job.path not in self.spared]
        found = self.renderer.render(jobs, self._with_mentions)
        for job, rendering in zip(jobs, found, strict=True):
            self.renderings[job.path] = rendering
            self.findings += rendering.head.findings

    def renew(self, kb: KnowledgeBase) -> None:
        """Go on with another knowledge base, of the same pages."""
        self.plan.kb = kb
        before = self.mentions.by_concept
        self.mentions = Mentions({c: ConceptMentions(f) for c, f in kb.backlinks.items()})
        for concept, mentions in self.mentions.by_concept.items():
            if concept in before:
                mentions.others = before[concept].others
        self.mentioning.clear()
        self._map_topics.clear()
        self._neighbours.clear()
        self._named.clear()
        for derived in ("related", "ties", "_originals"):
            self.__dict__.pop(derived, None)

    def render_again(self, paths: Container[str]) -> None:
        """Render those notes and articles whose texts were edited."""
        jobs = [job for job in (*self._note_jobs(), *self._article_jobs()) if job.path in paths]
        for job, rendering in zip(
            jobs, self.renderer.render(jobs, self._with_mentions), strict=True
        ):
            self.renderings[job.path] = rendering

    def add_article_mentions(self) -> None:
        """Add what the articles mention, behind what ordinary pages do."""
        for concept, article, page in self._articles():
            facts = self.renderings[article.path].facts
            self.mentions.add(page, facts.mentions, concept.label(page.language))

    def _note_jobs(self) -> Iterator[Job]:
        for group in self.kb.groups.values():
            for note in group.versions.values():
                yield Job(note=note)

    def _with_mentions(self, job: Job) -> Job:
        if job.note is not None:
            return replace(job, mentions=self.kb.mentions[job.path])
        read = self.kb.articles.known(job.path)
        return replace(job, note=read.note, mentions=read.mentions) if read else job

    def _article_jobs(self) -> Iterator[Job]:
        for concept in self.kb.concepts.values():
            for language, article in concept.articles.items():
                if language in self.languages.names and article.markdown.strip():
                    yield Job(
                        source=article_source(
                            article.path, language, article.markdown, concept.id, article.first_line
                        )
                    )

    def _articles(self) -> Iterator[tuple[Concept, Article, PlannedPage]]:
        for language in self.languages.codes:
            for concept in self.kb.concepts.values():
                article = concept.articles.get(language)
                page = self.plan.page(Kind.CONCEPT, language, concept.id)
                if article and page and article.path in self.renderings:
                    yield concept, article, page

    def render_ordinary(self, texts: Mapping[str, tuple[str, int]]) -> None:
        """Render ordinary pages: each file's Markdown and the line on which it begins."""
        jobs = [
            Job(source=self.ordinary_source(page, *texts[page.file.src_uri]))
            for page in self.plan.ordinary()
            if page.file.src_uri in texts
        ]
        for job, rendering in zip(jobs, self.renderer.render(jobs), strict=True):
            self.renderings[job.path] = rendering

    def ordinary_source(self, page: PlannedPage, markdown: str, first_line: int) -> Source:
        """Give an ordinary page's text as a source."""
        return Source(
            path=page.file.src_uri,
            language=page.language,
            markdown=markdown,
            first_line=first_line,
            linked=self.options.link_pages,
        )

    def rendering_of(self, note: Note) -> Rendering:
        """Give the rendering of a note."""
        return self.renderings[note.path]

    def may_read(self, path: str, bases: Iterable[str]) -> bool:
        """Whether an include of an ordinary page may read a file, links resolved.

        One of the docs folder must end there, any other in a folder that the site's owner
        has named for includes.
        """
        docs = Path(self.config.docs_dir)
        inside = Path(path).absolute().is_relative_to(docs)
        allowed = [*map(Path, self.options.outside_docs), *([] if inside else map(Path, bases))]
        guard = LinkGuard(docs, tuple(allowed))
        read = guard.target(path) is not None
        self.findings += guard.findings()
        return read

    # Links

    @cached_property
    def file_names(self) -> tuple[Mapping[str, str], NearNames]:
        """The files that a link may name, by their names in small letters, and these alone."""
        uris = [f.src_uri for f in self.files if f.src_dir == self.config.docs_dir]
        ordered = sorted({*uris, *self.plan.by_source}, reverse=True)
        names = {uri.lower(): uri for uri in ordered}
        return names, NearNames(names)

    def target(self, base: str, written: str, language: str) -> PlannedPage | str:
        """Give the page that a path means, in the reader's language, or the asset's path.

        `base` is the folder, relative to the docs folder, that the path is relative to.
        """
        target = posixpath.normpath(posixpath.join(base, unquote(written)))
        if target.endswith((".md", ".txt")):
            path, named = self.layout.named(target)
            path = self.plan.nested.get(path, path)
            found = self.plan.find(path, named or language)
            if found:
                return found
        return target

    @cached_property
    def pages_by_url(self) -> Mapping[str, PlannedPage]:
        """The pages by their addresses from the site's root, characters unquoted."""
        return {_root_url(page.url): page for page in self.plan.pages.values()}

    @cached_property
    def asset_urls(self) -> Mapping[str, str]:
        """The addresses of published files, by themselves with characters unquoted."""
        return {url: file.url for url, file in self.published_by_url.items()}

    @cached_property
    def published_by_url(self) -> Mapping[str, File]:
        """The published files by their addresses from the site's root, characters unquoted."""
        return {_root_url(file.url): file for file in self.files if is_published(file)}

    def picture_size(self, url: str) -> PictureSize | None:
        """Give the size of the picture at a URL from the site's root; None where it is not known.

        The size is all that a page shows of the file, so that `Needs` counts it.
        """
        if url not in self._picture_sizes:
            file = self.published_by_url.get(_root_url(url))
            self._picture_sizes[url] = _picture_size(file) if file else None
        return self._picture_sizes[url]

    def asset_url(self, target: str) -> str | None:
        """Give the URL, from the site's root, of a file that is published; None for any other."""
        file = self.files.get_file_from_path(target)
        return file.url if file is not None and is_published(file) else None


def _picture_size(file: File) -> PictureSize | None:
    try:
        if file.abs_src_path and os.path.isfile(file.abs_src_path):
            with open(file.abs_src_path, "rb") as opened:
                return read_picture_size(opened, file.dest_uri)
        return read_picture_size(BytesIO(file.content_bytes), file.dest_uri)
    except (OSError, ValueError):  # Gone, or a name that no file system takes.
        return None


def _root_url(url: str) -> str:
    """Give a URL from the site's root, which is empty for the home page."""
    return "" if url == "./" else unquote(url)
