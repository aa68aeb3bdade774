"""The search of a site: pages are added, then index and scripts are written and tested."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.search.assets import data_script, scripts
from notes_kb.search.documents import Document, Entry, Labels, Options
from notes_kb.search.golden import Golden
from notes_kb.search.node import FOLDER
from notes_kb.search.part import Part, PartRef, index_page

if TYPE_CHECKING:
    from notes_kb.search.blocks import Cache, PageRow


@dataclass(slots=True)
class SearchSite:
    """The search of one build."""

    languages: Mapping[str, str]
    """Code to name; the first is the default."""
    propose_url: str = ""
    """Where readers propose a concept that they did not find; ``{query}`` is filled in."""
    golden: Sequence[Golden] = ()
    entries: tuple[Entry, ...] = ()
    """The concepts of the site."""
    kinds: Mapping[str, Labels] = field(default_factory=dict)
    """What each page is called beside its title, by its URL."""
    topics: Sequence[tuple[Labels, Labels]] = ()
    """Names and URLs of what is offered before anything is typed."""
    offline: bool = False
    """Whether the site is to work from ``file://``."""
    parts: dict[str, Part | PartRef] = field(default_factory=dict)
    """The index of each page that is searched, by its URL."""
    cache: Cache | None = None
    """Where the merge keeps what the next one uses again."""
    known: set[str] = field(default_factory=set)
    """The URLs of all pages that were added, also of those that are not searched."""
    _pages: Iterable[PageRow] = ()
    """The pages of the index that was written."""

    def add_page(self, url: str, documents: Sequence[Document]) -> None:
        """Add a page with its documents; without any it is known and not searched."""
        self.add_part(url, index_page(documents) if documents else None)

    def add_part(self, url: str, part: Part | PartRef | None) -> None:
        """Add a page that was indexed before; None for one that is not searched.

        A reference is loaded only if something near the page has changed.
        """
        self.known.add(url)
        self.parts.pop(url, None)
        if part is not None:
            self.parts[url] = part

    def write(self, site_dir: Path) -> list[Path]:
        """Write index and scripts; files that are the same keep their time stamps.

        Gives the files that were written. Files of an earlier build are removed.
        """
        written: list[Path] = []
        folder = site_dir / FOLDER
        there = dict(_files_below(os.fspath(folder)))
        for name, data in self._files():
            file = there.pop(name, None)
            if file is None or not _holds(file, data):
                path = folder / name
                _write(path, data)
                written.append(path)
        for file in there.values():
            os.unlink(file)
        return written

    def self_test(self, site_dir: Path) -> list[Diagnostic]:
        """Ask the index that `write` wrote for what must be found."""
        from notes_kb.search.selftest import self_test  # noqa: PLC0415 - as `merge`

        return self_test(site_dir, self._pages, self.entries, self.golden, self.cache)

    def _files(self) -> Iterator[tuple[str, bytes]]:
        from notes_kb.search.index import merge  # noqa: PLC0415 - a process of its own may do it

        options = Options(
            languages=self.languages,
            propose_url=self.propose_url,
            kinds=self.kinds,
            topics=self.topics,
        )
        index = merge(
            self.parts.values(), lexicon_entries=self.entries, options=options, cache=self.cache
        )
        self._pages = index.site
        for name, data in index.files.items():
            yield name, data
            if self.offline:
                yield f"{name}.js", data_script(name, data)
        folder, sources = scripts()
        for name, data in sources.items():
            yield f"{folder}/{name}", data


def _files_below(folder: str, above: str = "") -> Iterator[tuple[str, str]]:
    """Yield the files below a folder: name, with slashes, and path.

    Strings, since an index has thousands of files. Links to folders are not followed.
    """
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files_below(entry.path, f"{above}{entry.name}/")
            elif entry.is_file():
                yield f"{above}{entry.name}", entry.path


def _holds(file: str, data: bytes) -> bool:
    """Whether a file holds some bytes; one of another size is not read."""
    with open(file, "rb") as stream:
        return os.fstat(stream.fileno()).st_size == len(data) and stream.read() == data


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.write_bytes(data)
    except OSError as error:
        # A full disk shows only when the file is closed, and then Python names no file.
        error.filename = error.filename or str(path)
        raise
