"""The sentence around a place in a text."""

from __future__ import annotations

import re

from notes_kb.domain.span import Span
from notes_kb.languages import LANGUAGES

LONGEST = 200
"""Characters of a sentence that is shown whole."""

ELLIPSIS = "…"

_MARKS = tuple(language.sentences for language in LANGUAGES)
_ENDS = frozenset[str]().union(*(marks.ends for marks in _MARKS))
_SPACED_ENDS = frozenset[str]().union(*(marks.ends_before_space for marks in _MARKS))
_CLOSERS = frozenset[str]().union(*(marks.closers for marks in _MARKS))
_GOES_ON = frozenset[str]().union(*(marks.goes_on for marks in _MARKS))
_ABBREVIATIONS = frozenset[str]().union(*(marks.abbreviations for marks in _MARKS))
_MAY_END = re.compile(
    f"[{re.escape(''.join(sorted(_ENDS | _SPACED_ENDS | _CLOSERS | {ELLIPSIS, chr(10)})))}]"
)
"""What a sentence can end with, so that no other place need be looked at."""
_BOUNDS = frozenset(" ，、,；;：:—")


def sentence_around(text: str, span: Span, *, longest: int = LONGEST) -> tuple[str, Span]:
    """Give the sentence that holds a span, and where the span stands in it.

    A sentence ends at 。！？；… or a line break, or at ``.``, ``!`` or ``?`` before
    a space, whatever the language of the text; a full stop of an abbreviation, an
    initial or a decimal ends none, nor does the end of a quotation behind which the
    sentence continues (「…。」と). A
    sentence of more than `longest` characters is cut to the surroundings of the
    span, at word bounds, with an ellipsis for what is missing.
    """
    lowest, highest = max(0, span.start - longest), min(len(text), span.end + longest)
    before = [mark.end() for mark in _MAY_END.finditer(text, lowest, span.start)]
    start = next((at for at in reversed(before) if _ends_before(text, at)), lowest)
    behind = (mark.end() for mark in _MAY_END.finditer(text, max(0, span.end - 1), highest - 1))
    end = next((at for at in behind if _ends_before(text, at)), highest)
    whole = (start > lowest or not lowest) and (end < highest or highest == len(text))
    while start < span.start and text[start].isspace():
        start += 1
    while end > span.end and text[end - 1].isspace():
        end -= 1
    if whole and end - start <= longest:
        return _plain(text, start, end, span)
    return _cut(text, Span(start, end), span, longest)


def _ends_before(text: str, at: int) -> bool:
    """Tell whether a sentence ends right before an offset within the text.

    `_MAY_END` finds the character before it.
    """
    if text[at - 1] == "\n":
        return _breaks(text, at - 1)
    if text[at] in _CLOSERS or text[at] in _ENDS:
        return False  # The closing mark belongs to the sentence that it closes.
    mark = at - 1
    while mark > 0 and text[mark] in _CLOSERS:
        mark -= 1
    if text[mark] in _ENDS:
        return mark == at - 1 or text[at] not in _GOES_ON
    if text[mark] == "…":
        return text[at] != "…" and (text[mark - 1 : mark] == "…" or text[at].isspace())
    return text[mark] in _SPACED_ENDS and _spaced_end(text, mark, at)


def _spaced_end(text: str, mark: int, at: int) -> bool:
    """Tell whether a mark before a space ends a sentence, given what follows it."""
    if text[at] in _SPACED_ENDS:
        return False
    if text[at].isspace():
        return text[mark] != "." or not _abbreviates(text, mark, at)
    return text[mark] != "." and mark == at - 1 and _is_wide(text[at])


def _breaks(text: str, newline: int) -> bool:
    """A single line break wraps a sentence; an empty line ends it."""
    return text[newline - 1 : newline] in {"", "\n"} or text[newline + 1 : newline + 2] == "\n"


def _abbreviates(text: str, mark: int, at: int) -> bool:
    """Tell whether a full stop belongs to the word before it: ``et al.``, ``e.g.``, ``J.``."""
    begin = mark
    while begin > 0 and mark - begin < 12 and (text[begin - 1].isalnum() or text[begin - 1] == "."):
        begin -= 1
    word = text[begin:mark]
    if word.isdecimal() and begin == 0:
        return True  # The number of a list item.
    if len(word) == 1 and word.isupper():
        return True
    following = text[at:].lstrip()[:1] if at + 8 > len(text) else text[at : at + 8].lstrip()[:1]
    if word.casefold() == "etc":
        return following.islower()
    return word.casefold() in _ABBREVIATIONS


def _is_wide(character: str) -> bool:
    return character > "\u2e7f"


def _plain(text: str, start: int, end: int, span: Span) -> tuple[str, Span]:
    """Give a stretch of text on one line; characters are replaced one for one."""
    line = text[start:end].replace("\n", " ").replace("\t", " ")
    return line, Span(span.start - start, span.end - start)


def _cut(text: str, sentence: Span, span: Span, longest: int) -> tuple[str, Span]:
    spare = max(0, longest - (span.end - span.start))
    start = max(sentence.start, span.start - spare // 2)
    end = min(sentence.end, start + max(longest, span.end - start))
    start = max(sentence.start, min(start, end - longest))
    start = min(start, span.start)
    if start > sentence.start:
        start = next((i + 1 for i in range(start, span.start) if text[i] in _BOUNDS), start)
    if end < sentence.end:
        end = next((i for i in range(end - 1, span.end, -1) if text[i] in _BOUNDS), end)
    line, place = _plain(text, start, end, span)
    if start > sentence.start:
        line, place = ELLIPSIS + line, Span(place.start + 1, place.end + 1)
    return (line + ELLIPSIS if end < sentence.end else line), place
