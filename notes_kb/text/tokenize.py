"""Text to index terms with positions. Twin of ``search/js/tokenize.js``.

Han, kana and Hangul run together as overlapping bigrams, everything else as whole
words, all in one sequence of positions: each such character and each word takes one
place, white space, hyphens and underscores take none, a run of any other punctuation
takes one. A query is cut by the same rules, so that whatever stands side by side in a
text is found by its positions: a phrase may cross from one script into the other
(``R1模型``).

The words of an identifier are terms of their own: those of ``snake_case`` because
underscores take no place, those of ``camelCase`` by `identifier_parts`.
"""

from __future__ import annotations

import re
from functools import cache
from operator import add

from notes_kb.text.normalize import strip_diacritics

CJK = (
    "\u3005\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af"
)
"""The characters that are indexed by pairs, as ranges of a character class."""

LONGEST = 64
"""Characters of a word that count."""

_JOINT = (
    r"[ \t\r\f\v\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
    r"_'’·‐‑-]"
)
"""White space but line ends, hyphens, apostrophes: what takes no place."""

_ATOM = re.compile(
    rf"([{CJK}]+){_JOINT}*|([^\W_{CJK}]+(?:\+\+|\#)?){_JOINT}*"
    rf"|((?:\n|[^\w\s'’·‐‑-])+){_JOINT}*|{_JOINT}+"
)
"""A run, a word or a gap, with the joints behind it: as few matches as there are places."""

_CJK = re.compile(f"[{CJK}]")

_LATIN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]++")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
"""Where a word of an identifier begins: ``cuda|Memcpy|Async``, ``HTTP|Server``."""


@cache
def is_cjk(character: str) -> bool:
    """Tell whether a character is indexed by pairs."""
    return _CJK.match(character) is not None


def identifier_parts(text: str) -> dict[str, tuple[str, ...]]:
    """Map the camelCase identifiers of a text, in small letters, to their words.

    Of ``cudaMemcpyAsync`` they are ``cuda``, ``memcpy`` and ``async``. A name with a word
    of one letter, such as MoE or iPhone, is no identifier.
    """
    found: dict[str, tuple[str, ...]] = {}
    for word in _LATIN.findall(text):
        if word.islower() or word.isupper() or len(word) > LONGEST:
            continue
        parts = _HUMP.split(word)
        if len(parts) > 1 and all(len(part) > 1 for part in parts):
            found.setdefault(word.lower(), tuple(part.lower() for part in parts))
    return found


def tokenize(folded: str, start: int = 0) -> list[tuple[str, int]]:
    """Give every (term, position) of a folded text, positions counted from `start`.

    A character of a run stands alone as a term where it is the whole run or touches
    a word, because there no pair holds the two together.
    """
    out: list[tuple[str, int]] = []
    place = start
    run, after_word = "", False
    for characters, word, gap in _ATOM.findall(folded):
        if characters:
            run += characters
            place += len(characters)
        elif word:
            if run:
                _add_pairs(out, run, place - len(run), after_word, True)
                run = ""
            plain = word.isascii() and len(word) <= LONGEST
            out.append((word if plain else strip_diacritics(word[:LONGEST]), place))
            place += 1
            after_word = True
        elif gap:
            if run:
                _add_pairs(out, run, place - len(run), after_word, False)
                run = ""
            place += 1
            after_word = False
    if run:
        _add_pairs(out, run, place - len(run), after_word, False)
    return out


def _add_pairs(
    out: list[tuple[str, int]], run: str, at: int, after_word: bool, before_word: bool
) -> None:
    last = len(run) - 1
    if after_word or not last:
        out.append((run[0], at))
    out.extend(zip(map(add, run, run[1:]), range(at, at + last), strict=False))
    if before_word and last:
        out.append((run[last], at + last))
