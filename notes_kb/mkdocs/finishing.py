"""The last step: finished pages, from the cache or made by all cores of this machine.

A page whose finished HTML is known is handed to the host as a template of one line. Where
another plugin takes part in making pages, the host makes them as ever, since what that
plugin does cannot be known; the texts are still rendered only once.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Section
from mkdocs.structure.pages import Page

from notes_kb.build.executor import (
    Beside,
    ExecutorError,
    Failure,
    ProcessWorkers,
    available_cores,
    map_batches,
    may_fork,
)
from notes_kb.build.frozen import freeze, thaw
from notes_kb.build.keys import digest
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.mkdocs.kept_files import Stamp
from notes_kb.mkdocs.needs import Needs, plain
from notes_kb.mkdocs.pages import MadePage
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.search import THEMES
from notes_kb.mkdocs.statements import STATED, new_fragment
from notes_kb.mkdocs.theming import compile_theme, theme_environment
from notes_kb.mkdocs.topic_parts import TOPIC_PART, TopicParts
from notes_kb.mkdocs.twins import TWIN, new_note_twin
from notes_kb.search.part import Part, PartRef, index_page

if TYPE_CHECKING:
    from notes_kb.mkdocs.plugin import NotesKbPlugin
    from notes_kb.search.documents import Document

log = get_plugin_logger("notes_kb")

BODY, ANCHORS, PART, PAGE = "page-body", "page-anchors", "search-part", "page-finished"
"""Steps of the store: what a body says beside its HTML, its anchors, its part of the index,
and its page."""

TEMPLATE = "notes_kb_finished.html"

_LOST = "the cache lost a page while it was read; build again"

MAIN = "main.html"
"""The theme's template of a page."""

EVENTS = (
    *("pre_page", "page_read_source", "page_markdown", "page_content"),
    *("env", "page_context", "post_page"),
)
"""Events by which another plugin takes part in making pages."""

_SHOWN_META = ("icon", "status", "title", "subtitle", "hide")
"""Keys of a page's metadata that the theme shows in the navigation."""

_NO_LOOKS = frozenset({"plugins", "site_dir", "docs_dir", "config_file_path", "hooks", "watch"})
"""Keys of the configuration that no page shows."""

FEWEST = 24
"""Pages for each process that pay for starting it."""

MANY = 500
"""Pages of notes whose keys pay for a process that digests them."""

_OF_NOTES = frozenset({Kind.NOTE, Kind.PARALLEL})


_N = TypeVar("_N")
_T = TypeVar("_T")


class Body(NamedTuple):
    """What is kept of a page's body beside its HTML."""

    findings: tuple[Diagnostic, ...]
    searched: bool


class Finished(NamedTuple):
    """A page as the host writes it."""

    html: str
    needed: frozenset[str]
    """What the policy must allow on the page."""


@dataclass(slots=True)
class Pending:
    """A page that is to be finished: what its body depends on, and how it is made."""

    planned: PlannedPage
    needs: Callable[[], bytes]
    """Digests what the body depends on."""
    make: Callable[[], Sequence[Diagnostic]]
    """Sets the page's content, table of contents and anchors; gives findings."""
    documents: Callable[[], Sequence[Document]]
    """Gives what of the page is searched."""
    key: bytes = b""
    """What `needs` gave, once all pages are known."""
    around: bytes = b""
    """Stands for what the theme shows round the body of this page alone, once that is known."""


class Made(NamedTuple):
    """A page as a worker sends it."""

    anchors: frozenset[str]
    findings: tuple[Diagnostic, ...]
    html: bytes
    """A frozen `Finished`, compressed."""
    needed: frozenset[str]
    """What the policy must allow on the page."""
    stamp: Stamp | None
    """The page's file as it was written; None where the host is to write it."""
    twin: tuple[bytes, bytes] | None
    """The Markdown twin of a note, with its key in the store, where it is new."""
    fragment: tuple[bytes, bytes] | None
    """What is said of a note's statements, likewise."""


def others(config: MkDocsConfig, events: Iterable[str] = EVENTS) -> list[str]:
    """Name the plugins and hooks that take part in making pages, or in other events.

    The theme's search does not count: it is ours.
    """
    found: dict[str, None] = {}
    names = {id(plugin): name for name, plugin in config.plugins.items()}
    for event in events:
        for method in config.plugins.events[event]:
            owner = getattr(method, "__self__", None)
            module = type(owner).__module__ if owner is not None else ""
            if not module.startswith(("notes_kb.", *THEMES)):
                name = names.get(id(owner)) or getattr(method, "__module__", "") or "a hook"
                found[str(name)] = None
    return list(found)


@dataclass(slots=True)
class Finishing:
    """The finished pages of one build."""

    plugin: NotesKbPlugin
    needs: Needs
    """Digests what bodies depend on."""
    pending: dict[str, Pending] = field(default_factory=dict)
    """By the name of the page's file."""
    made: int = 0
    """Pages that had to be made."""
    _keys: dict[str, bytes] = field(default_factory=dict)
    """The keys of finished pages, by the name of the page's file."""
    _navs: dict[str, bytes] = field(default_factory=dict)
    _versions: dict[str, tuple[object, ...]] = field(default_factory=dict)
    """Where pages stand in each language, by the path that their languages share."""
    _hidden: list[tuple[File, InclusionLevel]] = field(default_factory=list)
    """Files of pages that the host is not asked to write, and what they are to it otherwise."""
    _env: jinja2.Environment | None = None
    """The environment of finished pages, once it was needed."""
    _shown: dict[int, bytes] = field(default_factory=dict)
    """Digests of what the navigation shows of a page or a link, by the identity of that."""

    def add(self, pending: Pending) -> None:
        """Take a page that the host asks for, to be finished with all others."""
        self.pending[pending.planned.file.src_uri] = pending
        page = pending.planned.page
        page.content = ""
        self.plugin.search.known.add(page.url)

    def run(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
        """Finish all pending pages, and hand them to the host."""
        store = self.plugin.site.renderer.store
        self._find_keys()
        keys = [one.key for one in self.pending.values()]
        # A damaged part of the index is made again where it is asked for.
        rows = store.get_many(BODY, store.keep(ANCHORS, keys) & store.use(PART, keys))
        bodies = {key: thaw(Body, row) for key, row in rows.items()}
        searched = {key: body.searched for key, body in bodies.items()}
        # Pages of one note follow one another, so that it is read but once.
        ordered = sorted(self.pending, key=lambda name: self.pending[name].planned.thing)
        task = _Task(self, config, files)
        # First of all: the search takes longest, in a process of its own.
        fresh = [name for name in ordered if self.pending[name].key not in bodies]
        self._index(task, fresh, searched)
        self.plugin.kept.recall(store, (file.dest_uri for file in files))
        chrome = self._chrome(config)
        self._keys = {
            name: digest(chrome, one.key, one.around) for name, one in self.pending.items()
        }
        pages = self._finished_pages()
        missing = [
            name
            for name in ordered
            if self._keys[name] not in pages or self.pending[name].key not in bodies
        ]
        self.made = len(missing)
        self._make_parts(task, missing)
        task.env = self._env = self._environment(env) if missing else None
        for name, made in self._each(task, _finish, missing):
            key = self.pending[name].key
            store.put(PAGE, self._keys[name], made.html)
            if made.twin:
                store.put(TWIN, *made.twin)
            if made.fragment:
                store.put(STATED, *made.fragment)
            if made.stamp:
                uri = self.pending[name].planned.file.dest_uri
                self.plugin.kept.written(uri, self._keys[name], made.needed, made.stamp)
            if key not in bodies:
                bodies[key] = Body(made.findings, searched[key])
                store.put(BODY, key, freeze(Body, bodies[key]))
                store.put(ANCHORS, key, freeze(frozenset[str], made.anchors))
        for one in self.pending.values():
            self._apply(one, bodies[one.key])

    def settle(self) -> None:
        """Spare the host the made pages whose files are in their places.

        It takes a quarter of a millisecond to ask for each of thousands and to hear that there
        is nothing to write. No other plugin hears of them then: see `others`. They are part of
        the site to all templates, and again when the build ends.
        """
        for name, one in self.pending.items():
            page, file = one.planned.page, one.planned.file
            if not isinstance(page, MadePage):
                continue  # The host looks whether its links lead to anchors.
            known = self.plugin.kept.put_back(file.dest_uri, self._keys[name])
            if known is not None:
                self.plugin.know(page, known.needed)
                self._hidden.append((file, file.inclusion))
                file.inclusion = InclusionLevel.EXCLUDED

    def reveal(self) -> None:
        """Undo what `settle` has hidden from the host."""
        for file, inclusion in self._hidden:
            file.inclusion = inclusion
        self._hidden.clear()

    def _finished_pages(self) -> set[bytes]:
        """Give the keys of the pages that are finished; those in their places are not read."""
        store, kept = self.plugin.site.renderer.store, self.plugin.kept
        there = {
            key
            for name, key in self._keys.items()
            if kept.holds(self.pending[name].planned.file.dest_uri, key)
        }
        others = set(self._keys.values()) - there
        return store.use(PAGE, there) | store.keep(PAGE, others)

    def make_again(
        self, name: str, env: jinja2.Environment, config: MkDocsConfig, files: Files
    ) -> str:
        """Give the HTML of one page whose text has changed; nothing of it is kept."""
        if self._env is None:
            self._env = self._environment(env)
        page, _ = _Task(self, config, files, self._env).write(name)
        return page.html

    def key(self, name: str) -> bytes:
        """Give what stands for a finished page."""
        return self._keys[name]

    def body_key(self, planned: PlannedPage) -> bytes:
        """Digest all that a page's body shows."""
        pending = self.pending.get(planned.file.src_uri)
        return pending.key if pending else self.needs.of(planned)

    def html(self, name: str) -> Finished:
        """Give a page as it is to be written."""
        data = self.plugin.site.renderer.store.get(PAGE, self._keys[name])
        if data is None:  # Its file was in its place, and is not any more.
            raise LookupError(_LOST)
        return thaw(Finished, zlib.decompress(data))

    def _apply(self, one: Pending, body: Body) -> None:
        page = one.planned.page
        page.meta["template"] = TEMPLATE
        if isinstance(page, MadePage):
            page.find_anchors = partial(self._anchors, one.key)
        self.plugin.site.findings += body.findings

    def _environment(self, env: jinja2.Environment) -> jinja2.Environment:
        """Give the environment of finished pages, compiled here for all processes."""
        navigations = self.plugin.navigations.by_language.values()
        store = self.plugin.site.renderer.store
        own = theme_environment(env, store, (nav.items for nav in navigations))
        for _ in compile_theme(own, MAIN):
            pass  # Now they are loaded, for the processes that are forked too.
        return own

    def _make_parts(self, task: _Task, names: Iterable[str]) -> None:
        """Make what topics' pages show of single notes, before these pages are made."""
        parts = TopicParts(self.plugin.site, self.needs)
        self.plugin.site.topic_part = parts
        missing = list(parts.missing(self.pending[name].planned for name in names))
        names_of_parts = [(page.file.src_uri, group) for _, page, group in missing]
        found = self._each(task, _part, names_of_parts)
        for (key, *_), (_, part) in zip(missing, found, strict=True):
            self.plugin.site.renderer.store.put(TOPIC_PART, key, part)

    # The search

    def _index(self, task: _Task, fresh: Sequence[str], searched: dict[bytes, bool]) -> None:
        """Index the pages that are new, and begin to write the index where there are any."""
        store = self.plugin.site.renderer.store
        for name, part in self._each(task, _index, fresh):
            key = self.pending[name].key
            searched[key] = bool(part)
            store.put(PART, key, part)
        if not self.plugin.theme_search.active:
            return
        for one in self.pending.values():
            self._add_part(one, searched[one.key])
        pays = fresh and len(self.pending) >= 2 * FEWEST
        if pays and self.plugin.knows_all_pages(task.files):
            store.flush()  # The process beside this one reads what is written.
            self.plugin.writing.begin_beside()

    def _add_part(self, one: Pending, searched: bool) -> None:
        plugin = self.plugin
        store = plugin.site.renderer.store

        def load() -> Part:
            data = store.get(PART, one.key)
            return index_page(one.documents()) if data is None else Part.from_bytes(data)

        url = one.planned.page.url
        ref = PartRef(url=url, language=one.planned.language, key=one.key, load=load)
        plugin.search.add_part(url, ref if searched else None)

    def _anchors(self, key: bytes) -> set[str]:
        data = self.plugin.site.renderer.store.get(ANCHORS, key)
        if data is None:
            raise LookupError(_LOST)
        return set(thaw(frozenset[str], data))

    # Keys

    def _find_keys(self) -> None:
        """Digest what all pages depend on: notes' own pages in a process of its own.

        The others show many notes each, and share what they depend on; so neither process digests
        much that the other one does too.
        """
        notes = [one for one in self.pending.values() if one.planned.kind in _OF_NOTES]
        others = [one for one in self.pending.values() if one.planned.kind not in _OF_NOTES]
        pays = len(notes) >= MANY and available_cores() > 1
        if not (pays and may_fork(self.plugin.config.executor)):
            self._set_keys([*others, *notes], self._digests([*others, *notes]))
            return
        beside = Beside(lambda: self._digests(notes))
        self._set_keys(others, self._digests(others))
        try:
            found = beside.result()
        except ExecutorError as problem:
            log.info("%s; what it digested is digested once more", problem)
            found = self._digests(notes)
        self._set_keys(notes, found)

    def _digests(self, several: Iterable[Pending]) -> list[tuple[bytes, bytes]]:
        return [(one.needs(), self._around(one)) for one in several]

    @staticmethod
    def _set_keys(several: Iterable[Pending], keys: Iterable[tuple[bytes, bytes]]) -> None:
        for one, (key, around) in zip(several, keys, strict=True):
            one.key, one.around = key, around

    def _chrome(self, config: MkDocsConfig) -> bytes:
        """Digest what the theme shows on every page."""
        kept = {key: value for key, value in config.items() if key not in _NO_LOOKS}
        theme = {key: config.theme[key] for key in config.theme}
        return digest(
            plain(kept),
            plain(theme),
            tuple(config.plugins),
            _folder(config.theme.custom_dir),
            self.plugin.theme_search.worker_url if self.plugin.theme_search.active else "",
            self.plugin.policies.mermaid if self.plugin.policies else None,
            plain(self.plugin.policies.always) if self.plugin.policies else None,
            self.plugin.site.share_cards.looks if self.plugin.site.share_cards else None,
            plain(self.plugin.chrome.strings),
            plain(self.plugin.site.titles),
        )

    def _around(self, one: Pending) -> bytes:
        """Digest what the theme shows round a page's body, but for what is on every page."""
        planned, page = one.planned, one.planned.page
        nav = self.plugin.navigations.by_language[planned.language]
        index, near = self.plugin.navigations.beside(planned)
        beside = [(p.url, str(p.title)) if p else None for p in _beside(page)]
        return digest(
            self._nav(planned.language),
            self._item(index.page) if index else None,
            tuple([self._item(other.page) for other in near]),
            nav.homepage.url if nav.homepage else "",
            tuple(beside),
            (page.url, str(page.title), page.canonical_url, page.edit_url),
            # Sorted, since tuples are digested several times as fast as dicts.
            tuple(sorted(plain({k: v for k, v in page.meta.items() if k != "template"}).items())),
            self._alternates(planned.path),
        )

    def _alternates(self, path: str) -> tuple[object, ...]:
        """Give where a page stands in each language, for all of them at once."""
        if path not in self._versions:
            versions = self.plugin.site.plan.versions(path).items()
            self._versions[path] = tuple(
                [(code, p.url, p.canonical_url, p.fallback_from) for code, p in versions]
            )
        return self._versions[path]

    def _nav(self, language: str) -> bytes:
        if language not in self._navs:
            nav = self.plugin.navigations.by_language[language]
            self._navs[language] = digest(self._items(nav.items))
        return self._navs[language]

    def _items(self, items: Iterable[StructureItem]) -> tuple[object, ...]:
        """Give what the theme shows of a navigation."""
        return tuple(
            (self._item(item), self._items(item.children))
            if isinstance(item, Section)
            else self._item(item)
            for item in items
        )

    def _item(self, item: StructureItem) -> bytes:
        """Digest what is shown of one item by itself; pages stand in many navigations."""
        if isinstance(item, Section) and not isinstance(item, Page):
            return str(item.title or "").encode()  # Copied for each page, and only a title.
        if id(item) not in self._shown:
            meta = item.meta if isinstance(item, Page) and item.meta else {}
            shown = tuple((key, plain(meta[key])) for key in _SHOWN_META if key in meta)
            url = getattr(item, "url", "")
            self._shown[id(item)] = digest(type(item).__name__, str(item.title or ""), url, shown)
        return self._shown[id(item)]

    # Making

    def _each(
        self, task: _Task, function: Callable[[_Task, _N], _T], names: Sequence[_N]
    ) -> Iterator[tuple[_N, _T]]:
        """Do something for pages: here, or in forked processes, which see all that this knows."""
        count = min(available_cores(), len(names) // FEWEST)
        if count < 2 or not may_fork(self.plugin.config.executor):
            for name in names:
                yield name, function(task, name)
            return
        self.plugin.site.renderer.store.flush()  # Forked processes read what is written.
        with ProcessWorkers(count, _start, (task, function)) as workers:
            found = map_batches(
                workers, _run, names, batch_size=8, warn=self.plugin.site.renderer.warn
            )
            for name, made in zip(names, found, strict=True):
                if isinstance(made, Failure):
                    raise made.error
                yield name, made


@dataclass(slots=True)
class _Task:
    """Makes finished pages as the host does."""

    finishing: Finishing
    config: MkDocsConfig
    files: Files
    env: jinja2.Environment | None = None

    def make(self, name: str) -> Made:
        """Make a page, and what is kept of it."""
        one = self.finishing.pending[name]
        page, findings = self.write(name)
        anchors = frozenset(one.planned.page.present_anchor_ids or ())
        html = zlib.compress(freeze(Finished, page), 1)
        site = self.finishing.plugin.site
        return Made(
            anchors,
            tuple(findings),
            html,
            page.needed,
            self.finishing.plugin.write_early(one.planned.page, page.html),
            new_note_twin(site, one.planned, one.key),
            new_fragment(site, one.planned),
        )

    def write(self, name: str) -> tuple[Finished, Sequence[Diagnostic]]:
        """Make a page's HTML: its body, then the theme round it; give what was found too."""
        plugin = self.finishing.plugin
        one = self.finishing.pending[name]
        page = one.planned.page
        findings = one.make()
        html = self._finish(page)
        policies = plugin.policies
        needed: frozenset[str] = frozenset()
        if policies:
            html = plugin.secure(html, page)
            needed = policies.needed[page.file.dest_uri]
        page.content = ""  # It is in the HTML now, and would be kept for each page.
        return Finished(html, needed), findings

    def index(self, name: str) -> bytes:
        """Index a page for the search; empty where it is not searched."""
        documents = self.finishing.pending[name].documents()
        return index_page(documents).to_bytes() if documents else b""

    def _finish(self, page: Page) -> str:
        config, plugin = self.config, self.finishing.plugin
        assert self.env is not None
        doc_files: list[File] = []
        nav = plugin.navigations.incoming
        page.active = True
        try:
            context = get_context(nav, doc_files, config, page)
            template = self.env.get_template(page.meta.get("template", MAIN))
            with _hidden(page):
                context = config.plugins.on_page_context(context, page=page, config=config, nav=nav)
            output = template.render(context)
        finally:
            page.active = False
        return plugin.describe(output, page)


@contextmanager
def _hidden(page: Page) -> Iterator[None]:
    """Spare the theme's search the text of a page: it looks for attributes that it never finds.

    It would look at every character for them. No other plugin is there: see `others`.
    """
    content = page.content
    if content is None or "data-search-" in content:
        yield
        return
    page.content = ""
    try:
        yield
    finally:
        page.content = content


def _finish(task: _Task, name: str) -> Made:
    return task.make(name)


def _part(task: _Task, name: tuple[str, str]) -> bytes:
    page, group = name
    site = task.finishing.plugin.site
    return TopicParts(site, task.finishing.needs).make(
        task.finishing.pending[page].planned, site.kb.groups[group]
    )


def _index(task: _Task, name: str) -> bytes:
    return task.index(name)


@dataclass(slots=True)
class _Process:
    """What a worker does for each name."""

    task: _Task | None = None
    function: Callable[[_Task, Any], Any] | None = None


_process = _Process()


def _start(task: _Task, function: Callable[[_Task, Any], Any]) -> None:
    _process.task, _process.function = task, function


def _run(_: object, name: Any) -> Any:
    assert _process.task is not None
    assert _process.function is not None
    return _process.function(_process.task, name)


# What keys are made of


def _beside(page: Page) -> tuple[Page | None, Page | None]:
    return page.previous_page, page.next_page


def _folder(folder: str | None) -> bytes:
    """Digest the files of a folder of overrides."""
    whole = blake2b(digest_size=16)
    root = Path(folder) if folder else None
    for path in sorted(root.rglob("*")) if root is not None else ():
        if path.is_file():
            whole.update(path.relative_to(folder or "").as_posix().encode() + b"\0")
            whole.update(path.read_bytes() + b"\0")
    return whole.digest()
