"""A site as a folder of plain Markdown: what `notes-kb export` writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from notes_kb.loading.export_marks import (
    DECLARATIONS,
    FORMAT_VERSION,
    MANIFEST,
    SOURCES,
    digest,
)
from notes_kb.loading.file_links import LinkGuard
from notes_kb.mkdocs.export_pages import exported_notes, page_markdown
from notes_kb.mkdocs.export_text import ExportPage, export_path, is_exported
from notes_kb.mkdocs.findings import SiteError, planned_site
from notes_kb.mkdocs.plan import is_published
from notes_kb.mkdocs.plugin import NotesKbPlugin
from notes_kb.mkdocs.site import Site
from notes_kb.mkdocs.zensical import config_name, zensical_config

__all__ = ["Export", "SiteError", "Target", "export_site"]


class Target(StrEnum):
    """Who reads the export."""

    MARKDOWN = "markdown"
    """Anything that reads CommonMark: anchors are HTML."""
    ZENSICAL = "zensical"
    """Zensical, or MkDocs: anchors are attribute lists; there is a configuration."""


@dataclass(frozen=True, slots=True)
class Export:
    """What an export consists of."""

    files: Mapping[str, bytes]
    """By paths from the folder, the manifest last."""
    pages: Mapping[str, int]
    """How many pages there are in each language."""
    notes: int
    concepts: int
    assets: int
    """Pictures and other files, each counted once."""


def export_site(
    config_file: Path, target: Target, tell: Callable[[int, int], None] = lambda _done, _all: None
) -> Export:
    """Write every page of a site as Markdown, in memory.

    Args:
        config_file: The site's ``mkdocs.yml``, whose plugins and hooks are run.
        target: Who reads the export.
        tell: Called with the pages that are done and their number.

    Raises:
        SiteError: The site cannot be planned, or has none of our plugin.
    """
    with planned_site(config_file) as plugin:
        if plugin is None:
            raise SiteError("its plugins do not name notes_kb")
        return _export(plugin, target, tell)


def _export(plugin: NotesKbPlugin, target: Target, tell: Callable[[int, int], None]) -> Export:
    site = plugin.site
    files: dict[str, bytes] = {}
    pages = [page for page in site.plan.pages.values() if is_published(page.file)]
    counts = dict.fromkeys(site.languages.codes, 0)
    for number, page in enumerate(pages, 1):
        to = ExportPage(site, page, attribute_lists=target is Target.ZENSICAL)
        files[export_path(page)] = page_markdown(to, site.config).encode("utf-8", "replace")
        counts[page.language] += 1
        tell(number, len(pages))
    assets = [file for file in site.files if is_exported(site, file.src_uri)]
    for file in assets:
        data = file.content_bytes
        for language in site.languages.codes:
            files.setdefault(f"docs/{language}/{file.src_uri}", data)
    docs = Path(site.config.docs_dir)
    for name in DECLARATIONS:
        if (docs / name).is_file() and LinkGuard(docs).target(str(docs / name)) is not None:
            files[f"{SOURCES}/{name}"] = (docs / name).read_bytes()
    for path, note in exported_notes(site):
        files[path] = (docs / note.path).read_bytes()
    if target is Target.ZENSICAL:
        for language in site.languages.codes:
            name = config_name(language, site.languages.default)
            written = zensical_config(site, plugin.chrome, plugin.navigations, language)
            files[name] = written.encode()
    files[MANIFEST] = _manifest(site, files)
    return Export(
        files=files,
        pages=counts,
        notes=len(site.kb.groups),
        concepts=len(site.kb.concepts),
        assets=len(assets),
    )


def _manifest(site: Site, files: Mapping[str, bytes]) -> bytes:
    """Say what the export is, and what its files held when they were written."""
    said = {
        "format_version": FORMAT_VERSION,
        "languages": dict(site.languages.names),
        "layout": site.options.layout,
        "folders": list(site.kb.folders.both),
        "files": {name: digest(data) for name, data in sorted(files.items())},
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
