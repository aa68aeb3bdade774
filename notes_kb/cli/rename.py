"""``notes-kb rename``: another id for a note or a concept, and for everything that names it."""

from __future__ import annotations

from pathlib import Path

import click

from notes_kb.cli.files import replace_files
from notes_kb.cli.reading import docs_option, read_knowledge
from notes_kb.cli.site_config import CONFIG
from notes_kb.knowledge_base import KnowledgeBase
from notes_kb.review.coverage import Thing
from notes_kb.review.id_editor import Rename, RenameRefusedError
from notes_kb.review.renaming import plan_rename, render_plan


@click.command(name="rename")
@click.argument("old")
@click.argument("new")
@click.option(
    "--kind",
    type=click.Choice([str(thing) for thing in Thing]),
    help="Which of the two is meant, where a note and a concept have the old id.",
)
@docs_option
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
def command(old: str, new: str, kind: str | None, docs: Path | None, dry_run: bool) -> None:
    """Rename a note or a concept, with everything that names it.

    Its files in every language, [[…]], links to its pages, topic= and the keys of front
    matter that name it, the navigation and docs/search.yml follow; anchors stay. Stamps
    of translations follow where only the name has changed. The old id is written under
    'former_ids', so that the old addresses lead to the new ones. All is written, or
    nothing.

    \b
    See first, then do it:
        notes-kb rename moe mixture-of-experts --dry-run
        notes-kb rename moe mixture-of-experts

    Exits with 0, 1 where it cannot be done, 2 on wrong usage.
    """  # noqa: D301 - click reads the \b
    read = read_knowledge(docs)
    thing = _thing(read.kb, old, kind)
    config = read.site.folder / CONFIG if docs is None else None
    try:
        plan = plan_rename(
            read.docs, config, read.library, read.kb, Rename(thing=thing, old=old, new=new)
        )
        if not dry_run:
            replace_files(read.docs, plan.files(read.docs))
    except RenameRefusedError as problem:
        raise click.ClickException(str(problem)) from problem
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        raise click.ClickException(f"{error.filename}: {reason}; nothing was changed") from error
    click.echo(render_plan(plan, read.docs.as_posix()), nl=False)


def _thing(kb: KnowledgeBase, old: str, kind: str | None) -> Thing:
    """Tell what an id stands for."""
    if kind:
        return Thing(kind)
    found = [
        thing
        for thing, ids in ((Thing.NOTE, kb.groups), (Thing.CONCEPT, kb.concepts))
        if old in ids
    ]
    if len(found) == 2:
        raise click.UsageError(
            f"a note and a concept have the id '{old}'; say --kind note or concept"
        )
    if not found:
        raise click.BadParameter(f"there is no note or concept '{old}'", param_hint="OLD")
    return found[0]
