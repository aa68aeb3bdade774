"""``notes-kb import``: a paste, a clip, a page or a document to a note in the house format."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from notes_kb.cli.files import refuse_taken, write_new
from notes_kb.cli.reading import configuration, docs_to_write
from notes_kb.cli.site_config import SiteConfig
from notes_kb.domain.diagnostic import Severity
from notes_kb.domain.language import LANGUAGE_CODE
from notes_kb.domain.note import STATEMENTS
from notes_kb.importing.clipboard import read_clipboard
from notes_kb.importing.exported import restore_export
from notes_kb.importing.note_import import Imported, Wishes, import_source
from notes_kb.importing.refusal import Refusal
from notes_kb.importing.sources import MAX_SOURCE, SourceKind
from notes_kb.loading.library import load_concepts
from notes_kb.report.terminal import printable
from notes_kb.text.slug import slugify

_MOST_REMARKS = 8
"""Of one note; ``notes-kb parse`` tells all."""
_KINDS = {"paste": SourceKind.PASTE, "note": SourceKind.NOTE, "page": SourceKind.PAGE}


@click.command(name="import")
@click.argument("files", nargs=-1, metavar="[FILE|FOLDER|-]…", type=click.Path(path_type=Path))
@click.option(
    "--clipboard", is_flag=True,
    help="Read the clipboard: its HTML, which keeps headings and bold, where there is some.",
)  # fmt: skip
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the notes; where left out, that of the site whose mkdocs.yml is here or "
    "in a folder above. Of an export, the docs folder.",
)  # fmt: skip
@click.option("--id", "note_id", help="The note's id; made from the name or the title if left out.")
@click.option("--language", help="Language code of the text; told by name or text if left out.")
@click.option(
    "--as", "kind", type=click.Choice(sorted(_KINDS)),
    help="Pasted text, Markdown or an HTML page; told by the content if left out.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Print the note, and write nothing.")
@click.option("--force", is_flag=True, help="Write over a note of the same id.")
def command(
    files: tuple[Path, ...],
    clipboard: bool,
    folder: Path | None,
    note_id: str | None,
    language: str | None,
    kind: str | None,
    dry_run: bool,
    force: bool,
) -> None:
    """Make a note of a paste, a clip, a saved page or a document.

    Text, Markdown of any program, HTML, .docx (with notes-kb[docx]) and the text of PDF
    (with notes-kb[pdf]) become a note in the house format: front matter, sections with
    anchors, points, speakers, figures. Pictures beside the file come along. What was
    dropped, and what the import is unsure of, is told.

    \b
    A recap that you saved from anywhere:
        notes-kb import talk.txt
    What you have just copied in the browser, headings and bold included:
        notes-kb import --clipboard
    A saved page under an id of your own, looked at first:
        notes-kb import page.html --id 2026-03-compiler-day --dry-run
    Everything that a clipper has exported:
        notes-kb import clips/*.md
    From another program:
        pbpaste | notes-kb import -
    The folder that notes-kb export wrote, back into a docs folder:
        notes-kb import ../my-notes --to docs

    Exits with 0 where every note is written, 1 where something was refused, 2 on wrong
    usage.
    """  # noqa: D301 - click reads the \b
    sources = [*(str(file) for file in files), *([""] if clipboard else [])]
    if any(file.is_dir() for file in files):
        if len(sources) > 1 or note_id or language or kind:
            raise click.UsageError("a folder takes --to, --dry-run and --force alone")
        _take_export(files[0], folder, dry_run=dry_run, force=force)
        return
    wishes = _wishes(sources, note_id, language, kind)
    site = configuration()  # Notes by the wrong languages would get the wrong names.
    docs = site.docs_dir if folder or dry_run else docs_to_write(site, None, "--to")
    to = folder or docs / site.folders.notes
    work = _Work(site, to, wishes, dry_run, force)
    refused = 0
    for number, source in enumerate(sources, 1):
        if len(sources) > 1 and sys.stderr.isatty():
            click.echo(f"[{number}/{len(sources)}] {source or 'clipboard'}", err=True)
        refused += not work.take(source)
    if refused:
        raise SystemExit(1)


def _take_export(export: Path, folder: Path | None, *, dry_run: bool, force: bool) -> None:
    """Write an export back into a docs folder, all of it or nothing."""
    site = configuration()
    docs = folder or (site.docs_dir if dry_run else docs_to_write(site, None, "--to"))
    try:
        restored = restore_export(export)
        if not dry_run:
            write_new(docs, dict(sorted(restored.files.items())), force=force)
    except Refusal as refusal:
        raise click.ClickException(f"{export}: not imported: {refusal}") from None
    except FileExistsError as error:
        raise click.ClickException(
            f"{error.filename} is there already, with another content;"
            " choose another folder, or --force to write over it"
        ) from None
    except OSError as error:
        reason = (error.strerror or "it cannot be read or written").lower()
        raise click.ClickException(f"{error.filename or export}: {reason}") from None
    did = "would be written" if dry_run else "written"
    counts = f"{_many(restored.notes, 'note')}, {_many(restored.concepts, 'concept')}"
    click.echo(f"{docs.as_posix()}: {did}, {_many(len(restored.files), 'file')}: {counts}")
    for remark in restored.remarks:
        click.echo(f"  {printable(remark)}")
    if restored.folders != site.folders:
        notes, concepts = restored.folders.both
        click.echo(f"  in mkdocs.yml, write: notes_folder: {notes}, concepts_folder: {concepts}")


def _wishes(
    sources: Sequence[str], note_id: str | None, language: str | None, kind: str | None
) -> Wishes:
    if not sources:
        raise click.UsageError("name a file, - for standard input, or --clipboard")
    if note_id is not None and len(sources) > 1:
        raise click.BadParameter("takes one file at a time", param_hint="--id")
    if note_id is not None and slugify(note_id) != note_id:
        better = slugify(note_id) or "2026-03-compiler-day"
        raise click.BadParameter(f"'{note_id}' is no id; write it as {better}", param_hint="--id")
    if language is not None and not LANGUAGE_CODE.fullmatch(language):
        raise click.BadParameter(
            f"'{language}' is no language code; write zh or en", param_hint="--language"
        )
    return Wishes(
        note_id=note_id or "", language=language or "", kind=_KINDS[kind] if kind else None
    )


@dataclass(frozen=True, slots=True)
class _Work:
    """What is the same for all sources of one call."""

    site: SiteConfig
    folder: Path
    wishes: Wishes
    dry_run: bool
    force: bool

    def take(self, source: str) -> bool:
        """Import one source; False where it was refused, which is then said."""
        shown = {"": "clipboard", "-": "standard input"}.get(source, source)
        try:
            imported = self._imported(source)
            where = self._write(imported)
        except Refusal as refusal:
            click.echo(f"{shown}: not imported: {printable(str(refusal))}", err=True)
            return False
        except RecursionError:
            click.echo(f"{shown}: not imported: it nests too deeply", err=True)
            return False
        for line in _told(imported, where, dry_run=self.dry_run):
            click.echo(line, err=self.dry_run)
        return True

    def _imported(self, source: str) -> Imported:
        file = Path(source)
        wishes = self.wishes
        if source == "":
            data = read_clipboard()
            wishes = replace(wishes, kind=wishes.kind or SourceKind.FRAGMENT)
        else:
            data = _read(source)
        local = source not in {"", "-"}
        if local and file.suffix == ".md" and _same_folder(file.parent, self.folder):
            wishes = replace(wishes, in_place=True, kind=SourceKind.NOTE)
        if self.wishes.language and self.wishes.language not in self.site.languages.names:
            codes = ", ".join(self.site.languages.codes)
            raise click.BadParameter(f"the site's languages are {codes}", param_hint="--language")
        return import_source(
            data,
            name=file.name if local else "",
            languages=self.site.languages,
            folder=file.parent if local else None,
            wishes=wishes,
            is_concept=self._concepts(),
        )

    def _concepts(self) -> Callable[[str], bool]:
        """Tell which names are concepts'; their records are read when the first is asked for."""
        known: list[frozenset[str]] = []

        def is_concept(name: str) -> bool:
            if not known:
                known.append(frozenset(_names(self.site)))
            return name.casefold() in known[0]

        return is_concept

    def _write(self, imported: Imported) -> Path:
        path = self.folder / imported.name
        if self.dry_run:
            click.echo(imported.text.encode(), nl=False)
        try:
            files = {
                name: data if isinstance(data, bytes) else data.read_bytes()
                for name, data in imported.figures.files.items()
            }
            files[imported.name] = imported.text.encode()  # The last one: see `write_new`.
            if not self.dry_run:
                write_new(self.folder, files, force=self.force)
            elif not self.force:
                refuse_taken(self.folder, files)
        except FileExistsError as error:
            raise Refusal(
                f"{error.filename} is there already;"
                " choose another --id, or --force to write over it"
            ) from None
        except OSError as error:
            reason = (error.strerror or "it cannot be written").lower()
            raise Refusal(f"{error.filename or path} cannot be written: {reason}") from None
        return path


def _read(source: str) -> bytes:
    """Read no more than it takes to see that a source is too long."""
    if source == "-":
        return sys.stdin.buffer.read(MAX_SOURCE + 1)
    try:
        file = Path(source)
        if file.exists() and not file.is_file():
            raise Refusal("it is no ordinary file")
        with file.open("rb") as stream:
            return stream.read(MAX_SOURCE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be opened"
        raise Refusal(f"it cannot be read: {reason.lower()}") from None


def _same_folder(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _names(site: SiteConfig) -> Iterator[str]:
    if not (site.docs_dir / site.folders.concepts).is_dir():
        return
    concepts, _ = load_concepts(site.docs_dir, site.languages, site.folders)
    for concept in concepts:
        yield concept.id
        yield from (form.casefold() for _, form in concept.forms())


# What is said of a note


def _told(imported: Imported, path: Path, *, dry_run: bool) -> Iterator[str]:
    did = "would be written" if dry_run else "written"
    yield f"{path.as_posix()}: {did}, {', '.join(_counts(imported))}"
    if not dry_run:
        yield f"  next: notes-kb check {path.as_posix()}"
    dropped = imported.dropped()
    rules = ", ".join(f"{rule} {count}" for rule, count in dropped.items())
    total = sum(dropped.values())
    yield f"  {_many(imported.kept, 'line')} kept, {total} dropped{f': {rules}' if rules else ''}"
    remarks = list(_remarks(imported))
    if remarks:
        yield "  look at:"
    yield from (f"    {remark}" for remark in remarks[:_MOST_REMARKS])
    if len(remarks) > _MOST_REMARKS:
        yield f"    and {len(remarks) - _MOST_REMARKS} more, which notes-kb parse tells"


def _counts(imported: Imported) -> Iterator[str]:
    sections = [section for section in imported.note.walk() if section.heading]
    blocks = [block for section in imported.note.walk() for block in section.blocks]
    yield _many(len(sections), "section")
    yield _many(sum(1 for block in blocks if block.kind in STATEMENTS), "statement")
    if imported.figures.files:
        yield f"{_many(len(imported.figures.files), 'picture')} beside it"
    if slots := imported.figures.slots + imported.figures.lost:
        yield f"{_many(slots, 'figure')} missing"


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _remarks(imported: Imported) -> Iterator[str]:
    """Say what only somebody who knows the event can decide."""
    yield from imported.readable.remarks
    if imported.difference:
        ours, theirs = imported.difference
        line = f"line {ours.line} of the source" if ours else "the end of the source"
        yield (
            f"{line} ({ours.what if ours else 'nothing'}) is read from the note as"
            f" {theirs.what if theirs else 'nothing'}"
        )
    meta = imported.source.meta
    if meta.source is None or not meta.source.url:
        yield "no address of the source was found; add 'source: {title: …, url: https://…}'"
    if not meta.date:
        yield "no date was found; add 'date: YYYY-MM-DD', the day of the event"
    if imported.figures.lost:
        yield f"{_many(imported.figures.lost, 'picture')} could not be copied; slots stand for them"
    if imported.figures.remote:
        yield (
            f"{_many(imported.figures.remote, 'picture')} on other hosts:"
            " readers see links, unless the site allows remote_images"
        )
    for finding in imported.findings():
        told = finding.severity is not Severity.NOTE or finding.kind in _DOUBTED
        if finding.kind in _SETTLED or not told:
            continue
        place = f"line {finding.line}: " if finding.line else ""
        hint = f" ({finding.hint})" if finding.hint else ""
        yield f"{place}{printable(finding.message)}{printable(hint)}"


_SETTLED = frozenset({"duplicate-anchor", "front-matter-unknown-key", "encoding-guessed"})
"""Findings on the source that the note no longer gives, or that the ledger tells."""

_DOUBTED = frozenset({"boilerplate-kept"})
"""Notes that an import is the time to look at."""
