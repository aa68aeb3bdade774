"""The sites that are built: one folder of Markdown, set up for each engine."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

EXTENSIONS: list[object] = [
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    {"pymdownx.highlight": {"anchor_linenums": False}},
    "pymdownx.superfences",
    {"pymdownx.tabbed": {"alternate_style": True}},
    "tables",
    {"pymdownx.arithmatex": {"generic": True}},
    {"toc": {"permalink": True}},
]
OURS, MATERIAL, ZENSICAL = "ours", "material", "zensical"
TITLES = {OURS: "notes_kb", MATERIAL: "Material + search + jieba", ZENSICAL: "Zensical"}
PLUGINS: Mapping[str, list[object]] = {
    OURS: ["search", "notes_kb"],
    MATERIAL: [{"search": {"lang": "zh"}}],
    ZENSICAL: ["search"],
}
"""What each engine is given: with jieba installed, Material cuts Chinese words by itself."""


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with `mkdocs.yml` and `docs/`, for one engine."""

    engine: str
    folder: Path
    zensical: Path | None = None
    """The command of Zensical."""

    @property
    def docs(self) -> Path:
        """The folder of Markdown, a copy of this project's own."""
        return self.folder / "docs"

    @property
    def site(self) -> Path:
        """The folder of the built site."""
        return self.folder / "site"

    def build_command(self) -> list[str]:
        """Give the command that builds the site."""
        if self.engine == ZENSICAL:
            return [str(self.zensical), "build", "--config-file", "mkdocs.yml"]
        return [sys.executable, "-m", "mkdocs", "build", "--quiet"]

    def serve_command(self, address: str) -> list[str]:
        """Give the command that serves the site at an address such as 127.0.0.1:8000."""
        if self.engine == ZENSICAL:
            return [str(self.zensical), "serve", "--dev-addr", address]
        # Asked for by name: MkDocs 1.6.1 has it off by default under some versions of click.
        return [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", address]

    def check_command(self) -> list[str]:
        """Give the command that checks the notes, installed beside the interpreter."""
        return [str(Path(sys.executable).with_name("notes-kb")), "check"]

    def forget(self) -> None:
        """Remove the site and everything cached: what comes next is a cold build."""
        shutil.rmtree(self.site, ignore_errors=True)
        self.forget_cache()

    def forget_cache(self) -> None:
        """Remove what is cached, and leave the site."""
        shutil.rmtree(self.folder / ".cache", ignore_errors=True)


def make_project(
    engine: str,
    docs: Path,
    folder: Path,
    *,
    options: Mapping[str, object] | None = None,
    zensical: Path | None = None,
    search: bool = True,
) -> Project:
    """Copy a folder of Markdown into a new project; `options` are those of our plugin."""
    shutil.copytree(docs, folder / "docs")
    plugins: Sequence[object] = PLUGINS[engine]
    if engine == OURS and options:
        plugins = ["search", {"notes_kb": dict(options)}]
    if not search:
        plugins = [plugin for plugin in plugins if "search" not in (plugin, *_keys(plugin))]
    config = {
        "site_name": "notes",
        "site_url": "http://127.0.0.1/",
        "theme": {"name": "material", "language": "zh", "font": False},
        "plugins": plugins,
        "markdown_extensions": EXTENSIONS,
    }
    text = yaml.safe_dump(config, allow_unicode=True, sort_keys=False)
    (folder / "mkdocs.yml").write_text(text, "utf-8")
    return Project(engine, folder, zensical)


def _keys(plugin: object) -> Iterable[object]:
    return plugin if isinstance(plugin, Mapping) else ()


def written_pages(site: Path) -> tuple[int, int]:
    """Give the number of pages of a built site, and their bytes."""
    pages = [path.stat().st_size for path in site.rglob("*.html")]
    return len(pages), sum(pages)
