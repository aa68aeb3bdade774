"""Stories of the matrix: a site with another plugin, and what must hold of it when built."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from tests.site import CONCEPT

FOLDER = Path(__file__).parent / "stories"


def picture(width: int) -> bytes:
    """Give a small grey PNG, of another size for another file."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    header = struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" + b"\x80" * width)
    chunks = [(b"IHDR", header), (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, data) for kind, data in chunks)


BASE: Mapping[str, str | bytes] = {
    "docs/index.md": "# 首页\n\n欢迎来看笔记。\n",
    "docs/index.en.md": "# Home\n\nWelcome to the notes.\n",
    "docs/guide.md": (
        "# 指南\n\n见[笔记](notes/talk.md)。混合专家模型很稀疏。\n\n## 窍门 {#tips}\n\n多练习。\n"
    ),
    "docs/about.md": "# 关于本站\n\n![宽图](pictures/wide.png)\n\n本站由志愿者维护。\n",
    "docs/about.en.md": "# About us\n\n![wide](pictures/wide.png)\n\nVolunteers keep MoE pages.\n",
    "docs/pictures/wide.png": picture(20),
    "docs/notes/figure.png": picture(10),
    "docs/notes/talk.md": (
        "---\ntitle: 一场报告\ndate: 2025-02-03\nevent: 讲座\ntags: [稀疏]\n---\n\n"
        "## 一、专家 {#moe topic=moe}\n\n- 混合专家让参数变多。\n- 第二点。\n\n"
        "![结构图](figure.png)\n\n## 二、其他 {#rest}\n\n- 只有中文。\n"
    ),
    "docs/notes/talk.en.md": (
        "---\ntitle: A talk\ndate: 2025-02-03\nevent: Lecture\n---\n\n"
        "## Experts {#moe topic=moe}\n\n- MoE adds parameters.\n- A second point.\n\n"
        "![structure](figure.png)\n"
    ),
    "docs/concepts/moe.md": CONCEPT,
    "docs/concepts/moe.en.md": "The article.\n",
}
"""Every kind of page in two languages, with a picture; `guide` exists in Chinese only."""

BASE_CONFIG: Mapping[str, Any] = {
    "site_name": "笔记",
    "site_url": "https://example.org/base/",
    "theme": {"name": "material", "language": "zh"},
    "plugins": ["search", "notes_kb"],
    "markdown_extensions": ["attr_list", "md_in_html", "tables", "pymdownx.superfences"],
}
"""What a story's `config` adds keys to, or replaces keys of."""

DEFAULT_LANGUAGES = {"zh": "简体中文", "en": "English"}


class _Tagged(str):
    """A Python name as YAML writes it for MkDocs: ``!!python/name:package.function``."""


class _Loader(yaml.SafeLoader):
    """Safe YAML that keeps the names of Python functions as they are written."""


class _Dumper(yaml.SafeDumper):
    """Writes them again."""


_NAME = "tag:yaml.org,2002:python/name:"
_Loader.add_multi_constructor(_NAME, lambda loader, suffix, node: _Tagged(suffix))
_Dumper.add_representer(_Tagged, lambda dumper, name: dumper.represent_scalar(_NAME + name, ""))


@dataclass(frozen=True, kw_only=True)
class Story:
    """One row of the matrix, as its file in `stories/` tells it."""

    name: str
    """The file's name, and a variant's after a dot."""
    claims: Mapping[str, Any]
    """What must hold beside the common claims: the name of a claim to its argument."""
    config: Mapping[str, Any]
    """Top-level keys of ``mkdocs.yml``."""
    files: Mapping[str, str | bytes | None]
    """Files beside those of `BASE`; None takes one away."""
    command: tuple[str, ...] = ("mkdocs", "build", "--strict")
    """The program of the suite's packages that builds the site."""
    git: bool = False
    """Whether the site is a git repository, committed before the build."""
    site: str = "site"
    """Where the built site stands."""
    flat: bool = False
    """Whether pages are `x.html` in place of `x/index.html`."""
    refuses: str = ""
    """The one line that MkDocs must end with where it may not build, as a regular expression."""
    alone: bool = True
    """Whether the site builds without our plugin, too, so that the story can be checked."""

    @cached_property
    def full_config(self) -> Mapping[str, Any]:
        """The whole configuration."""
        return {k: v for k, v in {**BASE_CONFIG, **self.config}.items() if v is not None}

    def mkdocs_yml(self, *, without_ours: bool = False) -> str:
        """Write the configuration, if need be without our plugin."""
        config = dict(self.full_config)
        if without_ours:
            config["plugins"] = [p for p in config["plugins"] if _plugin_name(p) != "notes_kb"]
        return yaml.dump(config, Dumper=_Dumper, allow_unicode=True, sort_keys=False)

    @property
    def tree(self) -> dict[str, str | bytes]:
        """Every file of the site."""
        merged = {**BASE, **self.files}
        return {name: content for name, content in merged.items() if content is not None}

    @property
    def options(self) -> Mapping[str, Any]:
        """The options of our plugin."""
        for plugin in self.full_config["plugins"]:
            if isinstance(plugin, Mapping) and "notes_kb" in plugin:
                return dict(plugin["notes_kb"])
        return {}

    @property
    def languages(self) -> Mapping[str, str]:
        """Code to name; the first stands at the site's root."""
        return dict(self.options.get("languages", DEFAULT_LANGUAGES))

    @property
    def site_url(self) -> str:
        """The address of the built site, empty where it has none; mike puts versions below it."""
        configured = str(self.full_config.get("site_url") or "")
        version = self.site.partition("/")[2]
        return f"{configured}{version}/" if version else configured

    def uri(self, path: str, language: str) -> str:
        """Give the file of a page of ours: `notes/talk` is `en/notes/talk/index.html`."""
        root = "" if language == next(iter(self.languages)) else f"{language}/"
        if path == "index" or path.endswith("/index"):
            return f"{root}{path}.html"
        return f"{root}{path}.html" if self.flat else f"{root}{path}/index.html"


def _plugin_name(entry: Any) -> str:
    return next(iter(entry)) if isinstance(entry, Mapping) else str(entry)


def load_stories() -> list[Story]:
    """Read every story; one with `variants` is told once with each configuration."""
    return [story for path in sorted(FOLDER.glob("*.yml")) for story in _read(path)]


def _read(path: Path) -> list[Story]:
    told = yaml.load(path.read_text("utf-8"), Loader=_Loader)
    variants = told.pop("variants", {"": {}})
    return [_story(path.stem, told, name, changes) for name, changes in variants.items()]


def _story(stem: str, told: Mapping[str, Any], variant: str, changes: Mapping[str, Any]) -> Story:
    merged = {**told, **changes}
    for key in ("claims", "config", "files"):
        merged[key] = {**(told.get(key) or {}), **(changes.get(key) or {})}
    if "command" in merged:
        merged["command"] = tuple(merged["command"].split())
    return Story(name=f"{stem}.{variant}" if variant else stem, **merged)
