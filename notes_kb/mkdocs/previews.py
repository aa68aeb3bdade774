"""Edits shown at once while a site is served; the whole site is built when the author pauses.

The host builds every page again after each edit. Where only the text of a few pages was
edited, these pages are made from what the last build knows and shown first. What the edit
means elsewhere (mentions on concepts' pages, lists, the search, findings) comes with the
build that follows, which begins from nothing as ever, so that no error can last.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import jinja2
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import Files

from notes_kb.build.knowledge import Knowledge
from notes_kb.domain.concept import Article
from notes_kb.domain.note import Note
from notes_kb.knowledge_base import Lookup, NoteFacts, NoteSummary, build
from notes_kb.loading.library import Library, is_hidden, read_again
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.reloads import Reloads

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

    from notes_kb.mkdocs.plugin import NotesKbPlugin

log = get_plugin_logger("notes_kb")

MOST = 8
"""Files edited at once that are shown before the build; more are the work of a program."""

PAUSES = (1.5, 15.0)
"""The least and the most seconds without an edit after which the whole site is built.

Between them it is as long as a build takes: who saves again while one runs waits for its end.
"""

SIGNAL = ".notes_kb-build"
"""A watched file in the folder of the served site; writing it has the host build."""

Stamps = Mapping[str, tuple[int, int]]
"""The time stamps and sizes of files, by path."""


class Known(NamedTuple):
    """What a build has loaded, and what it knows of it."""

    library: Library
    knowledge: Knowledge
    facts: Mapping[str, NoteFacts]
    summaries: Mapping[str, NoteSummary]


class Built(NamedTuple):
    """What a build leaves to make single pages with."""

    env: jinja2.Environment
    config: MkDocsConfig
    files: Files
    known: Known


@dataclass(slots=True)
class Previews:
    """Takes the place of the host's builder in `serve`."""

    plugin: NotesKbPlugin
    build: Callable[[], None]
    """Builds the whole site."""
    config: MkDocsConfig
    """Of the last build."""
    _seen: Stamps
    """The files as they were when the site, or a preview of them, was last built."""
    reloads: Reloads | None = None
    """What tells browsers to reload; None where the host does."""
    _timer: threading.Timer | None = None
    _due: bool = False
    """Whether the build that follows a preview is still to be asked for."""
    _asked: bool = False
    """Whether it was asked for."""
    _seconds: float = PAUSES[1] / 3
    """What the last build of the whole site took; of the first one it is not known."""

    @classmethod
    def install(
        cls,
        plugin: NotesKbPlugin,
        server: LiveReloadServer,
        config: MkDocsConfig,
        reloads: Reloads | None = None,
    ) -> None:
        """Have a server show edits first; call it once the site has been built."""
        previews = cls(plugin, server.builder, config, _stamps(config), reloads)
        previews._signal.write_bytes(b"")
        server.builder = previews
        server.watch(str(previews._signal))

    def __call__(self) -> None:
        """Show what was edited, or build."""
        now = _stamps(self.config)
        if self._due and now == self._seen:
            return  # The host sees one save twice where the file was empty for a moment.
        edited = _edited(self._seen, now, Path(self.config.docs_dir))
        follows = self._asked and now == self._seen
        self._seen, self._asked = now, False
        if self._timer is not None:
            self._timer.cancel()
        self._due = bool(edited) and self._shown(edited)
        if self._due:
            pause = min(max(PAUSES[0], self._seconds), PAUSES[1])
            self._timer = threading.Timer(pause, self._ask_for_build)
            self._timer.daemon = True
            self._timer.start()
        else:
            # What is no text, such as a style sheet, changes pages whose HTML stays.
            if self.reloads is not None and not follows:
                self.reloads.builds += 1
            self._build()

    def _build(self) -> None:
        self.plugin.built = None
        began = time.monotonic()
        self.build()
        self._seconds = time.monotonic() - began
        if self.plugin.built is not None:
            self.config = self.plugin.built.config

    def _shown(self, paths: list[str]) -> bool:
        """Make the pages of some files; tell whether that could be done."""
        built, began = self.plugin.built, time.monotonic()
        if built is None:
            return False
        try:
            pages = show(self.plugin, built, paths)
        except Exception as problem:  # The build that follows tells what is wrong.
            log.debug("no preview of %s: %r", ", ".join(paths), problem)
            return False
        if pages:
            seconds = time.monotonic() - began
            log.info("%s: shown after %.1f s; the site follows", ", ".join(paths), seconds)
        return pages > 0

    @property
    def _signal(self) -> Path:
        return Path(self.config.site_dir) / SIGNAL

    def _ask_for_build(self) -> None:
        """Have the host's own loop call this once more: it watches the file."""
        self._due, self._asked = False, True
        with suppress(OSError):  # The server may have ended, and its folder with it.
            self._signal.write_bytes(str(time.time_ns()).encode())


def _stamps(config: MkDocsConfig) -> Stamps:
    """Stamp every file whose change has the host build again, but for those of the theme."""
    roots = [config.docs_dir, config.config_file_path or "", *config.watch]
    found: dict[str, tuple[int, int]] = {}
    for path in (path for root in roots if root for path in _files(root)):
        try:
            status = os.stat(path)
        except OSError:
            continue  # Gone again.
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def _files(root: str) -> Iterator[str]:
    if os.path.isfile(root):
        yield os.path.abspath(root)
    for folder, _, names in os.walk(root):  # Behind a link to a folder, each edit is a build.
        yield from (os.path.abspath(os.path.join(folder, n)) for n in names if not is_hidden(n))


def _edited(before: Stamps, now: Stamps, docs: Path) -> list[str]:
    """Give the paths of the texts that were edited, from the docs folder; none to build all."""
    docs = docs.absolute()
    changed = [Path(path) for path, stamp in now.items() if before.get(path) != stamp]
    texts = all(path.is_relative_to(docs) and path.suffix in {".md", ".txt"} for path in changed)
    if before.keys() != now.keys() or len(changed) > MOST or not texts:
        return []
    return [path.relative_to(docs).as_posix() for path in changed]


def show(plugin: NotesKbPlugin, built: Built, paths: Iterable[str]) -> int:
    """Write the pages of some edited files; give their number, 0 where all must be built.

    Args:
        plugin: With the site of the last build, which is changed.
        built: What that build left.
        paths: Files below the docs folder.
    """
    finishing, plan = plugin.finishing, plugin.site.plan
    ours = built.known.library.paths
    contributed = [path for path in paths if path in ours]
    ordinary = {page.file.src_uri for page in plan.ordinary()}
    if finishing is None or not ours.union(ordinary).issuperset(paths):
        return 0
    if contributed and not _read_contributed(plugin, built, contributed):
        return 0
    pages = [page for path in paths for page in _pages_of(plugin, path)]
    for planned in pages:
        before = _shown_elsewhere(planned)
        if planned.kind is Kind.NOTE:
            note = plugin.site.kb.groups[planned.thing].in_language(planned.language)
            planned.abstract = plugin.site.kb.summaries[note.path].abstract
        planned.page.read_source(built.config)
        planned.page.render(built.config, built.files)
        if planned.file.src_uri not in finishing.pending or _shown_elsewhere(planned) != before:
            return 0
    site_dir = Path(built.config.site_dir)
    for planned in pages:
        html = finishing.make_again(planned.file.src_uri, built.env, built.config, built.files)
        target = site_dir / planned.file.dest_uri
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(html.encode())
        if plugin.policies:
            plugin.policies.join(site_dir, planned.file.dest_uri)
    return len(pages)


def _shown_elsewhere(planned: PlannedPage) -> tuple[object, ...]:
    """Give what other pages show of an ordinary page: its title and front matter."""
    if planned.made:
        return ()
    meta = {key: value for key, value in planned.page.meta.items() if key != "template"}
    return (planned.title, meta)


def _read_contributed(plugin: NotesKbPlugin, built: Built, paths: list[str]) -> bool:
    """Read notes and articles again, and let the site know; False where more has changed."""
    site, known = plugin.site, built.known
    folder, allowed = Path(built.config.docs_dir), plugin.links.allowed
    library = read_again(known.library, folder, paths, known.knowledge.notes, allowed=allowed)
    if library is None:
        return False
    read = tuple(note for note in library.notes if note.path in paths)
    new, found = known.knowledge.facts(replace(library, notes=read))
    facts = Lookup(known.facts, lambda path: new[path] if path in new else known.facts[path])
    summaries = {**known.summaries, **found}
    site.renew(build(library, facts, summaries))
    plugin.built = built._replace(known=Known(library, known.knowledge, facts, summaries))
    site.render_again(paths)
    return True


def _pages_of(plugin: NotesKbPlugin, path: str) -> Iterator[PlannedPage]:
    """Yield the pages that show the text of a file."""
    kb, plan = plugin.site.kb, plugin.site.plan
    notes = {group.id for group in kb.groups.values() if path in _paths(group.versions.values())}
    concepts = {c.id for c in kb.concepts.values() if path in _paths(c.articles.values())}
    for page in plan.pages.values():
        if page.kind is Kind.NOTE and page.thing in notes:
            if kb.groups[page.thing].in_language(page.language).path == path:
                yield page
        elif page.kind is Kind.PARALLEL:
            if page.thing in notes:
                yield page
        elif page.kind is Kind.CONCEPT:
            if page.thing in concepts:
                yield page
        elif path in (page.file.src_uri, page.shows):
            yield page


def _paths(texts: Iterable[Note | Article]) -> Iterator[str]:
    return (text.path for text in texts)
