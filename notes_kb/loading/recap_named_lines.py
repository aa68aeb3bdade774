"""Speakers whose names have lines to themselves, without a colon, above what they say.

A heading does not come back, a name does. What else comes back on lines of its own is the
same subheading below several headings, so most of the lines must look like people's names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from notes_kb.languages import LANGUAGES
from notes_kb.languages.scripts import has_wide
from notes_kb.loading.recap_blocks import Draft, Shape
from notes_kb.loading.recap_lines import display_width
from notes_kb.loading.recap_reasons import Reasons

_TIMES = 2
"""Times that a speaker speaks at least."""
_CHANGES = 3
"""Changes of the speaker in the shortest dialogue: A, B, A, B."""
_WIDEST = 24
"""Columns of the longest name."""
_MARKS = re.compile(r"[^\w .·•*-]|[0-9_]")
"""What no name holds."""
_HAN_NAME = re.compile(r"[^\W\d_a-zA-Z]{2,4}")
_LATIN_NAME = re.compile(r"[A-Z][\w.'’-]{0,20}(?: [A-Z][\w.'’-]{0,20}){1,3}")
_SAID = re.compile(r"[。！？…!?]|[.”]$")


def find_named_lines(drafts: Sequence[Draft], reasons: Reasons) -> list[Draft]:
    """Make turns of the paragraphs below lines that are nothing but a name.

    Args:
        drafts: The body of a paste or clip.
        reasons: Takes down what was decided for each line, and why.
    """
    named = {
        n: name
        for n, draft in enumerate(drafts[:-1])
        if (name := _read_name(draft)) and drafts[n + 1].shape is Shape.PLAIN
    }
    if not _are_speakers(drafts, named):
        return list(drafts)
    times = Counter(named.values())
    spoken: list[Draft] = []
    taken = False
    for n, draft in enumerate(drafts):
        if taken:
            taken = False
        elif times[named.get(n, "")] < _TIMES:
            spoken.append(draft)
        else:
            text = drafts[n + 1]
            reasons.say(draft, f"a turn: the name {named[n]!r} comes back, and others between")
            lines = (*draft.lines, *text.lines)
            turn = replace(text, shape=Shape.TURN, lines=lines, marker=named[n])
            spoken.append(turn)
            taken = True
    return spoken


def _read_name(draft: Draft) -> str:
    """Read a line that may be nothing but a name; empty for others."""
    if draft.shape not in {Shape.PLAIN, Shape.BOLD} or len(draft.lines) > 1:
        return ""
    written = draft.lines[0].text
    if len(written) > 2 * _WIDEST or _MARKS.search(written):
        return ""
    name = " ".join(written.replace("*", "").split())
    name = name.replace(" ", "") if has_wide(name) else name
    return name if name and display_width(name) <= _WIDEST else ""


def _are_speakers(drafts: Sequence[Draft], named: Mapping[int, str]) -> bool:
    """Tell names that take turns and have speech below them."""
    times = Counter(named.values())
    spoken = [n for n, name in named.items() if times[name] >= _TIMES]
    names = {named[n] for n in spoken}
    changes = sum(named[a] != named[b] for a, b in pairwise(spoken))
    said = sum(_SAID.search(drafts[n + 1].text) is not None for n in spoken)
    return (
        len(names) >= _TIMES
        and changes >= _CHANGES
        and sum(map(_looks_like_name, names)) * 2 > len(names)
        and said * 3 >= len(spoken) * 2
    )


def _looks_like_name(name: str) -> bool:
    if name.casefold() in _roles():
        return True
    if has_wide(name):
        return name[0] in _surnames() and _HAN_NAME.fullmatch(name) is not None
    return _LATIN_NAME.fullmatch(name) is not None


@cache
def _roles() -> frozenset[str]:
    return frozenset(role for one in LANGUAGES for role in one.labels.speakers)


@cache
def _surnames() -> frozenset[str]:
    return frozenset(letter for one in LANGUAGES for letter in one.labels.surnames)
