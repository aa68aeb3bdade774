"""Builds one folder as the site of each engine."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import yaml

from benchmarks.search.hook import SEEN
from benchmarks.search.pages import Page, load_pages

HOOK = Path(__file__).with_name("hook.py")
MANY = 1_000
"""Pages from which on the navigation holds the first page only: the theme renders it whole
into each page, which is no part of the search, and takes hours."""
LIMIT = 3_600
"""Seconds that one build may take."""
EXTENSIONS = [
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "pymdownx.superfences",
    "tables",
    {"pymdownx.arithmatex": {"generic": True}},
    {"toc": {"permalink": True}},
]


class BuildError(Exception):
    """A site could not be built; says what the builder said."""


@dataclass(frozen=True, slots=True)
class Site:
    """A built site."""

    engine: str
    folder: Path
    seconds: float
    """What the whole build took."""
    pages: tuple[Page, ...]
    index_bytes: int
    """The index on disk, each file gzipped."""


def build_mkdocs(
    engine: str, docs: Path, work: Path, plugins: list[object], index: str, times: int = 1
) -> Site:
    """Build the folder with MkDocs and Material, and keep what its pages show.

    The time is the median of `times` builds.
    """
    work.mkdir(parents=True, exist_ok=True)
    seen = work / f"{engine}.pages.json"
    config: Mapping[str, object] = {
        "site_name": "notes",
        "site_url": "http://127.0.0.1/",
        "docs_dir": str(docs.resolve()),
        "site_dir": str((work / engine).resolve()),
        "theme": {"name": "material", "language": "zh", "font": False},
        "plugins": plugins,
        "hooks": [str(HOOK)],
        "markdown_extensions": EXTENSIONS,
        **_navigation(docs),
    }
    path = work / f"{engine}.yml"
    path.write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(path)]
    seconds = median(run(command, environment={SEEN: str(seen)}) for _ in range(times))
    folder = work / engine
    return Site(engine, folder, seconds, load_pages(seen), index_size(folder / index))


def build_pagefind(over: Site) -> Site:
    """Index the HTML of a built site with Pagefind; its time is added to the site's."""
    seconds = run([sys.executable, "-m", "pagefind", "--site", str(over.folder)])
    size = index_size(over.folder / "pagefind")
    return Site("pagefind", over.folder, over.seconds + seconds, over.pages, size)


def build_zensical(docs: Path, work: Path, pages: tuple[Page, ...]) -> Site:
    """Build the folder with Zensical; its pages are Material's, by other means."""
    project = work / "zensical"
    project.mkdir(parents=True, exist_ok=True)
    shutil.copytree(docs, project / "docs")
    config = {
        "site_name": "notes",
        "site_url": "http://127.0.0.1/",
        "theme": {"name": "material", "language": "zh", "font": False},
        "plugins": ["search"],
        "markdown_extensions": EXTENSIONS,
        **_navigation(docs),
    }
    path = project / "mkdocs.yml"
    path.write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), "utf-8")
    seconds = run([sys.executable, "-m", "zensical", "build", "--config-file", str(path)])
    site = project / "site"
    return Site("zensical", site, seconds, pages, index_size(site / "search.json"))


def run(command: list[str], environment: Mapping[str, str] | None = None) -> float:
    """Run a builder; give its seconds. Raises BuildError where it fails or hangs."""
    started = time.monotonic()
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **(environment or {})}
    try:
        done = subprocess.run(
            command, env=variables, capture_output=True, text=True, check=False, timeout=LIMIT
        )
    except subprocess.TimeoutExpired as problem:
        raise BuildError(f"{' '.join(command)}: not done after {LIMIT} s") from problem
    if done.returncode:
        raise BuildError(f"{' '.join(command)}:\n{(done.stdout + done.stderr)[-4000:]}")
    return time.monotonic() - started


def index_size(path: Path) -> int:
    """Bytes of an index's files, gzipped; scripts and styles do not count."""
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    kept = [f for f in files if f.is_file() and f.suffix not in (".js", ".css", ".map")]
    return sum(min(f.stat().st_size, len(gzip.compress(f.read_bytes(), 6))) for f in kept)


def is_by_language_folder(docs: Path) -> bool:
    """Tell whether translations stand as ``en/x.md`` beside ``zh/x.md``."""
    return (docs / "en").is_dir() and (docs / "zh").is_dir()


def _navigation(docs: Path) -> dict[str, object]:
    sources = sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*.md"))
    if len(sources) < MANY:
        return {}
    first = "index.md" if "index.md" in sources else sources[0]
    return {"nav": [first]}
