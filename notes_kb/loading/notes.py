"""A note's text to the note: front matter, body, sections, ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.domain.note import LedgerEntry, Note, NoteMeta, Source
from notes_kb.domain.span import Lines, Place
from notes_kb.loading.decode import with_path
from notes_kb.loading.edges import Edges, find_edges, stand_inside, without
from notes_kb.loading.foreign_keys import is_told, read_day_made, read_foreign_keys
from notes_kb.loading.front_matter import FrontMatter, parse_front_matter
from notes_kb.loading.ledger import DROPPED, HEADING, META, TITLE, build_ledger, source_lines
from notes_kb.loading.markdown import parse_markdown
from notes_kb.loading.note_meta import NOTE_KEYS, parse_note_meta
from notes_kb.loading.outline import build_sections
from notes_kb.loading.parsed import Parsed
from notes_kb.loading.pictures import read_pictures
from notes_kb.loading.platforms.contents import RULE as CONTENTS
from notes_kb.loading.platforms.repeats import TITLE_AGAIN
from notes_kb.loading.platforms.sites import (
    author_of,
    host_of,
    is_own_name,
    is_platform,
    is_publication,
    name_of_host,
    split_title,
)
from notes_kb.loading.recap import parse_recap
from notes_kb.loading.recap_lines import is_blank
from notes_kb.loading.recap_reasons import Reasons
from notes_kb.loading.rows import Row
from notes_kb.loading.writing import find_slips

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
    if pasted and not any(_is_known(key) for key in front.values):
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
    foreign = {key: value for key, value in front.values.items() if key not in NOTE_KEYS}
    keys, made = read_foreign_keys(foreign), NoteMeta(date=read_day_made(foreign))
    told_title = meta.title or keys.title
    written = meta.source or keys.source
    if written and keys.source and not keys.source.url:
        keys = replace(keys, source=replace(keys.source, url=written.url))
    by_tool = any(value and is_told(key, value) for key, value in foreign.items())
    for tools_write in (True, False):
        edges = find_edges(
            lines,
            body_line=front.body_line,
            title=told_title,
            clipped=by_tool,
            tools_write=tools_write,
            address=written.url if written else "",
        )
        told = _merged(_merged(keys, edges.meta), made)
        shown = without(lines, edges.taken)
        title = meta.title or told.title
        clipped = not pasted and (by_tool or (not meta.title and _is_clip(edges)))
        if pasted:
            parsed = parse_recap(
                shown,
                body_line=front.body_line,
                title=title,
                title_line=edges.title,
                clipped=edges.title > 0,
                contents=[*_contents(edges, lines)],
                reasons=reasons,
            )
        else:
            parsed = parse_markdown(
                shown,
                body_line=front.body_line,
                title=title,
                reasons=reasons,
                clipped=clipped,
            )
        parts, pictures = read_pictures(parsed.parts, lines, pasted=pasted, clipped=clipped)
        parsed = replace(parsed, parts=tuple(parts), claims=(*pictures, *parsed.claims))
        if not stand_inside(edges.taken, (part.lines for part in parts)):
            break
    return _filled(note, lines, front, replace(edges, meta=told), parsed, by_tool=by_tool)


def _is_clip(edges: Edges) -> bool:
    """Tell whether something round the text shows that a program took it from a page."""
    return any(entry.rule != CONTENTS for entry in edges.taken)


def _contents(edges: Edges, lines: Sequence[str]) -> Iterator[str]:
    """Give the entries of a table of contents that was taken off a text."""
    for entry in edges.taken:
        if entry.rule == CONTENTS:
            yield from lines[entry.lines.first : entry.lines.last]


def _filled(
    note: Note,
    lines: list[str],
    front: FrontMatter,
    edges: Edges,
    parsed: Parsed,
    *,
    by_tool: bool,
) -> Note:
    blank = [is_blank(line) for line in lines]
    if parsed.refusal is not None:
        finding = replace(parsed.refusal, path=note.path)
        everything = LedgerEntry(lines=Lines(1, len(lines)), role=DROPPED, rule=REFUSED_RULE)
        ledger = build_ledger(len(lines), [everything], blank)
        return replace(note, ledger=ledger, diagnostics=(*note.diagnostics, finding))
    sections, findings = build_sections(parsed.parts)
    credited = _by_weight(parsed.claims, edges.credits)
    claims = [*_front_claims(front), *edges.taken, *credited]
    found = with_path((*parsed.diagnostics, *findings), note.path)
    found = (*found, *_suspects(edges, lines, note.path))
    if not note.pasted and all(d.severity is not Severity.ERROR for d in note.diagnostics):
        shown = without(lines, edges.taken)
        slips = find_slips(shown, parsed.parts, body_line=front.body_line, path=note.path)
        found = (*found, *slips)
    meta = _merged(note.meta, edges.meta)
    title = note.meta.title or edges.meta.title or parsed.title or note.title
    if meta.source and (by_tool or not note.meta.title):
        title, source = split_title(title, meta.source, _shown_title(edges, lines))
        meta = replace(meta, source=source)
    return replace(
        note,
        title=title,
        meta=_published(meta),
        sections=sections,
        ledger=build_ledger(len(lines), claims, blank),
        diagnostics=_sorted((*note.diagnostics, *found)),
    )


def _shown_title(edges: Edges, lines: Sequence[str]) -> str:
    """Give the title as the page shows it above its text, where that was taken off; else empty."""
    first = next((entry.lines.first for entry in edges.taken if entry.rule == TITLE_AGAIN), 0)
    row = Row(first, lines[first - 1]) if first else None
    return row.text if row is not None and row.heading else ""


def _suspects(edges: Edges, lines: list[str], path: str) -> Iterator[Diagnostic]:
    """Report the lines at the edges that are probably a platform's."""
    for number, rule in edges.suspects:
        line = lines[number - 1]
        place = Place(line=number, column=1, end_column=len(line) + 1, source=line)
        yield kinds.BOILERPLATE_KEPT.at(place, path=path, rule=rule)


def _by_weight(
    claims: Sequence[LedgerEntry], credits: Sequence[LedgerEntry]
) -> Iterator[LedgerEntry]:
    """Put lines of credits before the blocks that hold them, but behind title and headings."""
    outer = {HEADING, TITLE}
    yield from (claim for claim in claims if claim.role in outer)
    yield from credits
    yield from (claim for claim in claims if claim.role not in outer)


def _is_known(key: object) -> bool:
    """Tell whether a key of the front matter says something of the note."""
    return key in NOTE_KEYS or is_told(key)


def _stem(path: str, language: str) -> str:
    """Give the file's name without suffix and language."""
    stem = PurePosixPath(path).name.rpartition(".")[0]
    return stem.removesuffix(f".{language}").strip()


def _merged(first: NoteMeta, second: NoteMeta) -> NoteMeta:
    """Let the first decide, and the second fill what it leaves open; the title is told apart."""
    return replace(
        first,
        title=first.title or second.title,
        date=first.date or second.date,
        event=first.event or second.event,
        summary=first.summary or second.summary,
        source=_merged_source(first.source, second.source),
        tags=first.tags or second.tags,
    )


def _merged_source(first: Source | None, second: Source | None) -> Source | None:
    """Fill the gaps of a source, unless the second is about another one."""
    if first is None or second is None:
        return first or second
    if first.url and second.url and first.url != second.url:
        return first
    author = "" if is_own_name(first.author, host_of(first.url)) else first.author
    # A line that shows one name of two words looks like an author and an account.
    one = second.title and first.author == f"{second.author} {second.title}"
    return replace(
        first,
        title=first.title or ("" if one else second.title),
        url=first.url or second.url,
        author=author or second.author or first.author,
    )


def _published(meta: NoteMeta) -> NoteMeta:
    """Say where a page appeared and who wrote it, as far as its address tells.

    The title of a source is the account or the site; the host where nobody knows how that calls
    itself.
    """
    source = meta.source
    if source is None or not source.url:
        return meta
    host = host_of(source.url)
    author = "" if is_own_name(source.author, host) else source.author
    if not author and not is_publication(source):
        author = author_of(source.url)
    return replace(
        meta,
        source=replace(
            source,
            title=source.title or name_of_host(host),
            author=author or ("" if is_platform(source.author, host) else source.author),
        ),
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
        if not _is_known(key) and last >= line:
            yield LedgerEntry(lines=Lines(line, last), role=DROPPED, rule=KEY_RULE)
    yield LedgerEntry(lines=Lines(1, end), role=META)
