"""Headings that show by what stands round them: ·Old tower·, #Day one#, 📍North hill.

Pages without headings of their own decorate a line instead, or set a bar before it. One such
line says little; several alike, each with a text of its own below, are a series of headings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from notes_kb.languages.scripts import WIDE_BARS
from notes_kb.loading.recap_blocks import Draft, Shape
from notes_kb.loading.recap_lines import BULLETS, fits
from notes_kb.loading.recap_reasons import Reasons

_LONGEST = 48
"""Columns of the longest heading."""
_FEWEST = 2
"""Lines of the smallest series."""
_SURROUNDING = frozenset("·•・#＃※★☆✦◆◇●○■□▲▼~～—–-=+|｜✨")
"""Marks that stand on both sides of a heading; brackets and quotation marks say something."""
BARS = frozenset(f"{WIDE_BARS}▎▍▌▏┃❘∣")
"""Marks that stand before a heading only, as the bar of a page's style that came along."""
_NO_SIGNS = frozenset("©®™℃°№※→←↑↓⇒➡⬅⬆⬇▲△▼▽👆👇👉👈☝🔼🔽📷📸🎥🎬\ufffc\ufffd")
"""Symbols that point at a picture, name who took it or belong to a number."""
_SENTENCE_MARKS = ("。", "；", "，", "、", "：", "…", ".", ";", ",", ":", "!", "！", "~", "～")
_LABEL = re.compile(r"[^:：]{1,8}[:：]")
_SPACED = re.compile(r"[\u4e00-\u9fff](?:[ \u3000\u00a0]{1,2}[\u4e00-\u9fff，、·]){2,23}")
_SPACED_OUT = "spaced"
"""The name of the series of such lines."""
_BLANK = frozenset(" \u3000\u00a0")
_BLANKS = re.compile(r"[ \u3000\u00a0]+")


def mark_decorated(drafts: Sequence[Draft], reasons: Reasons) -> list[Draft]:
    """Make headings, without levels yet, of the decorated lines that come in series.

    Letters that are spaced out come together, in a heading as in any line that may be one.
    """
    series: dict[str, list[tuple[int, str]]] = {}
    for n, mark, text in _decorated(drafts):
        series.setdefault(mark, []).append((n, text))
    marked = list(drafts)
    for mark, group in series.items():
        if len(group) < _FEWEST or not _is_series(drafts, group):
            continue
        for n, text in group:
            reasons.say(drafts[n], f"one of {len(group)} lines that are decorated alike")
            marked[n] = replace(
                drafts[n],
                shape=Shape.HASH,
                text=text,
                marker="",
                numbering=None,
                level=0,
                series=mark,
            )
    return marked


def _decorated(drafts: Sequence[Draft]) -> Iterator[tuple[int, str, str]]:
    """Find the decorated lines that stand alone: where, by which mark, and the bare text."""
    for n, draft in enumerate(drafts[:-1]):
        line = draft.lines[0]
        if draft.shape not in {Shape.PLAIN, Shape.BULLET} or len(draft.lines) > 1:
            continue
        if line.text[0].isalnum() and line.text[1:2] not in _BLANK:
            continue  # As most lines begin.
        if not line.after_blank or not drafts[n + 1].lines[0].after_blank or draft.indent:
            continue
        if draft.shape is Shape.BULLET and draft.marker != line.text[:1]:
            continue
        if not fits(line.text, _LONGEST):
            continue
        if found := _read(line.text):
            yield n, *found


def _read(text: str) -> tuple[str, str] | None:
    """Give the mark of a decorated line and the heading that it decorates."""
    mark, inner = text[0], text[1:-1].strip()
    if mark in _SURROUNDING and text[-1] == mark and _names(inner, mark):
        return mark * 2, inner
    if mark in BARS:
        inner = text[1:].strip()
        return (mark, inner) if _names(inner, mark, labelled=True) else None
    if _SPACED.fullmatch(text):
        return _SPACED_OUT, _BLANKS.sub("", text)
    if unicodedata.category(mark) != "So" or mark in _NO_SIGNS or mark in BULLETS:
        return None
    return (mark, text) if _names(text[1:].strip("\ufe0f "), mark) else None


def _names(text: str, mark: str, *, labelled: bool = False) -> bool:
    """Tell the words of a heading: no sentence, no label, and the mark not again."""
    return (
        any(map(str.isalpha, text))
        and mark not in text
        and not text.endswith(_SENTENCE_MARKS)
        and (labelled or not _LABEL.match(text))
    )


def is_decoration(series: str) -> bool:
    """Tell the mark of lines that are decorated alike from the name of another series."""
    mark = series[:1]
    return series == _SPACED_OUT or (
        not mark.isalnum() and (series == mark * 2 or unicodedata.category(mark) == "So")
    )


def _is_series(drafts: Sequence[Draft], group: Sequence[tuple[int, str]]) -> bool:
    """Tell lines that differ, do not follow each other as items do, and are no captions."""
    at = {n for n, _ in group}
    texts = {text for _, text in group}
    below_pictures = sum(n > 0 and drafts[n - 1].shape is Shape.FIGURE for n in at)
    captions = below_pictures * 2 >= len(at)
    return len(texts) == len(group) and not captions and not any(n + 1 in at for n in at)


def find_other_names(drafts: Sequence[Draft]) -> frozenset[int]:
    """Find the lines right below a decorated heading that say it in another script."""
    return frozenset(
        n
        for n, draft in enumerate(drafts)
        if n and drafts[n - 1].series and draft.text.isascii() != drafts[n - 1].text.isascii()
        if draft.text.isascii()
    )
