"""``notes-kb stamp``: record in translations which state of the original they translate."""

from __future__ import annotations

from pathlib import Path

import click

from notes_kb.cli.files import replace_text
from notes_kb.cli.site_config import read_site_config
from notes_kb.loading.library import load_library
from notes_kb.report.terminal import render_diagnostic
from notes_kb.translation.pairing import pair_notes
from notes_kb.translation.stamp import stamp
from notes_kb.translation.status import State


@click.command(name="stamp")
@click.argument("notes", nargs=-1, metavar="[ID]…")
@click.option("--docs", type=click.Path(path_type=Path, file_okay=False), help="The docs folder.")
@click.option(
    "--stale", is_flag=True, help="Stamp sections again that you have brought up to date."
)
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
def command(notes: tuple[str, ...], docs: Path | None, stale: bool, dry_run: bool) -> None:
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
    site = read_site_config(Path())
    if site.findings:  # Stamps by the wrong languages would spoil the translations.
        told = [render_diagnostic(one, root=site.docs_dir.as_posix()) for one in site.findings]
        raise click.ClickException("\n".join(told))
    folder = docs or site.docs_dir
    library = load_library(folder, site.languages, allowed=site.outside_docs)
    groups = pair_notes(library.notes, site.languages)
    unknown = set(notes) - {group.id for group in groups}
    if unknown:
        raise click.ClickException(f"there is no note '{min(unknown)}' in {folder}/notes")
    states = {State.UNKNOWN, State.STALE} if stale else {State.UNKNOWN}
    for group in groups:
        for code, note in group.versions.items():
            if code == group.original or note.pasted or (notes and group.id not in notes):
                continue
            text, stamped = stamp(group.source, note, states)
            if stamped and not dry_run:
                replace_text(folder / note.path, text)
            for status in stamped:
                click.echo(f"{note.path}:{status.line}: {status.section} from={status.current}")
