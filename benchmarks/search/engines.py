"""The engines that are compared: how each one's site is built, and where its search lies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urljoin

from benchmarks.search.sites import (
    Site,
    build_mkdocs,
    build_pagefind,
    build_zensical,
    is_by_language_folder,
)

OURS = "search/notes-kb"
_CONFIG = re.compile(r'<script id="__config" type="application/json">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Engine:
    """What one engine is called and how it is asked."""

    name: str
    title: str
    prefixes: tuple[str, ...]
    """Where the requests lead that only the search makes."""
    module: str = "mkdocs"
    """The package that builds it."""
    index: str = "search/search_index.json"
    """What the page hands its worker, under the site's root."""
    loads_with_page: bool = False
    """Whether it fetches its index with each page, whether or not it is opened."""
    lists_more: bool = True
    """Whether it may list more than its first answer does."""


ENGINES: Mapping[str, Engine] = {
    engine.name: engine
    for engine in (
        Engine("ours", "notes_kb", ("/search/",)),
        Engine(
            "material",
            "Material + jieba",
            ("/search/", "/assets/javascripts/workers/", "/assets/javascripts/lunr/"),
            loads_with_page=True,
            lists_more=False,
        ),
        Engine("pagefind", "Pagefind", ("/pagefind/",), module="pagefind"),
        Engine(
            "zensical",
            "Zensical",
            ("/search.json", "/assets/javascripts/workers/"),
            module="zensical",
            index="search.json",
            loads_with_page=True,
        ),
    )
}


def installed() -> tuple[str, ...]:
    """Give the engines that can be built here."""
    return tuple(name for name, engine in ENGINES.items() if find_spec(engine.module))


def build_sites(names: Sequence[str], docs: Path, work: Path, times: int = 1) -> Iterator[Site]:
    """Build the site of each engine; Pagefind's is Material's with an index beside."""
    material: Site | None = None
    for name in names:
        if name == "ours":
            yield build_ours(docs, work, times)
            continue
        material = material or build_material(docs, work, times)
        if name == "zensical":
            yield build_zensical(docs, work, material.pages)
        else:
            yield material if name == "material" else build_pagefind(material)


def build_ours(docs: Path, work: Path, times: int = 1) -> Site:
    """Build the folder with our plugin and its defaults."""
    layout = "folder" if is_by_language_folder(docs) else "suffix"
    plugins: list[object] = ["search", {"notes_kb": {"layout": layout}}]
    return build_mkdocs("ours", docs, work, plugins, OURS, times)


def build_material(docs: Path, work: Path, times: int = 1) -> Site:
    """Build the folder with Material's own search; jieba is used where it is installed."""
    return build_mkdocs(
        "material", docs, work, [{"search": {"lang": "zh"}}], "search/search_index.json", times
    )


def build_plain(docs: Path, work: Path) -> Site:
    """Build the folder without any search, for what its pages show."""
    return build_mkdocs("plain", docs, work, [], "sitemap.xml")


def dialog(site: Site, language: str) -> Mapping[str, str]:
    """Say what a page of the site tells its dialog: worker, index and language."""
    first = min(site.folder.glob("**/index.html"), key=lambda p: (len(p.parts), p))
    match = _CONFIG.search(first.read_text("utf-8"))
    settings = json.loads(match[1]) if match else {}
    page = "/" + "".join(f"{part}/" for part in first.parent.relative_to(site.folder).parts)
    return {
        "worker": urljoin(page, str(settings.get("search", ""))),
        "index": f"/{ENGINES[site.engine].index}",
        "language": language,
    }
