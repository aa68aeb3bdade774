"""Captions of a clipped page that its Markdown does not name.

A clipper writes the caption of a picture as a paragraph below it. What stands beside it tells
it from a paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from notes_kb.domain.note import Block, BlockKind
from notes_kb.domain.span import Lines
from notes_kb.languages import LANGUAGES
from notes_kb.loading.clip_points import is_line, read_mark
from notes_kb.loading.figures import (
    announces_figure,
    is_caption,
    is_figure_note,
    is_picture_credit,
    names_source,
    says_nothing,
)
from notes_kb.loading.inline import is_whole_italic
from notes_kb.loading.outline import FlatHeading
from notes_kb.loading.provenance import is_credit
from notes_kb.loading.recap_evidence import is_section_name
from notes_kb.loading.recap_headings import is_call
from notes_kb.loading.recap_lines import display_width, fits
from notes_kb.loading.recap_turns import PERSONS
from notes_kb.loading.rows import Row
from notes_kb.text.numbering import parse_numbering

Part = FlatHeading | Block

_LONGEST_CAPTION = 64
_LONGEST_GLUED = 100
_SHORTEST_CAPTION = 4
"""Columns of a caption that no word tells."""
GAP = 4
"""Lines from a figure to what a clipper writes below or above it, at most."""
_ENDS = tuple("。！？!?；;：:，,、….～~”’」』）)-—")
"""What ends a sentence, a part of one, or a line that leads to the next; no caption does."""
_SENTENCE_ENDS = tuple("。！？!?；;：:，,、…-—")
"""The ends that brackets and quotation marks do not hide, right below a picture."""
_BEHIND = re.compile(r"[^。！？!?；;：:，,、]{2,100}[（(][^()（）。！？!?；;：:]{1,40}[)）]")
"""A caption, and in brackets what it shows of that or where it is from."""
_HEADED = re.compile(r"[^\w\s*（(《\"“「『【\[]{0,4}\ufe0f? ?(?:\*\*|__)")
"""What begins in bold, perhaps behind a symbol, as headings do."""
_LABEL = re.compile(r"[^:：]{1,12}(?:[0-9][:：]|[:：] ?https?://)")
"""What counts paragraphs with a word, or names an address: Step 1: …, Site: https://…"""
_LABELLED = re.compile(r"([^:：]{2,12})[:：]")
_COMES_BACK = 2
"""Times that a label stands before a colon which is no caption's."""
_FEWEST_OTHERS = 8
"""Other paragraphs that all end as sentences do, beside which a single caption is told."""
_ALIKE = 3
"""Letters at their ends that captions have in common which end as sentences do."""
_FEWEST_ALIKE = 2
"""Captions that end alike, at least; they are also one of `_SHARE_ALIKE` lines below pictures."""
_SHARE_ALIKE = 4
_FEWEST_LABELS = 2
"""Lines that label the pictures below them, at least."""
_FEWEST_CLEAR = 3
"""Captions of a page on which longer ones are told, where no other line ends as they do."""
_MOSTLY_STEPS = 0.5
"""A page has no captions where a larger share of its lines below pictures may be steps."""
_STEP = re.compile("|".join(step for one in LANGUAGES for step in one.sentences.steps), re.I)
_FEWEST_TOLD = 2
"""Lines below pictures that say what to do; with so many a page may have no captions."""
_FEWEST_STEPS = 3
"""A page of steps has more lines between its pictures than these."""
_PERSONS = re.compile(PERSONS, re.IGNORECASE)
"""Words of somebody who tells something; captions of that form say what is seen."""
_FEWEST_SET = 2
"""Captions of the smallest page that is known to set them in italics, or in brackets."""
_MOST_BESIDE = 20
"""Lines below pictures of which at least one is set so."""
_ENCLOSED = re.compile(r"[（(][^()（）。！？!?]{2,120}[)）]")
_NEXT = 2
"""Lines from one part to the next with a blank line between them."""
_RARE = 10
"""Lines of text of which one at most has more blank lines below."""
_HEAD = 3
"""Parts at the head of a page, where a subtitle may stand below a picture."""
_CONTRAST = 3
"""How many times as often lines below pictures end so, at least."""


def join_captions(parts: Sequence[Part]) -> list[Part]:
    """Join short lines to the pictures above them, where nothing but their place tells them.

    Captions that begin with a word for figures are told elsewhere, as in any note.
    """
    captions = _captions(parts) | _told_captions(parts) | _set_apart(parts)
    joined: list[Part] = []
    for n, part in enumerate(parts):
        held = joined[-1] if joined else None
        if n in captions and isinstance(held, Block) and isinstance(part, Block):
            joined[-1] = replace(
                held,
                text=f"{held.text}\n{part.text}",
                lines=Lines(held.lines.first, part.lines.last),
                alt=_joined_alt(held, part),
            )
        else:
            joined.append(part)
    return joined


def _joined_alt(figure: Block, caption: Block) -> str:
    """Give what a figure shows as its text: a credit takes nothing from what is said already.

    The name of the picture's file, which some editors show below it, says nothing.
    """
    shown = " ".join(caption.prose.text.split())
    if says_nothing(shown, clipped=True):
        return figure.alt
    return f"{figure.alt} · {shown}" if figure.alt else shown


def _told_captions(parts: Sequence[Part]) -> frozenset[int]:
    """Find the lines right below pictures that say what they are, or are set as captions.

    They name whose the picture is. Or they are in italics, or in brackets, several of them on
    the page, and little else on it is.
    """
    told: set[int] = set()
    alike: dict[str, set[int]] = {"italics": set(), "brackets": set()}
    others: Counter[str] = Counter()
    for n, part in enumerate(parts):
        if not is_line(part):
            continue
        shown = " ".join(part.prose.text.split())
        below = n > 0 and _may_hold(parts[n - 1], part)
        setting = _setting(part, shown)
        if below and (is_picture_credit(shown) or _is_sourced(shown)):
            told.add(n)
        if setting and below:
            alike[setting].add(n)
        elif setting and n - 1 not in alike[setting]:
            # Right below such a caption may stand where the picture is from.
            others[setting] += 1
    places = sum(is_line(part) and _may_hold(above, part) for above, part in pairwise(parts))
    for setting, found in alike.items():
        if len(found) >= max(_FEWEST_SET, others[setting], places / _MOST_BESIDE):
            told |= found
    return frozenset(told)


def _setting(part: Block, shown: str) -> str:
    """Say how a whole line is set; empty for most lines."""
    if is_whole_italic(part.text) and not shown.endswith((":", "：")):
        return "italics"
    short = fits(shown, 2 * _LONGEST_CAPTION)
    return "brackets" if short and _ENCLOSED.fullmatch(shown) else ""


def _set_apart(parts: Sequence[Part]) -> frozenset[int]:
    """Find the sentences that a page sets apart together with the pictures above them.

    One blank line is between the two, and more are above the picture and below the sentence.
    Elsewhere few lines of text are so far from each other.
    """
    apart = [part.lines.first - above.lines.last > _NEXT for above, part in pairwise(parts)]
    texts = [is_line(part) and part.text[:2] != "**" for part in parts]
    between = [
        apart[n]
        for n in range(1, len(parts) - 1)
        if texts[n] and texts[n + 1] and not _stands_below(parts[n - 1], parts[n])
    ]
    if sum(between) * _RARE > len(between):
        return frozenset()
    return frozenset(
        n
        for n in range(_HEAD, len(parts) - 1)
        if _stands_below(parts[n - 1], parts[n])
        and apart[n - 2 : n + 1] == [True, False, True]
        and may_caption(parts[n].text.rstrip().removesuffix("。"))
    )


def _may_hold(held: Part, part: Block) -> bool:
    """Tell a picture without a caption, and what stands a few lines below it."""
    return (
        isinstance(held, Block)
        and held.kind is BlockKind.FIGURE
        and "\n" not in held.text
        and held.depth == part.depth
        and part.lines.first - held.lines.last <= GAP
    )


def _is_sourced(shown: str) -> bool:
    return names_source(shown) and fits(shown, 2 * _LONGEST_CAPTION)


def _captions(parts: Sequence[Part]) -> frozenset[int]:
    """Find the short lines below pictures that end as no sentence does.

    That is so of many more of the lines below pictures than of the others: a page may have
    a paragraph for each half of a sentence.
    """
    below = [n for n, part in enumerate(parts) if n and _stands_below(parts[n - 1], part)]
    labels = Counter(match[1] for p in parts if is_line(p) and (match := _LABELLED.match(p.text)))
    leading = _leading_on(parts)
    free = [
        n
        for n in below
        if n not in leading
        and ((match := _LABELLED.match(parts[n].text)) is None or labels[match[1]] < _COMES_BACK)
    ]
    found = [n for n in free if may_caption(parts[n].text) and not _begins_run(parts, n)]
    if sum(_STEP.search(parts[n].text) is not None for n in found) >= max(
        _FEWEST_TOLD, len(found) * _MOSTLY_STEPS
    ):
        return frozenset()
    steps = _steps(parts)
    if sum(n in steps for n in found) > max(_FEWEST_STEPS, len(found) * _MOSTLY_STEPS):
        free = [n for n in free if n not in steps]
        found = [n for n in found if n not in steps]
    taken, placed = set(found), set(below)
    found += _alike(parts, [n for n in below if n not in taken])
    others = [n for n, part in enumerate(parts) if n not in placed and is_line(part)]
    # What stands there again and again is a button of the page.
    loose = len({parts[n].text for n in others if _is_loose(parts, n)})
    if len(found) == 1:
        # Below the picture at the head of a page stands whose the page is.
        headed = not any(map(is_line, parts[: found[0]]))
        if loose or headed or len(others) < _FEWEST_OTHERS:
            return frozenset()
    if len(found) * len(others) < _CONTRAST * loose * len(below):
        return frozenset()
    if len(found) >= _FEWEST_CLEAR and not any(_may_be_longer(parts[n]) for n in others):
        found += (n for n in free if _may_be_longer(parts[n]))
    return frozenset(found)


def _may_be_longer(part: Part) -> bool:
    plain = "**" not in part.text and "//" not in part.text
    return plain and may_caption(part.text, longest=_LONGEST_GLUED)


def _is_loose(parts: Sequence[Part], n: int) -> bool:
    return may_caption(parts[n].text) and not _is_told(parts, n)


def _is_told(parts: Sequence[Part], n: int) -> bool:
    """Tell a short line that something else explains: a subtitle, or a label and what it says."""
    above = parts[n - 1] if n else None
    counted = above is not None and is_line(above) and not any(map(str.isalpha, above.text))
    return counted or parts[n].text[:1] in {"|", "｜"} or _LABELLED.match(parts[n].text) is not None


def _alike(parts: Sequence[Part], below: Sequence[int]) -> list[int]:
    """Find the sentences below pictures that end with the same letters: …, film still."""
    short = [n for n in below if may_caption(parts[n].text.rstrip("*_ ").removesuffix("。"))]
    ends = Counter(parts[n].text.rstrip("*_ ")[-_ALIKE:] for n in short)
    fewest = max(_FEWEST_ALIKE, len(below) / _SHARE_ALIKE)
    alike = [n for n in short if ends[parts[n].text.rstrip("*_ ")[-_ALIKE:]] >= fewest]
    return [n for n in alike if not _PERSONS.search(parts[n].text)]


def _stands_below(held: Part, part: Part) -> bool:
    """Tell a line below a picture that says nothing by itself; a glued one has been judged."""
    return (
        isinstance(held, Block)
        and held.kind is BlockKind.FIGURE
        and not held.alt
        and is_line(part)
        and held.depth == part.depth
        and 1 < part.lines.first - held.lines.last <= GAP
    )


def is_glued_caption(written: str) -> bool:
    """Tell the caption of a picture from another text on its line or right below it."""
    text = written.strip("*_ ")
    told = is_caption(text) or is_picture_credit(text) or is_whole_italic(written)
    return told or may_caption(written, ends=_SENTENCE_ENDS, longest=_LONGEST_GLUED)


def may_caption(
    written: str, *, ends: tuple[str, ...] = _ENDS, longest: int = _LONGEST_CAPTION
) -> bool:
    """Tell a short line that ends as no sentence does, and is no number, credit or call."""
    text = written.strip("*_ ")
    if names_source(text):
        return fits(text, 2 * _LONGEST_CAPTION)
    return (
        _HEADED.match(written) is None
        and written[:1] not in {"|", "｜"}
        and fits(text, longest)
        and display_width(text) >= _SHORTEST_CAPTION
        and not (text.endswith(ends) and not _BEHIND.fullmatch(text))
        and any(map(str.isalpha, text))
        and parse_numbering(text) is None
        and read_mark(text) is None
        and _LABEL.match(text) is None
        and not (is_caption(text) or is_figure_note(text) or is_call(text))
        and not is_credit(text.replace("\\", ""))
        and not is_section_name(text)
        and not Row(1, written).linked
    )


def _leading_on(parts: Sequence[Part]) -> frozenset[int]:
    """Find the lines between two pictures that speak of the one below them.

    They say so, or the first of several labels and the last one have no picture but that.
    """
    found: set[int] = set()
    labels: list[int] = []
    n = 0
    while n < len(parts):
        part = parts[n]
        if is_line(part) and n + 1 < len(parts) and _is_near_figure(parts[n + 1], part):
            found.update([n] if announces_figure(part.text) else [])
            if may_caption(part.text):
                labels.append(n)
                n += 2
                continue
        found.update(_labels_below(parts, labels, part))
        labels = []
        n += 1
    found.update(_labels_below(parts, labels, None))
    return frozenset(found)


def _labels_below(parts: Sequence[Part], labels: Sequence[int], below: Part | None) -> list[int]:
    """Give lines that come by turns with pictures, where none of the pictures is left over."""
    captioned = below is not None and is_line(below) and may_caption(below.text)
    if len(labels) < _FEWEST_LABELS or captioned:
        return []
    first = labels[0]
    headed = first > 0 and _stands_below(parts[first - 1], parts[first])
    return [] if headed else list(labels)


def _steps(parts: Sequence[Part]) -> frozenset[int]:
    """Find the lines between pictures that are steps of a work: none stands below the last picture.

    A text leads to the first picture then, and each line to the picture below it.
    """
    steps: set[int] = set()
    n = 0
    while n < len(parts):
        first, lines = n, []
        while n + 2 < len(parts) and _is_between(parts, n + 1):
            lines.append(n + 1)
            n += 2
        below = parts[n + 1] if n + 1 < len(parts) else None
        captioned = below is not None and _is_captioned(parts[n], below)
        led = first > 0 and is_line(parts[first - 1])
        steps.update(lines if led and not captioned else [])
        n += 1
    return frozenset(steps)


def _is_between(parts: Sequence[Part], n: int) -> bool:
    """Tell a line right below one picture and right above another."""
    part = parts[n]
    return (
        _stands_below(parts[n - 1], part)
        and isinstance(part, Block)
        and _is_near_figure(parts[n + 1], part)
    )


def _is_captioned(held: Part, part: Part) -> bool:
    return (
        _stands_below(held, part)
        and isinstance(part, Block)
        and (may_caption(part.text) or is_caption(part.text))
    )


def _is_near_figure(part: Part, above: Part) -> bool:
    return (
        isinstance(part, Block)
        and part.kind is BlockKind.FIGURE
        and part.lines.first - above.lines.last <= GAP
    )


def _begins_run(parts: Sequence[Part], n: int) -> bool:
    """Tell the first of several short lines: verse, names, or a list without marks."""
    below = parts[n + 1] if n + 1 < len(parts) else None
    return below is not None and is_line(below) and may_caption(below.text)
