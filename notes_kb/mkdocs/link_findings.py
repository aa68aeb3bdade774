"""What is wrong with the links and pictures of contributed files, and what to write instead."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.kinds import FindingKind
from notes_kb.domain.span import Place
from notes_kb.mkdocs.placing import Placer, note_target
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.site import Site
from notes_kb.pages.tree_passes import MISSING
from notes_kb.text.references import unescape

LARGE = 2_000_000
"""Bytes of a picture from which on it is too large for readers on the move."""

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".bmp", ".tiff"})


def link_findings(site: Site, page: PlannedPage, path: str, text: str) -> Iterator[Diagnostic]:
    """Report the links of a contributed file that lead nowhere, and pictures that are too large.

    Args:
        site: The site, all of whose texts are rendered.
        page: The page that shows the file in its own language.
        path: The file, relative to the docs folder.
        text: Its text, for the places.
    """
    placer = Placer(site, page)
    told: set[str] = set()
    for link in dict.fromkeys(site.renderings[path].facts.links):
        written = _as_written(link.written, text)
        if link.concept or written in told:
            continue
        if link.written.startswith("[[") and not placer.resolves(link, path):
            continue  # The checks tell of names that are neither a concept's nor a note's.
        told.add(written)
        place = _place(written, text)
        if not placer.resolves(link, path):
            hint = _remedy(site, path, written)
            yield kinds.LINK_BROKEN.at(place, path=path, hint=hint, target=written)
        elif found := flaw(site, path, link.written, page.language):
            yield found.kind.at(place, path=path, hint=found.hint, told=found.told, target=written)


class Flaw(NamedTuple):
    """What is wrong with a link that leads somewhere."""

    kind: FindingKind
    told: str
    """What the message names: an anchor, or a size."""
    hint: str = ""


def flaw(site: Site, path: str, written: str, language: str) -> Flaw | None:
    """Tell what is wrong with a link that leads somewhere; None where nothing is."""
    note = note_target(site, path, written, language)
    anchor = note.anchor if note else unquote(urlsplit(unescape(written)).fragment)
    if anchor:
        known = _anchors(site, path, written, language)
        if not known or anchor in known:
            return None
        close = get_close_matches(anchor[:80], sorted(known), n=1)
        return Flaw(kinds.LINK_ANCHOR, anchor, f"did you mean '#{close[0]}'?" if close else "")
    size = _size(site, path, written)
    return Flaw(kinds.PICTURE_LARGE, f"{size / 1e6:.1f} MB") if size > LARGE else None


def _anchors(site: Site, path: str, written: str, language: str) -> frozenset[str]:
    """Give the anchors of the page that a link leads to; none where they are not known here."""
    parts = urlsplit(unescape(written))
    target: PlannedPage | str | None = site.plan.by_source.get(path)
    if note := note_target(site, path, written, language):
        target = note.page
    elif parts.path:
        target = site.target(posixpath.dirname(path), parts.path, language)
    if not isinstance(target, PlannedPage):
        return frozenset()
    return frozenset().union(*map(site.anchors, _shown(site, target)))


def _shown(site: Site, target: PlannedPage) -> Iterable[str]:
    """Give the files whose anchors a page has; none for pages that have others too."""
    if target.kind is Kind.NOTE:
        group = site.kb.groups[target.thing]
        return dict.fromkeys((group.in_language(target.language).path, group.source.path))
    return () if target.made else (target.file.src_uri,)


def _size(site: Site, path: str, written: str) -> int:
    """Give the bytes of a picture of the site that a link leads to; 0 for anything else."""
    target = unquote(urlsplit(unescape(written)).path)
    if posixpath.splitext(target)[1].lower() not in _PICTURES:
        return 0
    uri = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    file = site.files.get_file_from_path(uri)
    try:
        return os.stat(file.abs_src_path).st_size if file and file.abs_src_path else 0
    except OSError:
        return 0


def _as_written(written: str, text: str) -> str:
    """Give an address as it stands in the file, where the renderer has changed it."""
    bare = unquote(written)
    return written if written in text or bare not in text else bare


def _place(written: str, text: str) -> Place | None:
    at = text.find(written)
    if at < 0 or "\n" in written:
        return None
    begins, ends = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    line, column = text.count("\n", 0, at) + 1, at - begins + 1
    source = text[begins : ends if ends >= 0 else None]
    return Place(line=line, column=column, end_column=column + len(written), source=source)


def _remedy(site: Site, path: str, written: str) -> str:
    """Say what to write instead of an address that leads nowhere, where that can be guessed."""
    if "\\" in written:
        better = written.replace("\\", "/")
        return f"write '{better}': an address has '/' between its parts"
    if written.lower() == MISSING:
        return f"write '{MISSING}', in small letters, for a figure that the source lost"
    folder = posixpath.dirname(path)
    target = posixpath.normpath(posixpath.join(folder, unquote(urlsplit(written).path)))
    names, near = site.file_names
    meant = target.lower() if target.lower() in names else near.nearest(target.lower(), cutoff=0.8)
    return f"did you mean '{posixpath.relpath(names[meant], folder)}'?" if meant else ""
