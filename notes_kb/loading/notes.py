"""A note's text to the note: front matter, body, sections, ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.note import LedgerEntry, Note, NoteMeta, Source
from notes_kb.domain.span import Lines
from notes_kb.loading.decode import with_path
from notes_kb.loading.edges import Edges, find_edges, without
from notes_kb.loading.front_matter import FrontMatter, parse_front_matter
from notes_kb.loading.ledger import DROPPED, HEADING, META, TITLE, build_ledger, source_lines
from notes_kb.loading.markdown import parse_markdown
from notes_kb.loading.note_meta import NOTE_KEYS, parse_note_meta
from notes_kb.loading.outline import build_sections
from notes_kb.loading.parsed import Parsed
from notes_kb.loading.recap import parse_recap
from notes_kb.loading.recap_lines import is_blank

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
) -> Note:
    """Parse a decoded text, as a paste or as Markdown; never raises on content."""
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
    edges = find_edges(lines, body_line=front.body_line)
    parse = parse_recap if pasted else parse_markdown
    shown = without(lines, edges.taken)
    title = meta.title or edges.meta.title
    parsed = parse(shown, body_line=front.body_line, title=title)
    return _filled(note, lines, front, edges, parsed)


def _filled(note: Note, lines: list[str], front: FrontMatter, edges: Edges, parsed: Parsed) -> Note:
    blank = [is_blank(line) for line in lines]
    if parsed.refusal is not None:
        finding = replace(parsed.refusal, path=note.path)
        everything = LedgerEntry(lines=Lines(1, len(lines)), role=DROPPED, rule=REFUSED_RULE)
        ledger = build_ledger(len(lines), [everything], blank)
        return replace(note, ledger=ledger, diagnostics=(*note.diagnostics, finding))
    sections, findings = build_sections(parsed.parts)
    claims = [*_front_claims(front), *edges.taken, *_by_weight(parsed.claims, edges.credits)]
    found = with_path((*parsed.diagnostics, *findings), note.path)
    title = note.meta.title or edges.meta.title or parsed.title or note.title
    return replace(
        note,
        title=title,
        meta=_merged(note.meta, edges.meta, title),
        sections=sections,
        ledger=build_ledger(len(lines), claims, blank),
        diagnostics=_sorted((*note.diagnostics, *found)),
    )


def _by_weight(
    claims: Sequence[LedgerEntry], credits: Sequence[LedgerEntry]
) -> Iterator[LedgerEntry]:
    """Put lines of credits before the blocks that hold them, but behind title and headings."""
    outer = {HEADING, TITLE}
    yield from (claim for claim in claims if claim.role in outer)
    yield from credits
    yield from (claim for claim in claims if claim.role not in outer)


def _stem(path: str, language: str) -> str:
    """Give the file's name without suffix and language."""
    stem = PurePosixPath(path).name.rpartition(".")[0]
    return stem.removesuffix(f".{language}").strip()


def _merged(front: NoteMeta, found: NoteMeta, title: str) -> NoteMeta:
    """Let the front matter decide, and the edges of the text fill what it leaves open."""
    return replace(
        front,
        date=front.date or found.date,
        event=front.event or found.event,
        source=_merged_source(front.source, found.source, title),
        tags=front.tags or found.tags,
    )


def _merged_source(front: Source | None, found: Source | None, title: str) -> Source | None:
    """Fill the gaps of a source, unless the text speaks of another one."""
    if found is not None and found.url and not found.title:
        found = replace(found, title=title)
    if front is None or found is None:
        return front or found
    if front.url and found.url and front.url != found.url:
        return front
    return replace(front, url=front.url or found.url, author=front.author or found.author)


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
