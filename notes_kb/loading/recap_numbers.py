"""Which numbered lines of a paste are headings: each series as a whole.

Headings and the items of a list carry the same numbers. What stands below them tells them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from notes_kb.languages import LANGUAGES
from notes_kb.languages.numbering import Style
from notes_kb.languages.scripts import has_wide
from notes_kb.loading.recap_blocks import Draft, Shape, hangs
from notes_kb.loading.recap_levels import follows, set_levels
from notes_kb.loading.recap_lines import fits, is_choice_row
from notes_kb.loading.recap_lone_numbers import is_short
from notes_kb.loading.recap_reasons import Reasons
from notes_kb.text.numbering import Numbering, parse_numbering

_BARE_NUMBER = re.compile(
    r"(?P<n>[1-9][0-9]?)(?P<gap>[ \t\u3000\u00a0]{0,3})(?P<rest>[^\W_].{0,200})"
)
"""A number that at most a blank parts from the words behind it."""
UNITS = frozenset("".join(one.ordinals.units for one in LANGUAGES))
"""What makes a quantity of the number right before it."""
_ADDRESS = re.compile(r"[<(（\[*_]{0,4}https?://\S{1,2000}")
_STRONG = frozenset({Style.PART, Style.CHAPTER, Style.CLAUSE, Style.FORMAL, Style.HAN, Style.ROMAN})
"""Numberings that lists rarely carry."""
_DOTTED = frozenset({Style.DOTTED_2, Style.DOTTED_3, Style.DOTTED_4})
_LIST_STYLES = frozenset(
    {Style.HAN, Style.HAN_BRACKETS, Style.ARABIC, Style.HALF_BRACKET, Style.BRACKETS,
     Style.CIRCLED, Style.FORMAL, Style.LETTER, Style.ROMAN}
)  # fmt: skip
"""Numberings that may be the marker of a list item."""
_SENTENCE_ENDS = ("。", "；", "：", ";", ":")
_SERIES = 3
"""Lines of the smallest run of dotted numbers that need not begin at one: two are quantities."""
_LONGEST_BOLD = 132
"""Columns of the longest bold line that heads something because its series does."""
_MOST_ALONE = 2
"""Numbers of a kind that nothing counts on from; more of them are lists of one item each."""
_DEEPEST = 3
"""The level of a note's deepest numbered section; the outermost is 2."""
_LABEL_STYLES = frozenset(
    {Style.ARABIC, Style.HALF_BRACKET, Style.BRACKETS, Style.CIRCLED, Style.LETTER}
)
"""Numberings that label paragraphs where they stand inside two others."""
_COUNTS_ITEMS = _LABEL_STYLES - {Style.ARABIC}
"""Numberings that label paragraphs where plain or dotted numbers count the sections."""
_SPELLED = frozenset({Style.PART, Style.CHAPTER})
"""Numberings of long texts, in which brackets may count sections of a third level."""


def read_bare_numbers(drafts: Sequence[Draft]) -> list[Draft]:
    """Read numbers that at most a blank parts from the title: 1 Why we began, 2 What we found.

    A line that begins with a quantity looks the same, so a series of lines that stand apart
    is asked for, or a number below with the same beginning: 2.1 after 2.
    """
    bare = {
        n: match
        for n, draft in enumerate(drafts)
        if draft.shape is Shape.PLAIN
        and draft.text[0].isdigit()
        and (match := bare_number(draft.text))
        and _stands_apart(drafts, n)
        and is_short(draft)
    }
    marked = [d.numbering for d in drafts if d.numbering is not None]
    parents = {m.numbers[0] for m in marked if m.style in _DOTTED}
    parents -= {m.numbers[0] for m in marked if m.style is Style.ARABIC}
    counted: list[int] = []
    last = 0
    for n, match in bare.items():
        number = int(match["n"])
        if follows(last, number) if counted else number == 1 or number in parents:
            counted.append(n)
            last = number
    if len(counted) < _SERIES and not all(int(bare[n]["n"]) in parents for n in counted):
        return list(drafts)
    if are_quantities([bare[n] for n in counted]):
        return list(drafts)
    if counted and counts_inside(drafts, counted[0], counted[-1]):
        return list(drafts)
    read = list(drafts)
    for n in counted:
        written = bare[n]["n"]
        numbering = Numbering(
            style=Style.ARABIC,
            written=written,
            ordinal=written,
            numbers=(int(written),),
            rest=bare[n]["rest"],
        )
        read[n] = replace(drafts[n], shape=Shape.NUMBERED, numbering=numbering)
    return read


def bare_number(text: str) -> re.Match[str] | None:
    """Read a number that at most a blank parts from the title behind it: 1 水, 1水, but not 3D."""
    match = _BARE_NUMBER.fullmatch(text)
    return match if match and (match["gap"] or has_wide(match["rest"][0])) else None


def counts_inside(drafts: Sequence[Draft], first: int, last: int) -> bool:
    """Tell whether numbers of the same kind, with their marks, begin inside a stretch of text.

    Where dotted numbers do, 1.1 after 1, they stand inside these.
    """
    found = [number_of(draft) or draft.numbering for draft in drafts[first:last]]
    counts = [count for count in found if count is not None]
    begun = any(count.style is Style.ARABIC and count.numbers == (1,) for count in counts)
    return begun and not any(count.style is Style.DOTTED_2 for count in counts)


def are_quantities(run: Sequence[re.Match[str]]) -> bool:
    """Tell lines that say how many of something, or name its classes: 1 级, 2 级, 3 级.

    Args:
        run: Bare numbers that count on.
    """
    glued = sum(not match["gap"] and match["rest"][0] in UNITS for match in run)
    first = {match["rest"][0] for match in run}
    return glued * 2 > len(run) or (len(first) == 1 and first <= UNITS)


def as_decided(draft: Draft, heading: bool) -> Draft:
    """Make a heading, a list item or text of a draft."""
    if draft.shape is Shape.HASH and draft.numbering is not None:
        return draft
    if draft.shape is Shape.HASH or heading:
        numbering = draft.numbering or parse_numbering(draft.text.strip("*_ "))
        if numbering is not None and not numbering.rest:
            numbering = None
        bare = numbering.rest if numbering else draft.text
        return replace(draft, shape=Shape.HASH, numbering=numbering, text=_unbold(bare))
    if draft.shape is Shape.BOLD:
        return replace(draft, shape=Shape.PLAIN, text=draft.lines[0].text)
    numbering = draft.numbering
    if draft.shape is Shape.NUMBERED and numbering is not None:
        if numbering.style not in _LIST_STYLES:
            return replace(draft, shape=Shape.PLAIN, numbering=None)
        return replace(draft, text=numbering.rest, marker=numbering.written)
    return draft


def _unbold(text: str) -> str:
    for mark in ("**", "__"):
        if text.startswith(mark) and text.endswith(mark) and len(text) > 4:
            inner = text[2:-2]
            return inner if mark not in inner else text
    return text


# Which numbered lines are headings


def numbered_headings(drafts: Sequence[Draft], reasons: Reasons) -> set[int]:
    """Judge every run of a numbering as a whole: all of it are headings, or none."""
    parents = _dotted_parents(drafts)
    runs = numbered_runs(drafts)
    firsts = (number_of(drafts[run[0]]) for run in runs if len(run) == 1)
    alone = Counter(first.style for first in firsts if first is not None)
    again = _lines_again_below(drafts)
    accepted: list[Sequence[int]] = [
        run
        for run in runs
        if not _is_enclosed(drafts, run)
        if not _is_contents(drafts, run, again)
        if _is_heading_run(drafts, run, alone) or (len(run) > 1 and parents.issuperset(run))
    ]
    accepted += _empty_subsections(drafts, runs, accepted)
    labels = _label_runs(drafts, accepted)
    headings = {n for run in accepted for n in run} - labels
    for run in runs:
        for n in run:
            reasons.say(drafts[n], _about_run(drafts, run, n in headings, n in labels))
    return headings - _too_deep(drafts, headings, reasons)


def _lines_again_below(drafts: Sequence[Draft]) -> Mapping[int, int]:
    """Find the numbered lines that stand again below, and where they do."""
    texts = {n: "".join(d.text.split()) for n, d in enumerate(drafts) if number_of(d) is not None}
    last = {text: n for n, text in texts.items()}
    return {n: last[text] for n, text in texts.items() if last[text] > n}


def _is_enclosed(drafts: Sequence[Draft], run: Sequence[int]) -> bool:
    """Tell labels of paragraphs that count inside a section: the same numbers go on behind them.

    Theirs end with a colon, and 2. stands before their 1. and 3. behind their last.
    """
    first = number_of(drafts[run[0]])
    labels = sum(drafts[n].text.endswith((":", "：")) for n in run)
    if first is None or labels * 2 <= len(run):
        return False
    before = _nearest(drafts, range(run[0] - 1, -1, -1), first.style)
    behind = _nearest(drafts, range(run[-1] + 1, len(drafts)), first.style)
    return 1 < behind == before + 1


def _nearest(drafts: Sequence[Draft], places: Iterable[int], style: Style) -> int:
    """Give the next number of a kind, of a named heading too; 0 where there is none."""
    numbers = (number_of(drafts[n]) or drafts[n].numbering for n in places)
    return next((one.numbers[-1] for one in numbers if one and one.style is style), 0)


def _is_contents(drafts: Sequence[Draft], run: Sequence[int], again: Mapping[int, int]) -> bool:
    """Tell a table of contents or a summary: each of its lines stands again below.

    So do the titles that two sections share, but those have texts, and another number between.
    """
    first = number_of(drafts[run[0]])
    if len(run) < _SERIES or first is None or not all(n in again for n in run):
        return False
    within = drafts[run[0] : run[-1]]
    if not any(d.shape is Shape.PLAIN and d.text.endswith(_SENTENCE_ENDS) for d in within):
        return True
    below = drafts[run[-1] : min(again[n] for n in run)]
    between = (number_of(draft) or draft.numbering for draft in below)
    return all(one is None or one.style is first.style for one in between)


def _empty_subsections(
    drafts: Sequence[Draft], runs: Sequence[Sequence[int]], accepted: Sequence[Sequence[int]]
) -> list[Sequence[int]]:
    """Find the series of headings without a text that extend the numbers of headings.

    5.3.2.1 to 5.3.2.3 may have nothing below them but a picture that did not come along.
    """
    known = {
        numbering.numbers
        for run in accepted
        for n in run
        if (numbering := number_of(drafts[n])) is not None
    }
    done = {run[0] for run in accepted}
    return [
        run
        for run in runs
        if run[0] not in done and len(run) > 1 and all(_stands_apart(drafts, n) for n in run)
        if all(
            (numbering := number_of(drafts[n])) is not None
            and numbering.style in {Style.DOTTED_3, Style.DOTTED_4}
            and numbering.numbers[:-1] in known
            and is_short(drafts[n])
            for n in run
        )
    ]


def _label_runs(drafts: Sequence[Draft], accepted: Sequence[Sequence[int]]) -> set[int]:
    """Find the series that count paragraphs: (1) or ① where 1. or 1.1 count the sections.

    Of 74 such lines that had been taken for headings in 1,877 real articles, none was one.
    """
    sections = {
        first.style
        for run in accepted
        if len(run) > 1 and (first := number_of(drafts[run[0]])) is not None
    }
    if not sections & (_DOTTED | {Style.ARABIC}) or sections & _SPELLED:
        return set()
    return {
        n
        for run in accepted
        if (first := number_of(drafts[run[0]])) is not None and first.style in _COUNTS_ITEMS
        if _stands_apart(drafts, run[0]) and drafts[run[0]].shape is not Shape.BOLD
        for n in run
    }


def _dotted_parents(drafts: Sequence[Draft]) -> set[int]:
    """Find the numbers that have dotted ones below: 2. before 2.1. No list does that."""
    parents: set[int] = set()
    open_at = 0
    for n, draft in enumerate(drafts):
        numbering = number_of(draft)
        if numbering is None or not _stands_apart(drafts, n):
            continue
        if numbering.style is Style.ARABIC:
            open_at = n
        elif numbering.style is Style.DOTTED_2 and numbering.numbers[1] == 1:
            above = number_of(drafts[open_at])
            if above is not None and above.numbers == numbering.numbers[:1]:
                parents.add(open_at)
    return parents


def _about_run(drafts: Sequence[Draft], run: Sequence[int], accepted: bool, label: bool) -> str:
    first, last = drafts[run[0]].first, drafts[run[-1]].first
    what = "headings: text stands below them" if accepted else "a list: they have no text below"
    if label:
        what = "labels of paragraphs: plain or dotted numbers count the sections"
    return f"one of a series of {len(run)} numbers, lines {first} to {last}; {what}"


def _too_deep(drafts: Sequence[Draft], headings: set[int], reasons: Reasons) -> set[int]:
    """Find the numberings that stand inside two others: labels of paragraphs, no sections."""
    decided = [as_decided(draft, n in headings) for n, draft in enumerate(drafts)]
    levels = [draft.level for draft in set_levels(decided, "")]
    found = {
        n
        for n in headings
        if drafts[n].shape is Shape.NUMBERED
        and drafts[n].lines[0].after_blank
        and (numbering := number_of(drafts[n])) is not None
        and (
            (numbering.style in _LABEL_STYLES and levels[n] > _DEEPEST + 1)
            or len(numbering.numbers) > _DEEPEST + 1
        )
    }
    for n in found:
        reasons.say(drafts[n], "numbered inside two other numberings: a label, no section")
    return found


def numbered_runs(drafts: Sequence[Draft]) -> list[list[int]]:
    """Find the lines that count on from each other: 一、 二、 三、 or 1.1 1.2.

    Where two runs of a kind are open, as headings and the items of a list between them are,
    a line goes on with the run whose lines stand as it does.
    """
    open_runs: dict[tuple[Style, bool], list[int]] = {}
    runs: list[list[int]] = []
    bullet_indent: int | None = None
    for n, draft in enumerate(drafts):
        numbering = number_of(draft)
        if draft.shape is Shape.BULLET:
            bullet_indent = (
                draft.indent if bullet_indent is None else min(bullet_indent, draft.indent)
            )
        elif draft.shape in {Shape.PLAIN, Shape.HASH} and draft.indent == 0:
            bullet_indent = None
        if numbering is None or (bullet_indent is not None and draft.indent > bullet_indent):
            continue
        if draft.indent == 0:
            bullet_indent = None
        own = _stands_apart(drafts, n)
        for apart in (own, not own):
            run = open_runs.get((numbering.style, apart))
            before = number_of(drafts[run[-1]]) if run else None
            down = run is not None and len(run) > 1 and number_of(drafts[run[-2]])
            if run and before and _counts_on(before, numbering, down or None):
                run.append(n)
                break
        else:
            open_runs[numbering.style, own] = [n]
            runs.append(open_runs[numbering.style, own])
    return runs


def _stands_apart(drafts: Sequence[Draft], n: int) -> bool:
    """Tell a line at the margin with a blank line on both sides, as headings stand."""
    draft = drafts[n]
    below = n + 1 == len(drafts) or drafts[n + 1].lines[0].after_blank
    at_margin = draft.indent == 0 or draft.lines[0].begins_paragraph
    return at_margin and draft.lines[0].after_blank and below


def number_of(draft: Draft) -> Numbering | None:
    """Give the number of a numbered or bold line, with which it may be a heading."""
    if draft.shape is Shape.NUMBERED:
        return draft.numbering
    if draft.shape is Shape.BOLD:
        numbering = parse_numbering(draft.text)
        counts = numbering is not None and numbering.rest and not is_choice_row(draft.text)
        return numbering if counts else None
    return None


def _counts_on(before: Numbering, after: Numbering, earlier: Numbering | None) -> bool:
    """Tell whether a number goes on with a run, upwards or, as the ten best do, downwards.

    Args:
        before: The last number of the run.
        after: The number that may go on.
        earlier: The last but one of the run; None where there is none.
    """
    falls = after.numbers[-1] == before.numbers[-1] - 1 and after.numbers[-1] > 0
    fell = earlier is not None and earlier.numbers[-1] > before.numbers[-1]
    if len(after.numbers) == 1 and (falls or fell):
        return falls and (fell or earlier is None)
    if before.numbers[:-1] != after.numbers[:-1]:
        return after.numbers > before.numbers and after.numbers[-1] == 1
    return follows(before.numbers[-1], after.numbers[-1])


def _is_heading_run(
    drafts: Sequence[Draft], run: Sequence[int], alone: Mapping[Style, int]
) -> bool:
    """Tell whether the lines of a run are headings.

    Args:
        drafts: The body of the paste.
        run: Which of the drafts count on from each other.
        alone: For each kind of number, how many runs have one line only.
    """
    first = number_of(drafts[run[0]])
    if first is None:
        return False
    series = len(run) >= _SERIES
    short = sum(is_short(drafts[n]) or (series and _is_bold_headline(drafts[n])) for n in run)
    if first.style in _LIST_STYLES - _STRONG:
        of_one_item = len(run) == 1 and alone[first.style] > _MOST_ALONE
        if of_one_item or _is_list(drafts, run):
            return False
    amount = first.style in _DOTTED and first.numbers[-1] > 1 and len(run) < _SERIES
    if short * 2 < len(run) or amount or _are_references(drafts, run):
        return False
    filled = sum(1 for a, b in pairwise(run) if _has_content(drafts, a, b))
    last = _has_content(drafts, run[-1], len(drafts))
    if len(run) == 1:
        dotted = first.style in _DOTTED and _stands_apart(drafts, run[0])
        bold = drafts[run[0]].shape is Shape.BOLD and first.style is not Style.LETTER
        strong = first.style in _STRONG or dotted or bold
        return last and (strong or (first.numbers[-1] == 1 and drafts[run[0]].lines[0].after_blank))
    gaps = len(run) - 1
    if first.style in _STRONG or first.style in _DOTTED:
        return filled * 3 >= gaps
    return filled * 2 >= gaps and filled + last > gaps // 2


def _is_bold_headline(draft: Draft) -> bool:
    """Tell a bold line that may head something although it is long or a sentence."""
    bold = draft.shape is Shape.BOLD and not draft.text.endswith(("；", ";"))
    return bold and fits(draft.text, _LONGEST_BOLD)


def _are_references(drafts: Sequence[Draft], run: Sequence[int]) -> bool:
    """Tell numbered titles with an address below each."""
    addressed = sum(_ADDRESS.match(drafts[n + 1].text) is not None for n in run[:-1])
    return addressed * 2 > len(run) - 1 > 0


def _is_list(drafts: Sequence[Draft], run: Sequence[int]) -> bool:
    """Tell an ordered list: its items are indented as a page's lists are, or are sentences.

    Bold lines may be sentences and head something, if nearly all of them are short.
    """
    bold = sum(_is_bold_headline(drafts[n]) for n in run) * 4 >= len(run) * 3
    indented = sum(drafts[n].shape is Shape.NUMBERED and drafts[n].indent in (2, 4) for n in run)
    sentences = sum(drafts[n].text.endswith(_SENTENCE_ENDS) for n in run if not bold)
    return indented == len(run) or (sentences * 3 > len(run) > 1)


def _has_content(drafts: Sequence[Draft], start: int, end: int) -> bool:
    """Tell whether a numbered line has a text of its own below it.

    Lines that hang under its first word are the rest of the item.
    """
    head = drafts[start]
    for n in range(start + 1, end):
        draft = drafts[n]
        if draft.shape is not Shape.PLAIN or draft.lines[0].after_blank or not hangs(draft, head):
            return True
    return False
