"""What the pages of a built site show."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

from benchmarks.search.folding import fold

_BLOCKS = frozenset(
    "address article aside blockquote br caption dd details div dl dt fieldset figcaption figure "
    "footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td "
    "tfoot th thead tr ul".split()
)
_HIDDEN = frozenset("script style template svg".split())
_INERT = frozenset("pre textarea math".split())
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_LINK = re.compile(r"\[\[[a-z0-9-]+\|([^\[\]|<]*)\]\]")
"""A link of our notation with words of its own, as sites show it that do not read it."""
GAP = "\ufffc"
"""Stands in running text where a formula or a piece of code does: no phrase reads across it."""
_HEADING = re.compile(r"h[1-6]$")


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a page, as it is written."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page with what a reader sees of it, folded."""

    source: str
    """Path in the folder; what a page has in common between the sites."""
    url: str
    """Place under the site's root."""
    headings: tuple[Heading, ...]
    blocks: tuple[str, ...]
    """Running text of each block as it is written, without code and formulas."""
    text: str
    """The blocks and headings folded, a line each."""
    inert: str = ""
    """Code, formulas and what stands for pictures, folded: a search may find it or not."""

    @property
    def language(self) -> str:
        """English where the path says so, Chinese else."""
        path = PurePosixPath(self.source)
        return "en" if path.parts[0] == "en" or path.stem.endswith(".en") else "zh"

    def with_inert(self) -> Page:
        """Give the page with its code and formulas as part of its text."""
        return replace(self, text=f"{self.text}\n{self.inert}")


def load_pages(path: Path) -> tuple[Page, ...]:
    """Read what the hook kept, in the order of sources."""
    rows = json.loads(path.read_text("utf-8"))
    return tuple(_page(row) for row in sorted(rows, key=lambda row: (row["source"], row["url"])))


def _page(row: dict[str, str]) -> Page:
    reader = _Reader()
    reader.feed(_LINK.sub(r"\1", row["html"]))
    reader.close()
    reader.end_block()
    headings = reader.headings
    if row["title"] and row["title"] not in [h.text for h in headings]:
        headings = [Heading("", row["title"]), *headings]
    lines = [*(h.text for h in headings), *reader.blocks]
    return Page(
        source=row["source"],
        url=row["url"],
        headings=tuple(headings),
        blocks=tuple(reader.blocks),
        text=_folded(lines),
        inert=_folded(reader.inert),
    )


def _folded(lines: Iterable[str]) -> str:
    return "\n".join(fold(line) for line in lines)


class _Reader(HTMLParser):
    """Cuts HTML into headings, blocks of text, and what is code or formula."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.headings: list[Heading] = []
        self.blocks: list[str] = []
        self.inert: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._text: list[str] = []
        self._inert_text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; blocks end what came before."""
        if tag in _BLOCKS:
            self.end_block()
        values = dict(attrs)
        if tag in _VOID:
            self.inert += [values.get("alt") or values.get("title") or ""]
            return
        classes = (values.get("class") or "").split()
        kind = ""
        if (
            tag in _HIDDEN
            or {"headerlink", "footnote-backref"} & set(classes)
            or "hidden" in values
        ):
            kind = "hidden"
        elif tag in _INERT or "arithmatex" in classes:
            kind = "inert"
        elif _HEADING.match(tag):
            kind = "#" + (values.get("id") or "")
        self._open.append((tag, kind))

    def handle_endtag(self, tag: str) -> None:
        """Close an element; a heading is kept as one."""
        if tag in _BLOCKS:
            self.end_block()
        while any(tag == name for name, _ in self._open):
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        """Keep what is seen."""
        kinds = {kind for _, kind in self._open}
        if "hidden" in kinds:
            return
        if "inert" not in kinds:
            self._text.append(data)
            return
        self._inert_text.append(data)
        if data.strip():
            self._text.append(GAP)

    def end_block(self) -> None:
        """Keep the text since the last block."""
        text = " ".join("".join(self._text).split()).strip(f"{GAP} ")
        inert = "".join(self._inert_text)
        self._text, self._inert_text = [], []
        self.inert += [inert] if inert.strip() else []
        anchor = next((kind[1:] for _, kind in self._open if kind.startswith("#")), None)
        if text and anchor is not None:
            self.headings.append(Heading(anchor, text))
        elif text:
            self.blocks.append(text)
