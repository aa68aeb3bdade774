"""The interface's words, in the languages that somebody has translated them to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

FALLBACK = "en"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as fast in C, which not every installation of PyYAML has."""


@cache
def strings(language: str) -> Mapping[str, str]:
    """Give the words of a language: its own, its base language's, else English.

    Each locale is a file ``locales/<code>.yml`` of ``key: text``; a key that a
    locale lacks is taken from English.
    """
    words: dict[str, str] = dict(_locale(FALLBACK))
    for code in (language.split("-", maxsplit=1)[0], language):
        words.update(_locale(code))
    return words


@cache
def _locale(code: str) -> Mapping[str, str]:
    path = files(__package__) / "locales" / f"{code}.yml"
    return yaml.load(path.read_text("utf-8"), _LOADER) if path.is_file() else {}
