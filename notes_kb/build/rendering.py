"""The step that renders: each text once for each language, from the cache or by a worker.

What a page is rendered from is its text, the site's recipe, and the part of the lexicon
that occurs in it. The last is known only once the page has been rendered, so it is
checked by a verifying trace: a new alias renders again only the pages in which it occurs.
"""

from __future__ import annotations

import multiprocessing
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, field, replace
from functools import lru_cache, partial
from hashlib import blake2b
from typing import Any, NamedTuple

from notes_kb.build.executor import Failure, map_batches, open_executor
from notes_kb.build.frozen import freeze, thaw
from notes_kb.build.keys import DIGEST_SIZE, digest
from notes_kb.build.knowledge import content_key
from notes_kb.build.store import Store
from notes_kb.build.trace import Question, Traces
from notes_kb.domain.concept import Concept
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.note import Note
from notes_kb.linking.lexicon import Lexicon, build_lexicon
from notes_kb.linking.mentions import NoteMentions
from notes_kb.pages.addresses import addresses_in, is_remote
from notes_kb.pages.explicit_links import PageMention
from notes_kb.pages.highlighting import share_work
from notes_kb.pages.picture_sizes import picture_sources
from notes_kb.pages.render import Needs, Recipe, Source, Words, known_texts, render, render_note
from notes_kb.pages.rendered import SLOT, Link, RenderedPage, TocEntry, linked_concepts
from notes_kb.pages.tree_passes import Observer
from notes_kb.text.fold import squeeze
from notes_kb.text.references import unescape

STEP, FACTS, CURRENT = "rendered", "rendered-facts", "rendered-current"
"""Steps of the store: pages, what places of the site need of a page beside its HTML, and the
name and head of the page that belongs to a text with the present lexicon."""

RECENT_PAGES, RECENT_FACTS = 32, 256
"""Pages and facts that are kept, of those that were asked for last."""

BLOCK_DIGEST = 8
"""Bytes of the hash of one block."""

BATCH = 8
"""Texts that travel to a worker at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A text to be rendered: a note with its mentions, or any other source.

    A source that was read as a note before has that note with its mentions, too.
    """

    source: Source | None = None
    note: Note | None = None
    mentions: NoteMentions | None = None

    @property
    def path(self) -> str:
        """The file."""
        return self.source.path if self.source else self.note.path if self.note else ""

    @property
    def language(self) -> str:
        """The language of the text."""
        return self.source.language if self.source else self.note.language if self.note else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What other places of the site need of a rendered page beside its HTML."""

    links: tuple[Link, ...] = ()
    anchors: frozenset[str] = frozenset()
    toc: tuple[tuple[str, tuple[TocEntry, ...]], ...] = ()
    """The entries of each chunk, by its section."""
    linked: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The concepts that each chunk links to, by its section."""
    findings: tuple[Diagnostic, ...] = ()
    mentions: tuple[PageMention, ...] = ()
    title: str | None = None


def facts_of(page: RenderedPage) -> PageFacts:
    """Take the facts from a page."""
    return PageFacts(
        links=page.links,
        anchors=page.anchors,
        toc=tuple((chunk.section, chunk.toc) for chunk in page.chunks),
        linked=tuple(
            (chunk.section, linked_concepts(chunk.html, page.links)) for chunk in page.chunks
        ),
        findings=page.findings,
        mentions=page.mentions,
        title=page.title,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead:
    """What every build needs of a rendered page, also where nothing of it is made anew."""

    linked: tuple[str, ...] = ()
    """The concepts that it links to, in order of appearance."""
    written: tuple[str, ...] = ()
    """The distinct targets of its other links, as their author wrote them."""
    pictures: tuple[str, ...] = ()
    """The addresses of pictures in raw HTML, which stand as they were written."""
    addresses: tuple[str, ...] = ()
    """All addresses in raw HTML that lead to the site itself, relative to the page."""
    findings: tuple[Diagnostic, ...] = ()
    blocks: bytes = b""
    """For each block of a note a hash of its HTML, of `BLOCK_DIGEST` bytes."""


def head_of(page: RenderedPage, facts: PageFacts) -> PageHead:
    """Take the head from a page and its facts."""

    def meant(slot: re.Match[str]) -> str:
        return repr(page.links[int(slot[1])])

    blocks = (SLOT.sub(meant, html).encode() for _, html in sorted(page.blocks.items()))
    pictures = dict.fromkeys(unescape(src) for src in picture_sources(page.html))
    raw = dict.fromkeys(one for one in addresses_in(page.html) if not SLOT.search(one))
    return PageHead(
        addresses=tuple(one for one in raw if one[:1] not in {"", "/", "#"} and not is_remote(one)),
        pictures=tuple(src for src in pictures if not SLOT.search(src)),
        blocks=b"".join(blake2b(b, digest_size=BLOCK_DIGEST).digest() for b in blocks),
        linked=tuple(dict.fromkeys(c for _, concepts in facts.linked for c in concepts)),
        written=tuple(dict.fromkeys(link.written for link in facts.links if not link.concept)),
        findings=facts.findings,
    )


class Pages:
    """Reads rendered pages of a store, and keeps those that were asked for last."""

    def __init__(self, store: Store) -> None:
        """Take the store that holds them."""
        self._store = store
        self.page = lru_cache(RECENT_PAGES)(lambda name: thaw(RenderedPage, self._get(STEP, name)))
        """Gives a whole page by its name in the store."""
        self.facts = lru_cache(RECENT_FACTS)(lambda name: thaw(PageFacts, self._get(FACTS, name)))
        """Gives the facts of a page by the same name."""

    def _get(self, step: str, name: bytes) -> bytes:
        data = self._store.get(step, name)
        if data is None:
            raise LookupError("the cache lost a page while it was read; build again")
        return data


@dataclass(frozen=True, slots=True)
class Rendering:
    """A page that was rendered, now or in an earlier build; it is read when asked for."""

    key: bytes
    """Stands for the page's content."""
    head: PageHead
    source: Source | None
    """The text, where it is no note."""
    _pages: Pages

    @property
    def page(self) -> RenderedPage:
        """The whole page."""
        return self._pages.page(self.key)

    @property
    def facts(self) -> PageFacts:
        """What places of the site need of the page beside its HTML."""
        return self._pages.facts(self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the texts of a site have in common; travels to every worker once."""

    recipe: Recipe
    concepts: Mapping[str, Concept]
    words: Mapping[str, Words]
    """By language."""
    observe: Observer | None = None
    """Watches the converter on ordinary pages; a function that can be imported."""


@dataclass(slots=True)
class Renderer:
    """Renders the texts of one build."""

    setting: Setting
    lexicon: Lexicon
    store: Store
    executor: str | None = None
    """As in the option ``executor``."""
    warn: Callable[[str], None] = print
    meanwhile: Iterable[object] = ()
    """What the build needs later, in steps that are taken here while workers render."""
    counted: int = 0
    """Texts that had to be rendered."""
    _known: dict[bytes, Rendering] = field(default_factory=dict)
    _words: dict[str, bytes] = field(default_factory=dict)
    """Digests of what rendering adds to texts, by language."""
    _pages: Pages = field(init=False)
    _answers: Answers = field(init=False)
    _common: bytes = b""
    _lexicon: bytes = b""

    def __post_init__(self) -> None:
        """Digest what all texts share."""
        self._pages = Pages(self.store)
        self._answers = Answers(self.setting.concepts, self.lexicon)
        recipe = self.setting.recipe
        self._common = digest(
            tuple(recipe.extensions),
            _plain(recipe.configs),
            _plain(recipe.note_extensions),
            _plain(recipe.note_configs),
            recipe.remote_images,
            recipe.search_code,
            recipe.formulas,
        )
        concepts = self.setting.concepts.values()
        self._lexicon = digest(tuple(_names_of(concept) for concept in concepts))

    def render(
        self, jobs: Iterable[Job], prepare: Callable[[Job], Job] = lambda job: job
    ) -> list[Rendering]:
        """Render texts, each by the cheapest way there is. Raises what an extension raises.

        `prepare` completes a job that is to be rendered, with what takes long to find.
        """
        wanted = [(self._key(job), job) for job in jobs]
        missing = {key: job for key, job in wanted if key not in self._known}
        self._recall(missing)
        missing = {key: job for key, job in missing.items() if key not in self._known}
        self._make(missing, prepare)
        return [self._known[key] for key, _ in wanted]

    def _key(self, job: Job) -> bytes:
        words = self._words.get(job.language)
        if words is None:
            words = digest(astuple(self.setting.words[job.language]))
            self._words[job.language] = words
        if job.note is not None:
            kind = ("note", job.note.path, job.note.language, content_key(job.note))
        else:
            assert job.source is not None
            kind = ("source", job.source, job.source.path)  # type: ignore[assignment]
        return digest(self._common, words, *kind)

    def _recall(self, missing: Mapping[bytes, Job]) -> None:
        """Take from the store what is there, at first by the lexicon as a whole."""
        current = {digest(key, self._lexicon): key for key in missing}
        rows = self.store.get_many(CURRENT, current)
        whole = self._whole(row[:DIGEST_SIZE] for row in rows.values())
        for at, row in rows.items():
            name, key = row[:DIGEST_SIZE], current[at]
            if name in whole:
                head = thaw(PageHead, row[DIGEST_SIZE:])
                self._known[key] = Rendering(name, head, missing[key].source, self._pages)
        traces = Traces(self.store)
        for key, job in missing.items():
            if key in self._known:
                continue
            found = traces.find(STEP, key, partial(self._answers.answer, language=job.language))
            if found and self._whole((found,)):
                head = head_of(self._pages.page(found), self._pages.facts(found))
                self._know(key, job, found, head)

    def _whole(self, names: Iterable[bytes]) -> set[bytes]:
        """Give the names under which the store holds a page and its facts."""
        names = list(names)
        return self.store.keep(STEP, names) & self.store.keep(FACTS, names)

    def _know(self, key: bytes, job: Job, name: bytes, head: PageHead) -> None:
        self.store.put(CURRENT, digest(key, self._lexicon), name + freeze(PageHead, head))
        self._known[key] = Rendering(name, head, job.source, self._pages)

    def _make(self, missing: Mapping[bytes, Job], prepare: Callable[[Job], Job]) -> None:
        if not missing:
            return
        self.counted += len(missing)
        traces = Traces(self.store)
        with open_executor(
            self.executor, initializer=_start, initargs=(self.setting,), tasks=len(missing)
        ) as executor:
            jobs = (prepare(job) for job in missing.values())
            results = map_batches(
                executor, _run, jobs, batch_size=BATCH, warn=self.warn, meanwhile=self.meanwhile
            )
            for (key, job), made in zip(missing.items(), results, strict=True):
                if isinstance(made, Failure):
                    raise made.error
                name = traces.record(STEP, key, dict(made.answers), made.page)
                self.store.put(FACTS, name, made.facts)
                self._know(key, job, name, made.head)


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers what a page asked of the knowledge base, as digests."""

    concepts: Mapping[str, Concept]
    lexicon: Lexicon

    def answer(self, question: Any, language: str) -> bytes:
        """Answer a question of a text in a language."""
        kind, text = question
        if kind == "forms":
            return self._part(text)
        concept = self.lexicon.names.resolve(text)
        label = self.concepts[concept].label(language) if concept else ""
        return digest(concept, label, () if concept else self.lexicon.names.near(text))

    def _part(self, visible: str) -> bytes:
        """Digest the part of the lexicon that occurs in a text."""
        lexicon = self.lexicon
        numbers = {number for number, _, _ in lexicon.scan(squeeze(visible).text)}
        return digest(
            tuple(
                (
                    key,
                    lexicon.forms.get(key, ()),
                    lexicon.guards.get(key, frozenset()),
                    lexicon.context.get(key, frozenset()),
                )
                for key in sorted(lexicon.keys[number] for number in numbers)
            )
        )


def _questions(page: RenderedPage) -> Iterable[Question]:
    yield ("forms", page.visible)
    for name in page.names:
        yield ("name", name)


def _names_of(concept: Concept) -> tuple[object, ...]:
    return (
        concept.id,
        dict(concept.labels),
        dict(concept.aliases),
        dict(concept.not_in),
        dict(concept.context),
        concept.case_sensitive,
    )


def _plain(value: object) -> object:
    """Give a configuration as values that can be digested; functions by their names."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(_plain(item) for item in value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    name = getattr(value, "__qualname__", "") or type(value).__qualname__
    return (getattr(value, "__module__", ""), name)


# In a worker


@dataclass(slots=True)
class _Worker:
    setting: Setting | None = None
    lexicon: Lexicon | None = None


_worker = _Worker()


def _start(setting: Setting) -> None:
    """Build once what every text needs."""
    _worker.setting = setting
    _worker.lexicon = build_lexicon(setting.concepts.values())
    if multiprocessing.parent_process() is not None:
        share_work()  # Not in the host's own process.


class _Made(NamedTuple):
    """A page as a worker sends it, frozen for the store."""

    page: bytes
    facts: bytes
    head: PageHead
    answers: tuple[tuple[Question, bytes], ...]
    """What it asked of the knowledge base, with the digests of the answers."""


def _run(_: object, job: Job) -> _Made:
    setting, lexicon = _worker.setting, _worker.lexicon
    assert setting is not None
    assert lexicon is not None
    page = _rendered(job, setting, lexicon)
    facts = facts_of(page)
    answers = Answers(setting.concepts, lexicon)
    return _Made(
        freeze(RenderedPage, page),
        freeze(PageFacts, facts),
        head_of(page, facts),
        tuple((asked, answers.answer(asked, job.language)) for asked in _questions(page)),
    )


def _rendered(job: Job, setting: Setting, lexicon: Lexicon) -> RenderedPage:
    needs = Needs(
        recipe=setting.recipe,
        lexicon=lexicon,
        label=lambda concept: setting.concepts[concept].label(job.language),
        words=setting.words[job.language],
    )
    mentions = job.mentions or NoteMentions()
    if job.source is None:
        assert job.note is not None
        return render_note(job.note, mentions, needs)
    if job.note is not None:
        needs = replace(needs, known=known_texts(job.note, mentions))
    observe = None if job.source.contributed else setting.observe
    return render(job.source, needs, observe=observe)
