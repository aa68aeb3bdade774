"""``notes-kb stamp``: record in translations which state of the original they translate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from notes_kb.cli.files import replace_text
from notes_kb.cli.reading import configuration, docs_folder, docs_option
from notes_kb.domain.note import Note
from notes_kb.loading.library import load_library
from notes_kb.translation.copied import copied_sections
from notes_kb.translation.pairing import NoteGroup, pair_notes
from notes_kb.translation.stamp import stamp
from notes_kb.translation.status import State, compare_sections


@click.command(name="stamp")
@click.argument("notes", nargs=-1, metavar="[ID]…")
@docs_option
@click.option(
    "--stale", is_flag=True, help="Stamp sections again that you have brought up to date."
)
@click.option(
    "--same", is_flag=True,
    help="Stamp sections too that are word by word the original's, and are to be.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
def command(
    notes: tuple[str, ...], docs: Path | None, stale: bool, same: bool, dry_run: bool
) -> None:
    """Record in translations which state of the original they translate.

    A stamp is the fingerprint of the original's section, written on the
    translation's heading as from=3f9a1c20. When the original changes, readers see a
    notice on exactly that section, and `notes-kb check` reports it.

    \b
    After translating, stamp what has no stamp yet:
        notes-kb stamp
    After bringing the translations of one note up to date:
        notes-kb stamp --stale 2025-02-ccf-deepseek

    Exits with 0, or 1 where an ID names no note or mkdocs.yml cannot be read.
    """  # noqa: D301 - click reads the \b
    site = configuration()  # Stamps by the wrong languages would spoil the translations.
    folder = docs_folder(site, docs)
    library = load_library(folder, site.languages, allowed=site.outside_docs, folders=site.folders)
    groups = pair_notes(library.notes, site.languages)
    unknown = set(notes) - {group.id for group in groups}
    if unknown:
        raise click.ClickException(
            f"there is no note '{min(unknown)}' in {folder / site.folders.notes}"
        )
    states = {State.UNKNOWN, State.STALE} if stale else {State.UNKNOWN}
    count = 0
    for group in groups:
        for note in _translations(group) if not notes or group.id in notes else ():
            untouched = {} if same else {s.section: s for s in copied_sections(group.source, note)}
            text, stamped = stamp(group.source, note, states, untouched)
            if stamped and not dry_run:
                replace_text(folder / note.path, text)
            for status in stamped:
                click.echo(f"{note.path}:{status.line}: {status.section} from={status.current}")
            for status in untouched.values():
                click.echo(
                    f"{note.path}:{status.line}: {status.section} is still the original's text:"
                    " translate it, or say --same"
                )
            left = 0 if stale else _stale(group, note)
            if left:
                click.echo(
                    f"{note.path}: {left} stale section{'' if left == 1 else 's'} left as they are:"
                    f" see notes-kb diff, then run: notes-kb stamp --stale {group.id}"
                )
            count += len(stamped) + len(untouched) + left
    if not count:
        click.echo("nothing to stamp: every translated section has the stamp of its original")


def _translations(group: NoteGroup) -> Iterator[Note]:
    """Yield the versions that can hold stamps; a paste is kept as it is."""
    yield from (n for n in group.versions.values() if n is not group.source and not n.pasted)


def _stale(group: NoteGroup, note: Note) -> int:
    """Count the sections that were translated from an older state."""
    states = compare_sections(group.source, note)
    return sum(status.state is State.STALE for status in states)
