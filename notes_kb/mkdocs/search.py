"""The theme's search served by ours: its dialog stays, its index and worker are replaced."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.pages import Page
from mkdocs.utils import write_file

from notes_kb.build.executor import Beside, ExecutorError, available_cores, may_fork
from notes_kb.build.frozen import freeze, thaw
from notes_kb.build.keys import digest
from notes_kb.build.store import StepCache
from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.languages.strings import strings
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.site import Site
from notes_kb.mkdocs.written_index import is_written, remember
from notes_kb.search.assets import scripts
from notes_kb.search.documents import Document, Entry, Labels, documents_of
from notes_kb.search.node import FOLDER
from notes_kb.search.part import PartRef
from notes_kb.search.publishing import SearchSite
from notes_kb.search.sections import PageSection, html_sections
from notes_kb.search.wire import MANIFEST
from notes_kb.text.references import unescape

log = get_plugin_logger("notes_kb.search")

THEMES = ("material.plugins.search", "materialx.plugins.search")
"""Where the search plugins live whose dialog speaks the protocol of our worker."""

_THEME_DEFAULTS: Mapping[str, Any] = {
    "lang": ["en"],
    "separator": r"[\s\-\u200b\u3000、。，．？！；]+",
    "pipeline": [],
    "fields": {},
}
"""What the theme reads of its index, where its plugin has no value of its own."""

_CONFIG = re.compile(r'(<script id="__config" type="application/json">)(.*?)(</script>)', re.DOTALL)
_ATTRIBUTES = re.compile(r'\s?data-search-\w+="[^"]+"')


@dataclass(slots=True)
class ThemeSearch:
    """The place of our search in the theme."""

    search: SearchSite
    code: bool = True
    """Whether blocks of code on pages of other plugins are searched."""
    active: bool = False
    """Whether the theme's dialog is ours to serve."""
    absent: bool = False
    """Whether the site has no search at all."""

    @property
    def worker_url(self) -> str:
        """The worker's place, relative to the site's root."""
        return f"{FOLDER}/{scripts()[0]}/worker.js"

    def take_over(self, config: MkDocsConfig) -> bool:
        """Take the place of the theme's index; tell whether there is one to take.

        Call it in ``on_pre_build``: the theme's plugin makes its index in ``on_config``,
        whatever the order of the plugins. All its hooks stay; what they call is ours, and
        so hears of every page, also of those that other plugins made.
        """
        owner = _search_plugin(config)
        if owner is None:
            self.absent = not any(name.split("/")[-1] == "search" for name in config.plugins)
            if self.absent:
                return False
            log.info("theme %r: its search is left alone, it is not known", config.theme.name)
            return False
        if not owner.config.get("enabled", True):
            return False
        if not _replace_index(owner, _Index(self.add_foreign, owner.config)):
            log.info("%s: its search is left alone, this version is not known", type(owner))
            return False
        self.active = True
        self.search.offline = any(name.split("/")[-1] == "offline" for name in config.plugins)
        if self.search.offline:
            _replace_worker_shim(config, f"{FOLDER}/{scripts()[0]}/offline.js")
        return True

    def add_foreign(self, page: Page) -> None:
        """Index a page from its HTML, unless it was added before.

        Another plugin made it, or rendered it by itself. It is taken to be in the
        site's default language.
        """
        if page.url in self.search.known:
            return
        documents = documents_of(
            html_sections(page.content or "", code=self.code),
            url=page.url,
            title=unescape(str(page.title or "")),
            language=next(iter(self.search.languages), ""),
            meta=page.meta,
        )
        self.search.add_page(page.url, documents)

    def rewrite(self, output: str, language: str) -> str:
        """Point a page's theme at our worker, and add what search adds to the dialog."""
        if not self.active:
            return output
        return _CONFIG.sub(lambda match: self._configured(match, language), output, count=1)

    def _configured(self, match: re.Match[str], language: str) -> str:
        settings = json.loads(match[2])
        base = str(settings.get("base") or ".").rstrip("/")
        worker = f"{base}/{self.worker_url}?lang={language}"
        search = settings.get("search")
        if isinstance(search, dict):
            settings["search"] = _lunr_settings(base, worker, settings.get("features") or ())
        else:
            settings["search"] = worker
        return f"{match[1]}{_json(settings)}{match[3]}{self._dialog(base, language)}"

    def _dialog(self, base: str, language: str) -> str:
        source = f"{base}/{FOLDER}/{scripts()[0]}/dialog.js"
        names = escape(json.dumps(dict(self.search.languages), ensure_ascii=False))
        words = strings(language)
        said = {"all": "search.all", "recent": "dialog.recent", "topics": "dialog.topics"}
        data = "".join(f' data-{name}="{escape(words[key])}"' for name, key in said.items())
        return f'<script src="{source}" data-languages="{names}"{data}></script>'


class _Index:
    """Stands where Material's plugin keeps its ``SearchIndex``, with the same methods."""

    def __init__(self, add: Callable[[Page], None], options: Mapping[str, Any]) -> None:
        self.add = add
        self.options = options.get("lunr") or options
        self.entries: list[dict[str, object]] = []
        """Material's name for what it has indexed; always empty."""

    def add_entry_from_context(self, page: Page) -> None:
        """Hear of a page whose content is final."""
        self.add(page)

    def generate_search_index(self, prev: object) -> str:
        """Give the few bytes that the theme fetches with each page in place of its index."""
        config = {key: self.options.get(key) or value for key, value in _THEME_DEFAULTS.items()}
        return json.dumps({"config": config, "docs": []}, default=str, sort_keys=True)


class _Provider:
    """Stands where MaterialX's plugin keeps its provider, Lunr or Pagefind."""

    def __init__(self, theirs: Any, index: _Index) -> None:
        self.theirs, self.index = theirs, index
        self.name, self.config, self.is_dirty = theirs.name, theirs.config, theirs.is_dirty

    def configure(self, config: MkDocsConfig) -> None:
        """Pass on what the plugin says before each build of ``serve``."""
        self.theirs.config, self.theirs.is_dirty = self.config, self.is_dirty
        self.theirs.configure(config)

    def frontend_config(self) -> object:
        """Give what the theme's templates want; `ThemeSearch.rewrite` changes it."""
        return self.theirs.frontend_config()

    def add_page(self, context: object, *, page: Page, config: MkDocsConfig, nav: object) -> None:
        """Hear of a page, and take the search's attributes off, as the theme does."""
        self.index.add_entry_from_context(page)
        page.content = _ATTRIBUTES.sub("", page.content or "")

    def build(self, config: MkDocsConfig) -> None:
        """Write what the dialog fetches before it asks our worker."""
        data = self.index.generate_search_index(None).encode()
        write_file(data, str(Path(config.site_dir) / "search" / "search_index.json"))


def _replace_index(owner: Any, index: _Index) -> bool:
    """Put our index in the place of the plugin's; tell whether it has such a place."""
    provider = getattr(owner, "provider", None)
    if provider is not None:
        theirs = provider.theirs if isinstance(provider, _Provider) else provider
        owner.provider = _Provider(theirs, index)
        return True
    if not hasattr(owner, "search_index"):
        return False
    owner.search_index = index
    return True


def _search_plugin(config: MkDocsConfig) -> BasePlugin[Any] | None:
    plugins: Iterable[BasePlugin[Any]] = config.plugins.values()
    return next((p for p in plugins if type(p).__module__.startswith(THEMES)), None)


def _lunr_settings(base: str, worker: str, features: Iterable[str]) -> dict[str, object]:
    """Name our worker to MaterialX, whose Lunr provider is the one that asks a worker."""
    options = {
        "workerUrl": worker,
        "indexUrl": f"{base}/search/search_index.json",
        "offlineIndexUrl": f"{base}/search/search_index.js",
        "suggest": "search.suggest" in features,
    }
    return {"provider": "lunr", "options": options}


def _replace_worker_shim(config: MkDocsConfig, own: str) -> None:
    """Keep a third party's script out of pages from ``file://``: ours does its work."""
    kept = [url for url in config.extra.get("polyfills", []) if "iframe-worker" not in str(url)]
    config.extra["polyfills"] = [*kept, f"{own}?iframe-worker"]


def _json(value: object) -> str:
    """Write JSON that cannot end the script it stands in."""
    text = json.dumps(value, ensure_ascii=False)
    for character in "<>&'\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


_HEADING = re.compile(r"^#{1,6}[ \t]{1,9}([^\n{]{1,60})", re.MULTILINE)


def read_headings(texts: Iterable[str]) -> Iterator[object]:
    """Work out how the headings of Markdown texts are read, which joining the index asks for.

    A step for each text: iterate over it.
    Readings are remembered, so what is no heading after all costs its time and nothing else.
    """
    from notes_kb.search.readings import reading_keys  # noqa: PLC0415 - only a cold build asks

    for text in texts:
        for heading in _HEADING.findall(text):
            reading_keys(heading.strip(" \t#"))
        yield text


TESTED = "search-tested"
"""The step of the store that remembers what the test of an index found."""

_OF_THE_INDEX = frozenset({kinds.SEARCH_SELF_TEST.name, kinds.SEARCH_FAILS.name})
"""The kinds of findings that the same index gives again; the others are of the machine."""


class _Kept(NamedTuple):
    """What a process beside the build gives back."""

    values: dict[bytes, bytes]
    """What the merge keeps for the next one."""
    used: set[bytes]
    """What it took from the cache."""
    findings: list[Diagnostic]


@dataclass(slots=True)
class _Noted:
    """A cache that notes what of it was used."""

    store: StepCache
    used: set[bytes] = field(default_factory=set)

    def get(self, key: bytes) -> bytes | None:
        """Give what was put last, or None."""
        found = self.store.get(key)
        if found is not None:
            self.used.add(key)
        return found

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value."""
        self.used.add(key)
        self.store.put(key, value)


@dataclass(slots=True)
class _Values:
    """A cache for a process that reads the store and cannot write to it."""

    store: StepCache
    values: dict[bytes, bytes] = field(default_factory=dict)
    """What was put, which the store may not hold."""
    used: set[bytes] = field(default_factory=set)
    """What was taken from the store, which does not see that another process reads."""

    def get(self, key: bytes) -> bytes | None:
        """Give what was put last, or what the store holds, or None."""
        known = self.values.get(key)
        if known is None and (known := self.store.get(key)) is not None:
            self.used.add(key)
        return known

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value."""
        self.values[key] = value


@dataclass(slots=True)
class Writing:
    """The search of one build, written and tested once all its pages are known.

    That is before the host writes the pages, where they are finished by us, so that Node
    answers, or another process writes, while the host is at work; else at the end.
    """

    theme: ThemeSearch
    site: Site
    folder: Path
    """The site's folder."""
    tested: bool
    """Whether the index is to be tested: not under ``serve``."""
    sections: Mapping[str, Labels] = field(default_factory=dict)
    """What the navigation calls the section of an ordinary page, by the page's path."""
    _beside: Beside[_Kept] | None = None
    _test: Future[list[Diagnostic]] | None = None
    _written: bool = False
    _used: set[bytes] = field(default_factory=set)
    """What of the cache the index was made from."""

    def begin_beside(self) -> None:
        """Write and test the index in a process of its own, while pages are finished."""
        search, cache = self.theme.search, self._cache
        self._describe()

        def write() -> _Kept:
            search.cache = kept = _Values(cache)
            search.write(self.folder)
            found = search.self_test(self.folder) if self.tested else []
            return _Kept(kept.values, kept.used, found)

        if may_fork(self.site.options.executor) and available_cores() > 1:
            self._beside = Beside(write)

    def begin(self) -> None:
        """Write the index now, if that is not being done, and begin to test it."""
        if self._beside is None and not self._written:
            self._write_changed()
            if self.tested and self._known() is None:
                pool = ThreadPoolExecutor(1, "notes-kb-search")
                self._test = pool.submit(self.theme.search.self_test, self.folder)
                pool.shutdown(wait=False)

    def finish(self) -> list[Diagnostic]:
        """Wait until the index is written and tested; give what was found."""
        findings = self._finished()
        if self._used and (key := self._contents()):
            remember(self.site.renderer.store, self._index, key, self._used)
        return findings

    def _finished(self) -> list[Diagnostic]:
        if self._beside is not None:
            found = self._result(self._beside)
            self._beside = None
            if found is not None:
                for key, value in found.values.items():
                    self._cache.put(key, value)
                self._cache.use(found.used)
                self._used = {*found.values, *found.used}
                self._remember(found.findings)
                return found.findings
        self.begin()
        if self._test is None:
            return (self._known() or []) if self.tested else []
        findings = self._test.result()
        self._remember(findings)
        return findings

    def _result(self, beside: Beside[_Kept]) -> _Kept | None:
        try:
            return beside.result()
        except ExecutorError as problem:
            log.info("%s; the search is written once more", problem)
            return None

    def _write_changed(self) -> None:
        """Write the index, unless the last one was made of the same and has been tested."""
        search, store = self.theme.search, self.site.renderer.store
        self._describe()
        self._written = True
        key = self._contents()
        there = bool(key) and is_written(store, self._cache, self._index, key)
        if there and (not self.tested or self._known() is not None):
            return
        search.cache = noted = _Noted(self._cache)
        search.write(self.folder)
        self._used = noted.used

    def _contents(self) -> bytes:
        """Digest what the index is made from; empty where that cannot be told without it."""
        search = self.theme.search
        parts = search.parts.values()
        refs = [part for part in parts if isinstance(part, PartRef)]
        if len(refs) < len(parts):
            return b""
        return digest(
            tuple(sorted((part.url, part.language, part.key) for part in refs)),
            tuple(sorted((u, tuple(sorted(kind.items()))) for u, kind in search.kinds.items())),
            (search.entries, search.topics, tuple(search.languages.items())),
            (search.propose_url, search.offline, self.theme.worker_url),
        )

    def _describe(self) -> None:
        """Tell the search what is no page's own text: concepts, kinds of pages, topics."""
        search = self.theme.search
        search.entries = concept_entries(self.site)
        search.kinds = page_kinds(self.site, self.sections)
        search.topics = topic_links(self.site)

    @property
    def _cache(self) -> StepCache:
        return StepCache(self.site.renderer.store, "search")

    @property
    def _index(self) -> Path:
        return self.folder / FOLDER

    def _key(self) -> bytes:
        index = (self._index / MANIFEST).read_bytes()
        return digest(index, self.theme.worker_url, repr(self.theme.search.golden))

    def _known(self) -> list[Diagnostic] | None:
        """Give what a test of this very index found before; None where it was not tested."""
        found = self.site.renderer.store.get(TESTED, self._key())
        return None if found is None else list(thaw(tuple[Diagnostic, ...], found))

    def _remember(self, findings: Sequence[Diagnostic]) -> None:
        if self.tested and all(found.kind in _OF_THE_INDEX for found in findings):
            frozen = freeze(tuple[Diagnostic, ...], tuple(findings))
            self.site.renderer.store.put(TESTED, self._key(), frozen)


SEARCHED = frozenset({Kind.PAGE, Kind.HOME, Kind.NOTE, Kind.CONCEPT})
"""Pages with words of their own; topics, lists and parallel pages only repeat others'."""


def page_documents(
    site: Site,
    page: PlannedPage,
    sections: Iterable[PageSection],
    mentions: Mapping[str, Sequence[str]],
) -> list[Document]:
    """Give the documents of a page of ours; none where it is not searched.

    `sections` are those of its own text, and `mentions` maps their anchors to the
    concepts that are mentioned there.
    """
    if page.kind not in SEARCHED or page.fallback_from:
        return []
    own = list(sections)
    words = ""
    if page.kind is Kind.NOTE:
        meta = site.kb.groups[page.thing].in_language(page.language).meta
        words = "\n".join(text for text in (meta.summary, meta.event, *meta.tags) if text)
    elif page.kind is Kind.CONCEPT:
        concept = site.kb.concepts[page.thing]
        words = concept.definition.get(page.language, "")
        if page.language not in concept.articles:
            own = []  # The page shows the article of another language, found there.
    return documents_of(
        own,
        url=page.page.url,
        title=page.title,
        language=page.language,
        meta=page.page.meta,
        pair=page.path if len(site.plan.alternates(page.path)) > 1 else "",
        introduction=words,
        concepts=mentions,
    )


NAMED = frozenset({Kind.NOTE, Kind.CONCEPT})
"""Kinds of pages that search names by themselves; others by their section of the site."""
MOST_SECTIONS = 40
"""Sections of the navigation above which they name no kinds of pages: they are titles then."""


def page_kinds(site: Site, sections: Mapping[str, Labels]) -> Mapping[str, Labels]:
    """Give what each page is called beside its title, by its URL.

    `sections` maps the path of an ordinary page to its section of the navigation.
    """
    if len({tuple(sorted(labels.items())) for labels in sections.values()}) > MOST_SECTIONS:
        sections = {}
    own = {
        kind: {code: strings(code)[kind.value] for code in site.languages.codes} for kind in NAMED
    }
    kinds = {
        page.url: own[page.kind] if page.kind in NAMED else sections.get(page.path, {})
        for page in site.plan.pages.values()
        if page.kind in SEARCHED
    }
    return {url: labels for url, labels in kinds.items() if labels}


def topic_links(site: Site) -> list[tuple[Labels, Labels]]:
    """Give the topics by name and URL."""
    found: list[tuple[Labels, Labels]] = []
    for topic in site.kb.topics[:MOST_TOPICS]:
        pages = {code: site.page(Kind.TOPIC, code, topic.id) for code in site.languages.codes}
        urls = {code: page.url for code, page in pages.items() if page}
        found.append(({code: topic.label(code) for code in urls}, urls))
    return found


MOST_TOPICS = 12
"""Topics that are offered before anything is typed."""


def concept_entries(site: Site) -> tuple[Entry, ...]:
    """Give the concepts as search knows them."""
    return tuple(
        Entry(
            id=concept.id,
            labels=dict(concept.labels),
            aliases=dict(concept.aliases),
            urls={
                code: page.url
                for code in site.languages.codes
                if (page := site.page(Kind.CONCEPT, code, concept.id))
            },
        )
        for concept in site.kb.concepts.values()
    )
