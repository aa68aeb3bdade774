"""Second pass over a paste: which lines are headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from notes_kb.domain.note import BlockKind
from notes_kb.languages import LANGUAGES
from notes_kb.languages.numbering import Style, counted_word
from notes_kb.languages.scripts import WIDE_BARS, has_wide
from notes_kb.loading.figures import is_caption
from notes_kb.loading.provenance import is_credit
from notes_kb.loading.recap_announced import find_announced
from notes_kb.loading.recap_blocks import Draft, Shape, hangs
from notes_kb.loading.recap_company import judge, measure_company
from notes_kb.loading.recap_data_lines import find_data_lines
from notes_kb.loading.recap_decorated import find_other_names, mark_decorated
from notes_kb.loading.recap_evidence import (
    Beside,
    Candidate,
    Document,
    is_section_name,
    opens_or_closes,
    weigh,
)
from notes_kb.loading.recap_languages import is_translated, join_languages
from notes_kb.loading.recap_levels import follows, set_levels
from notes_kb.loading.recap_lines import display_width, is_choice_row
from notes_kb.loading.recap_lone_numbers import is_short, join_broken_titles, join_lone_numbers
from notes_kb.loading.recap_reasons import Reasons, Weighing
from notes_kb.loading.recap_trees import BASE, TREES
from notes_kb.loading.statements import statement_kind
from notes_kb.text.numbering import Numbering, parse_numbering

_BARE_NUMBER = re.compile(r"(?P<n>[1-9][0-9]?)[ \t\u3000\u00a0]{1,3}(?P<rest>[^\W\d_].{0,200})")
_GRADE = re.compile(r"【[^【】]{1,12}】\S")
_CALL = re.compile(
    rf"[\W_]{{0,8}}(?:{'|'.join(call for one in LANGUAGES for call in one.labels.calls)})"
)
"""What a call to look, buy or join begins with."""
_NOTE = re.compile(r"[*＊※][^*＊※\s][^*＊※]{0,200}")
"""A note or a caption, with a star before it and none behind."""
_SNAPPED = re.compile(r"[a-z]{2,16}\b.{0,24}@.{0,40}")
"""Where a picture is from and who took it: photo@linmou."""
_SEARCHED = re.compile(r".{1,40}[\U0001f50d\U0001f50e]")
"""A line that says in which app to search for what, with a magnifier between them."""
_FRAME = 3
"""Letters at both ends of lines that differ in the middle only."""
_FRAMED = 8
"""Letters of the shortest such line."""
_ABOUT = re.compile(r"(?P<label>[^\s:：]{1,6})[:：]\s?\S")
_FROM = "|".join(word for one in LANGUAGES for word in one.labels.sources)
_SOURCE = re.compile(rf"https?:|[a-z]{{2,8}}[:：]|(?:{_FROM})", re.I)
_DESCRIBED = "："
"""The name of the series of lines below which the same label stands."""
_BARRED = re.compile(
    rf"(?P<name>[^|{WIDE_BARS}]{{2,16}}?) ?[|{WIDE_BARS}] ?[^|{WIDE_BARS}]{{1,20}}"
)
_BAR = "|"
"""What the name of a series of lines with the same words before a bar ends with."""
_GRADED = "【"
"""The name of the series of lines that begin with a grade in brackets."""
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
_FEWEST = 2
"""Lines of the smallest group of headings alike."""
_SERIES = 3
"""Lines of the smallest run of dotted numbers that need not begin at one: two are quantities."""
_LONGEST_BOLD = 132
"""Columns of the longest bold line that heads something because its series does."""
_HEADLINE = 30
"""Columns of a heading that is a sentence."""
_FEWEST_HEADLINES = 4
"""Headings as long in a text of such headings."""
_ALLOWED = 1.3
"""The weight that the others may lack."""
_MOST_ALIKE = 6
"""Such lines that begin alike; more of them give the same fact of many things."""
_MOST_ALONE = 2
"""Numbers of a kind that nothing counts on from; more of them are lists of one item each."""
_EDGE = 6
"""Drafts at either end of a text among which credits stand; elsewhere they are words."""
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


def find_headings(
    drafts: Sequence[Draft], title: str, reasons: Reasons, contents: Collection[str] = ()
) -> list[Draft]:
    """Turn drafts into headings (`Shape.HASH` with their level), list items and text.

    A series of numbers is accepted or refused as a whole; a line without a number only as
    one of several alike.

    Args:
        drafts: The body of the paste, without its title.
        title: The title of the paste, or empty.
        reasons: Takes down what was decided for each line, and why.
        contents: The entries of a table of contents that was taken off the text.
    """
    return set_levels(decide_headings(drafts, title, reasons, contents), title)


def decide_headings(
    drafts: Sequence[Draft], title: str, reasons: Reasons, contents: Collection[str] = ()
) -> list[Draft]:
    """Decide which drafts are headings; those that no hash says have no level yet."""
    document, known, weights = weigh_lines(drafts, title, reasons, contents)
    weighings = {
        n: Weighing(company, *judge(company, TREES, BASE))
        for n, company in measure_company(document, weights).items()
    }
    plain = _plain_headings(document, known, weighings, reasons)
    described = _described(document)
    drafts = [
        replace(draft, series=draft.text if draft.text in document.refrain else _DESCRIBED)
        if n in plain and (draft.text in document.refrain or n in described)
        else draft
        for n, draft in enumerate(document.drafts)
    ]
    return [_decided(draft, n in known | plain) for n, draft in enumerate(drafts)]


def weigh_lines(
    drafts: Sequence[Draft], title: str, reasons: Reasons, contents: Collection[str] = ()
) -> tuple[Document, frozenset[int], dict[int, float]]:
    """Weigh the short lines that stand alone.

    Returns:
        The document; which of its drafts are headings by number, bold type or a list above; and
        the weights of the others that may be headings.
    """
    drafts = join_languages(mark_decorated(drafts, reasons), reasons)
    drafts = join_broken_titles(join_lone_numbers(drafts))
    drafts = _with_bare_numbers(drafts)
    numbered = numbered_headings(drafts, reasons)
    listed = {n for run in _runs(drafts) for n in run if len(run) > 1} - numbered
    # The last of several numbers right on each other has a text below, but is no heading.
    stacked = {n for n in listed if n - 1 in listed}
    announced = find_announced(drafts, contents)
    data = find_data_lines(drafts) | find_other_names(drafts)
    for n, series in announced.items():
        reasons.say(drafts[n], "a list above names it")
        drafts[n] = replace(drafts[n], series=series)
    known = frozenset(numbered | (bold_headings(drafts, reasons) - stacked) | announced.keys())
    numbers = {n: number for n in known if (number := _candidate(drafts[n])) is not None}
    document = Document(drafts, title, known, numbers)
    data |= {n + 1 for n in _described(document)}
    parts = next((n for n, draft in enumerate(drafts) if is_translated(draft)), 0)
    data |= set(range(parts))  # The name of the publisher stands above the first part.
    weights = {
        n: weigh(Candidate(document, n))
        for n in range(len(drafts))
        if n not in known and n not in listed and document.is_candidate(n)
        if n not in data and not _is_credit_at(document.drafts, n)
        if not _is_aside(document.drafts[n].text)
    }
    return document, known, _counted_together(document, weights)


def _with_bare_numbers(drafts: Sequence[Draft]) -> list[Draft]:
    """Read numbers that only a blank parts from the title: 1 Why we began, 2 What we found.

    A line that begins with a quantity looks the same, so a series of lines that stand apart
    is asked for, or a number below with the same beginning: 2.1 after 2.
    """
    bare = {
        n: match
        for n, draft in enumerate(drafts)
        if draft.shape is Shape.PLAIN
        and draft.text[0].isdigit()
        and (match := _BARE_NUMBER.fullmatch(draft.text))
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


def _decided(draft: Draft, heading: bool) -> Draft:
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
    runs = _runs(drafts)
    firsts = (_candidate(drafts[run[0]]) for run in runs if len(run) == 1)
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
    texts = {n: "".join(d.text.split()) for n, d in enumerate(drafts) if _candidate(d) is not None}
    last = {text: n for n, text in texts.items()}
    return {n: last[text] for n, text in texts.items() if last[text] > n}


def _is_enclosed(drafts: Sequence[Draft], run: Sequence[int]) -> bool:
    """Tell labels of paragraphs that count inside a section: the same numbers go on behind them.

    Theirs end with a colon, and 2. stands before their 1. and 3. behind their last.
    """
    first = _candidate(drafts[run[0]])
    labels = sum(drafts[n].text.endswith((":", "：")) for n in run)
    if first is None or labels * 2 <= len(run):
        return False
    before = _nearest(drafts, range(run[0] - 1, -1, -1), first.style)
    behind = _nearest(drafts, range(run[-1] + 1, len(drafts)), first.style)
    return 1 < behind == before + 1


def _nearest(drafts: Sequence[Draft], places: Iterable[int], style: Style) -> int:
    """Give the next number of a kind, of a named heading too; 0 where there is none."""
    numbers = (_candidate(drafts[n]) or drafts[n].numbering for n in places)
    return next((one.numbers[-1] for one in numbers if one and one.style is style), 0)


def _is_contents(drafts: Sequence[Draft], run: Sequence[int], again: Mapping[int, int]) -> bool:
    """Tell a table of contents or a summary: each of its lines stands again below.

    So do the titles that two sections share, but those have texts, and another number between.
    """
    first = _candidate(drafts[run[0]])
    if len(run) < _SERIES or first is None or not all(n in again for n in run):
        return False
    within = drafts[run[0] : run[-1]]
    if not any(d.shape is Shape.PLAIN and d.text.endswith(_SENTENCE_ENDS) for d in within):
        return True
    below = drafts[run[-1] : min(again[n] for n in run)]
    between = (_candidate(draft) or draft.numbering for draft in below)
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
        if (numbering := _candidate(drafts[n])) is not None
    }
    done = {run[0] for run in accepted}
    return [
        run
        for run in runs
        if run[0] not in done and len(run) > 1 and all(_stands_apart(drafts, n) for n in run)
        if all(
            (numbering := _candidate(drafts[n])) is not None
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
        if len(run) > 1 and (first := _candidate(drafts[run[0]])) is not None
    }
    if not sections & (_DOTTED | {Style.ARABIC}) or sections & _SPELLED:
        return set()
    return {
        n
        for run in accepted
        if (first := _candidate(drafts[run[0]])) is not None and first.style in _COUNTS_ITEMS
        if _stands_apart(drafts, run[0]) and drafts[run[0]].shape is not Shape.BOLD
        for n in run
    }


def _dotted_parents(drafts: Sequence[Draft]) -> set[int]:
    """Find the numbers that have dotted ones below: 2. before 2.1. No list does that."""
    parents: set[int] = set()
    open_at = 0
    for n, draft in enumerate(drafts):
        numbering = _candidate(draft)
        if numbering is None or not _stands_apart(drafts, n):
            continue
        if numbering.style is Style.ARABIC:
            open_at = n
        elif numbering.style is Style.DOTTED_2 and numbering.numbers[1] == 1:
            above = _candidate(drafts[open_at])
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
    decided = [_decided(draft, n in headings) for n, draft in enumerate(drafts)]
    levels = [draft.level for draft in set_levels(decided, "")]
    found = {
        n
        for n in headings
        if drafts[n].shape is Shape.NUMBERED
        and drafts[n].lines[0].after_blank
        and (numbering := _candidate(drafts[n])) is not None
        and (
            (numbering.style in _LABEL_STYLES and levels[n] > _DEEPEST + 1)
            or len(numbering.numbers) > _DEEPEST + 1
        )
    }
    for n in found:
        reasons.say(drafts[n], "numbered inside two other numberings: a label, no section")
    return found


def _runs(drafts: Sequence[Draft]) -> list[list[int]]:
    """Find the lines that count on from each other: 一、 二、 三、 or 1.1 1.2.

    Where two runs of a kind are open, as headings and the items of a list between them are,
    a line goes on with the run whose lines stand as it does.
    """
    open_runs: dict[tuple[Style, bool], list[int]] = {}
    runs: list[list[int]] = []
    bullet_indent: int | None = None
    for n, draft in enumerate(drafts):
        numbering = _candidate(draft)
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
            before = _candidate(drafts[run[-1]]) if run else None
            down = run is not None and len(run) > 1 and _candidate(drafts[run[-2]])
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


def _candidate(draft: Draft) -> Numbering | None:
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
    first = _candidate(drafts[run[0]])
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
    return bold and display_width(draft.text) <= _LONGEST_BOLD


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


def bold_headings(drafts: Sequence[Draft], reasons: Reasons) -> set[int]:
    """Bold lines with something else below them; two in a row are a list of catchwords."""
    texts = Counter(draft.text for draft in drafts if draft.shape is Shape.BOLD)
    data = find_data_lines(drafts)
    found = {
        n
        for n, draft in enumerate(drafts[:-1])
        if draft.shape is Shape.BOLD
        and is_short(draft)
        and texts[draft.text] == 1
        and not _is_catchword(drafts[n + 1])
        and statement_kind(draft.lines[0].text, BlockKind.PARAGRAPH) is BlockKind.PARAGRAPH
        and draft.text[-1] not in ":："
        and n not in data
        and not _is_credit_at(drafts, n)
        and not is_call(draft.text)
        and not is_caption(draft.text)
    }
    for n in found:
        reasons.say(drafts[n], "a bold line of its own with text below")
    return found


def _is_aside(text: str) -> bool:
    """Tell a call, a note with a star, who took a picture, or what to search for."""
    return (
        is_call(text)
        or _NOTE.fullmatch(text) is not None
        or _SNAPPED.fullmatch(text) is not None
        or _SEARCHED.match(text) is not None
    )


def is_call(text: str) -> bool:
    """Tell a call to look at a picture, to buy or to join, which heads nothing."""
    return _CALL.match(text) is not None


def _is_catchword(draft: Draft) -> bool:
    """Tell a bold line that is no label and does not begin to count."""
    numbering = _candidate(draft)
    begins = numbering is not None and numbering.numbers[-1] == 1
    return draft.shape is Shape.BOLD and not begins and draft.text[-1] not in ":："


def _is_credit_at(drafts: Sequence[Draft], n: int) -> bool:
    """Tell whether a draft at either end of a text names who made it."""
    return min(n, len(drafts) - n) <= _EDGE and is_credit(drafts[n].text)


# Which lines without a number are headings


def _plain_headings(
    document: Document, known: frozenset[int], weighings: Mapping[int, Weighing], reasons: Reasons
) -> set[int]:
    """Take the lines with enough weight, if they are not the only headings."""
    weights = {n: weighing.weight / 100 for n, weighing in weighings.items()}
    weights = _counted_together(document, weights)
    strong = {n for n, weight in weights.items() if weight > document.threshold(n)}
    headlines = _headlines(document, weights, strong) - strong
    for n in headlines:
        reasons.say(document.drafts[n], "a long line in a text whose headings are long")
    strong |= headlines
    hashes = sum(1 for draft in document.drafts if draft.shape is Shape.HASH)
    several = len(strong) + len(known) + hashes >= _FEWEST
    if sum(document.drafts[n].shape is Shape.BOLD for n in known) >= _SERIES:
        strong = {n for n in strong if is_section_name(document.bare[n])}
    found = {n for n in strong if several or opens_or_closes(document.bare[n])}
    found -= _without_text(document, found)
    for n, weight in weights.items():
        reasons.weighed(Candidate(document, n), weight, weighings[n], n in found)
    return found


def _without_text(document: Document, found: Collection[int]) -> set[int]:
    """Find lines with nothing below that they could head: captions of pictures that are lost.

    Right below stands the next number of a series that goes on, which is inside no line between
    its numbers, or nothing but a short line comes before the end.
    """
    last = len(document.drafts) - 1
    return {
        n
        for n in found
        if not opens_or_closes(document.bare[n])
        if ((number := document.numbers.get(n + 1)) is not None and number.numbers[-1] > 1)
        or (n == last - 1 and document.kinds[last] is Beside.SHORT)
    }


def _is_source(text: str) -> bool:
    """Tell a line that says where a figure or a statement is from, or who made it."""
    return is_credit(text) or is_caption(text) or _SOURCE.match(text) is not None


def _described(document: Document) -> set[int]:
    """Find the names below each of which the same label stands: About: a mill by the river."""
    below: dict[str, list[int]] = {}
    for n in range(1, len(document.drafts) - 1):
        match = _ABOUT.match(document.bare[n + 1])
        subtitle = document.kinds[n - 1] is Beside.SHORT or bool(document.drafts[n - 1].series)
        name = document.kinds[n] is Beside.SHORT and not _ABOUT.match(document.bare[n])
        alone = document.kinds[n + 1] in {Beside.SHORT, Beside.PROSE}
        if match and name and alone and not subtitle and not _is_source(document.bare[n + 1]):
            below.setdefault(match["label"], []).append(n)
    return {n for names in below.values() if len(names) >= _SERIES for n in names}


def _headlines(
    document: Document, weights: Mapping[int, float], strong: Collection[int]
) -> set[int]:
    """Take long lines with a little less weight in a text whose headings are long.

    Reports set whole sentences without an end as headings, with a comma in the middle. Where
    most of the headings that are sure are so, the others need less, unless they ask.
    """
    long = [n for n in strong if document.widths[n] >= _HEADLINE]
    if len(long) < _FEWEST_HEADLINES or len(long) * 2 < len(strong):
        return set()
    return {
        n
        for n, weight in weights.items()
        if document.widths[n] >= _HEADLINE * 2 // 3
        and weight > document.threshold(n) - _ALLOWED
        and document.heads[document.bare[n][:2]] <= _MOST_ALIKE
        and has_wide(document.bare[n][-1:])
    }


def _counted_together(document: Document, weights: Mapping[int, float]) -> dict[int, float]:
    """Give lines of one series their mean weight: Step 1, Step 2, or 【basic】, 【advanced】.

    The same line again and again is a series too.
    """
    groups: dict[str, list[int]] = {}
    described = _described(document)
    for n in weights:
        text = document.bare[n]
        if n in described:
            groups.setdefault(_DESCRIBED, []).append(n)
        elif match := _BARRED.fullmatch(text):
            groups.setdefault(f"{match['name']}{_BAR}", []).append(n)
        elif series := counted_word(text) or (_GRADE.match(text) and _GRADED):
            groups.setdefault(series, []).append(n)
        elif text in document.refrain and document.texts[text] >= _SERIES:
            groups.setdefault(text, []).append(n)
        elif len(text) >= _FRAMED:
            groups.setdefault(f"{text[:_FRAME]}…{text[-_FRAME:]}", []).append(n)
    together = dict(weights)
    for series, group in groups.items():
        rare = "…" in series or series.endswith((_BAR, _DESCRIBED))
        if len(group) >= (_SERIES if rare else _FEWEST):
            mean = sum(weights[n] for n in group) / len(group)
            if series.endswith((_BAR, _DESCRIBED, _GRADED)) and len(group) >= _SERIES:
                mean += 1.0  # Captions and news begin so too, but not several with text below.
            together.update(dict.fromkeys(group, mean))
    return together
