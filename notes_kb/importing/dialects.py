"""The Markdown of note-taking programs as plain Markdown.

What is no Markdown elsewhere becomes what it shows: Obsidian's embeds, Hexo's tags, Logseq's
outline and properties, tables of HTML. Links to other texts become those of the house format
where `Links` knows what they lead to. Lines that go leave a blank one, so that numbers of lines
stay true, and the rule that took each is told; a table that needs more lines than it had tells
where each came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Protocol
from urllib.parse import unquote

from notes_kb.importing.broken_lines import join_broken
from notes_kb.importing.broken_links import join_links
from notes_kb.importing.html_figures import write_figures
from notes_kb.importing.html_tables import write_tables

_FENCE = re.compile(r"[ \t]*(?:- )?(`{3,}|~{3,})")
_WIKI = re.compile(
    r"(?<![!\\])(!?)\[\[([^\[\]\n|#]{0,200})(?:#([^\[\]\n|]{0,200}))?(?:\|([^\[\]\n]{0,200}))?\]\]"
    r"(?![(\[])"
)
"""Before a bracket, the inner one is the text of a link of Markdown."""
_TO_TEXT = re.compile(
    r"(?<![!\\\]])\[([^\[\]\n]{1,300})\]"
    r"\((?:<([^<>\n#]{1,500}\.(?:md|markdown))(?:#([^<>\n]{0,200}))?>"
    r"|([^\s()<>#]{1,500}\.(?:md|markdown))(?:#([^\s()<>]{0,200}))?)\)",
    re.IGNORECASE,
)
_CODE_SPAN = re.compile(r"((?<!`)(`{1,9}+)(?!`)[^\n]{0,500}?(?<!`)\2(?!`))")
_TO_CHANGE = re.compile(r"\[\[|\]\(|\{%")
_PARAGRAPH_ID = re.compile(r"(?<=\S) \^(?=[A-Za-z-]{0,40}[0-9])[A-Za-z0-9-]{5,40}")
"""The name that Obsidian puts behind a paragraph or heading which something refers to."""
_MARKUP = re.compile(r"[*_`\\|\[\]<>!$]")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|bmp|avif)$", re.IGNORECASE)
_SIZE = re.compile(r"[0-9]{1,5}(?:x[0-9]{1,5})?")
_ASSET = re.compile(
    r"\{%\s{0,9}asset_(?:img|image)\s{1,9}(?:[a-z-]{1,20}\s{1,9})?([^\s%{}]{1,200}\.[A-Za-z]{3,5})([^%{}\n]{0,300})%\}"
)
_MORE = re.compile(r"\s*<!--\s{0,9}more\s{0,9}-->\s*", re.IGNORECASE)
_PROPERTY = re.compile(r"[\t ]*(?:- )?[A-Za-z][A-Za-z0-9_-]{0,40}:: ?.*")
_OUTLINE = re.compile(r"(\t*| *)- (?!\[[ xX]\])(.*)")
_HEADED = re.compile(r"(?:\t*| *)- (#{1,6} .*)")
_PAGE_TITLE = re.compile(r"title:: ?(?=\S)", re.IGNORECASE)
_PAGE_DATE = re.compile(r"date:: ?(?:\[\[)?([^\[\]\n]{4,40})(?:\]\])?", re.IGNORECASE)
_BULLET = re.compile(r"[\t ]*- ")
_TASK = re.compile(r"([\t ]*- )(TODO|DOING|LATER|NOW|WAITING|DONE) (?=\S)")
_BLOCK_ID = re.compile(r"[\t ]{0,200}id:: ([0-9a-f-]{36})")
_BLOCK = re.compile(r"\(\(([0-9a-f-]{36})\)\)")
_MACRO = re.compile(r"[\t ]{0,200}(?:- )?\{\{(?:renderer|query)\b[^\n]{0,400}\}\}\s{0,9}")
_PLAYER = re.compile(
    r"[\t ]{0,3}<(?P<name>iframe|video|audio)\b(?P<marks>[^<>]{0,2000})>"
    r"(?:<source\b(?P<inner>[^<>]{0,2000})>(?:</source>)?)?[^<>]{0,400}</(?P=name)>[\t ]{0,9}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\bsrc=[\"'](https?://[^\"'\s<>]{1,2000})[\"']", re.IGNORECASE)
_NAME = re.compile(r"\btitle=[\"']([^\"'\[\]<>\n]{1,200})[\"']", re.IGNORECASE)
_LOG_BEGINS, _LOG_ENDS = ":LOGBOOK:", ":END:"
_QUOTE_BEGINS = re.compile(r"([\t ]{0,200}(?:- )?)#\+BEGIN_QUOTE\s{0,9}", re.IGNORECASE)
_QUOTE_ENDS = re.compile(r"[\t ]{0,200}#\+END_QUOTE\s{0,9}", re.IGNORECASE)
_MOST_INSERTED = 100_000
"""Characters that references to blocks add to a page at most."""
_DEEPEST = 5
"""References inside each other that are followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A text in plain Markdown."""

    text: str
    dropped: tuple[tuple[int, str], ...] = ()
    """The lines that went, with the names of the rules that took them."""
    numbers: tuple[int, ...] = ()
    """For each line the number, from 1, of the source's line; empty where they are the same."""


class Links(Protocol):
    """What the links of a text lead to, once it is a note."""

    def named(self, name: str, heading: str) -> str | None:
        """Give what ``[[name#heading]]`` is to name; None where its text stays, without a link.

        An empty name means the text itself.
        """

    def addressed(self, path: str, heading: str) -> str | None:
        """Give the same for a link to a file of Markdown; None where it stays as it is."""


class NoLinks:
    """Links that lead nowhere: of ``[[…]]`` the text stays."""

    def named(self, name: str, heading: str) -> str | None:
        """Give None."""
        return None

    def addressed(self, path: str, heading: str) -> str | None:
        """Give None."""
        return None


NOWHERE: Links = NoLinks()


def plain_markdown(text: str, links: Links | None = NOWHERE) -> Plain:
    """Write out what only one program understands; code stays as it is.

    `links` tell what ``[[…]]`` and links to files of Markdown become; without them they stay.
    """
    lines = text.split("\n")
    dropped: list[tuple[int, str]] = []
    outlined = _is_outline(lines)
    if outlined:
        dropped += _read_outline(lines)
    for at, line in _outside_code(lines):
        if _MORE.fullmatch(line):
            lines[at] = ""
            dropped.append((at + 1, "hexo-more"))
        elif outlined and _PROPERTY.fullmatch(line):
            lines[at] = ""
            dropped.append((at + 1, "logseq-property"))
        elif "<" in line and (link := _linked_player(line)):
            lines[at] = link
        else:
            lines[at] = _plain_line(_without_id(line), links)
    if outlined:
        _raise_headings(lines)
    join_broken(lines, [at for at, _ in _outside_code(lines)])
    if "](http" in text:
        join_links(lines, [at for at, _ in _outside_code(lines)])
    if "<img" in text or "<IMG" in text:
        write_figures(lines, [at for at, _ in _outside_code(lines)])
    numbers: list[int] = []
    if "<table" in text or "<TABLE" in text:
        numbers = write_tables(lines, [at for at, _ in _outside_code(lines)])
    return Plain(text="\n".join(lines), dropped=tuple(sorted(dropped)), numbers=tuple(numbers))


def _linked_player(line: str) -> str:
    """Write a film, a sound or a page within the page as its link, which a reader can follow."""
    match = _PLAYER.fullmatch(line)
    found = _ADDRESS.search(f"{match['marks']} {match['inner'] or ''}") if match else None
    if match is None or found is None:
        return ""
    address = unescape(found[1])
    name = _NAME.search(match["marks"])
    return f"[{unescape(name[1]).strip()}](<{address}>)" if name else f"<{address}>"


def _outside_code(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    fence = ""
    for at, line in enumerate(lines):
        match = _FENCE.match(line)
        if fence:
            fence = "" if match and match[1].startswith(fence) else fence
        elif match:
            fence = match[1]
        else:
            yield at, line


def _without_id(line: str) -> str:
    at = line.rfind(" ^")
    return line[:at] if at > 0 and _PARAGRAPH_ID.fullmatch(line, at) else line


def _plain_line(line: str, links: Links | None) -> str:
    if not _TO_CHANGE.search(line):
        return line
    bare = _WIKI.sub("", _CODE_SPAN.sub("", line))
    bar = "|" if "|" not in bare else "\\|" if bare.lstrip().startswith("|") else ""
    pieces = _CODE_SPAN.split(line)  # A text, a code span and its marks by turns.
    pieces[::3] = [_plain_text(piece, links, bar) for piece in pieces[::3]]
    del pieces[2::3]
    return "".join(pieces)


def _plain_text(text: str, links: Links | None, bar: str) -> str:
    text = _WIKI.sub(lambda match: _link(match, links, bar), text)
    if links is not None:
        text = _TO_TEXT.sub(lambda match: _to_text(match, links, bar), text)
    return _ASSET.sub(lambda match: f"![{match[2].strip(chr(34) + ' ')}]({match[1]})", text)


def _link(match: re.Match[str], links: Links | None, bar: str) -> str:
    """Give an embedded picture as Markdown has it, anything else as a link, or its text.

    `bar` is how the words of a link without any are parted from its target; empty where a bar
    could end the cell of a table.
    """
    written = match[2].removesuffix("\\")  # In a table the bar has a backslash before it.
    name, heading, shown = written.strip(), (match[3] or "").strip("# "), (match[4] or "").strip()
    if match[1] and _PICTURE.search(name):
        return f"![{'' if _SIZE.fullmatch(shown) else shown}]({name.replace(' ', '%20')})"
    if links is None or name != written:  # `[[ -f x ]]` is a test of a shell.
        return match[0]
    target = links.named(name, heading)
    if target is None:
        return shown or name or heading
    if shown:
        return f"[[{target}{'' if written == match[2] else chr(92)}|{shown}]]"
    if match[4] is None and not match[1] and target == f"{name}#{heading}".removesuffix("#"):
        return match[0]
    return f"[[{target}{bar}{bar and (name or heading)}]]"


def _to_text(match: re.Match[str], links: Links, bar: str) -> str:
    shown, heading = match[1], match[3] or match[5] or ""
    target = links.addressed(unquote(match[2] or match[4]), unquote(heading))
    if target is None:
        return match[0]
    if bar != "|" or _MARKUP.search(shown):
        name, mark, anchor = target.partition("#")
        return f"[{shown}]({name and f'{name}.md'}{mark}{anchor})"
    return f"[[{target}|{shown}]]"


def _is_outline(lines: Sequence[str]) -> bool:
    """Tell a page of Logseq: every line of it belongs to a bullet, and it has properties."""
    filled = [line for line in lines if line.strip()]
    bullets = sum(1 for line in filled if _OUTLINE.match(line) or line[:1] in {"\t", " "})
    known = any(_PROPERTY.fullmatch(line) or _HEADED.match(line) for line in filled)
    loose = sum(1 for line in filled if _PROPERTY.fullmatch(line) and line[:1] not in "\t -")
    return known and bool(bullets) and bullets + loose == len(filled)


def _read_outline(lines: list[str]) -> list[tuple[int, str]]:
    """Write out Logseq's own marks, and empty the lines that only it reads; give these.

    A page's title and date become the lines that a note begins with, a task a box, and
    what refers to another block of the page that block's text.
    """
    dropped: list[tuple[int, str]] = []
    blocks = _Blocks(lines)
    outside = list(_outside_code(lines))
    closed = _closed(lines, outside)
    log_to, quote_to, quote = -1, -1, ""
    for at, line in outside:
        bare = line.strip()
        if bare == _LOG_BEGINS and at in closed:
            log_to = closed[at]
        if at <= log_to or _MACRO.fullmatch(line):
            lines[at] = ""
            dropped.append((at + 1, "logseq-logbook" if at <= log_to else "logseq-macro"))
        elif (begun := _QUOTE_BEGINS.fullmatch(line)) and at in closed:
            quote, quote_to, lines[at] = f"{begun[1]}> ", closed[at], ""
        elif at == quote_to:
            lines[at] = ""
        elif at < quote_to and bare:
            lines[at] = quote + bare
            quote = quote.replace("-", " ")
        elif title := _PAGE_TITLE.match(line):
            lines[at] = f"# {line[title.end() :].strip()}"
        elif date := _PAGE_DATE.fullmatch(line):
            lines[at] = f"Date: {date[1].strip()}"
        else:
            task = _TASK.match(line)
            lines[at] = blocks.written_out(_box(task) + line[task.end() :] if task else line)
    return dropped


def _closed(lines: Sequence[str], outside: Sequence[tuple[int, str]]) -> dict[int, int]:
    """Find the logs and quotations that end within their bullet: the first line and the last.

    What never ends is text, or it would take the rest of the page.
    """
    closed: dict[int, int] = {}
    log, quote, below = -1, -1, len(lines)
    for at, line in reversed(outside):
        if at + 1 < below and _BULLET.match(lines[at + 1]):  # Code that is a bullet of its own.
            log, quote = -1, -1
        below = at
        bare = line.strip()
        if bare == _LOG_ENDS:
            log = at
        elif _QUOTE_ENDS.fullmatch(line):
            quote = at
        end = log if bare == _LOG_BEGINS else quote if _QUOTE_BEGINS.fullmatch(line) else -1
        if end > at:
            closed[at] = end
        if _BULLET.match(line):
            log, quote = -1, -1
    return closed


class _Blocks:
    """The blocks of a page that others refer to, by their names."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._texts = {
            match[1]: lines[at - 1].strip().removeprefix("- ").lstrip("# ")
            for at, line in enumerate(lines)
            if at and (match := _BLOCK_ID.fullmatch(line))
        }
        self._left = _MOST_INSERTED

    def written_out(self, text: str, inside: tuple[str, ...] = ()) -> str:
        """Put the texts of blocks for the references to them.

        One to a block that it stands in itself, one too deep and one beyond the page's limit
        stay as they are.
        """
        return _BLOCK.sub(lambda match: self._text(match, inside), text)

    def _text(self, match: re.Match[str], inside: tuple[str, ...]) -> str:
        text = self._texts.get(match[1])
        if text is None or match[1] in inside or len(inside) >= _DEEPEST or len(text) > self._left:
            return match[0]
        self._left -= len(text)
        return self.written_out(text, (*inside, match[1]))


def _box(match: re.Match[str]) -> str:
    return f"{match[1]}[{'x' if match[2] == 'DONE' else ' '}] "


def _raise_headings(lines: list[str]) -> None:
    """Take headings out of the outline; what hangs below one loses its levels above it."""
    cut = ""
    for at, line in enumerate(lines):
        if match := _HEADED.match(line):
            indent = line[: len(line) - len(line.lstrip())]
            cut = indent + ("\t" if indent.startswith("\t") or not indent else "  ")
            lines[at] = match[1]
        elif line.strip() and cut:
            if line.startswith(cut):
                lines[at] = line[len(cut) :]
            elif not line.startswith(cut[:-1] or "\0"):
                cut = ""
