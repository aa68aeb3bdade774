"""Notes and recaps that stand right in the docs folder, where they are not read as such."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.loading.decode import decode
from notes_kb.loading.file_links import LinkGuard
from notes_kb.loading.front_matter import parse_front_matter

_OF_NOTES = frozenset({"event", "no_links", "original", "former_ids"})
"""Keys of front matter that say something of notes alone."""
_OF_SOURCES = frozenset({"title", "url", "author", "license"})
_OF_SITES = frozenset({"robots", "humans", "security", "ads", "app-ads", "llms", "llms-full"})
"""Stems of texts that a site publishes for programs."""
_MOST = 16_384
"""Bytes of a file that are read: more than front matter usually has."""


def find_astray(guard: LinkGuard, folder: str) -> Iterator[Diagnostic]:
    """Yield a finding on each file of the docs folder itself that was probably meant for a folder.

    Args:
        guard: Watches over the docs folder.
        folder: The folder of notes.
    """
    for file in _files(guard):
        stem, suffix = os.path.splitext(file.name)
        if suffix == ".md" and _is_note(_head(file)):
            yield kinds.NOTE_ASTRAY.at(path=file.name, folder=folder, name=file.name)
        elif suffix == ".txt" and stem.lower() not in _OF_SITES:
            yield kinds.RECAP_ASTRAY.at(path=file.name, folder=folder, name=file.name)


def _files(guard: LinkGuard) -> list[Path]:
    """List the files of the docs folder itself that could be texts."""
    try:
        names = sorted(os.listdir(guard.folder))
    except OSError:
        return []
    found = (guard.folder / name for name in names if name.endswith((".md", ".txt")))
    return [file for file in found if file.is_file() and not file.is_symlink()]


def _head(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return decode(stream.read(_MOST)).text
    except OSError:
        return ""


def _is_note(head: str) -> bool:
    if not head.removeprefix("\ufeff").startswith("---"):
        return False
    values = parse_front_matter(head, path="").values
    source = values.get("source")
    told = isinstance(source, Mapping) and not _OF_SOURCES.isdisjoint(map(str, source))
    return told or not _OF_NOTES.isdisjoint(map(str, values))
