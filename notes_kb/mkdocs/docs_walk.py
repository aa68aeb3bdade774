"""The host's walk over the docs folder, made to follow no link that leads out of it.

MkDocs walks the folder with ``os.walk(…, followlinks=True)`` before a plugin is asked: what
a link leads to becomes a page or file of the site wherever it is, and a link to a folder
above itself multiplies the site until the file system gives up, which with two of them is
never. So for that one walk, between `on_pre_build` and `on_files`, the host's module is
given our `walk` for `os.walk`; see ``docs/developing/decisions/0016``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from mkdocs.structure import files as host

from notes_kb.loading.file_links import LinkGuard


class DocsWalk:
    """Stands for the module `os` in the host's module of files."""

    def __init__(self, guard: LinkGuard) -> None:
        """Take what tells the links that may be followed."""
        self._guard = guard

    def begin(self) -> None:
        """Take the place of `os`."""
        host.os = self  # type: ignore[assignment, attr-defined]

    @staticmethod
    def end() -> None:
        """Give it back."""
        host.os = os  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> Any:
        """Give what `os` has."""
        return getattr(os, name)

    def walk(self, top: str, **options: Any) -> Iterator[tuple[str, list[str], list[str]]]:
        """Walk the docs folder by the guard, any other as `os.walk` does."""
        if os.fspath(top) == os.fspath(self._guard.folder):
            return self._guard.walk()
        return os.walk(top, **options)
