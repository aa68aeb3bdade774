"""Whether a Han form stands in its run as words of its own.

Two readings of the run are compared by the product of their words' shares of
jieba's corpus: the best one that takes the form as a unit, and the best one that
does not. A form that no dictionary knows counts as a word about as rare as the
rarest in common use (`FORM`), so that 强化学习 gives way to 学习班,
while 显存 holds against the 存在 of 显存在增长.
"""

from __future__ import annotations

from notes_kb.languages.scripts import is_han
from notes_kb.languages.zh.words import MAX_WORD, is_word, log_probability, words_from

FORM = -14.7
"""Logarithm of the share that a form has as a word: 25 in jieba's 60 million."""

ORPHAN = -3.0
"""Added to a reading's logarithm for each single character that it takes as a word."""

COMMON = -7.0
"""Logarithm of the share above which a single character is an ordinary word (的, 在, 有, 人)."""

ROUNDING = 1e-6
"""What two sums of the same terms may differ by."""

WINDOW = 12
"""Characters on either side that decide; the best cut does not depend on more."""


def stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether no edge of a form cuts a word of the run around it.

    `text` is folded to Simplified characters. An edge between a Han character and
    anything else cuts nothing.
    """
    if not (_straddled(text, start) or _straddled(text, end)):
        return True
    first, last = _window(text, start, end)
    own = max(FORM, _best(text[start:end]))
    with_form = _best(text[first:start]) + own + _best(text[end:last])
    return with_form >= _best(text[first:last]) - ROUNDING


def _straddled(text: str, at: int) -> bool:
    """Tell whether some dictionary word begins before an edge and ends behind it."""
    low = at
    while low > 0 and at - low < MAX_WORD - 1 and _is_han(text[low - 1]):
        low -= 1
    high = at
    while high < len(text) and high - at < MAX_WORD - 1 and _is_han(text[high]):
        high += 1
    for begin in range(low, at):
        words = words_from(text[begin])
        for stop in range(at + 1, min(high, begin + MAX_WORD) + 1):
            if text[begin:stop] in words:
                return True
    return False


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the part of the run that decides; a mixed form's Latin side ends it."""
    first, last = start, end
    while first > 0 and start - first < WINDOW and _is_han(text[first - 1]):
        first -= 1
    while last < len(text) and last - end < WINDOW and _is_han(text[last]):
        last += 1
    return first, last


def _best(run: str) -> float:
    """Give the logarithm of the likeliest cut of a run into dictionary words."""
    best = [0.0]
    for end in range(1, len(run) + 1):
        options = [best[end - 1] + _alone(run[end - 1])]
        options += (
            best[begin] + log_probability(run[begin:end])
            for begin in range(max(0, end - MAX_WORD), end - 1)
            if is_word(run[begin:end])
        )
        best.append(max(options))
    return best[-1]


def _alone(character: str) -> float:
    share = log_probability(character)
    return share if share >= COMMON else share + ORPHAN


def _is_han(character: str) -> bool:
    """Ask the common block first, because this is asked for every character of a run."""
    return "\u4e00" <= character <= "\u9fff" or is_han(character)
