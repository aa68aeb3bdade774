"""The numbers of a note's statements, and the verdicts of its editor's notes on them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from notes_kb.domain.note import Block, Note, Section
from notes_kb.domain.slots import set_by_slots
from notes_kb.domain.verdict import Verdict
from notes_kb.languages import LANGUAGES

_NOTE_WORDS = "|".join(word for language in LANGUAGES for word in language.labels.editors_note)
EDITOR_NOTE = re.compile(rf"\s*(?:{_NOTE_WORDS})", re.IGNORECASE)
"""The label with which an editor's note begins, within its bold type."""

_WORDS = {verdict.value: verdict for verdict in Verdict}


@set_by_slots
@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The number of one statement, and what is said of it."""

    number: int
    """From 1, in the order of the note; 0 for an editor's note, which speaks of another one."""
    verdict: Verdict | None = None
    judge: str = ""
    """The anchor of the editor's note that gives the verdict; empty where there is none."""


def is_editorial(block: Block) -> bool:
    """Tell whether a statement is an editor's note: its label stands first, in bold."""
    text = block.text
    return text.startswith(("**", "__")) and EDITOR_NOTE.match(text, 2) is not None


def standings(note: Note) -> Mapping[str, Standing]:
    """Give the standing of every statement, by its anchor, in the order of the note.

    A ``{verdict=…}`` on an editor's note judges the nearest statement above it in its
    section that is less deeply nested, else the nearest of its own depth. On any other
    statement it judges that statement. The last verdict on a statement counts.
    """
    found: dict[str, Standing] = {}
    number = 0
    for section in note.walk():
        listed = list(section.statements())
        for anchor, block in listed:
            editorial = is_editorial(block)
            number += not editorial
            found[anchor] = Standing(number=0 if editorial else number)
        for judged, judge, verdict in _verdicts(listed):
            found[judged] = Standing(number=found[judged].number, verdict=verdict, judge=judge)
    return found


def _verdicts(listed: Sequence[tuple[str, Block]]) -> Iterator[tuple[str, str, Verdict]]:
    """Yield each verdict of a section: what it judges, the editor's note, and the word."""
    if not any(block.verdict for _, block in listed):
        return
    judged = _judged(listed)
    for anchor, block in listed:
        verdict = _WORDS.get(block.verdict or "")
        if verdict is None:
            continue
        if not is_editorial(block):
            yield anchor, "", verdict
        elif judged[anchor]:
            yield judged[anchor], anchor, verdict


def _judged(listed: Sequence[tuple[str, Block]]) -> Mapping[str, str]:
    """Give the anchor of what each editor's note speaks of, by its own; empty for nothing."""
    found: dict[str, str] = {}
    above: list[tuple[int, str]] = []  # Each deeper than the one before, so as few as levels.
    for anchor, block in listed:
        if is_editorial(block):
            outer = (a for depth, a in reversed(above) if depth < block.depth)
            beside = (a for depth, a in reversed(above) if depth == block.depth)
            found[anchor] = next(outer, "") or next(beside, "")
            continue
        while above and above[-1][0] >= block.depth:
            above.pop()
        above.append((block.depth, anchor))
    return found


def misplaced_verdicts(section: Section) -> Iterator[Block]:
    """Yield the editor's notes of a section whose verdict judges no statement."""
    listed = list(section.statements())
    judged = _judged(listed) if any(block.verdict for _, block in listed) else {}
    for anchor, block in listed:
        if block.verdict and is_editorial(block) and not judged[anchor]:
            yield block
