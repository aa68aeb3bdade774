"""How the ordinary pages of a site are paired with their translations: one class a layout."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Protocol

from notes_kb.domain.language import Languages


class Layout(Protocol):
    """Tells which page a file is, and in which language."""

    def split(self, src_uri: str) -> tuple[str, str]:
        """Split a file into the path that all languages share and its language."""


@dataclass(frozen=True, slots=True)
class SuffixLayout:
    """``guide/x.en.md`` is ``guide/x`` in ``en``; without a suffix, in the default language."""

    languages: Languages

    def split(self, src_uri: str) -> tuple[str, str]:
        """Take the language off the file's name."""
        stem = posixpath.splitext(src_uri)[0]
        base, dot, code = stem.rpartition(".")
        if dot and code in self.languages.names:
            return _index(base), code
        return _index(stem), self.languages.default


@dataclass(frozen=True, slots=True)
class FolderLayout:
    """``en/guide/x.md`` is ``guide/x`` in ``en``; outside such folders is the default language."""

    languages: Languages

    def split(self, src_uri: str) -> tuple[str, str]:
        """Take the language's folder off the path."""
        stem = posixpath.splitext(src_uri)[0]
        first, _, rest = stem.partition("/")
        if rest and first in self.languages.names:
            return _index(rest), first
        return _index(stem), self.languages.default


LAYOUTS: dict[str, type[SuffixLayout] | type[FolderLayout]] = {
    "suffix": SuffixLayout,
    "folder": FolderLayout,
}
"""The layouts by their names in ``mkdocs.yml``; the first is the default."""


def _index(path: str) -> str:
    """Name a folder's page as the host does: README stands for index."""
    parent, name = posixpath.split(path)
    return posixpath.join(parent, "index") if name == "README" else path
