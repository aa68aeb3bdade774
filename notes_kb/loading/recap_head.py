"""The title of a paste."""

from __future__ import annotations

from collections.abc import Sequence

from notes_kb.languages.numbering import Style
from notes_kb.loading.provenance import read_credit
from notes_kb.loading.recap_blocks import Draft, Shape
from notes_kb.loading.recap_evidence import is_section_name
from notes_kb.loading.recap_turns import timed_turns
from notes_kb.loading.speaker_labels import begins_with_time, read_timed_label
from notes_kb.text.numbering import parse_numbering

_LONGEST_TITLE = 160
"""Columns."""
_LONGEST_TOLD = 240
"""Columns of one that something else tells."""
_OF_PAGES = frozenset({Style.PART, Style.CHAPTER, Style.DOTTED_2})
"""Numbers of chapters and lessons that are pages of their own."""


def find_title(drafts: Sequence[Draft], known: int = 0) -> int:
    """Count the leading drafts that are the title: 0 for none, 2 where it stands twice.

    The line that is `known` to be one may end as a sentence does, or begin with a number.
    """
    if not drafts:
        return 0
    first = drafts[0]
    if first.shape is Shape.HASH:
        others = [d.text for d in drafts[1:] if d.shape is Shape.HASH and d.level == 1]
        titled = first.level == 1 and not begins_series(first.text, others)
    elif first.shape in {Shape.PLAIN, Shape.BOLD, Shape.NUMBERED}:
        told = first.first == first.last == known and first.lines[0].width <= _LONGEST_TOLD
        titled = told or _is_titular(first, drafts)
    else:
        titled = False
    if not titled:
        return 0
    again = len(drafts) > 1 and drafts[1].text == first.text
    return 2 if again else 1


def begins_series(first: str, others: Sequence[str]) -> bool:
    """Tell a heading that is a section as the others of its level are, and no title.

    Args:
        first: The first heading of the outermost level.
        others: The texts of those behind it.
    """
    if not others:
        return False
    number = parse_numbering(first)
    below = parse_numbering(others[0])
    if number is not None and below is not None and number.style is below.style:
        return number.numbers < below.numbers
    return is_section_name(first)


def _is_titular(first: Draft, drafts: Sequence[Draft]) -> bool:
    """A line that is no sentence, no label, no turn and no first numbered heading."""
    line = first.lines[0]
    if _is_said(line.text, drafts):
        return False
    if first.shape is Shape.NUMBERED and not _is_only_chapter(first, drafts):
        return False
    if len(drafts) > 1 and not drafts[1].lines[0].after_blank and line.width > 90:
        return False
    return (
        line.width <= _LONGEST_TITLE
        and not line.text.endswith(("。", "；", ";", "，", ",", "：", ":"))
        and not (line.text.endswith(".") and line.width > 60)
        and read_credit(line.text, titular=True) is None
    )


def _is_said(text: str, drafts: Sequence[Draft]) -> bool:
    """Tell the first line of a transcript."""
    if begins_with_time(text):
        return True
    return read_timed_label(text) is not None and 0 in timed_turns(drafts)


def _is_only_chapter(first: Draft, drafts: Sequence[Draft]) -> bool:
    """Tell the title of a chapter that was copied alone: no other line counts chapters."""
    numbering = first.numbering
    if numbering is None or numbering.style not in _OF_PAGES:
        return False
    for draft in drafts[1:]:
        other = draft.numbering
        if other is None:
            continue
        item = not draft.lines[0].after_blank or draft.lines[0].ends
        outer = other.numbers == numbering.numbers[:-1] and not item
        if outer or other.style is numbering.style:
            return False
    return True
