"""New notes and concepts with comments that say what goes where, a file each by language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from itertools import chain

import yaml

from notes_kb.languages import find_language, guess_language
from notes_kb.languages.scripts import script_of

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
        name: Its label in each language that may be written so, until somebody writes the right
            ones; in others a request stands, for English words are no Chinese name.
        codes: The site's languages.
        language: That of the comments and the article.
        labels: The right ones, as far as they are known.
    """
    codes = list(codes)
    known = labels or {}
    names = {code: known.get(code) or _name(name, code) for code in codes}
    written = ", ".join(f"{code}: {_quoted(label)}" for code, label in names.items())
    definitions = "\n".join(f"  {code}: {_quoted(_word(code, _DEFINITIONS))}" for code in codes)
    template = _template("concept", language)
    return template.format(labels=f"{{{written}}}", definitions=definitions)


def article_scaffold(language: str) -> str:
    """Give the article of a concept that is there, in another language: text without a record."""
    filled = _template("concept", language).format(labels="", definitions="")
    return filled.split("\n---\n", 1)[1].lstrip("\n")


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


def _name(name: str, code: str) -> str:
    """Give a name in a language whose script it is in, else the request to write one."""
    script = find_language(code).told_by
    if script:
        in_script = any(script_of(c) is script for c in name)
    else:
        in_script = guess_language(name, otherwise=code) == code
    return name if in_script else _word(code, _NAMES)


_NAMES, _DEFINITIONS = "names", "definitions"


def _word(code: str, kind: str) -> str:
    words = _words()[kind]
    return words.get(code) or words.get(code.split("-", maxsplit=1)[0]) or words[FALLBACK]


@cache
def placeholder_lines() -> frozenset[str]:
    """Give the lines that somebody has to replace in a new note or article, in all languages.

    Comments are none, since readers do not see them, nor headings: a note may well have one on
    questions.
    """
    names = (path.name for path in files(__package__).iterdir())
    told = [name.split(".") for name in names if name.endswith(".md")]
    texts = [_template(kind, language) for kind, language, _ in told]
    bodies = [
        text.format(title="", labels="", definitions="").split("\n---\n")[1] for text in texts
    ]
    shown = chain.from_iterable(_COMMENT.sub("", body).split("\n") for body in bodies)
    return frozenset(line.strip() for line in shown if not line.startswith("#")) - {""}


@cache
def placeholder_definitions() -> frozenset[str]:
    """Give what stands for a definition in a new concept, in all languages."""
    return frozenset(_words()[_DEFINITIONS].values())


@cache
def placeholder_names() -> frozenset[str]:
    """Give what stands for a name in a new concept, in all languages."""
    return frozenset(_words()[_NAMES].values())


_COMMENT = re.compile(r"<!--[^<]*?-->")


def translation_advice(language: str, note_id: str) -> str:
    """Tell in a line what to do with a translation that is to be filled in."""
    known = _advice()
    told = known.get(language) or known.get(language.split("-", maxsplit=1)[0]) or known[FALLBACK]
    return told.format(id=note_id)


@cache
def _advice() -> dict[str, str]:
    told = (files(__package__) / "translating.yml").read_text("utf-8")
    advice: dict[str, str] = yaml.safe_load(told)
    return advice


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = yaml.safe_load(
        (files(__package__) / "words.yml").read_text("utf-8")
    )
    return words
