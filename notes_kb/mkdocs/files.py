"""Every page of the site, in every language, as the host's files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.domain.language import Languages
from notes_kb.loading.library import Library
from notes_kb.mkdocs.made import made_pages
from notes_kb.mkdocs.pages import SitePage, site_file
from notes_kb.mkdocs.site import INDEXES, Kind, Site


def split_language(src_uri: str, layout: str, languages: Languages) -> tuple[str, str]:
    """Split a page's file into the path that all languages share and its language.

    With ``suffix``, ``guide/x.en.md`` is ``guide/x`` in ``en``; with ``folder``,
    ``en/guide/x.md`` is. A file without a language is in the default one.
    """
    stem = posixpath.splitext(src_uri)[0]
    if layout == "folder":
        first, _, rest = stem.partition("/")
        found = (rest, first) if rest and first in languages.names else (stem, languages.default)
    else:
        base, dot, code = stem.rpartition(".")
        found = (base, code) if dot and code in languages.names else (stem, languages.default)
    parent, name = posixpath.split(found[0])
    return (posixpath.join(parent, "index") if name == "README" else found[0]), found[1]


def languages_in_use(
    files: Files, library: Library, languages: Languages, layout: str
) -> Languages:
    """Leave out the languages that nothing is written in, the default one excepted.

    So that an existing site in one language does not get a tree of pages which all
    say that they are not translated.
    """
    pages = files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
    used = {split_language(f.src_uri, layout, languages)[1] for f in pages}
    used |= set(library.languages_in_use)
    named = languages.names.items()
    return Languages({c: n for c, n in named if c in used or c == languages.default})


GOLDEN = "search.yml"
"""The owner's golden queries, in the docs folder; read, not published."""


def remove_sources(files: Files, taken: Collection[str]) -> Iterator[Diagnostic]:
    """Take out what the library has read, and what contributors may not publish.

    A note that was refused, or a page of raw HTML among notes and concepts, would
    reach the reader uncleaned; nor may a drawing hold a script.
    """
    for file in list(files):
        scripted = _is_contributed(file) and _has_script(file)
        if file.src_uri in taken or file.src_uri == GOLDEN or scripted or _is_raw(file):
            files.remove(file)
        if scripted:
            yield Diagnostic(
                kind="svg-script",
                severity=Severity.WARNING,
                message="the drawing holds a script and is not published",
                path=file.src_uri,
                hint="export it without scripts and event handlers",
            )


def _is_contributed(file: File) -> bool:
    return file.src_uri.startswith(("notes/", "concepts/"))


def _is_raw(file: File) -> bool:
    """Whether a contributed file is a page that was not made from a note or concept."""
    name = posixpath.basename(file.src_uri).lower()
    page = name.endswith(".md") and name.split(".")[0] not in _PAGES
    return _is_contributed(file) and (page or name.endswith(_RAW))


_RAW = (".html", ".htm", ".xhtml", ".xml", ".js", ".txt")
_PAGES = frozenset({"index", "readme"})
"""Stems that stay the owner's own pages among notes and concepts."""

_SVG_SCRIPT = re.compile(
    rb"<\s{0,9}script|\son[a-z]{3,24}\s{0,9}=|javascript:|<\s{0,9}foreignobject|<!entity",
    re.IGNORECASE,
)


def _has_script(file: File) -> bool:
    drawing = file.src_uri.lower().endswith(".svg")
    return drawing and _SVG_SCRIPT.search(file.content_bytes) is not None


def place_ordinary_pages(files: Files, config: MkDocsConfig, site: Site, layout: str) -> None:
    """Give the owner's pages their place in each language, with fallbacks where one lacks."""
    has_notes = bool(site.kb.groups or site.kb.concepts)
    for old in list(files.documentation_pages(inclusion=InclusionLevel.is_in_serve)):
        path, language = split_language(old.src_uri, layout, site.languages)
        kind = INDEXES.get(path, Kind.PAGE) if has_notes else Kind.PAGE
        file = _moved(old, config, path, language, site.languages)
        files.remove(old)
        files.append(file)
        site.add(SitePage(None, file, config, path=path, language=language, kind=kind))
    for path in sorted({path for path, _ in site.pages}):
        for file in _fallbacks(path, config, site):
            files.append(file)


def _moved(old: File, config: MkDocsConfig, path: str, language: str, languages: Languages) -> File:
    """Point a file elsewhere; one that another plugin generated keeps its content."""
    file = site_file(config, old.src_uri, path, language, languages)
    file.inclusion = old.inclusion
    if old.generated_by is not None:
        old.dest_uri, old.name = file.dest_uri, file.name
        old.__dict__.pop("url", None)
        old.__dict__.pop("abs_dest_path", None)
        return old
    return file


def _fallbacks(path: str, config: MkDocsConfig, site: Site) -> Iterator[File]:
    """Make the pages of the languages that a path lacks, from the best it has."""
    versions = site.versions(path)
    source = versions.get(site.languages.default) or next(iter(versions.values()))
    for code in site.languages.codes:
        if code in versions:
            continue
        src_uri = f"{path}.{code}.md"
        file = site_file(config, src_uri, path, code, site.languages)
        file.abs_src_path = source.file.abs_src_path
        file.inclusion = InclusionLevel.NOT_IN_NAV
        if source.file.abs_src_path is None:
            file.content_bytes = source.file.content_bytes
        page = SitePage(
            None,
            file,
            config,
            path=path,
            language=code,
            kind=source.kind,
            fallback_from=source.language,
        )
        page.canonical_url = source.canonical_url
        page.edit_url = source.edit_url
        site.add(page)
        yield file


def add_made_pages(files: Files, config: MkDocsConfig, site: Site) -> None:
    """Add the pages of notes, topics and concepts."""
    for page in made_pages(config, site):
        page.file.inclusion = InclusionLevel.NOT_IN_NAV
        site.add(page, page.source)
        if files.get_file_from_path(page.file.src_uri):
            files.remove(page.file)
        files.append(page.file)
