"""The host's files of a site: what is taken out, what moves, what is added."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.language import Languages
from notes_kb.loading.file_links import LinkGuard
from notes_kb.loading.library import Library, is_hidden
from notes_kb.loading.routes import FILE as ROUTES_FILE
from notes_kb.mkdocs.layouts import Layout
from notes_kb.mkdocs.plan import Kind, Plan, PlannedPage, dest_uri, is_published
from notes_kb.pages.drawings import drawing_harm

GOLDEN = "search.yml"
"""The owner's golden queries, in the docs folder; read, not published."""

PLUGIN = "notes_kb"

MANY = 500
"""Pages whose sources take so long to read that something else pays meanwhile."""


def edits_expected(files: Files, since: int) -> bool:
    """Whether a source of many is newer than a time in nanoseconds, at which all were read.

    A guess: a file may be newer and say the same, or be older and have taken another's place.
    """
    sources = [file.abs_src_path for file in files.documentation_pages()]
    if not since or len(sources) < MANY:
        return False
    with suppress(OSError):
        return any(os.stat(path).st_mtime_ns > since for path in sources if path)
    return False


def languages_in_use(
    files: Files, library: Library, languages: Languages, layout: Layout, *, drafts: bool
) -> Languages:
    """Leave out the languages that nothing is written in, the default one excepted.

    So that an existing site in one language does not get a tree of pages which all
    say that they are not translated.
    """
    used = {layout.split(file.src_uri)[1] for file in _ordinary(files, drafts)}
    used |= set(library.languages_in_use)
    named = languages.names.items()
    return Languages({c: n for c, n in named if c in used or c == languages.default})


def remove_sources(files: Files, library: Library) -> Iterator[Diagnostic]:
    """Take out what the library has read, and what contributors may not publish.

    A note that was refused, or a page of raw HTML among notes and concepts, would
    reach the reader uncleaned; nor may a drawing hold a script. Of other files those are
    published that no browser runs, whatever type a host gives to a suffix that it does not know.
    """
    contributed = tuple(f"{folder}/" for folder in library.folders.both)
    for file in list(files):
        if file.generated_by is not None:
            continue
        if file.src_uri in library.paths or file.src_uri in {GOLDEN, ROUTES_FILE}:
            files.remove(file)
        elif file.src_uri.startswith(contributed):
            yield from _remove_unsafe(files, file)


def _remove_unsafe(files: Files, file: File) -> Iterator[Diagnostic]:
    """Take out a contributed file that is no page of ours, and could run in a browser."""
    path = posixpath.dirname(file.src_uri).partition("/")[0]
    name = posixpath.basename(file.src_uri).lower()
    suffix = posixpath.splitext(name)[1]
    if suffix in _TEXTS:
        if suffix != ".md" or name.split(".")[0] not in _PAGES:
            files.remove(file)  # The library has told what became of it.
    elif is_hidden(name):
        files.remove(file)
    elif suffix == ".svg":
        if harm := drawing_harm(file.content_bytes):
            files.remove(file)
            yield kinds.SVG_SCRIPT.at(path=file.src_uri, harm=harm)
    elif suffix not in _PASSIVE:
        files.remove(file)
        yield kinds.FILE_NOT_PUBLISHED.at(path=file.src_uri, suffix=suffix or name, folder=path)


def refused_links(guard: LinkGuard, files: Files, config: MkDocsConfig) -> Iterator[Diagnostic]:
    """Report links that were not followed, and take out files of the owner's theme behind such.

    Whoever may add a file to the theme's folder may add one that leads elsewhere. Templates
    are read by the host before a plugin is asked, so that a linked one is only reported.
    """
    excluded = config.exclude_docs
    for finding in guard.findings():
        if not (excluded and excluded.match_file(finding.path)):
            yield finding
    custom = config.theme.custom_dir
    if not custom:
        return
    theme = LinkGuard(Path(custom), (guard.folder, *guard.allowed))
    for _ in theme.walk():
        pass
    where = os.path.relpath(custom, config.docs_dir).replace(os.sep, "/")
    for file in list(files):
        source = file.abs_src_path
        if source and file.src_dir == custom and theme.target(source) is None:
            files.remove(file)
    for finding in theme.findings():
        yield replace(finding, path=f"{where}/{finding.path}")


_TEXTS = frozenset({".md", ".markdown", ".mdown", ".mkdn", ".mkd", ".txt"})
"""What the host or the library takes for a text."""
_PAGES = frozenset({"index", "readme"})
"""Stems that stay the owner's own pages among notes and concepts."""
_PASSIVE = frozenset(
    """.png .jpg .jpeg .gif .webp .avif .bmp .ico .tif .tiff .heic .mp3 .ogg .oga .opus .wav .m4a
    .flac .aac .mp4 .m4v .webm .ogv .mov .vtt .srt .pdf .docx .pptx .xlsx .odt .odp .ods .doc .ppt
    .xls .epub .csv .tsv .json .jsonl .yml .yaml .toml .ipynb .bib .tex .zip .gz .tgz .bz2 .xz .7z
    .tar .parquet .npy .npz .py .c .h .cc .cpp .cu .cuh .go .rs .java .jl .r .sql .log .patch
    .diff .key .drawio .excalidraw""".split()
)
"""Suffixes of files that no browser runs: pictures, media, documents, data, archives, code."""


def _ordinary(files: Files, drafts: bool) -> Iterator[File]:
    """Yield the owner's pages, but for those that another plugin makes or has made its own.

    `drafts` tells whether drafts are built too, as `serve` does.
    """
    wanted = InclusionLevel.is_in_serve if drafts else InclusionLevel.is_included
    for file in files.documentation_pages(inclusion=wanted):
        if file.generated_by is None and (file.page is None or type(file.page) is Page):
            yield file


def plan_ordinary_pages(
    files: Files, config: MkDocsConfig, plan: Plan, layout: Layout, *, drafts: bool
) -> None:
    """Give the owner's pages their place in each language.

    A file in the default language stays where the host puts it. One in another
    language moves below its language's folder of the site, and out of the default
    navigation.
    """
    has_notes = bool(plan.kb.groups or plan.kb.concepts)
    for file in list(_ordinary(files, drafts)):
        path, language = layout.split(file.src_uri)
        target = dest_uri(path, language, plan.languages, directories=config.use_directory_urls)
        if target != file.dest_uri:
            _move(file, target)
            file.name = posixpath.basename(path)
        if language != plan.languages.default:
            _keep_out_of_navigation(file)
        kind = plan.indexes.get(path, Kind.PAGE) if has_notes else Kind.PAGE
        plan.add(PlannedPage(path=path, language=language, kind=kind, file=file))


def _move(file: File, target: str) -> None:
    """Change where a file's page goes; the host has perhaps worked its URL out already."""
    file.dest_uri = target
    for derived in ("url", "abs_dest_path"):
        file.__dict__.pop(derived, None)


def _keep_out_of_navigation(file: File) -> None:
    if is_published(file):
        file.inclusion = InclusionLevel.NOT_IN_NAV


def plan_fallbacks(config: MkDocsConfig, plan: Plan) -> None:
    """Plan a page in each language that an ordinary page lacks, from the best it has."""
    for path in sorted({page.path for page in plan.pages.values() if not page.made}):
        versions = plan.versions(path)
        source = versions.get(plan.languages.default) or next(iter(versions.values()))
        for code in plan.languages.codes:
            if code not in versions:
                file = new_file(config, f"{path}.{code}.md", path, code, plan.languages)
                file.abs_src_path = source.file.abs_src_path
                if not is_published(source.file):
                    file.inclusion = source.file.inclusion
                plan.add(
                    PlannedPage(
                        path=path,
                        language=code,
                        kind=source.kind,
                        file=file,
                        fallback_from=source.language,
                        shows=source.file.src_uri,
                        made=True,
                    )
                )


def new_file(
    config: MkDocsConfig, src_uri: str, path: str, language: str, languages: Languages
) -> File:
    """Give the file of a made page: the source that it would have, and where it goes."""
    file = File.generated(config, src_uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
    file.generated_by = PLUGIN
    # Plugins that ask when a page has changed want a path that exists.
    file.abs_src_path = str(config.docs_dir)
    _move(file, dest_uri(path, language, languages, directories=config.use_directory_urls))
    file.name = posixpath.basename(path)
    return file


def source_file(
    config: MkDocsConfig, src_uri: str, path: str, language: str, languages: Languages
) -> File:
    """Give the file of a page that shows one file of the docs folder."""
    file = File(
        src_uri,
        str(config.docs_dir),
        str(config.site_dir),
        config.use_directory_urls,
        dest_uri=dest_uri(path, language, languages, directories=config.use_directory_urls),
        inclusion=InclusionLevel.NOT_IN_NAV,
    )
    file.name = posixpath.basename(path)
    return file


def publish(files: Files, page: PlannedPage) -> None:
    """Hand a made page's file to the host, in the place of one of that name."""
    known = files.src_uris.get(page.file.src_uri)  # `get_file_from_path` makes a path first.
    if known is not None:
        files.remove(known)
    files.append(page.file)
