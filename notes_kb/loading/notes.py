"""A note's text to the note: front matter, body, sections, ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.note import LedgerEntry, Note, NoteMeta
from notes_kb.domain.span import Lines
from notes_kb.loading.decode import with_path
from notes_kb.loading.front_matter import FrontMatter, parse_front_matter
from notes_kb.loading.ledger import DROPPED, META, build_ledger, source_lines
from notes_kb.loading.markdown import parse_markdown
from notes_kb.loading.note_meta import NOTE_KEYS, parse_note_meta
from notes_kb.loading.outline import build_sections
from notes_kb.loading.parsed import Parsed
from notes_kb.loading.recap import parse_recap
from notes_kb.loading.recap_lines import is_blank
from notes_kb.loading.recap_reasons import Reasons

KEY_RULE = "front-matter-key"
"""The rule that drops the lines of an undocumented key."""
REFUSED_RULE = "note-refused"
"""The rule that drops all lines of a note beyond the bounds."""


def parse_note(
    text: str,
    *,
    path: str,
    note_id: str,
    language: str,
    pasted: bool,
    encoding: str = "utf-8",
    reasons: Reasons | None = None,
) -> Note:
    """Parse a decoded text, as a paste or as Markdown; never raises on content.

    `reasons` takes down why each line became what it is, where somebody wants to know.
    """
    text = text.removeprefix("\ufeff")
    front = parse_front_matter(text, path=path)
    if pasted and not any(key in NOTE_KEYS for key in front.values):
        front = FrontMatter(path=path, body=text)
    meta, findings = parse_note_meta(front)
    note = Note(
        id=note_id,
        language=language,
        title=meta.title or _stem(path, language) or note_id,
        path=path,
        text=text,
        pasted=pasted,
        encoding=encoding,
        meta=meta,
        diagnostics=(*front.diagnostics, *findings),
    )
    lines = source_lines(text)
    parse = parse_recap if pasted else parse_markdown
    parsed = parse(lines, body_line=front.body_line, title=meta.title, reasons=reasons)
    return _filled(note, lines, front, parsed)


def _filled(note: Note, lines: list[str], front: FrontMatter, parsed: Parsed) -> Note:
    blank = [is_blank(line) for line in lines]
    if parsed.refusal is not None:
        finding = replace(parsed.refusal, path=note.path)
        everything = LedgerEntry(lines=Lines(1, len(lines)), role=DROPPED, rule=REFUSED_RULE)
        ledger = build_ledger(len(lines), [everything], blank)
        return replace(note, ledger=ledger, diagnostics=(*note.diagnostics, finding))
    sections, findings = build_sections(parsed.parts)
    claims = [*_front_claims(front), *parsed.claims]
    found = with_path((*parsed.diagnostics, *findings), note.path)
    return replace(
        note,
        title=note.meta.title or parsed.title or note.title,
        meta=_merged(note.meta, parsed.meta),
        sections=sections,
        ledger=build_ledger(len(lines), claims, blank),
        diagnostics=_sorted((*note.diagnostics, *found)),
    )


def _stem(path: str, language: str) -> str:
    """Give the file's name without suffix and language."""
    stem = PurePosixPath(path).name.rpartition(".")[0]
    return stem.removesuffix(f".{language}").strip()


def _merged(front: NoteMeta, found: NoteMeta) -> NoteMeta:
    """Let the front matter decide, and the head of the paste fill what it leaves open."""
    return replace(
        front,
        date=front.date or found.date,
        source=front.source or found.source,
        tags=front.tags or found.tags,
    )


def _sorted(findings: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.place))


def _front_claims(front: FrontMatter) -> Iterator[LedgerEntry]:
    """The front matter is kept, but for the keys that nobody documented."""
    end = len(front.lines)
    if not end:
        return
    keys = [(at.line, key[0]) for key, at in front.positions.items() if len(key) == 1]
    keys.sort(key=lambda pair: pair[0])
    for number, (line, key) in enumerate(keys):
        last = keys[number + 1][0] - 1 if number + 1 < len(keys) else end - 1
        if key not in NOTE_KEYS and last >= line:
            yield LedgerEntry(lines=Lines(line, last), role=DROPPED, rule=KEY_RULE)
    yield LedgerEntry(lines=Lines(1, end), role=META)
