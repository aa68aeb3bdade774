"""Lets headings break between words in scripts that are written without blanks.

A browser breaks Chinese text between any two characters, and in a short balanced heading
that cuts words: 技/术. Here ``<wbr>`` is put where a line may end; the style sheet forbids
every other break. Nothing of the text changes, for search, copying and screen readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from notes_kb.languages import Language, find_language, guess_language
from notes_kb.languages.scripts import script_of

BREAK = "<wbr>"

_HEADING = re.compile(r"<(h[1-3])[\s>]", re.IGNORECASE)
_TAG = re.compile(r"(<[^<>]*+>)")
_NAME = re.compile(r"<(/?)([a-zA-Z]{1,10})")
_AS_IT_IS = frozenset({"code", "math", "svg", "script", "style", "rt"})
"""Elements of a heading in which nothing is broken."""
_LONGEST = 2_000
"""Characters of a heading's HTML above which it is left as it is."""


def with_breaks(html: str, language: str) -> str:
    """Put breaks into the headings of a page in a language; parts may be in another."""
    out: list[str] = []
    at = 0
    while found := _HEADING.search(html, at):
        end = html.find(f"</{found[1]}>", found.end())
        if end < 0:
            break
        out.append(html[at : found.start()])
        heading = html[found.start() : end]
        out.append(_broken(heading, language) if len(heading) <= _LONGEST else heading)
        at = end
    out.append(html[at:])
    return "".join(out)


def _broken(heading: str, language: str) -> str:
    own = find_language(guess_language(_TAG.sub("", heading), otherwise=language))
    if own.phrases is None:
        return heading
    depth = 0
    out: list[str] = []
    for number, piece in enumerate(_TAG.split(heading)):
        tag = _NAME.match(piece) if number % 2 else None
        if tag and tag[2].lower() in _AS_IT_IS and not piece.endswith("/>"):
            depth = max(0, depth + (-1 if tag[1] else 1))
        out.append(piece if number % 2 or depth else "".join(_with_breaks(piece, own)))
    return "".join(out)


def _with_breaks(text: str, language: Language) -> Iterator[str]:
    """Yield text with breaks between phrases, and between them and words of letters."""
    assert language.phrases is not None
    before = ""
    for script, characters in groupby(text, script_of):
        run = "".join(characters)
        edge = before[-1:] + run[0]
        letters = edge[0].isascii() != edge[-1].isascii() and any(
            c.isascii() and c.isalpha() for c in edge
        )
        if before and letters and language.told_by in {script, script_of(before[-1])}:
            yield BREAK
        yield BREAK.join(language.phrases(run)) if script is language.told_by else run
        before = run
