"""Rules about the verdicts on statements."""

from __future__ import annotations

from collections.abc import Iterator

from notes_kb.checks.notes import Locator
from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.note import Note
from notes_kb.domain.span import Lines, Place
from notes_kb.domain.verdict import Verdict
from notes_kb.knowledge_base import KnowledgeBase, Statement
from notes_kb.linking.judgements import misplaced_verdicts
from notes_kb.loading.library import Library
from notes_kb.loading.record import did_you_mean

_KNOWN = tuple(verdict.value for verdict in Verdict)


def check_verdicts(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report each verdict that is no known word, and each that judges no statement."""
    for note in library.notes:
        summary = kb.summaries[note.path]
        unknown = set(summary.verdict_words) - set(_KNOWN)
        if not unknown and not summary.misplaced_verdicts:
            continue
        locator = Locator(note)
        for section in note.walk():
            for block in section.blocks:
                if block.verdict in unknown:
                    yield kinds.VERDICT_UNKNOWN.at(
                        _place(locator, block.lines, block.verdict or ""),
                        path=note.path,
                        hint=did_you_mean(block.verdict or "", _KNOWN),
                        name=block.verdict,
                        known=", ".join(_KNOWN),
                    )
            for block in misplaced_verdicts(section):
                place = _place(locator, block.lines, block.verdict or "")
                yield kinds.VERDICT_ALONE.at(place, path=note.path)


def check_verdicts_agree(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report each statement that a translation judges otherwise than its original."""
    for group in kb.groups.values():
        original = group.source
        if not kb.summaries[original.path].verdicts:
            continue
        ours = _verdicts(kb, original)
        for note in group.versions.values():
            if note is original or not kb.summaries[note.path].verdicts:
                continue
            locator = Locator(note)
            for anchor, statement in _verdicts(kb, note).items():
                theirs = ours.get(anchor)
                if theirs is None or _word(theirs) == _word(statement):
                    continue
                yield kinds.VERDICT_DIFFERS.at(
                    _place(locator, statement.block.lines, ""),
                    path=note.path,
                    verdict=_word(statement),
                    theirs=_word(theirs),
                    original=original.path,
                )


def _verdicts(kb: KnowledgeBase, note: Note) -> dict[str, Statement]:
    return {one.anchor: one for one in kb.statements[note.path] if one.standing.verdict}


def _word(statement: Statement) -> str:
    return statement.standing.verdict.value if statement.standing.verdict else ""


def _place(locator: Locator, lines: Lines, verdict: str) -> Place:
    return locator.find(lines, f"verdict={verdict}" if verdict else "\0")
