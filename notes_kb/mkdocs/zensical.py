"""The configuration of an exported site for Zensical: one project for each language.

Zensical has no languages within a project: the theme's words and the search's analysis are a
project's. So each language has its own file, its own folder of pages and its own index.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Link, Section
from mkdocs.structure.pages import Page

from notes_kb.mkdocs.chrome import Chrome, localise
from notes_kb.mkdocs.export_text import is_exported
from notes_kb.mkdocs.nav import Navigations
from notes_kb.mkdocs.site import Site
from notes_kb.text.references import unescape

_NEEDED = ("attr_list", "footnotes", "tables", "pymdownx.superfences")
"""Extensions that exported notes are written for; anchors of headings need the first."""
_EMOJI = {
    "material.extensions.emoji.twemoji": "zensical.extensions.emoji.twemoji",
    "material.extensions.emoji.to_svg": "zensical.extensions.emoji.to_svg",
}
_THEME = ("features", "icon")
_SITE = ("site_author", "site_url", "repo_url", "repo_name", "edit_uri", "use_directory_urls")


def config_name(language: str, default: str) -> str:
    """Give the name of a language's configuration: ``zensical.toml``, ``zensical.en.toml``."""
    return "zensical.toml" if language == default else f"zensical.{language}.toml"


def zensical_config(site: Site, chrome: Chrome, navigations: Navigations, language: str) -> str:
    """Write the configuration of one language as TOML."""
    config, default = site.config, site.languages.default
    translated = chrome.strings[language]
    title, description = site.titles[language]
    project: dict[str, Any] = {"site_name": title, "site_description": description}
    project |= {key: value for key in _SITE if (value := config.get(key)) not in (None, "")}
    root = "" if language == default else f"{language}/"
    if config.site_url:
        project["site_url"] = f"{config.site_url.rstrip('/')}/{root}"
    project["copyright"] = localise(config.copyright, translated)
    project["docs_dir"] = f"docs/{language}"
    project["site_dir"] = f"site/{root}".rstrip("/")
    project["extra_css"] = [str(path) for path in config.extra_css if _is_own(site, str(path))]
    scripts = [str(getattr(path, "path", path)) for path in config.extra_javascript]
    project["extra_javascript"] = [path for path in scripts if _is_own(site, path)]
    project["nav"] = _nav(site, navigations.by_language[language].items, language)
    theme = {"variant": "classic", "language": chrome._theme_language(language), "font": False}
    theme |= {key: value for key in _THEME if (value := config.theme.get(key))}
    pictures = {key: config.theme.get(key) for key in ("favicon", "logo")}
    theme |= {key: path for key, path in pictures.items() if path and is_exported(site, path)}
    theme["palette"] = localise(config.theme.get("palette"), translated)
    extra = dict(config.extra)
    if len(site.languages.codes) > 1:
        extra["alternate"] = [_alternate(site, code) for code in site.languages.codes]
    tables = {
        "project": _plain(project),
        "project.theme": _plain(theme),
        "project.extra": _plain(extra),
        "project.markdown_extensions": _extensions(config.markdown_extensions, config.mdx_configs),
    }
    head = f"# Made by notes-kb export. Build: zensical build -f {config_name(language, default)}\n"
    return head + "".join(_table(name, values) for name, values in tables.items() if values)


def _is_own(site: Site, path: str) -> bool:
    return "://" in path or is_exported(site, path)


def _alternate(site: Site, code: str) -> dict[str, str]:
    base = urlsplit(site.config.site_url or "/").path.rstrip("/")
    root = "" if code == site.languages.default else f"{code}/"
    return {"name": site.languages.names[code], "link": f"{base}/{root}", "lang": code}


def _nav(site: Site, items: Iterable[StructureItem], language: str) -> list[Any]:
    """Write a navigation by the paths of the exported files."""
    found: list[Any] = []
    for item in items:
        title = unescape(str(item.title or ""))
        if isinstance(item, Page):
            planned = site.plan.of(item)
            if planned is not None and planned.language == language:
                given = item.__dict__.get("title") or planned.heading
                path = f"{planned.path}.md"
                found.append({unescape(str(given)): path} if given else path)
        elif isinstance(item, Section):
            children = _nav(site, item.children, language)
            if children:
                found.append({title: children})
        elif isinstance(item, Link):
            found.append({title: item.url})
    return found


def _extensions(names: Iterable[object], configs: Mapping[str, Any]) -> dict[str, Any]:
    wanted = [name for name in names if isinstance(name, str)]
    wanted += [name for name in _NEEDED if name not in wanted]
    return {
        name: _plain(configs.get(name) or {})
        for name in wanted
        if name not in ("meta", "fenced_code", "codehilite")
    }


def _plain(value: Any) -> Any:
    """Give a value as TOML has it: what is nothing is left out, functions are named."""
    if isinstance(value, Mapping):
        named = {str(key): _plain(item) for key, item in value.items()}
        return {key: item for key, item in named.items() if item is not None}
    if isinstance(value, list | tuple):
        return [item for one in value if (item := _plain(one)) is not None]
    if inspect.isroutine(value) or inspect.isclass(value):
        name = f"{value.__module__}.{value.__qualname__}"
        return _EMOJI.get(name, name)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def _table(name: str, values: Mapping[str, Any]) -> str:
    rows = [f"{_key(key)} = {_toml(value)}\n" for key, value in values.items()]
    return f"\n[{name}]\n" + "".join(rows)


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("_", "").isalnum() else _toml(key)


def _toml(value: Any, depth: int = 0) -> str:
    """Write a value inline; JSON's strings are TOML's, but for the character DEL."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {_toml(item)}" for key, item in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list):
        inside = ", ".join(map(_toml, value))
        if len(inside) < 80 or depth:
            return f"[{inside}]"
        return "[\n" + "".join(f"  {_toml(item, 1)},\n" for item in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
