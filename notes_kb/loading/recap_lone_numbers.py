"""Titles set on several lines: a number and its title below it, or a numbered line that goes on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from notes_kb.languages.numbering import Style
from notes_kb.loading.recap_blocks import Draft, Shape
from notes_kb.loading.recap_lines import display_width, fits
from notes_kb.text.numbering import Numbering, parse_numbering

_LONGEST = 84
"""Columns of the longest heading that is told by its numbering or bold type alone."""
_HALF = 40
"""Columns of one line of a title that is set on two."""
_FEWEST = 2
"""Numbers of a kind that make a series."""
_LONG_SERIES = 4
"""Plain numbers of a series in which some may have no text right below their titles."""
_SPELLED = frozenset({Style.PART, Style.CHAPTER})
"""Numbers that a word counts, which say what they are without a title."""
_NEVER_ALONE = frozenset({Style.ARABIC, Style.LETTER, Style.BRACKETS, Style.HALF_BRACKET})
"""Numbers that do not stand for a heading on a line of their own: a cell, a footnote."""
_NINE = 9
"""The last number that a nought fills up."""
_BOLD = -1
_PLAIN_NUMBER = re.compile(r"[1-9][0-9]?")
_WORDS = re.compile(r"[^\W\d_]{2}")
_TEXT_ENDS = ("。", "：", "！", "？", ".", ":", "!", "?")
_PLAIN = frozenset({Shape.PLAIN, Shape.BOLD})
_MARKED = frozenset({Shape.BOLD, Shape.HASH})
_TITLES = frozenset({Shape.PLAIN, Shape.BOLD, Shape.HASH})


def join_lone_numbers(drafts: Sequence[Draft]) -> list[Draft]:
    """Make one heading of a number on a line of its own and the title below it."""
    numbers = {n: number for n, d in enumerate(drafts) if (number := _lone_number(d)) is not None}
    numbers |= _plain_series(drafts)
    numbers |= _beyond_nine(drafts, numbers)
    alike = Counter(number.style for number in numbers.values())
    titles = _titles(drafts, numbers)
    joined: list[Draft] = []
    made: list[int] = []
    at = 0
    while at < len(drafts):
        draft, number = drafts[at], numbers.get(at)
        at += 1
        if number is None or alike[number.style] < _FEWEST:
            joined.append(draft)
            continue
        title = titles.get(at - 1, [])
        made.append(len(joined))
        joined.append(_heading(draft, number, title))
        at += len(title)
    return _levelled(joined, made)


def _levelled(drafts: list[Draft], made: Sequence[int]) -> list[Draft]:
    """Give headings that Markdown does not name the level of the others that count with them."""
    levels: dict[Style, Counter[int]] = {}
    for n in made:
        number = drafts[n].numbering
        if number is not None and drafts[n].level:
            levels.setdefault(number.style, Counter())[drafts[n].level] += 1
    for n in made:
        number = drafts[n].numbering
        if number is not None and not drafts[n].level and number.style in levels:
            level = levels[number.style].most_common(1)[0][0]
            drafts[n] = replace(drafts[n], level=level)
    return drafts


def join_broken_titles(drafts: Sequence[Draft]) -> list[Draft]:
    """Join a numbered title that ends with a comma with the short line below it.

    Narrow windows make editors break titles: 三、算清成本， and 再谈增长. A sentence that is
    broken so has its end on the line below.
    """
    joined: list[Draft] = []
    taken = False
    for n, draft in enumerate(drafts):
        if taken:
            taken = False
            continue
        taken = _goes_on_below(drafts, n)
        joined.append(_with_rest(draft, drafts[n + 1]) if taken else draft)
    return joined


def _goes_on_below(drafts: Sequence[Draft], n: int) -> bool:
    """Tell a numbered line that ends with a comma, with the rest of a title and a text below."""
    draft = drafts[n]
    if draft.shape is not Shape.NUMBERED or not draft.text.endswith(("，", ",")):
        return False
    if n + 2 >= len(drafts) or _columns(draft) > _HALF:
        return False
    rest, text = drafts[n + 1], drafts[n + 2]
    return (
        rest.shape is Shape.PLAIN
        and draft.lines[0].after_blank
        and text.lines[0].after_blank
        and _columns(rest) <= _HALF
        and not rest.text.endswith((*_TEXT_ENDS[:2], "；", "，", ".", ":", ",", ";"))
    )


def _with_rest(draft: Draft, rest: Draft) -> Draft:
    text = _in_one([draft.text, rest.text])
    return replace(
        draft, lines=(*draft.lines, *rest.lines), text=text, numbering=parse_numbering(text)
    )


def _heading(draft: Draft, number: Numbering, title: Sequence[Draft]) -> Draft:
    text = _in_one([part.text.strip("*_ ") for part in title]) or draft.text.strip("*_ ")
    return replace(
        draft,
        shape=Shape.HASH,
        lines=(*draft.lines, *(line for part in title for line in part.lines)),
        text=text,
        numbering=replace(number, rest=text if title else ""),
        level=min((part.level for part in (draft, *title) if part.level), default=0),
    )


def _in_one(parts: Sequence[str]) -> str:
    """Join the lines of a title, with a blank but behind a wide comma."""
    text = ""
    for part in parts:
        text += " " * bool(text and not text.endswith("，")) + part
    return text


def _titles(drafts: Sequence[Draft], numbers: Mapping[int, Numbering]) -> dict[int, list[Draft]]:
    """Find the titles below numbers that stand on lines of their own.

    A number that a word counts, as Chapter 1, says what it is without a title. It gets one
    only where no more than half of its kind have a question below: these are the text.
    Where most numbers of a kind have no title, none has one.
    """
    below = {n + 1 for n in numbers}
    below |= {n + 1 for n in below if _follows_alike(drafts, n + 1)}
    near = below | set(numbers)
    inner = {d.level for n, d in enumerate(drafts) if d.shape is Shape.HASH and n not in near}
    inner |= {_BOLD} if _has_bold_between(drafts, numbers) else set()
    titles = {n: title for n in numbers if (title := _title_below(drafts, n, numbers, inner))}
    among = Counter(number.style for number in numbers.values())
    asked = Counter(
        numbers[n].style for n, title in titles.items() if title[-1].text.endswith(("?", "？"))
    )
    titled = Counter(numbers[n].style for n in titles)
    return {
        n: title
        for n, title in titles.items()
        if titled[style := numbers[n].style] * 2 >= among[style]
        if style not in _SPELLED or asked[style] * 2 <= among[style]
    }


def _follows_alike(drafts: Sequence[Draft], n: int) -> bool:
    """Tell a heading that another of its level stands directly above."""
    return (
        n < len(drafts)
        and drafts[n].shape is drafts[n - 1].shape is Shape.HASH
        and drafts[n].level == drafts[n - 1].level
    )


def _has_bold_between(drafts: Sequence[Draft], numbers: Mapping[int, Numbering]) -> bool:
    """Tell whether bold lines stand elsewhere between the numbers than right below one."""
    if not numbers:
        return False
    near = {n + k for n in numbers for k in (0, 1, 2)}
    between = range(min(numbers), max(numbers))
    return any(
        drafts[n].shape is Shape.BOLD and is_short(drafts[n]) for n in between if n not in near
    )


def _title_below(
    drafts: Sequence[Draft], n: int, numbers: Mapping[int, Numbering], inner: set[int]
) -> list[Draft]:
    """Give the title below a number: a line, or two where the first ends with a comma.

    Two bold lines, or two headings of one level, are one title too, where the sections have
    no headings of that kind of their own.

    Args:
        drafts: The body of the paste.
        n: Which of the drafts is the number.
        numbers: The numbers on lines of their own.
        inner: The levels of headings that stand elsewhere than below such a number. A heading
            of one of them that is deeper than the number is a section of its own. The level
            of bold lines is `_BOLD`.
    """
    below = [d for k, d in enumerate(drafts[n + 1 : n + 4], n + 1) if k not in numbers]
    if not below or n + 1 in numbers:
        return []
    first = below[0]
    if 0 < drafts[n].level < first.level and first.level in inner:
        return []
    if _are_halves(below, inner):
        return below[:2]
    return below[:1] if _is_title(first) else []


def _are_halves(below: Sequence[Draft], inner: set[int]) -> bool:
    """Tell two lines that are one title."""
    if len(below) < 2 or max(map(_columns, below[:2])) > _HALF:
        return False
    first, second = below[:2]
    halved = first.text.rstrip("*_ ").endswith(("，", ","))
    alike = first.shape is second.shape and first.shape in _MARKED and first.level == second.level
    own = (first.level or _BOLD) not in inner
    alone = len(below) < 3 or below[2].shape not in _MARKED
    return (
        (halved or (alike and own and alone))
        and (first.shape is second.shape or {first.shape, second.shape} <= _MARKED)
        and _is_title(replace(first, text=first.text.rstrip("*_ ，,")))
        and _is_title(second)
    )


def _columns(draft: Draft) -> int:
    return display_width(draft.text)


def _lone_number(draft: Draft) -> Numbering | None:
    """Read a line that is nothing but a number: 01, **02**, ## 03, #04, -05-, Part 6."""
    if draft.shape not in _TITLES or not draft.lines[0].after_blank:
        return None
    text = _bare(draft)
    numbering = parse_numbering(text) or parse_numbering(f"{text}.")
    if numbering is None or numbering.rest or numbering.style in _NEVER_ALONE:
        return None
    return replace(numbering, written=text, ordinal=numbering.ordinal.rstrip("."))


def _beyond_nine(drafts: Sequence[Draft], numbers: Mapping[int, Numbering]) -> dict[int, Numbering]:
    """Find the numbers that count on from 09, which show no nought themselves."""
    found: dict[int, Numbering] = {}
    last: Numbering | None = None
    for n, draft in enumerate(drafts):
        number = numbers.get(n)
        if number is not None and number.style is Style.PADDED:
            last = number
        elif last is not None and last.numbers[0] >= _NINE and draft.shape in _TITLES:
            text, value = _bare(draft), last.numbers[0] + 1
            if text.rstrip(".、") == str(value) and draft.lines[0].after_blank:
                last = replace(last, written=text, ordinal=str(value), numbers=(value,))
                found[n] = last
    return found


def _bare(draft: Draft) -> str:
    """Give a line without emphasis and without the marks that stand round a number."""
    return draft.text.strip("*_ #＃-—–")


def _plain_series(drafts: Sequence[Draft]) -> dict[int, Numbering]:
    """Find the plain numbers that count titles on the lines below them: 1, Title, text, 2, Title.

    A number alone may be a cell or a footnote. So each stands between blank lines, has a short
    line and then a text below, and they count on from 1. In a series of three or more some may have
    a short line, a table or a heading below instead.
    """
    found: dict[int, Numbering] = {}
    run: list[int] = []
    values = {n: value for n in range(len(drafts)) if (value := _plain_number(drafts, n))}
    for n, value in [*values.items(), (len(drafts), 1)]:  # The last ends the run before it.
        if value != len(run) + 1:
            if not _mostly_speak(drafts, run):
                run = [*takewhile(lambda at: _speaks(drafts[at + 2]), run)]
            if len(run) >= _FEWEST:
                found |= {at: _as_numbering(drafts[at]) for at in run}
            run = []
        if value == len(run) + 1:
            run.append(n)
    return found


def _mostly_speak(drafts: Sequence[Draft], run: Sequence[int]) -> bool:
    """Tell whether two thirds of a series, or half of four, have a text right below the title."""
    told = sum(_speaks(drafts[at + 2]) for at in run)
    return told * 3 >= len(run) * 2 or (len(run) >= _LONG_SERIES and told * 2 >= len(run))


def _plain_number(drafts: Sequence[Draft], n: int) -> int:
    """Read a number that has a title and something else below it; 0 where there is none."""
    match = _PLAIN_NUMBER.fullmatch(drafts[n].text.strip("*_ "))
    if match is None or drafts[n].shape not in _TITLES or n + 2 >= len(drafts):
        return 0
    title, text = drafts[n + 1], drafts[n + 2]
    apart = all(
        d.lines[0].after_blank and (d.level or len(d.lines) == 1) for d in (drafts[n], title)
    )
    titled = _is_title(title) and _WORDS.search(title.text)
    return int(match[0]) if apart and titled and text.lines[0].after_blank else 0


def _speaks(text: Draft) -> bool:
    """Tell a text below a title from another line like it."""
    return text.shape not in _PLAIN or _columns(text) > _HALF or text.text.endswith(_TEXT_ENDS)


def _as_numbering(draft: Draft) -> Numbering:
    text = draft.text.strip("*_ ")
    return Numbering(style=Style.ARABIC, written=text, ordinal=text, numbers=(int(text),), rest="")


def _is_title(draft: Draft) -> bool:
    if draft.text.endswith(("：", ":")) and not fits(draft.text, _HALF):
        return False
    if draft.shape is Shape.HASH and (draft.numbering or parse_numbering(draft.text)):
        return False
    whole = draft.shape in _MARKED or len(draft.lines) == 1
    return draft.shape in _TITLES and whole and is_short(draft)


def is_short(draft: Draft) -> bool:
    """Tell a line that is no longer than a heading, and does not end as a sentence does."""
    text = draft.text
    return fits(text, _LONGEST) and not text.endswith(("。", "；", ";", "，", ",", "……"))
