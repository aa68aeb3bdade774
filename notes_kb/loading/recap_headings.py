"""Second pass over a paste: which lines are headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from notes_kb.domain.note import BlockKind
from notes_kb.languages import LANGUAGES
from notes_kb.languages.numbering import counted_word
from notes_kb.languages.scripts import WIDE_BARS, has_wide
from notes_kb.loading.figures import is_caption
from notes_kb.loading.inline import is_whole_italic
from notes_kb.loading.provenance import is_address_label, is_credit
from notes_kb.loading.recap_announced import find_announced
from notes_kb.loading.recap_blocks import Draft, Shape
from notes_kb.loading.recap_company import judge, measure_company
from notes_kb.loading.recap_data_lines import find_data_lines
from notes_kb.loading.recap_decorated import find_other_names, mark_decorated
from notes_kb.loading.recap_evidence import (
    Beside,
    Candidate,
    Document,
    is_body_name,
    is_section_name,
    opens_or_closes,
    weigh,
)
from notes_kb.loading.recap_languages import is_translated, join_section_names
from notes_kb.loading.recap_levels import OUTER_BOLD, set_levels
from notes_kb.loading.recap_lines import fits
from notes_kb.loading.recap_lone_numbers import is_short, join_broken_titles, join_lone_numbers
from notes_kb.loading.recap_numbers import (
    as_decided,
    number_of,
    numbered_headings,
    numbered_runs,
    read_bare_numbers,
)
from notes_kb.loading.recap_reasons import Reasons, Weighing
from notes_kb.loading.recap_sources import find_source_list
from notes_kb.loading.recap_trees import BASE, TREES
from notes_kb.loading.statements import statement_kind

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
_FEWEST = 2
"""Lines of the smallest group of headings alike."""
_SERIES = 3
"""Lines of the smallest series."""
_NAME = 24
"""Columns of the longest name that sections share."""
_SHORT_NAME = 12
"""Columns of the longest name that an abstract and its text share."""
_APART = 8
"""Drafts at least between the two."""
_HEADLINE = 30
"""Columns of a heading that is a sentence."""
_FEWEST_HEADLINES = 4
"""Headings as long in a text of such headings."""
_ALLOWED = 1.3
"""The weight that the others may lack."""
_MOST_ALIKE = 6
"""Such lines that begin alike; more of them give the same fact of many things."""
_EDGE = 6
"""Drafts at either end of a text among which credits stand; elsewhere they are words."""


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
    return [as_decided(draft, n in known | plain) for n, draft in enumerate(drafts)]


def weigh_lines(
    drafts: Sequence[Draft], title: str, reasons: Reasons, contents: Collection[str] = ()
) -> tuple[Document, frozenset[int], dict[int, float]]:
    """Weigh the short lines that stand alone.

    Returns:
        The document; which of its drafts are headings by number, bold type, a list above or the
        sources below; and the weights of the others that may be headings.
    """
    drafts = join_section_names(mark_decorated(drafts, reasons), reasons)
    drafts = join_broken_titles(join_lone_numbers(drafts))
    drafts = read_bare_numbers(drafts)
    numbered = numbered_headings(drafts, reasons)
    listed = {n for run in numbered_runs(drafts) for n in run if len(run) > 1} - numbered
    # The last of several numbers right on each other has a text below, but is no heading.
    stacked = {n for n in listed if n - 1 in listed}
    announced = find_announced(drafts, contents)
    data = find_data_lines(drafts) | find_other_names(drafts)
    for n, series in announced.items():
        reasons.say(drafts[n], "a list above names it")
        drafts[n] = replace(drafts[n], series=series)
    bold = bold_headings(drafts, reasons) - stacked - find_subtitles(drafts, numbered)
    sources = find_source_list(drafts, reasons)
    known = frozenset(numbered | bold | announced.keys() | sources)
    numbers = {n: number for n in known if (number := number_of(drafts[n])) is not None}
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


def bold_headings(drafts: Sequence[Draft], reasons: Reasons) -> set[int]:
    """Bold lines with something else below them; two in a row are a list of catchwords."""
    texts = Counter(draft.text for draft in drafts if draft.shape is Shape.BOLD)
    data = find_data_lines(drafts)
    again = _in_each_section(drafts, texts) | _in_abstract_too(drafts, texts)
    found = {
        n
        for n, draft in enumerate(drafts[:-1])
        if draft.shape is Shape.BOLD
        and is_short(draft)
        and (texts[draft.text] == 1 or draft.text in again)
        and (draft.text in again or _holds_below(drafts, n) or not _is_catchword(drafts[n + 1]))
        and statement_kind(draft.lines[0].text, BlockKind.PARAGRAPH) is BlockKind.PARAGRAPH
        and draft.text[-1] not in ":："
        and n not in data
        and not (n and drafts[n - 1].text in again)
        and not _is_credit_at(drafts, n)
        and not is_call(draft.text)
        and not is_caption(draft.text)
    }
    for n in found:
        reasons.say(drafts[n], "a bold line of its own with text below")
    return found


def _in_each_section(drafts: Sequence[Draft], texts: Mapping[str, int]) -> frozenset[str]:
    """Find the bold lines that come again, in another section each time: Where to eat.

    Those in brackets label the paragraphs below. A bold line right below one names what the
    text there is about.
    """
    last: dict[str, int] = {}
    sections = 0
    twice: set[str] = set()
    for draft in drafts:
        if draft.shape is Shape.HASH or number_of(draft) is not None:
            sections += 1
        elif draft.shape is Shape.BOLD and texts[draft.text] >= _SERIES:
            label = draft.text.startswith("【") or not fits(draft.text, _NAME)
            if label or last.get(draft.text) == sections:
                twice.add(draft.text)
            last[draft.text] = sections
    return frozenset(last.keys() - twice)


def _in_abstract_too(drafts: Sequence[Draft], texts: Mapping[str, int]) -> frozenset[str]:
    """Find the bold names of a section of the abstract and one of the text: Risks.

    They come twice, far from each other, each with a text of its own.
    """
    at: dict[str, list[int]] = {}
    for n, draft in enumerate(drafts[:-1]):
        bold = draft.shape is Shape.BOLD and texts[draft.text] == 2
        if bold and fits(draft.text, _SHORT_NAME) and draft.text[:1].isalpha():
            beside = {drafts[n - 1].shape if n else None, drafts[n + 1].shape}
            if Shape.BOLD not in beside and drafts[n + 1].shape is Shape.PLAIN:
                at.setdefault(draft.text, []).append(n)
    return frozenset(
        text for text, both in at.items() if len(both) == 2 and both[1] - both[0] > _APART
    )


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
    numbering = number_of(draft)
    begins = numbering is not None and numbering.numbers[-1] == 1
    return draft.shape is Shape.BOLD and not begins and draft.text[-1] not in ":："


def find_subtitles(drafts: Sequence[Draft], numbered: Collection[int]) -> set[int]:
    """Find the emphasised lines right below most of the numbered headings: bold here, italic there.

    Where all are bold, they are headings inside.

    Args:
        drafts: The body of the text.
        numbered: Which of the drafts are headings by their number, beside those with a hash.
    """
    heads = [
        n
        for n, draft in enumerate(drafts[:-1])
        if n in numbered or (draft.shape is Shape.HASH and draft.numbering is not None)
    ]
    bold = {n + 1 for n in heads if drafts[n + 1].shape is Shape.BOLD}
    italic = sum(is_whole_italic(drafts[n + 1].text) for n in heads)
    return bold if italic and (len(bold) + italic) * 2 > len(heads) >= _SERIES else set()


def _holds_below(drafts: Sequence[Draft], n: int) -> bool:
    """Tell a bold line that holds the one below: behind a bar, or over all of the text."""
    barred = drafts[n].series == OUTER_BOLD != drafts[n + 1].series
    return barred or is_body_name(drafts[n].text)


def _is_credit_at(drafts: Sequence[Draft], n: int) -> bool:
    """Tell whether a draft at either end of a text names who made it."""
    text = drafts[n].text
    return (min(n, len(drafts) - n) <= _EDGE and is_credit(text)) or is_address_label(text)


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
