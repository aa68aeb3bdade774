"""Lets headings break between words in scripts that are written without blanks.

A browser breaks Chinese text between any two characters, and in a short balanced heading
that cuts words: 技/术. Here ``<wbr>`` is put where a line may end; the style sheet forbids
every other break. Nothing of the text changes, for search, copying and screen readers.

A balanced heading also ends lines at hyphens: DeepSeek-/V3. Names with hyphens are kept whole,
in every language, as long as they fit on a phone.
"""

from __future__ import annotations

import re

from wcwidth import wcswidth

from notes_kb.text.phrases import phrases_of, writing_of

BREAK = "<wbr>"

_HEADING = re.compile(r"<(h[1-3])[\s>]", re.IGNORECASE)
_TAG = re.compile(r"(<[^<>]*+>)")
_NAME = re.compile(r"<(/?)([a-zA-Z]{1,10})")
_AS_IT_IS = frozenset({"code", "math", "svg", "script", "style", "rt"})
"""Elements of a heading in which nothing is broken."""
_HYPHENATED = re.compile(r"(?<![\w.-])(?:[\w.]{1,40}-){1,4}[\w.]{1,40}(?![\w-])")
_WIDEST_NAME = 19
"""Columns of a name with hyphens that is kept on one line: about the line of a phone in the
largest letters of a heading. A Chinese character counts as two, a capital as one and a half."""
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
    own = writing_of(_TAG.sub("", heading), language)
    depth = 0
    out: list[str] = []
    for number, piece in enumerate(_TAG.split(heading)):
        tag = _NAME.match(piece) if number % 2 else None
        if tag and tag[2].lower() in _AS_IT_IS and not piece.endswith("/>"):
            depth = max(0, depth + (-1 if tag[1] else 1))
        out.append(
            piece if number % 2 or depth else _with_names(BREAK.join(phrases_of(piece, own)))
        )
    return "".join(out)


def _with_names(text: str) -> str:
    return _HYPHENATED.sub(_whole, text)


def _whole(name: re.Match[str]) -> str:
    capitals = sum(character.isupper() for character in name[0])
    fits = wcswidth(name[0]) + capitals / 2 <= _WIDEST_NAME
    return f'<span class="nk-whole">{name[0]}</span>' if fits else name[0]
