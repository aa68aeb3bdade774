"""``notes-kb check``: everything that is wrong with notes and concepts."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePath

import click

from notes_kb.checks import reported, run_checks
from notes_kb.cli.files import replace_files
from notes_kb.cli.kept_findings import kept_findings
from notes_kb.cli.reading import docs_folder, layout_option, load, open_cache, paths_below
from notes_kb.cli.site_config import CONFIG, SiteConfig, find_site, read_site_config
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.kinds import KINDS
from notes_kb.domain.language import LANGUAGE_CODE, Languages
from notes_kb.languages import own_names
from notes_kb.report.github import render_annotations
from notes_kb.report.gitlab import render_code_quality
from notes_kb.report.json_report import render_json
from notes_kb.report.sarif import render_sarif
from notes_kb.report.summary import fails
from notes_kb.report.terminal import render_report
from notes_kb.review.fixing import plan_fixes, render_fixes


def _explain(context: click.Context, _parameter: click.Parameter, kind: str | None) -> None:
    """Print what a kind of finding means, and stop."""
    if kind is None or context.resilient_parsing:
        return
    if kind not in KINDS:
        close = [known for known in KINDS if kind in known]
        known = f"; is it {' or '.join(close[:3])}?" if close else f"; one of {', '.join(KINDS)}"
        raise click.BadParameter(f"there is no finding '{kind}'{known}")
    click.echo(f"{kind}: {KINDS[kind].explanation['en'].replace('`', '')}")
    context.exit()


@click.command(name="check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--docs",
    type=click.Path(path_type=Path, file_okay=False),
    help="The docs folder; by default that of mkdocs.yml, else ./docs.",
)
@click.option(
    "--languages",
    help="Language codes, the default first, as in zh,en; by default those of mkdocs.yml.",
)
@layout_option(
    *("text", "json", "github", "gitlab", "sarif"),
    told="For people, for programs, as annotations of a pull request, as a report of Code Quality "
    "for a merge request, or as SARIF 2.1.0.",
)
@click.option(
    "--explain",
    metavar="KIND",
    callback=_explain,
    expose_value=False,
    is_eager=True,
    help="Say what a finding such as concept-unknown means, and exit.",
)
@click.option(
    "--pages/--no-pages",
    default=True,
    show_default=True,
    help="Whether the site of mkdocs.yml is planned and its texts rendered, as by a build.",
)
@click.option(
    "--fix",
    is_flag=True,
    help="Mend first what can mean one thing only, and say what was written.",
)
def command(
    paths: tuple[Path, ...],
    docs: Path | None,
    languages: str | None,
    layout: str,
    pages: bool,
    fix: bool,
) -> None:
    """Find what is wrong with notes and concepts: file, line, column, remedy.

    The whole knowledge base is read, because a link is right or wrong only beside
    the others. With PATHS, only what concerns these is printed.

    Where mkdocs.yml has the plugin, `mkdocs build --strict` fails on the same list.
    Without mkdocs.yml, or with --no-pages, --docs or --languages, notes and concepts
    are checked by themselves, and nothing that mkdocs.yml names is run.

    \b
    Everything:
        notes-kb check
    The note that you are writing:
        notes-kb check docs/notes/my-talk.md
    The same, after mending what needs no thought:
        notes-kb check --fix docs/notes/my-talk.md
    In a workflow on GitHub, with marks in the pull request:
        notes-kb check --format github

    Exits with 0 where nothing is wrong (notes are fine), 1 on errors or warnings,
    2 on wrong usage.
    """  # noqa: D301 - click reads the \b
    site = read_site_config(find_site())
    folder = docs_folder(site, docs)
    wanted = paths_below(paths, folder)
    named = _languages(languages) if languages else site.languages
    if fix:
        _fix(folder, named, site, wanted, told_beside=layout != "text")
    told = None
    if pages and not docs and not languages:
        told = _site_findings(site)
    if told is None:
        told = reported(_findings(folder, named, site), site.ignore)
    found = [*_config_findings(site, folder), *(d for d in told if _concerns(d, wanted))]
    _print(found, layout, folder)
    if fails(found):
        raise SystemExit(1)


def _fix(
    docs: Path,
    languages: Languages,
    site: SiteConfig,
    wanted: tuple[str, ...],
    *,
    told_beside: bool,
) -> None:
    """Mend what is safe to mend, and say so; beside the report where programs read that."""
    if site.findings:  # By the wrong languages, files would be taken for other ones.
        return
    store = open_cache(site)
    library, kb = load(docs, site, store, languages)
    fixed = plan_fixes(
        docs, library, kb, wanted=lambda d: _concerns(d, wanted), ignored=site.ignore
    )
    try:
        replace_files(docs, fixed.changes.files(docs))
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        raise click.ClickException(f"{error.filename}: {reason}; nothing was changed") from error
    finally:
        store.close()
    click.echo(render_fixes(fixed, _root(docs)), nl=False, err=told_beside)


def _findings(docs: Path, languages: Languages, site: SiteConfig) -> tuple[Diagnostic, ...]:
    """Check all notes and concepts; what a former check or build knows is not read again."""
    store = open_cache(site)
    found = run_checks(*load(docs, site, store, languages))
    store.commit()
    store.close()
    return found


def _site_findings(site: SiteConfig) -> tuple[Diagnostic, ...] | None:
    """Give what a build of the site would find; None where there is no site to plan."""
    if site.findings or not site.configured:
        return None
    return kept_findings(site, lambda: _planned_findings(site))


def _planned_findings(site: SiteConfig) -> tuple[Diagnostic, ...] | None:
    # The host and its theme take longer to import than a check of a few notes.
    from notes_kb.mkdocs.findings import SiteError, site_findings  # noqa: PLC0415

    try:
        return site_findings(site.folder / CONFIG)
    except SiteError as problem:
        click.echo(f"pages are not checked, only notes and concepts: {problem}", err=True)
        return None


def _config_findings(site: SiteConfig, docs: Path) -> Iterator[Diagnostic]:
    """Give the findings on the configuration, whatever was asked, by paths from the docs folder."""
    for finding in site.findings:
        file = os.path.normpath(site.docs_dir / finding.path)
        yield replace(finding, path=PurePath(os.path.relpath(file, docs)).as_posix())


def _languages(written: str) -> Languages:
    codes = [code.strip() for code in written.split(",")]
    for code in codes:
        if not LANGUAGE_CODE.fullmatch(code):
            raise click.BadParameter(
                f"'{code}' is no language code; write it as in zh,en", param_hint="--languages"
            )
    return Languages(own_names(*codes))


def _concerns(diagnostic: Diagnostic, wanted: tuple[str, ...]) -> bool:
    return not wanted or any(
        one in (".", diagnostic.path) or diagnostic.path.startswith(f"{one}/") for one in wanted
    )


def _print(found: list[Diagnostic], layout: str, docs: Path) -> None:
    root = _root(docs)
    match layout:
        case "json":
            text = render_json(found)
        case "github":
            text = render_annotations(found, root=root)
        case "gitlab":
            text = render_code_quality(found, root=root)
        case "sarif":
            text = render_sarif(found, root=root, version=_version())
        case _:
            text = render_report(found, root=root, colour=_colourful())
    # Programs read UTF-8; a terminal gets what its own encoding can show.
    click.echo(text if layout == "text" else text.encode(), nl=False)


def _root(docs: Path) -> str:
    """Give the docs folder as seen from here, where it is below."""
    here = Path().resolve()
    folder = docs.resolve()
    return folder.relative_to(here).as_posix() if folder.is_relative_to(here) else docs.as_posix()


def _colourful() -> bool:
    """Colour on a terminal only, and not for those who asked for none (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _version() -> str:
    try:
        return version("notes-kb")
    except PackageNotFoundError:
        return ""
