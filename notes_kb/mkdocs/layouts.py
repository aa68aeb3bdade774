"""How the ordinary pages of a site are paired with their translations: one class a layout."""

from __future__ import annotations

import posixpath
from abc import ABC, abstractmethod
from dataclasses import dataclass

from notes_kb.domain.language import Languages


@dataclass(frozen=True, slots=True)
class Layout(ABC):
    """Tells which page a file is, and in which language."""

    languages: Languages

    @abstractmethod
    def named(self, src_uri: str) -> tuple[str, str | None]:
        """Split a file into the path that all languages share and the language it names."""

    def split(self, src_uri: str) -> tuple[str, str]:
        """Do the same, with the default language for a file that names none."""
        path, language = self.named(src_uri)
        return path, language or self.languages.default


class SuffixLayout(Layout):
    """``guide/x.en.md`` is ``guide/x`` in ``en``; without a suffix, in the default language."""

    def named(self, src_uri: str) -> tuple[str, str | None]:
        """Take the language off the end of the file's name."""
        stem = posixpath.splitext(src_uri)[0]
        base, dot, code = stem.rpartition(".")
        known = dot and posixpath.basename(base) and code in self.languages.names
        return (_index(base), code) if known else (_index(stem), None)


class FolderLayout(Layout):
    """``en/guide/x.md`` is ``guide/x`` in ``en``; outside such folders is the default language."""

    def named(self, src_uri: str) -> tuple[str, str | None]:
        """Take the language's folder off the path."""
        stem = posixpath.splitext(src_uri)[0]
        first, _, rest = stem.partition("/")
        known = rest and first in self.languages.names
        return (_index(rest), first) if known else (_index(stem), None)


LAYOUTS: dict[str, type[Layout]] = {"suffix": SuffixLayout, "folder": FolderLayout}
"""The layouts by their names in ``mkdocs.yml``; the first is the default."""


def _index(path: str) -> str:
    """Name a folder's page as the host does: README stands for index."""
    parent, name = posixpath.split(path)
    return posixpath.join(parent, "index") if name == "README" else path
