"""New notes and concepts with comments that say what goes where, a file each by language."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import yaml

FALLBACK = "en"
"""The language of the comments where a language has none of its own."""


def note_scaffold(title: str, language: str) -> str:
    """Give a new note in a language."""
    return _template("note", language).format(title=_quoted(title))


def concept_scaffold(
    name: str, codes: Iterable[str], language: str, labels: Mapping[str, str] | None = None
) -> str:
    """Give a new concept with a label and a definition in each of the site's languages.

    Args:
        name: What stands as its label until somebody writes the right ones.
        codes: The site's languages.
        language: That of the comments and the article.
        labels: The right ones, as far as they are known.
    """
    codes = list(codes)
    known = labels or {}
    written = ", ".join(f"{code}: {_quoted(known.get(code, name))}" for code in codes)
    definitions = "\n".join(f"  {code}: {_quoted(_definition(code))}" for code in codes)
    template = _template("concept", language)
    return template.format(labels=f"{{{written}}}", definitions=definitions)


def _quoted(text: str) -> str:
    """Write a text as YAML that means nothing else: JSON's strings are YAML's."""
    return json.dumps(text, ensure_ascii=False)


@cache
def _template(kind: str, language: str) -> str:
    for code in (language, language.split("-", maxsplit=1)[0], FALLBACK):
        path = files(__package__) / f"{kind}.{code}.md"
        if path.is_file():
            return path.read_text("utf-8")
    raise FileNotFoundError(kind)


def _definition(code: str) -> str:
    words = _words()
    return words.get(code) or words.get(code.split("-", maxsplit=1)[0]) or words[FALLBACK]


@cache
def _words() -> dict[str, str]:
    words: dict[str, str] = yaml.safe_load((files(__package__) / "words.yml").read_text("utf-8"))
    return words
