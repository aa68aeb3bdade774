"""What ``notes-kb import`` says: of one note, and of a whole folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from notes_kb.domain.diagnostic import Severity
from notes_kb.domain.note import STATEMENTS
from notes_kb.importing.note_import import Imported
from notes_kb.importing.several import Counts
from notes_kb.report.terminal import printable

_MOST_REMARKS = 8
"""Of one note; ``notes-kb parse`` tells all."""
_FEWEST_LEFT_OUT = 20
"""Characters of a page; fewer are a mark or a button."""
_MOST_OF_FOLDER = 20
"""Remarks on single notes of a folder."""


def told(imported: Imported, path: Path, *, dry_run: bool) -> Iterator[str]:
    """Say what became of one source."""
    did = "would be written" if dry_run else "written"
    yield f"{path.as_posix()}: {did}, {', '.join(_counts(imported))}"
    if not dry_run:
        yield f"  next: notes-kb check {path.as_posix()}"
    dropped = imported.dropped()
    rules = ", ".join(f"{rule} {count}" for rule, count in dropped.items())
    total = sum(dropped.values())
    yield f"  {many(imported.kept, 'line')} kept, {total} dropped{f': {rules}' if rules else ''}"
    if (left_out := imported.readable.left_out) >= _FEWEST_LEFT_OUT:
        yield f"  {many(left_out, 'character')} of the page outside the article left out"
    remarks = list(_remarks(imported))
    if remarks:
        yield "  look at:"
    yield from (f"    {remark}" for remark in remarks[:_MOST_REMARKS])
    if len(remarks) > _MOST_REMARKS:
        yield f"    and {len(remarks) - _MOST_REMARKS} more, which notes-kb parse tells"


def _counts(imported: Imported) -> Iterator[str]:
    sections = [section for section in imported.note.walk() if section.heading]
    blocks = [block for section in imported.note.walk() for block in section.blocks]
    yield many(len(sections), "section")
    yield many(sum(1 for block in blocks if block.kind in STATEMENTS), "statement")
    if imported.figures.files:
        yield f"{many(len(imported.figures.files), 'picture')} beside it"
    if slots := imported.figures.slots + imported.figures.lost:
        yield f"{many(slots, 'figure')} missing"


def many(count: int, noun: str) -> str:
    """Give a number and its noun."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _remarks(imported: Imported) -> Iterator[str]:
    """Say what only somebody who knows the event can decide."""
    yield from imported.readable.remarks
    if imported.difference:
        ours, theirs = imported.difference
        number = imported.readable.line(ours.line) if ours else 0
        line = f"line {number} of the source" if ours else "the end of the source"
        yield (
            f"{line} ({ours.what if ours else 'nothing'}) is read from the note as"
            f" {theirs.what if theirs else 'nothing'}"
        )
    if _lacks_address(imported):
        yield "no address of the source was found; add 'source: {title: …, url: https://…}'"
    if _lacks_date(imported):
        yield "no date was found; add 'date: YYYY-MM-DD', the day of the event"
    if imported.figures.lost:
        yield f"{many(imported.figures.lost, 'picture')} could not be copied; slots stand for them"
    if imported.figures.remote:
        yield (
            f"{many(imported.figures.remote, 'picture')} on other hosts:"
            " readers see links, unless the site allows remote_images"
        )
    yield from _doubts(imported)


def _lacks_address(imported: Imported) -> bool:
    meta = imported.source.meta
    return meta.source is None or not meta.source.url


def _lacks_date(imported: Imported) -> bool:
    return not imported.source.meta.date


def _doubts(imported: Imported) -> Iterator[str]:
    findings = imported.findings()
    lines = imported.source.text.split("\n")
    unknown = (one.line for one in findings if one.kind == _UNKNOWN_KEY)
    keys = [lines[n - 1].partition(":")[0].strip() for n in unknown if 0 < n <= len(lines)]
    if keys:
        some = ", ".join(map(printable, keys[:_MOST_KEYS]))
        yield f"front matter left out: {some}{', …' if len(keys) > _MOST_KEYS else ''}"
    for finding in findings:
        told = finding.severity is not Severity.NOTE or finding.kind in _DOUBTED
        if finding.kind in _SETTLED or not told:
            continue
        place = f"line {finding.line}: " if finding.line else ""
        hint = f" ({finding.hint})" if finding.hint else ""
        yield f"{place}{printable(finding.message)}{printable(hint)}"


_UNKNOWN_KEY = "front-matter-unknown-key"
_MOST_KEYS = 8
"""Names of keys that are told of one note."""
_SETTLED = frozenset({"duplicate-anchor", _UNKNOWN_KEY, "encoding-guessed"})
"""Findings on the source that the note no longer gives, or that are told in other words."""

_DOUBTED = frozenset({"boilerplate-kept"})
"""Notes that an import is the time to look at."""


# A whole folder


@dataclass(slots=True)
class FolderReport:
    """What became of a folder, summed up as its notes are imported."""

    folder: Path
    to: Path
    notes: int = 0
    empty: list[str] = field(default_factory=list)
    """Files that hold no text."""
    _counts: Counter[str] = field(default_factory=Counter)
    _dropped: Counter[str] = field(default_factory=Counter)
    _doubts: list[str] = field(default_factory=list)

    def add(self, imported: Imported, path: Path) -> None:
        """Count a note."""
        sections = list(imported.note.walk())
        blocks = [block for section in sections for block in section.blocks]
        figures = imported.figures
        self.notes += 1
        self._counts["section"] += sum(1 for section in sections if section.heading)
        self._counts["statement"] += sum(1 for block in blocks if block.kind in STATEMENTS)
        self._counts["picture"] += len(figures.files)
        self._counts["kept"] += imported.kept
        self._counts["lost"] += figures.lost
        self._counts["remote"] += figures.remote
        self._counts["address"] += _lacks_address(imported)
        self._counts["date"] += _lacks_date(imported)
        self._dropped.update(imported.dropped())
        self._doubts += (f"{path.as_posix()}: {doubt}" for doubt in _doubts(imported))

    def lines(self, links: Counts, *, dry_run: bool) -> Iterator[str]:
        """Say it all."""
        yield f"{self.folder.as_posix()}: {self._written(dry_run=dry_run)}"
        if not dry_run and self.notes:
            yield "  next: notes-kb check"
        total = sum(self._dropped.values())
        rules = ", ".join(f"{rule} {count:,}" for rule, count in self._dropped.most_common())
        kept = many(self._counts["kept"], "line")
        yield f"  {kept} kept, {total:,} dropped{f': {rules}' if rules else ''}"
        if links.kept or links.lost:
            kept = many(len(links.kept), "link")
            yield f"  {kept} from note to note kept, {len(links.lost):,} name no note"
        if self.empty:
            files = many(len(self.empty), "file")
            first = ", ".join(map(printable, self.empty[:3]))
            yield f"  {files} without text left out: {first}{', …' if len(self.empty) > 3 else ''}"
        remarks = list(self._remarks())
        if remarks:
            yield "  look at:"
        yield from (f"    {remark}" for remark in remarks)

    def _written(self, *, dry_run: bool) -> str:
        did = "would be written" if dry_run else "written"
        counted = [many(self._counts[noun], noun) for noun in ("section", "statement")]
        if pictures := self._counts["picture"]:
            counted.append(f"{many(pictures, 'picture')} beside them")
        notes = f"{many(self.notes, 'note')} {did} to {self.to.as_posix()}"
        return ", ".join([notes, *counted])

    def _remarks(self) -> Iterator[str]:
        counts = self._counts
        if counts["address"]:
            notes = many(counts["address"], "note")
            yield f"{notes} without the source's address; add 'source: {{title: …, url: https://…}}'"
        if counts["date"]:
            yield f"{many(counts['date'], 'note')} without a date; add 'date: YYYY-MM-DD'"
        if counts["lost"]:
            yield f"{many(counts['lost'], 'picture')} could not be copied; slots stand for them"
        if counts["remote"]:
            pictures = many(counts["remote"], "picture")
            yield f"{pictures} on other hosts: readers see links, unless remote_images are allowed"
        yield from self._doubts[:_MOST_OF_FOLDER]
        if (more := len(self._doubts) - _MOST_OF_FOLDER) > 0:
            yield f"and {more:,} more on single notes, most of which notes-kb check tells"
