"""Style sheet and script: content-hashed, served by the site itself."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.mkdocs.policy import repository_host
from notes_kb.text.source_comments import without_comments

WEB = Path(__file__).parent.parent / "web"
TEMPLATES = Path(__file__).parent / "theme"
THEME_FONTS = {"text": "Roboto", "code": "Roboto Mono"}
"""What Material sets where the site says nothing."""

FOLDER = "assets/notes-kb"


@cache
def published(path: Path) -> bytes:
    """Give a script or style sheet as it is published, without its comments."""
    return without_comments(path.read_text("utf-8")).encode()


@cache
def _named(path: Path) -> str:
    """Give a file's place in the site, its name changing with its bytes."""
    digest = hashlib.sha256(published(path)).hexdigest()[:8]
    return f"{FOLDER}/{path.stem}.{digest}{path.suffix}"


def _files() -> Iterator[Path]:
    yield WEB / "notes-kb.css"
    yield WEB / "card.js"
    yield WEB / "languages.js"
    yield WEB / "accessibility.js"
    yield WEB / "statements.js"
    yield WEB / "routes.js"


def error_script() -> str:
    """Give the place of the script that only the error page loads."""
    return _named(WEB / "lost.js")


def glossary_script() -> str:
    """Give the place of the script that only the glossary loads."""
    return _named(WEB / "glossary.js")


def redirect_script() -> str:
    """Give the place of the script that only pages at former addresses load."""
    return _named(WEB / "redirect.js")


def add_to_pages(config: MkDocsConfig) -> None:
    """Have every page load the style sheet and the script, before the owner's own."""
    css, *scripts = (_named(path) for path in _files())
    config.extra_css.insert(0, css)
    config.extra_javascript[:0] = scripts


def add_files(files: Files, config: MkDocsConfig) -> None:
    """Publish the style sheet and the script."""
    for path in (*_files(), WEB / "lost.js", WEB / "redirect.js", WEB / "glossary.js"):
        file = File.generated(
            config,
            _named(path),
            content=published(path),
            inclusion=InclusionLevel.INCLUDED,
        )
        files.append(file)


def third_parties(config: MkDocsConfig) -> Iterator[Diagnostic]:
    """Name the settings of the owner's by which pages ask other hosts for something."""
    path = PurePath(os.path.relpath(config.config_file_path or "mkdocs.yml", config.docs_dir))
    if config.theme.name in {"material", "materialx"} and config.theme.get("font"):
        yield kinds.THIRD_PARTY.at(
            path=path.as_posix(),
            key="theme.font",
            host="fonts.googleapis.com and fonts.gstatic.com",
            what="fonts",
            remedy="write 'font: false', or serve the fonts yourself by 'extra_css'",
        )
    asked = repository_host(config)
    if asked:
        yield kinds.THIRD_PARTY.at(
            path=path.as_posix(),
            key="repo_url",
            host=asked.removeprefix("https://"),
            what="the stars of the repository",
            remedy="link to the repository in 'nav' or 'extra.social' if readers should not ask",
        )


def use_own_fonts(config: MkDocsConfig) -> None:
    """Switch the theme's web fonts off unless the site's own configuration names others.

    They come from a third party, and hold no Han characters.
    """
    if config.theme.get("font") == THEME_FONTS:
        config.theme["font"] = False
