"""``notes-kb diff``: what an original has changed since its translation was stamped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from notes_kb.cli.reading import Reading, docs_option, layout_option, paths_below, read_knowledge
from notes_kb.domain.note import Note
from notes_kb.review.history import HistoryError, find_repository
from notes_kb.review.original_changes import (
    OldText,
    TranslationChanges,
    changes_json,
    find_changes,
    old_texts_in,
    render_changes,
)


@click.command(name="diff")
@click.argument("file", type=click.Path(path_type=Path))
@docs_option
@layout_option("text", "json", told="For people or for programs.")
def command(file: Path, docs: Path | None, layout: str) -> None:
    """Show what an original has changed since its translation was stamped.

    FILE is a translation, or an original with all its translations. A stamp
    (from=3f9a1c20) is a fingerprint; the text that has it is looked for in the git
    history of the original. Without one, the sections are shown as they are now.

    \b
    Before bringing a translation up to date:
        notes-kb diff docs/notes/2025-02-ccf-deepseek.en.md
    Then, when it is:
        notes-kb stamp --stale 2025-02-ccf-deepseek

    Exits with 0 where every section is translated from the present state or has no
    stamp, 1 where one is not, 2 on wrong usage.
    """  # noqa: D301 - click reads the \b
    read = read_knowledge(docs)
    (path,) = paths_below([file], read.docs)
    group = next(
        (g for g in read.kb.groups.values() if any(n.path == path for n in g.versions.values())),
        None,
    )
    if group is None:
        raise click.BadParameter(
            f"'{file}' is no note; only sections of notes have stamps", param_hint="FILE"
        )
    original = group.source
    versions = [note for note in group.versions.values() if note is not original]
    wanted = [note for note in versions if path in (note.path, original.path)]
    if not wanted:
        raise click.ClickException(f"'{group.id}' is not translated yet")
    reasons: list[str] = []
    found = [_changes(read, original, note, reasons) for note in wanted]
    if layout == "json":
        click.echo(changes_json(found).encode(), nl=False)
    else:
        reason = reasons[0] if reasons else ""
        root = read.docs.as_posix()
        told = (render_changes(one, root, why_none=reason) for one in found)
        click.echo("\n".join(told), nl=False)
    if any(one.changes for one in found):
        raise SystemExit(1)


def _changes(
    read: Reading, original: Note, translation: Note, reasons: list[str]
) -> TranslationChanges:
    """Compare two versions; a reason why no history can be read is added to a list."""

    def old_texts(stamps: frozenset[str]) -> Mapping[str, OldText]:
        file = read.docs / original.path
        try:
            repository = find_repository(file.parent)
            return old_texts_in(repository, repository.path_of(file), original)(stamps)
        except HistoryError as problem:
            reasons.append(str(problem))
            return {}

    return find_changes(original, translation, old_texts)
