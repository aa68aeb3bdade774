"""Figures: what platforms leave where a picture stood, and captions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from notes_kb.languages import LANGUAGES

_PICTURES = tuple(language.pictures for language in LANGUAGES)
_ALONE = frozenset(word for pictures in _PICTURES for word in pictures.words)
"""Words that stand for a picture only where nothing else is on the line."""


def _either(words: Iterable[str]) -> str:
    """Give alternatives, the longest first."""
    return "|".join(sorted(dict.fromkeys(words), key=len, reverse=True))


_LITERAL = re.compile(
    _either(re.escape(text) for pictures in _PICTURES for text in pictures.placeholders), re.I
)
_FAILED = _either(text for pictures in _PICTURES for text in pictures.failed)
_UPLOAD_FAILED = re.compile(rf"\[(?:{_FAILED})[^\[\]\n]{{0,80}}\]")
_FILE = re.compile(
    rf"(?:(?:{_either(word for pictures in _PICTURES for word in pictures.screenshots)})"
    r"[ -][\w .:()-]{1,80}|[\w./\\()-]{1,120})\.(?:png|jpe?g|gif|webp|svg|bmp)",
    re.I,
)
_EMBED = re.compile(r"!\[\[(?P<target>[^\[\]\n|]{1,200})(?:\|[^\[\]\n]{0,80})?\]\]")
_MARKDOWN = re.compile(
    r"!\[(?P<alt>[^\[\]\n]{0,300})\]\(\s*<?(?P<target>[^\s()<>]{0,1000})>?[^()\n]{0,200}\)"
)
_TAG = re.compile(r"<img\b[^<>\n]{0,1000}/?>", re.I)
_TAG_VALUE = re.compile(r"\b(alt|src)\s*=\s*[\"']([^\"'\n]{0,1000})[\"']", re.I)
_COUNTING = _either(c for language in LANGUAGES for c in language.ordinals.counting)
_CAPTION = re.compile(
    rf"(?:{_either(word for language in LANGUAGES for word in language.labels.figure)})"
    rf"\s?(?:[0-9]|{_COUNTING}){{1,3}}(?:[.\-–][0-9]{{1,3}})?"
    r"(?:\s?[:：.、|]\s?|\s+|$)(?=\S|$)",
    re.I,
)
_LABEL = re.compile(
    rf"(?:{_either(word for language in LANGUAGES for word in language.labels.caption)})\s?[:：]",
    re.I,
)
_MISSING = frozenset({"", "missing", "#"})

NO_PROSE = frozenset(text for pictures in _PICTURES for text in pictures.empty_alt)
"""Text alternatives that say nothing."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One picture of a line."""

    alt: str = ""
    target: str | None = None


def figure_target(target: str) -> str | None:
    """Read a picture's target; None where the note says that the source lost it."""
    return None if target.strip() in _MISSING else target.strip()


def find_figures(line: str) -> tuple[tuple[Figure, ...], str]:
    """Read the pictures that a stripped line is made of, and the caption behind them.

    Empty unless the whole line is pictures, or pictures and a caption.
    """
    if line.casefold() in _ALONE or _FILE.fullmatch(line):
        return (Figure(),), ""
    figures: list[Figure] = []
    at = 0
    while at < len(line):
        step = _figure_at(line, at)
        if step is None:
            break
        figure, at = step
        figures.append(figure)
        while at < len(line) and (line[at].isspace() or line[at] in "\u200b\ufeff"):
            at += 1
    rest = line[at:]
    if not figures or (rest and not is_caption(rest)):
        return (), ""
    return tuple(figures), rest


def is_caption(line: str) -> bool:
    """Tell whether a line is a picture's caption: 图 1：…, Figure 2. …"""
    if len(line) > 200 or line.endswith(("。", "；")):
        return False
    return bool(_CAPTION.match(line) or _LABEL.match(line))


def _figure_at(line: str, at: int) -> tuple[Figure, int] | None:
    if match := _LITERAL.match(line, at) or _UPLOAD_FAILED.match(line, at):
        return Figure(), match.end()
    if match := _EMBED.match(line, at):
        return Figure(target=figure_target(match["target"])), match.end()
    if match := _MARKDOWN.match(line, at):
        alt = match["alt"].strip()
        known = "" if alt.casefold() in NO_PROSE else alt
        return Figure(known, figure_target(match["target"])), match.end()
    if match := _TAG.match(line, at):
        values = {k.lower(): v for k, v in _TAG_VALUE.findall(match[0])}
        return Figure(values.get("alt", ""), figure_target(values.get("src", ""))), match.end()
    return None
