"""Show what the plugin changes on the ordinary pages of any folder of Markdown.

    python -m tools.page_changes FOLDER [--config mkdocs.yml] [--limit 300]

The folder is built twice, without the plugin and with it. A page may differ only where a
concept is linked, where a link leads to the reader's language, and by what the plugin adds
round the text; a picture may state its size, and a heading where it may break. The theme's
error page is ours, and formulas are left to the site. Everything else is printed, page by
page, and makes the command fail.
"""

from __future__ import annotations

import argparse
import os
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import yaml
from mkdocs.utils.yaml import yaml_load

EXTENSIONS: Sequence[object] = (
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    {"toc": {"permalink": True}},
    {"pymdownx.arithmatex": {"generic": True}},
    "pymdownx.betterem",
    "pymdownx.caret",
    "pymdownx.critic",
    "pymdownx.details",
    {
        "pymdownx.emoji": {
            "emoji_index": "<material.extensions.emoji.twemoji>",
            "emoji_generator": "<material.extensions.emoji.to_svg>",
        }
    },
    "pymdownx.escapeall",
    {"pymdownx.fancylists": {"inject_style": True}},
    {"pymdownx.highlight": {"anchor_linenums": True, "auto_title": True}},
    "pymdownx.inlinehilite",
    "pymdownx.keys",
    {"pymdownx.magiclink": {"normalize_issue_symbols": True, "repo_url_shorthand": True}},
    "pymdownx.mark",
    "pymdownx.progressbar",
    "pymdownx.saneheaders",
    "pymdownx.smartsymbols",
    {
        "pymdownx.superfences": {
            "custom_fences": [
                {
                    "name": "mermaid",
                    "class": "mermaid",
                    "format": "<pymdownx.superfences.fence_code_format>",
                }
            ]
        }
    },
    {"pymdownx.tabbed": {"alternate_style": True}},
    {"pymdownx.tasklist": {"custom_checkbox": True}},
    "pymdownx.tilde",
    "pymdownx.blocks.admonition",
    "pymdownx.blocks.caption",
    "pymdownx.blocks.definition",
    "pymdownx.blocks.details",
    "pymdownx.blocks.html",
    "pymdownx.blocks.tab",
)
"""What a folder without a configuration of its own is built with; ``<…>`` names a function."""

CONTRIBUTED = ("notes/", "concepts/")
"""Folders whose pages the plugin makes, so that they are no ordinary pages."""

_VERBATIM = frozenset({"pre", "code", "textarea"})
"""Elements in which a reader sees every blank."""

_HEADINGS = frozenset({"h1", "h2", "h3"})
"""Elements in which the plugin says where a line may break."""

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_FUNCTION = re.compile(r"['\"]?<([\w.]+)>['\"]?")


class ContentReader(HTMLParser):
    """Reads what a page's author wrote: title, table of contents and text, as lines.

    What the plugin adds is left out, and links to concepts are read as their words.
    """

    def __init__(self, html: str, *, title: bool = True) -> None:
        """Read a page, with its title in the head if wanted."""
        super().__init__(convert_charrefs=True)
        self.title = title
        self.tokens: list[str] = []
        self._open: list[tuple[str, bool]] = []
        """The open elements, and whether each is read."""
        self._unwrapped: list[tuple[int, str]] = []
        """The open elements whose tags are not read, but whose text is: depth and end mark."""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read an opening tag."""
        values = {name: value or "" for name, value in attrs}
        read = self._reads(tag, values)
        if tag not in _VOID:
            self._open.append((tag, read))
        if not read or (tag == "wbr" and any(name in _HEADINGS for name, _ in self._open)):
            return
        concept = values.get("class") == "nk-concept"
        if concept or values.get("class") in _WRAPPERS or (tag == "div" and [*values] == ["lang"]):
            self._unwrapped.append((len(self._open), _LINK_END if concept else ""))
            self._add_text(_LINK if concept else "")
            return
        written = "".join(f' {name}="{values[name]}"' for name in sorted(values))
        self.tokens.append(f"<{tag}{written}>")

    def handle_endtag(self, tag: str) -> None:
        """Read a closing tag, and close what stands open inside of it."""
        depth = next((d for d in range(len(self._open), 0, -1) if self._open[d - 1][0] == tag), 0)
        if not depth:
            return
        read = self._open[depth - 1][1]
        del self._open[depth - 1 :]
        if self._unwrapped and self._unwrapped[-1][0] >= depth:
            self._add_text(self._unwrapped.pop()[1])
        elif read:
            self.tokens.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Read text; pieces that belong together become one."""
        if not (self._open and self._open[-1][1]):
            return
        data = escape(data, quote=False)
        if not any(tag in _VERBATIM for tag, _ in self._open):
            data = _BLANKS.sub(" ", data)
        self._add_text(data)

    def _add_text(self, data: str) -> None:
        if not data:
            return
        if self.tokens and not self.tokens[-1].startswith("<"):
            blank = data.startswith(" ") and self.tokens[-1].endswith(" ")
            self.tokens[-1] += data[1:] if blank else data
        else:
            self.tokens.append(data)

    def handle_comment(self, data: str) -> None:
        """Read a comment of the text."""
        if self._open and self._open[-1][1]:
            self.tokens.append(f"<!--{data}-->")

    def _reads(self, tag: str, values: Mapping[str, str]) -> bool:
        """Whether an element belongs to what the author wrote."""
        classes = values.get("class", "").split()
        if _OURS.intersection(classes):
            return False
        if self._open and self._open[-1][1]:
            return True
        if tag == "title":
            return self.title
        return tag == "article" or values.get("data-md-component") == "toc"


_LINK, _LINK_END = "\ue000", "\ue001"
"""Stand round the words of a link to a concept."""

_WRAPPERS = frozenset({"nk-home", "nk-hero", "nk-whole"})
"""Classes of what the plugin puts round an author's words."""

_OURS = frozenset(
    """nk-cards nk-languages nk-after nk-counts nk-band nk-notice md-content__button
    md-source-file""".split()
)
"""Classes of what the plugin, or the theme in the page's language, puts beside a page's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What differs on a page that should be the same."""

    uri: str
    """The page's file in the site that is built without the plugin."""
    lines: Sequence[str]
    """A unified diff; empty where the page is missing."""

    def __str__(self) -> str:
        """Give the page and its diff."""
        return "\n".join([self.uri, *(f"  {line}" for line in self.lines or ("(missing)",))])


def find_changes(plain: Path, ours: Path, languages: Sequence[str]) -> Iterator[Change]:
    """Compare two built sites; `languages` are the codes, the first that of the site's root.

    A page that is not translated stands in the trees of the other languages too, and is
    compared there as well.
    """
    moved = {uri: _moved(uri, languages) for uri in _pages(plain)}
    written = set(moved.values())
    for uri, there in moved.items():
        if uri.startswith(CONTRIBUTED) or _is_error_page(plain, uri):
            continue
        places = [there]
        if there == uri and uri != "index.html":
            elsewhere = [f"{code}/{uri}" for code in languages[1:]]
            places += [p for p in elsewhere if (ours / p).is_file() and p not in written]
        for place in places:
            if not (ours / place).is_file():
                yield Change(uri=place, lines=())
            elif lines := _difference(plain / uri, ours / place, (uri, place), moved, languages):
                yield Change(uri=place, lines=lines)
    for path in _others(plain):
        there = ours / path
        if not there.is_file() or there.read_bytes() != (plain / path).read_bytes():
            yield Change(uri=path, lines=() if not there.is_file() else ("(other bytes)",))


def _is_error_page(plain: Path, uri: str) -> bool:
    """Whether this is the theme's own error page, in whose place we put one in all languages."""
    return uri == "404.html" and "<h1>404 - Not found</h1>" in _read(plain / uri)


def _difference(
    plain: Path,
    ours: Path,
    uris: tuple[str, str],
    moved: Mapping[str, str],
    languages: Sequence[str],
) -> list[str]:
    """Give the diff of two pages; none where only the languages of links differ."""
    # The home page of each language is called after the site, which only the first is without us.
    home = uris[1] in {f"{code}/index.html" for code in languages}
    before, after = (ContentReader(_read(p), title=not home).tokens for p in (plain, ours))
    neutral = _neutral(before, uris[0], moved, languages), _neutral(after, uris[1], {}, languages)
    if len(before) == len(after) and all(
        _same(*written) or _same(there, here)
        for *written, there, here in zip(before, after, *neutral, strict=True)
    ):
        return []
    before, after = ("\n".join(tokens).split("\n") for tokens in (before, after))
    diff = unified_diff(before, after, "without", "with", lineterm="", n=1)
    return list(diff)[2:]


def _same(before: str, after: str) -> bool:
    """Whether two tokens are the same but for links to concepts, automatic and explicit ones.

    A picture may have a size that its author did not write.
    """
    if _LINK not in after:
        return before == (_without_size(after, before) if after.startswith("<img ") else after)
    pieces = re.split(f"{_LINK}([^{_LINK_END}]*){_LINK_END}", after)
    pattern = "".join(
        rf"(?:{re.escape(piece)}|\[\[[^\[\]]*\]\])" if number % 2 else re.escape(piece)
        for number, piece in enumerate(pieces)
    )
    return re.fullmatch(pattern, before) is not None


def _without_size(after: str, before: str) -> str:
    """Take the size from a picture's tag that the other tag does not state."""
    after = after.replace(' class="nk-fluid"', "").replace("nk-fluid ", "")
    for name in ("height", "width"):
        if f' {name}="' not in before:
            after = re.sub(rf' {name}="[0-9]+"', "", after, count=1)
    return after


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace")


def _pages(site: Path) -> list[str]:
    return sorted(p.relative_to(site).as_posix() for p in site.rglob("*.html"))


def _others(site: Path) -> Iterator[str]:
    """Yield the files of the owner's that are no pages."""
    for path in sorted(site.rglob("*")):
        uri = path.relative_to(site).as_posix()
        made = uri.startswith(("search/", "sitemap.xml", *CONTRIBUTED))
        if path.is_file() and path.suffix != ".html" and not made:
            yield uri


def _moved(uri: str, languages: Sequence[str]) -> str:
    """Give the place of a page that is named after a language: ``a.en/`` stands at ``en/a/``."""
    codes = "|".join(map(re.escape, languages))
    found = re.fullmatch(rf"(.*)\.({codes})(/index)?\.html", uri)
    if found is None:
        return uri
    path, language, folder = found.groups()
    flat = posixpath.basename(path) == "index" or not folder
    place = f"{path}.html" if flat else f"{path}/index.html"
    return place if language == languages[0] else f"{language}/{place}"


def _neutral(
    tokens: Sequence[str], uri: str, moved: Mapping[str, str], languages: Sequence[str]
) -> list[str]:
    """Write relative links as paths from the root, without the language that they lead to."""

    def path(found: re.Match[str]) -> str:
        parts = urlsplit(found[2])
        if parts.scheme or parts.netloc or not parts.path:
            return found[0]
        whole = urlsplit(urljoin(f"/{uri}", parts.path)).path.lstrip("/")
        page = f"{whole}index.html" if whole[-1:] in {"", "/"} else whole
        page = moved.get(page, page)
        first, _, rest = page.partition("/")
        if first in languages and page.endswith(".html"):
            page = rest
        return f'{found[1]}"/{page}?{parts.query}#{parts.fragment}"'

    return [_ADDRESS.sub(path, token) if token.startswith("<") else token for token in tokens]


_ADDRESS = re.compile(r'(\s(?:href|src)=)"([^"]*)"')


# Building


def build_both(docs: Path, work: Path, config: Mapping[str, object]) -> tuple[Path, Path, str]:
    """Build a folder without the plugin and with it; give both sites and what was printed.

    Raises:
        RuntimeError: One of the builds failed; the message is what it printed.
    """
    options = {"notes_kb": config["notes_kb"]} if "notes_kb" in config else "notes_kb"
    rest = {key: value for key, value in config.items() if key != "notes_kb"}
    sites, log = [], ""
    for name, plugins in (("plain", ["search"]), ("ours", ["search", options])):
        folder = work / name
        folder.mkdir(parents=True)
        whole = {**rest, "docs_dir": str(docs.resolve()), "plugins": plugins}
        text = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False)
        # YAML's own way to name a function, which a safe dump refuses to write.
        text = _FUNCTION.sub(r"!!python/name:\1 ''", text)
        (folder / "mkdocs.yml").write_text(text, "utf-8")
        log = _build(folder)
        sites.append(folder / "site")
    return sites[0], sites[1], log


def _build(folder: Path) -> str:
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(folder / "site")]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return done.stdout + done.stderr


def default_config(**more: object) -> dict[str, object]:
    """Give the configuration of a folder without one; `more` replaces keys."""
    return {
        "site_name": "pages",
        "site_url": "https://example.org/base/",
        "theme": {"name": "material", "language": "zh", "font": False},
        "markdown_extensions": list(EXTENSIONS),
        # Formulas are drawn on purpose; everything else must be as it was.
        "notes_kb": {"formulas": False},
        **more,
    }


def inheriting_config(file: Path) -> dict[str, object]:
    """Give a configuration that inherits from a site's own, whose relative paths stay true.

    The host takes them from the folder of the file that inherits.
    """
    with file.resolve().open("rb") as stream:
        said = yaml_load(stream)
    config: dict[str, object] = {
        "INHERIT": str(file.resolve()),
        "site_name": "pages",
        "notes_kb": {"formulas": False},
    }
    theme = said.get("theme")
    if isinstance(theme, dict) and theme.get("custom_dir"):
        # The host merges mappings, so that the rest of the theme is the site's.
        config["theme"] = {"custom_dir": str(file.resolve().parent / theme["custom_dir"])}
    if isinstance(said.get("hooks"), list):
        config["hooks"] = [str(file.resolve().parent / hook) for hook in said["hooks"]]
    return config


def _copy(folder: Path, target: Path, limit: int) -> None:
    """Copy a folder with at most so many of its pages, spread evenly over it."""
    pages = sorted(p.relative_to(folder) for p in folder.rglob("*.md") if p.is_file())
    left_out = set(pages) - set(pages[:: max(1, -(-len(pages) // limit))]) if limit else set()

    def ignored(parent: str, names: list[str]) -> list[str]:
        here = Path(parent).relative_to(folder)
        return [n for n in names if here / n in left_out or n.startswith(".git")]

    shutil.copytree(folder, target, ignore=ignored)


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare the two builds of a folder; give 1 where they differ."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m tools.page_changes")
    parser.add_argument("folder", type=Path, help="the folder of Markdown, which is only read")
    parser.add_argument("--config", type=Path, help="an mkdocs.yml whose settings are used")
    parser.add_argument("--concepts", type=Path, help="a folder of concepts that are linked")
    parser.add_argument("--limit", type=int, default=0, help="build at most so many pages")
    parser.add_argument("--work", type=Path, help="where to build; kept if named")
    chosen = parser.parse_args(arguments)
    config = default_config()
    if chosen.config:
        config = inheriting_config(chosen.config)
    with tempfile.TemporaryDirectory() as temporary:
        work = chosen.work or Path(temporary)
        docs = work / "docs"
        _copy(chosen.folder, docs, chosen.limit)
        if chosen.concepts:
            shutil.copytree(chosen.concepts, docs / "concepts", dirs_exist_ok=True)
        try:
            plain, ours, _ = build_both(docs, work, config)
        except RuntimeError as failed:
            print(failed)
            return 2
        changes = list(find_changes(plain, ours, ("zh", "en")))
        for change in changes:
            print(change)
        print(f"{len(changes)} differences on {len(_pages(plain))} pages")
    return 1 if changes else 0


if __name__ == "__main__":
    sys.exit(main())
