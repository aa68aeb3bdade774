"""One module for each language, and functions that ask the right one for a text.

A language is a `Language` value in a module of its own, its interface strings beside it
in ``locales/``, and its line in `LANGUAGES`; nothing about it stands elsewhere. The
functions here ask the right one: by code where a page's language counts, by script where
a text's own characters do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby

from notes_kb.domain.span import Span
from notes_kb.languages.en import EN
from notes_kb.languages.ja import JA
from notes_kb.languages.language import Language
from notes_kb.languages.scripts import Script, script_of
from notes_kb.languages.zh import ZH

LANGUAGES = (JA, ZH, EN)
"""In the order of asking: of several that state the rules of a script, the first whose `claims`
accepts a place in a text decides, else the last."""

NEUTRAL = Language(code="und", name="")
"""What is known of any other language: Unicode's rules."""

_BY_CODE = {language.code: language for language in LANGUAGES}
_OWNERS = {
    script: tuple(language for language in LANGUAGES if script in language.scripts) or (NEUTRAL,)
    for script in Script
}
_ADDRESS = re.compile(r"https?://[!-~]{1,2000}")
_TOLD = 0.1
"""Share of a text's letters in a language's own script above which it is of that language."""


def find_language(code: str) -> Language:
    """Give the language of a BCP 47 code: its own module, its base language's, or `NEUTRAL`."""
    return _BY_CODE.get(code) or _BY_CODE.get(code.split("-", maxsplit=1)[0]) or NEUTRAL


def language_meant(written: str, codes: Iterable[str]) -> str:
    """Give the one of some codes that the end of a file's name probably means; empty for none.

    ``EN``, ``eng``, ``en-US`` and ``english`` mean ``en`` where a site has that language.
    """
    plain = written.casefold().replace("_", "-")
    base, _, region = plain.partition("-")
    base = base if len(region) < 4 else plain  # What is longer is a script, with its own words.
    codes = list(codes)
    for code in codes:
        if plain == code.casefold():
            return code
    for code in codes:
        known = _BY_CODE.get(code)
        if known and (plain in known.spellings or base == code or base in known.spellings):
            return code
    return ""


def own_names(*codes: str) -> dict[str, str]:
    """Map codes to what their languages call themselves."""
    return {code: find_language(code).name or code for code in codes}


def guess_language(text: str, otherwise: str) -> str:
    """Tell the language of a text by the share of its letters in each script.

    Those of addresses count for nothing: pictures may have more of them than a page has text.
    """
    scripts = [script_of(c) for c in _ADDRESS.sub("", text) if c.isalpha()]
    for language in LANGUAGES:
        if language.told_by and scripts.count(language.told_by) > _TOLD * len(scripts):
            return language.code
    return otherwise


def edges_hold(text: str, start: int, end: int) -> bool:
    """Tell whether a form at ``text[start:end]`` stands as words of its own.

    Each edge is judged by the owner of the form's script there. `text` is squeezed, so
    Traditional characters are Simplified.
    """
    first = _owner(text, start, start, end)
    last = _owner(text, end - 1, start, end)
    return first.edges_hold(text, start, end) and (
        last is first or last.edges_hold(text, start, end)
    )


def inside_name(text: str, span: Span) -> bool:
    """Tell whether an occurrence is only a piece of a name: ``V3`` in ``V3.1``."""
    return any(language.inside_name(text, span) for language in LANGUAGES)


def variants(form: str) -> tuple[str, ...]:
    """Give the other written forms of a form, by the script of its last character."""
    form = form.strip()
    owners = _OWNERS[script_of(form[-1])] if form else ()
    return tuple(other for language in owners for other in language.variants(form))


def needs_capital(form: str) -> bool:
    """Tell whether only a capital tells a form from an everyday word (RAG, CoT)."""
    return any(language.needs_capital(form) for language in LANGUAGES)


@cache
def same_characters() -> Mapping[int, str]:
    """Map characters that readers do not distinguish to the one that is compared."""
    table: dict[int, str] = {}
    for language in LANGUAGES:
        table.update(language.characters())
    return table


def latinise(text: str) -> str:
    """Write a text in Latin letters as far as its languages can; other characters stay."""
    for language in LANGUAGES:
        text = language.latinise(text)
    return text


def split_words(text: str) -> Iterator[tuple[str, int]]:
    """Yield the words of a text, each with its offset.

    Letters between blanks and punctuation are one. A run of a script without blanks is cut
    by the language that states its rules, else it is one.
    """
    at = 0
    for script, group in groupby(text, script_of):
        run = "".join(group)
        if script is not Script.NONE:
            cut = _cutter(script).words
            start = at
            for word in cut(run) if cut else (run,):
                yield word, start
                start += len(word)
        at += len(run)


def term_weight(word: str) -> float:
    """Tell how much a word says as part of a term, by the language of its script; 0 to 1."""
    return _cutter(script_of(word[0])).term_weight(word)


def term_joints() -> frozenset[str]:
    """Give the words of all languages that may stand within a term."""
    return frozenset[str]().union(*(language.term_joints for language in LANGUAGES))


def _cutter(script: Script) -> Language:
    """Give the language that cuts runs of a script into words, else the last that owns it."""
    owners = _OWNERS[script]
    return next((one for one in owners if one.words), owners[-1])


def _owner(text: str, at: int, start: int, end: int) -> Language:
    owners = _OWNERS[script_of(text[at])]
    if len(owners) == 1:
        return owners[0]
    return next((one for one in owners if one.claims(text, start, end)), owners[-1])


__all__ = [
    "LANGUAGES",
    "NEUTRAL",
    "Language",
    "edges_hold",
    "find_language",
    "guess_language",
    "inside_name",
    "language_meant",
    "latinise",
    "needs_capital",
    "own_names",
    "same_characters",
    "split_words",
    "term_joints",
    "term_weight",
    "variants",
]
