"""Writes what the search's scripts know of languages, from the same values.

``python -m notes_kb.languages.browser`` writes the table into the scripts' folder; a
test holds the file to it.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from notes_kb.languages import LANGUAGES
from notes_kb.languages.language import Language
from notes_kb.languages.strings import strings

TABLE = Path(__file__).parent.parent / "search" / "js" / "locales.js"
"""Where the table stands in a checkout."""

_PREFIX = "search."
_HEAD = """\
/**
 * What the search knows of languages: a table written by
 * `python -m notes_kb.languages.browser` from `notes_kb/languages/`. Change it there.
 */

/**
 * @typedef {object} Stemmer
 * @property {number} shortest characters that a stem keeps
 * @property {string[][]} endings each with what stands for it
 * @property {string[][]} inflections those that make a form of the same word
 */

/**
 * @typedef {object} Locale
 * @property {string[]} asking words with which a question begins
 * @property {string[]} filling words of questions that every text holds
 * @property {string[]} inside the same, inside of a run of characters
 * @property {Stemmer | null} stemmer
 * @property {Record<string, string>} texts
 */

/** @type {Record<string, Locale>} */
"""


def table_script() -> str:
    """Give the table as a module of the search's scripts."""
    rows = [f"  {_json(one.code)}: {_entry(one)}," for one in _ordered()]
    return "\n".join([_HEAD + "export const LOCALES = {", *rows, "};", ""])


def notices(key: str) -> str:
    """Give one of the search's texts in each language, as a JSON object by code."""
    return _json({one.code: strings(one.code)[_PREFIX + key] for one in _ordered()})


def _ordered() -> list[Language]:
    return sorted(LANGUAGES, key=lambda language: language.code)


def _entry(language: Language) -> str:
    stemmer = language.stemmer
    words = strings(language.code)
    texts = {k.removeprefix(_PREFIX): v for k, v in words.items() if k.startswith(_PREFIX)}
    fields = {
        "asking": language.questions.asking,
        "filling": language.questions.filling,
        "inside": language.questions.inside,
        "stemmer": stemmer and asdict(stemmer),
        "texts": texts,
    }
    lines = [f"    {name}: {_json(value)}," for name, value in fields.items()]
    return "\n".join(["{", *lines, "  }"])


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    TABLE.write_text(table_script(), "utf-8")
