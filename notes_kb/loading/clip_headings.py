"""Headings of a clipped page: what its Markdown names wrongly, and what it leaves out.

A clipper writes a heading where the page's HTML has one. Pages of WeChat set most of theirs
in bold type, and use heading tags for whatever should be large: a picture, a credit, half of
a title. So a clip is read again: what can be no heading becomes text, and bold lines become
headings beside those that Markdown names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from notes_kb.languages.numbering import FORMAL_NUMERALS, Style, count_in_words, counted_word
from notes_kb.languages.scripts import has_wide
from notes_kb.loading.figures import is_caption
from notes_kb.loading.inline import whole_emphasis
from notes_kb.loading.provenance import is_address_label, is_credit
from notes_kb.loading.recap_blocks import Draft, Shape
from notes_kb.loading.recap_evidence import is_body_name, is_section_name
from notes_kb.loading.recap_headings import bold_headings, find_subtitles, is_call
from notes_kb.loading.recap_languages import in_both
from notes_kb.loading.recap_levels import OUTER_BOLD
from notes_kb.loading.recap_lines import display_width, fits
from notes_kb.loading.recap_lone_numbers import is_short
from notes_kb.loading.recap_numbers import (
    UNITS,
    are_quantities,
    bare_number,
    counts_inside,
    numbered_headings,
)
from notes_kb.loading.recap_reasons import Reasons
from notes_kb.loading.recap_sources import find_source_list
from notes_kb.text.numbering import Numbering, parse_numbering

_OUTERMOST = 2
_LONGEST = 48
"""Columns of the longest bold line without a number that is taken for a heading."""
_HALF = 40
"""Columns of one line of a heading that is set on two."""
_LONGEST_SENTENCE = 80
"""Columns of the longest heading that holds a full stop."""
_WIDEST_OUTER = 56
"""Columns of the longest bold line that holds the one below it."""
_HIGHEST = 4
"""Bold lines of the highest stack of headings."""
_SERIES = 3
"""Lines of the shortest series that counts, with a word or in bold below a named heading."""
_PAIR = 2
"""Bold lines of a shorter one beside it."""
_FEWEST = 2
"""Bold lines without a number, or stacks of them, that make a group."""
_TURNS = 2
"""Changes between bold lines with a bar and bold lines without that show two levels."""
_ASKED = 3
"""Bold lines with one label that are the questions of one speaker."""
_EDGE = 3
"""Drafts at either end of a clip among which names and calls stand in bold type."""
_NOT_BEFORE = re.compile(r"[-—–─]{2}|[↓→←↑👇👉👆⬇🔽]")
"""What an attribution, or a call to look at what stands below, begins with."""
_ASIDE = re.compile(r"[（(][^（()）]{1,200}[)）]")
_COLON = re.compile(r"[^:：]{1,12}[:：]")
_HALVES = ("，", ",", "：", ":")
BARRED = "▎"
"""The series of the bold lines that a bar stands before."""
_GLUED = tuple(
    (style, re.compile(rf"({digits})[ \t\u3000\u00a0]{{0,3}}([^\W\d_].{{0,200}})"))
    for style, digits in (
        (Style.ARABIC, r"[1-9][0-9]?"),
        (Style.FORMAL, f"[{FORMAL_NUMERALS}]"),
    )
)
"""A number that is written without a mark behind it, and the title."""
_SPELLED = frozenset({Style.PART, Style.CHAPTER, Style.CLAUSE, Style.FORMAL, Style.HAN})
"""Numbers in words, which no list of short items has."""
_NAMED = frozenset({Shape.HASH, Shape.BOLD})
_PLAIN_NUMBER = re.compile(r"[1-9][0-9]?")
_LABEL = re.compile(r"([^:：]{1,30})[:：]\s?\S")
_SENTENCE_ENDS = ("！", "!", "～", "~", "”", "…")


def is_no_heading(text: str, *, counted: bool = False) -> bool:
    """Tell a line that heads nothing, large or bold as it may be: a caption, a credit, a call.

    A credit with a colon stays, because headings begin with such words too: Design: … So does
    a sentence with a number: only its series tells.

    Args:
        text: The line.
        counted: Whether a number in words is one too.
    """
    bare = text.replace("\\", "").strip("*_ ")
    said = any(map(str.isalnum, bare))
    if is_caption(bare):
        return True
    credit = (is_credit(bare) and not _COLON.match(bare)) or is_call(bare)
    ended = (
        (bare.endswith("。") or ("。" in bare and not fits(bare, _LONGEST_SENTENCE)))
        and parse_numbering(bare) is None
        and not (counted and counted_word(bare))
    )
    aside = _ASIDE.fullmatch(bare) is not None or is_address_label(bare)
    return not said or bool(_NOT_BEFORE.match(bare)) or ended or credit or aside


def join_halves(drafts: Sequence[Draft]) -> list[Draft]:
    """Join a heading with the line directly above it that ends with a comma or colon.

    Above it stands a bold line, or a heading of the same level.
    """
    joined: list[Draft] = []
    for n, draft in enumerate(drafts):
        above = joined[-1] if joined else None
        alone = n < 2 or drafts[n - 2].shape is not Shape.BOLD
        ended = n + 1 < len(drafts) and drafts[n + 1].shape not in {Shape.BOLD, draft.shape}
        if above and alone and ended and _are_halves(above, draft):
            joined[-1] = _joined(above, draft)
        else:
            joined.append(draft)
    return joined


def _are_halves(above: Draft, draft: Draft) -> bool:
    return (
        (above.shape is Shape.BOLD or (above.level == draft.level > 0))
        and draft.shape in {Shape.BOLD, Shape.HASH}
        and above.text.endswith(_HALVES)
        and not draft.text.endswith((*_HALVES, *_SENTENCE_ENDS, "。"))
        and draft.numbering is None
        and parse_numbering(draft.text) is None
        and len(draft.lines) <= 2
        and max(display_width(above.text), display_width(draft.text)) <= _HALF
    )


def _joined(above: Draft, draft: Draft) -> Draft:
    text = f"{above.text.strip('*_ ')}{draft.text.strip('*_ ')}"
    numbering = above.numbering if above.shape is Shape.HASH else parse_numbering(text)
    numbering = replace(numbering, rest=text) if above.numbering and numbering else numbering
    numbering = numbering if numbering is not None and numbering.rest else None
    return replace(
        draft,
        lines=(*above.lines, *draft.lines),
        text=numbering.rest if numbering else text,
        numbering=numbering,
    )


def read_lone_items(drafts: Sequence[Draft], lines: Collection[int]) -> list[Draft]:
    """See the items of ordered lists that have one item each as numbered lines.

    A page's editor makes a list of a heading that begins with a number. Such lists count on,
    and something else than a list stands below each.

    Args:
        drafts: What the Markdown says.
        lines: The lines of the lists of one item.
    """
    alone = [
        n
        for n, draft in enumerate(drafts[:-1])
        if draft.first in lines
        and draft.marker
        and drafts[n + 1].shape is not Shape.BULLET
        and is_short(draft)
        and not draft.text.endswith((*_SENTENCE_ENDS, "：", ":"))
    ]
    numbers = [int(drafts[n].marker.rstrip(".)")) for n in alone]
    steps = sum(b == a + 1 for a, b in pairwise(numbers))
    begins = numbers.count(1)
    if not begins or steps < max(_FEWEST, begins) or steps + begins < len(alone):
        return list(drafts)
    read = list(drafts)
    for n in alone:
        text = f"{drafts[n].marker} {drafts[n].text}"
        numbering = parse_numbering(text)
        line = replace(drafts[n].lines[0], raw=text, text=text)
        read[n] = replace(drafts[n], shape=Shape.NUMBERED, lines=(line,), numbering=numbering)
    return read


def join_languages(drafts: Sequence[Draft]) -> list[Draft]:
    """Make one heading of two bold lines on each other that say the same in two languages.

    Only where a clip has several such pairs, with the same language above; one is enough if
    it is the usual name of a section.
    """
    pairs = [n for n in range(len(drafts) - 1) if _are_translations(drafts, n)]
    wide = [n for n in pairs if has_wide(drafts[n].text)]
    pairs = wide if len(wide) * 2 > len(pairs) else [n for n in pairs if n not in wide]
    if len(pairs) < _FEWEST:
        pairs = [n for n in pairs if any(is_section_name(d.text) for d in drafts[n : n + 2])]
    first, second = set(pairs), {n + 1 for n in pairs}
    return [
        _heading(in_both(draft, drafts[n + 1])) if n in first else draft
        for n, draft in enumerate(drafts)
        if n not in second
    ]


def _are_translations(drafts: Sequence[Draft], n: int) -> bool:
    """Tell the two uppermost lines of a stack, one in wide letters and one in none."""
    above, below = drafts[n], drafts[n + 1]
    return (
        above.shape is below.shape is Shape.BOLD
        and (n == 0 or drafts[n - 1].shape is not Shape.BOLD)
        and n + 2 < len(drafts)
        and has_wide(above.text) != has_wide(below.text)
        and any(map(str.isalpha, above.text))
        and any(map(str.isalpha, below.text))
        and parse_numbering(below.text) is None
        and all(is_short(draft) and len(draft.lines) == 1 for draft in (above, below))
        and not any(is_credit(draft.text) or "=" in draft.text for draft in (above, below))
    )


def mark_outer_bold(drafts: Sequence[Draft]) -> list[Draft]:
    """Name the bold lines that hold the others, where some have a bar and some have none.

    Both come by turns in a section. Those are the outer ones of which one comes first.
    """
    votes: Counter[bool] = Counter()
    row: list[bool] = []
    for draft in (*drafts, None):
        if draft is None or draft.shape is Shape.HASH:
            turns = sum(above != below for above, below in pairwise(row))
            votes[row[:1] == [True]] += turns >= _TURNS
            row = []
        elif draft.shape is Shape.BOLD and is_short(draft):
            row.append(draft.series == BARRED)
    barred = votes[True] >= votes[False]
    both = votes.total() > 0
    return [
        replace(d, series=OUTER_BOLD if both and (d.series == BARRED) is barred else "")
        if d.shape is Shape.BOLD
        else d
        for d in drafts
    ]


def mark_outer(drafts: Sequence[Draft]) -> list[Draft]:
    """Make outer headings of bold lines that have another bold line directly below them.

    Two in a row are catchwords; several such stacks, with text below, are headings and what
    they hold: a heading, or a label with a colon. The lowest of a stack is left as it is.
    Headings in two languages, made before, are as far out as any.
    """
    twice = [n for n, draft in enumerate(drafts) if draft.shape is Shape.HASH]
    begun = next((n for n, draft in enumerate(drafts) if _is_sentence(draft)), len(drafts))
    likely = [
        stack
        for stack in _stacks(drafts)
        if _is_outline(drafts, stack)
        and (stack[0] > begun or is_section_name(drafts[stack[0]].text))
        and stack[-1] < len(drafts) - _EDGE
    ]
    certain = [stack for stack in likely if all(_is_plain_outer(drafts[n]) for n in stack[:-1])]
    enough = len(certain) + len(twice) >= _FEWEST
    stacks = likely if enough else []
    outer = [n for stack in stacks for n in stack[:-1]]
    texts = Counter(drafts[n].text for n in outer)
    if not enough or len(texts) < len(outer):
        return list(drafts)
    deepest = max(map(len, stacks), default=0)
    marked = list(drafts)
    for n in twice:
        marked[n] = replace(drafts[n], level=_OUTERMOST)
    for stack in stacks:
        holds_headings = drafts[stack[-1]].text[-1] not in ":："
        both = drafts[stack[0]].text.isascii() != drafts[stack[1]].text.isascii()
        outermost = _OUTERMOST + (0 if both else bool(twice) + deepest - len(stack))
        for level, n in enumerate(stack[:-1], outermost):
            marked[n] = replace(_heading(drafts[n]), level=level if holds_headings else 0)
    return marked


def _stacks(drafts: Sequence[Draft]) -> Iterator[range]:
    """Find the bold lines that stand directly below each other, with something else below.

    A plain number above them, which says nothing of itself, is none of them.
    """
    first = 0
    for n, draft in enumerate(drafts):
        if draft.shape is Shape.BOLD and not _PLAIN_NUMBER.fullmatch(draft.text.strip("*_ ")):
            continue
        if n - first > 1:
            yield range(first, n)
        first = n + 1


def _is_sentence(draft: Draft) -> bool:
    return draft.shape is Shape.PLAIN and draft.text.rstrip("*_ ").endswith(("。", "！", "？", "."))


def _is_outline(drafts: Sequence[Draft], stack: range) -> bool:
    """Tell a stack of headings, each inside the one above, from a list of catchwords."""
    return (
        len(stack) <= _HIGHEST
        and not any(is_credit(drafts[n].text) or "=" in drafts[n].text for n in stack)
        and all(is_short(drafts[n]) for n in stack)
        and all(
            not drafts[n].text.endswith((*_HALVES, *_SENTENCE_ENDS, "。"))
            and parse_numbering(drafts[n].text) is None
            for n in stack[:-1]
        )
    )


def _is_plain_outer(draft: Draft) -> bool:
    """Tell an outer heading by itself; a long one or a question is one only beside such."""
    return fits(draft.text, _WIDEST_OUTER) and not draft.text.endswith(("？", "?"))


def complete_series(drafts: Sequence[Draft]) -> list[Draft]:
    """Make headings, without levels yet, of the bold lines that named headings leave out.

    A series of dotted numbers, 1.1 to 1.4, is complete only with them; it may also be all that
    stands inside 1, which is named.
    """
    named = {d.numbering.numbers for d in drafts if d.shape is Shape.HASH and d.numbering}
    series: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for n, draft in enumerate(drafts):
        number = _dotted_number(draft)
        if number is not None:
            series.setdefault(number.numbers[:-1], []).append((n, number.numbers[-1]))
    marked = list(drafts)
    for outer, members in series.items():
        complete = [value for _, value in members] == list(range(1, len(members) + 1))
        among = any(drafts[n].shape is Shape.HASH for n, _ in members)
        if complete and (among or (len(outer) > 1 and outer in named)):
            for n, _ in members:
                marked[n] = drafts[n] if drafts[n].shape is Shape.HASH else _heading(drafts[n])
    return marked


def _dotted_number(draft: Draft) -> Numbering | None:
    if draft.shape is Shape.HASH:
        number = draft.numbering
    elif draft.shape is Shape.BOLD and is_short(draft):
        number = parse_numbering(draft.text)
    else:
        return None
    return number if number is not None and number.rest and len(number.numbers) > 1 else None


def find_bold_headings(drafts: Sequence[Draft], reasons: Reasons) -> list[Draft]:
    """Make headings, without levels yet, of bold lines beside those that Markdown names."""
    numbered = {n for n in numbered_headings(drafts, reasons) if _is_counted(drafts[n])}
    found = numbered | _unnumbered(drafts, numbered, reasons)
    found |= _counted_with_word(drafts) | _bold_counted_with_word(drafts)
    found |= find_source_list(drafts, reasons)
    return [_heading(draft) if n in found else draft for n, draft in enumerate(drafts)]


def find_counted_bold(drafts: Sequence[Draft], reasons: Reasons) -> list[Draft]:
    """Make headings, without levels yet, of bold lines that count on below a named heading.

    Somebody who writes hashes means bold type as such, but not where three or more such lines
    count from the first on, each with a text of its own below: the talks of a day. On another
    day there may be two.
    """
    runs = [
        run
        for run in _counted_runs(drafts)
        if all(n + 1 < len(drafts) and drafts[n + 1].shape not in _NAMED for n in run)
    ]
    habit = max(map(len, runs), default=0) >= _SERIES
    found = {n for run in runs if habit and len(run) >= _PAIR for n in run}
    for n in found:
        reasons.say(drafts[n], "a heading: bold lines count on, each with a text below")
    return [_heading(draft) if n in found else draft for n, draft in enumerate(drafts)]


def _counted_runs(drafts: Sequence[Draft]) -> Iterator[list[int]]:
    """Yield the bold lines between two named headings that count alike, from one on."""
    run: list[int] = []
    last: Numbering | None = None
    for n, draft in enumerate(drafts):
        if draft.shape is Shape.HASH:
            yield run
            run, last = [], None
            continue
        number = parse_numbering(draft.text) if draft.shape is Shape.BOLD else None
        if number is None or not number.rest or len(number.numbers) != 1:
            continue
        goes_on = last is not None and last.style is number.style
        if goes_on and last is not None and number.numbers[0] == last.numbers[0] + 1:
            run.append(n)
        elif number.numbers[0] == 1:
            yield run
            run = [n]
        else:
            continue
        last = number
    yield run


def _counted_with_word(drafts: Sequence[Draft]) -> set[int]:
    """Find the plain lines that count with one word, each with a text of its own below."""
    series: dict[str, list[int]] = {}
    for n, draft in enumerate(drafts[:-1]):
        alone = draft.shape is Shape.PLAIN and len(draft.lines) == 1 and is_short(draft)
        if alone and (word := counted_word(draft.text)) and not is_no_heading(draft.text):
            series.setdefault(word, []).append(n)
    return {n for found in series.values() if _are_sections(drafts, found) for n in found}


def _bold_counted_with_word(drafts: Sequence[Draft]) -> set[int]:
    """Find the bold lines that count with one word from one on, sentences as they may be.

    Right below each stands something else than the next bold line.
    """
    series: dict[str, list[int]] = {}
    for n, draft in enumerate(drafts[:-1]):
        if draft.shape is not Shape.BOLD or not fits(draft.text, _LONGEST_SENTENCE):
            continue
        if word := counted_word(draft.text):
            series.setdefault(word, []).append(n)
    return {
        n
        for found in series.values()
        if len(found) >= _SERIES
        and [count_in_words(drafts[n].text) for n in found] == list(range(1, len(found) + 1))
        and all(drafts[n + 1].shape not in _NAMED for n in found)
        for n in found
    }


def _are_sections(drafts: Sequence[Draft], counted: Sequence[int]) -> bool:
    numbers = [count_in_words(drafts[n].text) for n in counted]
    long = sum(_opens_text(drafts, n) for n in counted)
    return (
        len(counted) >= _SERIES
        and numbers == list(range(1, len(counted) + 1))
        and all(_is_sentence(drafts[n + 1]) for n in counted)
        and long * 2 > len(counted)
    )


def _is_counted(draft: Draft) -> bool:
    """Tell a bold line, the item of a list of one, or a short line that counts in words."""
    if draft.shape is Shape.BOLD or (draft.shape is Shape.NUMBERED and draft.marker != ""):
        return True
    spelled = draft.numbering is not None and draft.numbering.style in _SPELLED
    return draft.shape is Shape.NUMBERED and spelled and is_short(draft)


def _unnumbered(drafts: Sequence[Draft], numbered: set[int], reasons: Reasons) -> set[int]:
    bold = bold_headings(drafts, reasons) - numbered - find_subtitles(drafts, numbered)
    labels = Counter(match[1] for n in bold if (match := _LABEL.match(drafts[n].text)))
    found = {
        n
        for n in bold
        if parse_numbering(drafts[n].text) is None
        and (
            _EDGE <= n < len(drafts) - _EDGE
            or drafts[n].series == OUTER_BOLD
            or _opens_text(drafts, n)
        )
        and fits(drafts[n].text, _LONGEST)
        and not drafts[n].text.endswith(_SENTENCE_ENDS)
        and (drafts[n - 1].shape is not Shape.BOLD or n - 1 in numbered or _is_held(drafts, n))
        and ((match := _LABEL.match(drafts[n].text)) is None or labels[match[1]] < _ASKED)
    }
    return found if len(found) >= _FEWEST else set()


def _is_held(drafts: Sequence[Draft], n: int) -> bool:
    """Tell a bold line right below one that is behind a bar, or over all of the text."""
    barred = drafts[n - 1].series == OUTER_BOLD != drafts[n].series
    return barred or is_body_name(drafts[n - 1].text)


def _opens_text(drafts: Sequence[Draft], n: int) -> bool:
    """Tell a line with a text below it that is no line of a credit."""
    below = drafts[n + 1]
    return _is_sentence(below) and not fits(below.text, _LONGEST)


def _heading(draft: Draft) -> Draft:
    numbering = draft.numbering or parse_numbering(draft.text)
    numbering = numbering if numbering is not None and numbering.rest else None
    text = numbering.rest if numbering else draft.text
    text = whole_emphasis(text) or text
    return replace(draft, shape=Shape.HASH, text=text, marker="", numbering=numbering, level=0)


def read_bare_counts(drafts: Sequence[Draft]) -> list[Draft]:
    """Read the numbers that at most a blank parts from bold titles: 1 Why we began, 2 What we saw.

    A title may begin with a quantity, so they are a series from one; one number may be missing.
    Beside such a series, two are enough.
    """
    runs: list[list[tuple[int, re.Match[str]]]] = [[]]
    for n, draft in enumerate(drafts):
        match = _bare_count(draft)
        if match is None:
            continue
        last = int(runs[-1][-1][1]["n"]) if runs[-1] else 0
        if last and 0 < int(match["n"]) - last <= _FEWEST:
            runs[-1].append((n, match))
        elif match["n"] == "1":
            runs.append([(n, match)])
    runs = [run for run in runs if run and not counts_inside(drafts, run[0][0], run[-1][0])]
    runs = [run for run in runs if not are_quantities([match for _, match in run])]
    longest = max(map(len, runs), default=0)
    read = list(drafts)
    for at, match in chain(*(run for run in runs if len(run) >= _FEWEST and longest >= _SERIES)):
        number = parse_numbering(f"{match['n']}. {match['rest']}")
        read[at] = _with_number(drafts[at], number) if number else drafts[at]
    return read


def _bare_count(draft: Draft) -> re.Match[str] | None:
    if draft.shape not in _NAMED or draft.numbering or not is_short(draft):
        return None
    return bare_number(draft.text.strip("*_ "))


def read_glued_counts(drafts: Sequence[Draft]) -> list[Draft]:
    """Read numbers that nothing parts from the title, where a series goes on with them: 伍终章.

    Three numbers stand before it, or one before and the next behind.
    """
    read = list(drafts)
    at = [n for n, draft in enumerate(read) if draft.shape in _NAMED and is_short(draft)]
    for style, glued in _GLUED:
        last, length = 0, 0
        for n, behind in zip(at, _counts_behind(read, at, style), strict=True):
            number = _count_of(read[n])
            if number is None:
                match = glued.fullmatch(read[n].text.strip("*_ ")) if last else None
                number = parse_numbering(f"{match[1]}、{match[2]}") if match else None
                if number is None or number.numbers[0] != last + 1:
                    continue
                if style is Style.ARABIC and number.rest[0] in UNITS:
                    continue
                if length < _SERIES and behind != last + 2:
                    continue
                read[n] = _with_number(read[n], number)
            if number.style is style:
                length = length + 1 if number.numbers[0] == last + 1 else 1
                last = number.numbers[0]
    return read


def _counts_behind(drafts: Sequence[Draft], at: Sequence[int], style: Style) -> list[int]:
    """Give, for each heading, the next number of a kind behind it; 0 where there is none."""
    behind: list[int] = []
    found = 0
    for n in reversed(at):
        behind.append(found)
        number = _count_of(drafts[n])
        found = number.numbers[0] if number is not None and number.style is style else found
    return behind[::-1]


def _count_of(draft: Draft) -> Numbering | None:
    return draft.numbering if draft.shape is Shape.HASH else parse_numbering(draft.text)


def _with_number(draft: Draft, number: Numbering) -> Draft:
    if draft.shape is Shape.BOLD:
        return replace(draft, text=f"{number.written} {number.rest}")
    return replace(draft, text=number.rest, numbering=number)
