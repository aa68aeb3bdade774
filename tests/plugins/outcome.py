"""A story's site, really built with the suite's own packages."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import yaml

from tests.plugins.html import Page
from tests.plugins.stories import Story
from tests.site import REPOSITORY, draw

PACKAGES = Path(sys.prefix) / "peers" / "plugins"
"""The virtual environment that `make plugin-tests` makes."""

_WHEN = "2025-01-02T03:04:05+00:00"


def environment() -> dict[str, str]:
    """The variables of every command: this repository's code, no settings of the machine."""
    who = {"NAME": "tester", "EMAIL": "tester@example.org", "DATE": _WHEN}
    roles = ("AUTHOR", "COMMITTER")
    git = {f"GIT_{role}_{key}": value for role in roles for key, value in who.items()}
    return {
        **os.environ,
        **git,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "PATH": f"{PACKAGES / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(REPOSITORY),
        "NO_MKDOCS_2_WARNING": "1",
        "NO_COLOR": "1",
    }


@dataclass(frozen=True)
class Outcome:
    """What a build left behind."""

    story: Story
    root: Path
    code: int
    log: str
    _pages: dict[str, Page] = field(default_factory=dict)

    @property
    def site(self) -> Path:
        """The root of the built site."""
        return self.root / self.story.site

    def has(self, uri: str) -> bool:
        """Tell whether the built site has a file."""
        return (self.site / uri).is_file()

    def read(self, uri: str) -> str:
        """Read a file of the built site; empty where there is none."""
        return (self.site / uri).read_text("utf-8") if self.has(uri) else ""

    def page(self, uri: str) -> Page:
        """Read a page of the built site; without elements where there is none."""
        if uri not in self._pages:
            self._pages[uri] = Page(self.read(uri))
        return self._pages[uri]

    @cached_property
    def html_files(self) -> list[str]:
        """Every page of the built site."""
        return sorted(p.relative_to(self.site).as_posix() for p in self.site.rglob("*.html"))

    def target(self, uri: str, href: str) -> str:
        """Give the file of the site that a link on a page leads to."""
        base = urlsplit(self.story.site_url or "https://no-address.example/")
        absolute = urlsplit(urljoin(f"{base.geturl()}{uri}", href))
        if (absolute.scheme, absolute.netloc) != (base.scheme, base.netloc):
            return href
        path = unquote(absolute.path).removeprefix(base.path)
        return f"{path}index.html" if path[-1:] in {"", "/"} else path

    def source(self, path: str, language: str) -> str:
        """Give what the owner wrote for a page in a language; empty where nothing is."""
        first = next(iter(self.story.languages))
        folder = self.story.options.get("layout") == "folder" and not path.startswith(
            ("notes/", "concepts/")
        )
        written = f"{path}.md" if language == first else f"{path}.{language}.md"
        names = [f"docs/{language}/{path}.md"] if folder else [f"docs/{written}"]
        if folder and language == first:
            names.append(f"docs/{path}.md")  # A file outside of the folders is in the first one.
        found = (self.story.tree[name] for name in names if name in self.story.tree)
        content = next(found, "")
        return content if isinstance(content, str) else ""

    def written_in(self, path: str) -> list[str]:
        """Give the languages that the owner wrote a page in."""
        return [code for code in self.story.languages if self.source(path, code)]

    def title(self, path: str, language: str) -> str:
        """Give the title that the owner wrote for a page."""
        source = self.source(path, language)
        if source.startswith("---"):
            meta = yaml.safe_load(source.split("---")[1])
            if "title" in meta:
                return str(meta["title"])
        heading = re.search(r"^# (.+)$", source, re.MULTILINE)
        return heading[1] if heading else ""


def build(story: Story, root: Path, *, without_ours: bool = False) -> Outcome:
    """Draw a story's site and build it in a process of its own."""
    draw(root, story.tree, story.mkdocs_yml(without_ours=without_ours))
    if story.git:
        for command in ("init -q -b main", "add -A", "commit -q -m Begin"):
            _run(root, "git", *command.split())
    if any("social" in str(plugin) for plugin in story.full_config["plugins"]):
        _provide_font(root)
    program, *arguments = story.command
    done = _run(root, str(PACKAGES / "bin" / program), *arguments)
    if program == "mike" and done.returncode == 0:
        _run(root, "git", "worktree", "add", "-q", "published", "gh-pages")
    return Outcome(story, root, done.returncode, done.stdout + done.stderr)


def _run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=root, env=environment(), capture_output=True, text=True, check=False
    )


def _provide_font(root: Path) -> None:
    """Put a font of this machine where the social plugin keeps those that it has fetched."""
    question = ("fc-match", "--format=%{file}", "sans:lang=zh")
    found = subprocess.run(question, capture_output=True, text=True, check=True).stdout
    folder = root / ".cache/plugin/social/fonts/Roboto"
    folder.mkdir(parents=True)
    for style in ("Regular", "Bold"):
        shutil.copyfile(found, folder / f"{style}.ttf")
