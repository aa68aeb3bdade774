"""The files for programs, made while the host writes the pages, and put where they belong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from mkdocs.plugins import get_plugin_logger

from notes_kb.build.executor import Beside, ExecutorError, available_cores, may_fork
from notes_kb.mkdocs.exports import Export, exports
from notes_kb.mkdocs.kept_files import KeptFiles
from notes_kb.mkdocs.plan import PlannedPage
from notes_kb.mkdocs.site import Site

log = get_plugin_logger("notes_kb")

MANY = 500
"""Notes and concepts whose exports pay for a process that makes them."""


class _Made(NamedTuple):
    """An export as another process gives it; the fields are those of `Export`."""

    uri: str
    key: bytes
    text: str | None
    """None where the file of the last build is in its place."""
    step: str
    rows: Sequence[bytes]


class Exporting:
    """The exports of one build.

    What they show is known once all pages are finished. Where most of them stay as they are,
    another process finds out which do while the host writes the pages; all are put in their
    places at the end, over what else may have been written there.
    """

    def __init__(
        self, site: Site, body_key: Callable[[PlannedPage], bytes], kept: KeptFiles
    ) -> None:
        """Take a site and the files of its last build; `body_key` is that of `exports`."""
        self._site, self._body_key, self._kept = site, body_key, kept
        self._beside: Beside[list[_Made]] | None = None

    def begin(self) -> None:
        """Begin to make the exports, once all pages are finished."""
        kb, setting = self._site.kb, self._site.options.executor
        pays = len(kb.groups) + len(kb.concepts) >= MANY and self._kept.came_back
        if pays and available_cores() > 1 and may_fork(setting):
            self._beside = Beside(self._make)

    def finish(self) -> None:
        """Put all exports in their places."""
        used: defaultdict[str, list[bytes]] = defaultdict(list)
        for one in self._made():
            used[one.step] += one.rows
            if not (one.key and self._kept.put_back(one.uri, one.key)):
                self._kept.place(one.uri, one.text().encode(), one.key)
        for step, rows in used.items():
            self._site.renderer.store.use(step, rows)

    def _all(self) -> Iterator[Export]:
        return exports(self._site, self._body_key)

    def _make(self) -> list[_Made]:
        """Make those exports, in another process, that are not in their places."""
        return [
            _Made(one.uri, one.key, None if self._stays(one) else one.text(), one.step, one.rows)
            for one in self._all()
        ]

    def _stays(self, one: Export) -> bool:
        return bool(one.key) and self._kept.holds(one.uri, one.key)

    def _made(self) -> Iterable[Export]:
        """Give all exports, as far as they were made beside."""
        beside, self._beside = self._beside, None
        if beside is None:
            return self._all()
        try:
            made = beside.result()
        except ExecutorError as problem:
            log.info("%s; the files for programs are made once more", problem)
            return self._all()
        return (Export(m.uri, m.key, partial(self._text, m), m.step, m.rows) for m in made)

    def _text(self, one: _Made) -> str:
        """Give an export's text; make it where its file has gone since."""
        if one.text is not None:
            return one.text
        return next(again.text() for again in self._all() if again.uri == one.uri)
