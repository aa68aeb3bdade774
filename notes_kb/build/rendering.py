"""The step that renders: each text once for each language, from the cache or by a worker.

What a page is rendered from is its text, the site's recipe, and the part of the lexicon
that occurs in it. The last is known only once the page has been rendered, so it is
checked by a verifying trace: a new alias renders again only the pages in which it occurs.
"""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, field
from typing import Any

from notes_kb.build.executor import Failure, map_batches, open_executor
from notes_kb.build.keys import Digests, digest
from notes_kb.build.store import Store
from notes_kb.build.trace import Question, Traces
from notes_kb.domain.concept import Concept
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.note import Note
from notes_kb.linking.lexicon import Lexicon, build_lexicon
from notes_kb.linking.mentions import NoteMentions
from notes_kb.pages.explicit_links import PageMention
from notes_kb.pages.highlighting import share_work
from notes_kb.pages.render import Needs, Recipe, Source, Words, render, render_note
from notes_kb.pages.rendered import Link, RenderedPage, TocEntry, linked_concepts
from notes_kb.pages.tree_passes import Observer
from notes_kb.text.fold import squeeze

STEP, FACTS, CURRENT = "rendered", "rendered-facts", "rendered-current"
"""Steps of the store: pages, what is needed of each page in every build, and the page that
belongs to a text with the present lexicon."""

BATCH = 8
"""Texts that travel to a worker at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A text to be rendered: a note with its mentions, or any other source."""

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
    """What every build needs of a rendered page, also where its HTML is not looked at."""

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


@dataclass(slots=True)
class Rendering:
    """A page that was rendered, now or in an earlier build; its HTML is read when asked for."""

    key: bytes
    """Stands for the page's content."""
    facts: PageFacts
    source: Source | None
    """The text, where it is no note."""
    _load: Callable[[], RenderedPage]
    _page: RenderedPage | None = None

    @property
    def page(self) -> RenderedPage:
        """The whole page."""
        if self._page is None:
            self._page = self._load()
        return self._page


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
    _digests: Digests = field(default_factory=Digests)
    _parts: dict[str, bytes] = field(default_factory=dict)
    _known: dict[bytes, Rendering] = field(default_factory=dict)
    _common: bytes = b""
    _lexicon: bytes = b""

    def __post_init__(self) -> None:
        """Digest what all texts share."""
        recipe = self.setting.recipe
        self._common = digest(
            tuple(recipe.extensions),
            _plain(recipe.configs),
            recipe.remote_images,
            recipe.search_code,
        )
        concepts = self.setting.concepts.values()
        self._lexicon = digest(tuple(_names_of(concept) for concept in concepts))

    def render(self, jobs: Iterable[Job]) -> list[Rendering]:
        """Render texts, each by the cheapest way there is. Raises what an extension raises."""
        wanted = [(self._key(job), job) for job in jobs]
        missing = {key: job for key, job in wanted if key not in self._known}
        self._recall(missing)
        missing = {key: job for key, job in missing.items() if key not in self._known}
        self._make(missing)
        return [self._known[key] for key, _ in wanted]

    def _key(self, job: Job) -> bytes:
        words = self.setting.words[job.language]
        if job.note is not None:
            note = job.note
            kind = ("note", note.path, note.language, note.pasted, note.text)
        else:
            assert job.source is not None
            kind = ("source", job.source, job.source.path)  # type: ignore[assignment]
        return digest(self._common, astuple(words), *kind)

    def _recall(self, missing: Mapping[bytes, Job]) -> None:
        """Take from the store what is there, at first by the lexicon as a whole."""
        current = {digest(key, self._lexicon): key for key in missing}
        names = self.store.get_many(CURRENT, current)
        facts = self.store.get_many(FACTS, names.values())
        for at, name in names.items():
            if name in facts:
                key = current[at]
                self._known[key] = self._recalled(name, missing[key], pickle.loads(facts[name]))
        traces = Traces(self.store)
        rest = [key for key in missing if key not in self._known]
        for key in rest:
            language = missing[key].language
            found = traces.find(STEP, key, lambda q, code=language: self._answer(q, code))  # type: ignore[misc]
            facts_now = self.store.get(FACTS, found) if found else None
            if found and facts_now:
                self.store.put(CURRENT, digest(key, self._lexicon), found)
                self._known[key] = self._recalled(found, missing[key], pickle.loads(facts_now))

    def _recalled(self, name: bytes, job: Job, facts: PageFacts) -> Rendering:
        def load() -> RenderedPage:
            data = self.store.get(STEP, name)
            if data is None:
                raise LookupError("the cache lost a page while it was read; build again")
            return pickle.loads(data)  # type: ignore[no-any-return]

        return Rendering(name, facts, job.source, load)

    def _make(self, missing: Mapping[bytes, Job]) -> None:
        if not missing:
            return
        self.counted += len(missing)
        jobs = list(missing.values())
        with open_executor(
            self.executor, initializer=_start, initargs=(self.setting,), tasks=len(jobs)
        ) as executor:
            results = map_batches(
                executor, _run, jobs, batch_size=BATCH, warn=self.warn, meanwhile=self.meanwhile
            )
            for (key, job), page in zip(missing.items(), results, strict=True):
                if isinstance(page, Failure):
                    raise page.error
                self._known[key] = self._stored(key, job, page)

    def _stored(self, key: bytes, job: Job, page: RenderedPage) -> Rendering:
        questions: dict[Question, bytes] = {
            question: self._answer(question, job.language) for question in _questions(page)
        }
        name = Traces(self.store).record(STEP, key, questions, pickle.dumps(page, 5))
        facts = facts_of(page)
        self.store.put(FACTS, name, pickle.dumps(facts, 5))
        self.store.put(CURRENT, digest(key, self._lexicon), name)
        return Rendering(name, facts, job.source, lambda: page, page)

    def _answer(self, question: Any, language: str) -> bytes:
        """Answer what a page asked of the knowledge base, as a digest."""
        kind, text = question
        if kind == "forms":
            return self._part(text)
        concept = self.lexicon.names.resolve(text)
        label = self.setting.concepts[concept].label(language) if concept else ""
        return digest(concept, label, () if concept else self.lexicon.names.near(text))

    def _part(self, visible: str) -> bytes:
        """Digest the part of the lexicon that occurs in a text."""
        numbers = {number for number, _, _ in self.lexicon.scan(squeeze(visible).text)}
        lexicon = self.lexicon
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


def _run(_: object, job: Job) -> RenderedPage:
    setting, lexicon = _worker.setting, _worker.lexicon
    assert setting is not None
    assert lexicon is not None
    needs = Needs(
        recipe=setting.recipe,
        lexicon=lexicon,
        label=lambda concept: setting.concepts[concept].label(job.language),
        words=setting.words[job.language],
    )
    if job.note is not None:
        return render_note(job.note, job.mentions or NoteMentions(), needs)
    assert job.source is not None
    observe = None if job.source.contributed else setting.observe
    return render(job.source, needs, observe=observe)
