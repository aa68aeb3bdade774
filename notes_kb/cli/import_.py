"""``notes-kb import``: a paste, a clip, a page or a document to a note in the house format."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path, PurePath

import click

from notes_kb.cli.files import refuse_taken, write_new
from notes_kb.cli.import_report import FolderReport, many, told
from notes_kb.cli.reading import configuration, docs_to_write
from notes_kb.cli.site_config import SiteConfig
from notes_kb.domain.language import LANGUAGE_CODE
from notes_kb.importing.clipboard import read_clipboard
from notes_kb.importing.exported import is_export, restore_export
from notes_kb.importing.note_import import Imported, Wishes, import_source
from notes_kb.importing.refusal import EmptyError, Refusal
from notes_kb.importing.several import Several, find_texts
from notes_kb.importing.sources import MAX_SOURCE, SourceKind
from notes_kb.loading.library import load_concepts
from notes_kb.report.terminal import printable
from notes_kb.text.slug import slugify

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

    Text, Markdown of any program, HTML, subtitles, .docx (with notes-kb[docx]) and the text of PDF
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
    All Markdown of a folder, such as a vault of Obsidian, with its pictures and the
    links from note to note:
        notes-kb import ../vault
    The folder that notes-kb export wrote, back into a docs folder:
        notes-kb import ../my-notes --to docs

    Exits with 0 where every note is written, 1 where something was refused, 2 on wrong
    usage.
    """  # noqa: D301 - click reads the \b
    sources = [*(str(file) for file in files), *([""] if clipboard else [])]
    if any(file.is_dir() for file in files):
        if len(sources) > 1 or note_id or language or kind:
            raise click.UsageError("a folder takes --to, --dry-run and --force alone")
        if is_export(files[0]):
            _take_export(files[0], folder, dry_run=dry_run, force=force)
        else:
            _take_folder(files[0], folder, dry_run=dry_run, force=force)
        return
    wishes = _wishes(sources, note_id, language, kind)
    site = configuration()  # Notes by the wrong languages would get the wrong names.
    to = _notes_folder(site, folder, dry_run)
    # One text alone has nothing to link to, and may get an id of its own.
    together = [file for file in files if file.is_file()] if len(files) > 1 else []
    several = _several(together, site, to)
    if not _Work(site, to, wishes, dry_run, force, several).take(sources):
        raise SystemExit(1)


def _notes_folder(site: SiteConfig, folder: Path | None, dry_run: bool) -> Path:
    docs = site.docs_dir if folder or dry_run else docs_to_write(site, None, "--to")
    return folder or docs / site.folders.notes


def _take_folder(folder: Path, to: Path | None, *, dry_run: bool, force: bool) -> None:
    """Import all Markdown of a folder, with its pictures and the links among its texts."""
    site = configuration()
    notes = _notes_folder(site, to, dry_run)
    try:
        files = find_texts(folder, left_out=(site.docs_dir, notes))
    except Refusal as refusal:
        raise click.ClickException(f"{folder}: not imported: {refusal}") from None
    if not files:
        raise click.ClickException(
            f"{folder}: not imported: there is no Markdown in it; name other files one by one"
        )
    several = _several(files, site, notes, folder)
    report = FolderReport(folder, notes)
    work = _Work(site, notes, Wishes(), dry_run, force, several, report)
    taken = work.take([str(file) for file in files])
    for line in report.lines(several.counts, dry_run=dry_run):
        click.echo(line)
    if not taken:
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
    counts = f"{many(restored.notes, 'note')}, {many(restored.concepts, 'concept')}"
    click.echo(f"{docs.as_posix()}: {did}, {many(len(restored.files), 'file')}: {counts}")
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
    several: Several
    report: FolderReport | None = None
    """Where the notes of a folder are counted, of which nothing else is said."""

    def take(self, sources: Sequence[str]) -> bool:
        """Import all sources; False where one was refused, which is then said.

        All are read before the first is written, so that none links to one that gives no note.
        """
        made: dict[str, Imported] = {}
        fine, gone = True, []
        for number, source in enumerate(sources, 1):
            if len(sources) > 1 and sys.stderr.isatty():
                click.echo(f"[{number}/{len(sources)}] {_shown(source)}", err=True)
            try:
                made[source] = self._imported(source)
            except (Refusal, RecursionError) as problem:
                gone.append(Path(source))
                fine &= self._missed(source, problem)
        for file in self.several.give_up(gone):
            made[str(file)] = self._imported(str(file))
        for source in sources:
            if source in made:
                fine &= self._wrote(source, made.pop(source))
        return fine

    def _missed(self, source: str, problem: Exception) -> bool:
        """Say why there is no note; whether nothing is missing for it."""
        if isinstance(problem, EmptyError) and self.report is not None:
            self.report.empty.append(source)
            return True
        reason = "it nests too deeply" if isinstance(problem, RecursionError) else str(problem)
        click.echo(f"{_shown(source)}: not imported: {printable(reason)}", err=True)
        return False

    def _wrote(self, source: str, imported: Imported) -> bool:
        try:
            where = self._write(imported)
        except Refusal as refusal:
            return self._missed(source, refusal)
        if self.report is not None:
            self.report.add(imported, where)
            return True
        for line in told(imported, where, dry_run=self.dry_run):
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
        within = _folder_within(file.parent, self.folder) if local else None
        if within is not None and file.suffix == ".md":
            wishes = replace(wishes, in_place=True, kind=SourceKind.NOTE)
        elif file in self.several.ids:
            wishes = replace(wishes, note_id=self.several.ids[file])
        if self.wishes.language and self.wishes.language not in self.site.languages.names:
            codes = ", ".join(self.site.languages.codes)
            raise click.BadParameter(f"the site's languages are {codes}", param_hint="--language")
        imported = import_source(
            data,
            name=file.name if local else "",
            languages=self.site.languages,
            wishes=wishes,
            links=self.several.links_of(file),
            pictures=self.several.pictures_of(file) if local else None,
        )
        name = (within / imported.name).as_posix() if wishes.in_place and within else imported.name
        return replace(imported, name=name)

    def _write(self, imported: Imported) -> Path:
        path = self.folder / imported.name
        if self.dry_run and self.report is None:
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


def _folder_within(folder: Path, notes: Path) -> PurePath | None:
    """Give the path of a folder from that of the notes; None where it stands elsewhere."""
    real, root = folder.resolve(), notes.resolve()
    return real.relative_to(root) if real.is_relative_to(root) else None


def _several(
    files: Sequence[Path], site: SiteConfig, notes: Path, folder: Path | None = None
) -> Several:
    """Take files together; what the site holds is read when the first name is asked for."""

    @cache
    def concepts() -> frozenset[str]:
        return frozenset(_names(site))

    @cache
    def present() -> frozenset[str]:
        return frozenset(file.name.partition(".")[0] for file in notes.rglob("*.md"))

    return Several(
        files,
        site.languages,
        folder,
        is_concept=lambda name: name.casefold() in concepts(),
        is_note=lambda name: name in present(),
    )


def _names(site: SiteConfig) -> Iterator[str]:
    if not (site.docs_dir / site.folders.concepts).is_dir():
        return
    known, _ = load_concepts(site.docs_dir, site.languages, site.folders)
    for concept in known:
        yield concept.id
        yield from (form.casefold() for _, form in concept.forms())


def _shown(source: str) -> str:
    return {"": "clipboard", "-": "standard input"}.get(source, source)
