"""What a command needs to know of ``mkdocs.yml``, read without running it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from notes_kb.domain.language import LANGUAGE_CODE, Languages
from notes_kb.languages import own_names

CONFIG = "mkdocs.yml"
DEFAULT = Languages(own_names("zh", "en"))


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """The parts of a site's configuration that concern content."""

    docs_dir: Path
    languages: Languages


class _Loader(yaml.SafeLoader):
    """Takes any tag for its plain value: ``!!python/name:…`` and ``!ENV`` say nothing here."""


def _any_tag(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return node.value


_Loader.add_multi_constructor("", _any_tag)


def read_site_config(folder: Path) -> SiteConfig:
    """Read ``mkdocs.yml`` in a folder; what is missing or unreadable has its default.

    Configurations that inherit (``INHERIT``) are followed within the folder's tree.
    """
    values = _read(folder / CONFIG, depth=4)
    docs = values.get("docs_dir")
    return SiteConfig(
        docs_dir=folder / (docs if isinstance(docs, str) else "docs"),
        languages=_languages(values.get("plugins")) or DEFAULT,
    )


def _read(file: Path, depth: int) -> Mapping[str, Any]:
    try:
        values = yaml.load(file.read_text("utf-8"), Loader=_Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError, ValueError):
        return {}
    if not isinstance(values, dict):
        return {}
    parent = values.get("INHERIT")
    if isinstance(parent, str) and depth:
        return {**_read(file.parent / parent, depth - 1), **values}
    return values


def _languages(plugins: object) -> Languages | None:
    for name, options in _plugins(plugins):
        if name.rpartition("/")[2] == "notes_kb" and isinstance(options, dict):
            names = options.get("languages")
            if isinstance(names, dict) and names and all(map(_is_code, names)):
                return Languages({str(code): str(own) for code, own in names.items()})
    return None


def _plugins(plugins: object) -> list[tuple[str, object]]:
    """Give names with options, from either form that MkDocs takes."""
    if isinstance(plugins, dict):
        return [(str(name), options) for name, options in plugins.items()]
    entries = plugins if isinstance(plugins, list) else []
    return [
        (str(name), options)
        for entry in entries
        if isinstance(entry, dict)
        for name, options in entry.items()
    ]


def _is_code(value: object) -> bool:
    return isinstance(value, str) and LANGUAGE_CODE.fullmatch(value) is not None
