"""Pasted text: shapes, headings, flow."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from notes_kb.domain.note import Block, LedgerEntry
from notes_kb.domain.span import Lines
from notes_kb.loading.inline import plain_title
from notes_kb.loading.ledger import DROPPED, HEADING, SILENT_RULE, TITLE
from notes_kb.loading.outline import FlatHeading
from notes_kb.loading.parsed import MAX_DEPTH, MAX_HEADINGS, Parsed, too_complex
from notes_kb.loading.recap_blocks import Draft, Shape, scan
from notes_kb.loading.recap_code import about_code
from notes_kb.loading.recap_flow import Flow
from notes_kb.loading.recap_head import find_title
from notes_kb.loading.recap_headings import find_headings
from notes_kb.loading.recap_lines import is_ornament, read_lines
from notes_kb.loading.recap_reasons import Reasons
from notes_kb.loading.recap_turns import find_turns


def parse_recap(
    lines: Sequence[str],
    *,
    body_line: int,
    title: str,
    title_line: int = 0,
    clipped: bool = False,
    contents: Collection[str] = (),
    reasons: Reasons | None = None,
) -> Parsed:
    """Parse a paste.

    Args:
        lines: All lines of the file; those that are no part of the text are empty.
        body_line: The first line behind a front matter, from 1.
        title: The title of the front matter, or empty.
        title_line: The line that is known to be the title; 0 where none is.
        clipped: Whether a program took the text from a page, whose ornaments came along.
        contents: The entries of a table of contents that is no part of the text.
        reasons: Takes down why each line became what it is.
    """
    numbered = list(enumerate(lines, 1))[body_line - 1 :]
    drafts = scan(read_lines(numbered))
    titles = find_title(drafts, title_line)
    body = drafts[titles:]
    if titles and title and plain_title(drafts[0].text) != title:
        titles, body = 0, drafts
    reasons = reasons or Reasons()
    heading = plain_title(drafts[0].text) if titles else title
    decided = find_headings(find_turns(body, reasons), heading, reasons, contents)
    if sum(1 for draft in decided if draft.shape is Shape.HASH) > MAX_HEADINGS:
        return Parsed(refusal=too_complex(f"the paste has more than {MAX_HEADINGS:,} headings"))
    for draft in decided:
        if draft.shape is Shape.CODE:
            reasons.say(draft, about_code(draft.lines))
    flow = Flow()
    ornaments = [draft for draft in decided if clipped and _is_ornament(draft)]
    flow.take([draft for draft in decided if not (clipped and _is_ornament(draft))])
    if any(isinstance(part, Block) and part.depth >= MAX_DEPTH for part in flow.parts):
        return Parsed(refusal=too_complex(f"the paste's lists nest more than {MAX_DEPTH} deep"))
    return Parsed(
        title=plain_title(drafts[0].text) if titles else "",
        parts=tuple(flow.parts),
        claims=(
            *(_claim(draft, TITLE) for draft in drafts[:titles]),
            *(_claim(draft, DROPPED, SILENT_RULE) for draft in ornaments),
            *_part_claims(flow.parts),
        ),
        diagnostics=tuple(flow.findings),
    )


def _is_ornament(draft: Draft) -> bool:
    plain = draft.shape in {Shape.RULE, Shape.PLAIN, Shape.BULLET}
    return plain and all(is_ornament(line.text) for line in draft.lines)


def _claim(draft: Draft, role: str, rule: str = "") -> LedgerEntry:
    return LedgerEntry(lines=Lines(draft.first, draft.last), role=role, rule=rule)


def _part_claims(parts: Sequence[FlatHeading | Block]) -> Iterator[LedgerEntry]:
    for part in parts:
        yield LedgerEntry(
            lines=part.lines, role=HEADING if isinstance(part, FlatHeading) else part.kind
        )
