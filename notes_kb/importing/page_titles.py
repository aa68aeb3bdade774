"""Which of a page's titles and headings is the title of its article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bs4 import BeautifulSoup
from bs4.element import Tag

from notes_kb.importing.markup import HEADINGS
from notes_kb.importing.structure import letters

_SITE = re.compile(r"[|｜_–—»·•]|\s-\s|\s::?\s")
"""What stands between an article's title and the site's name."""
_HOME = re.compile(r"(?:https?://[^/]+)?(?:\.{0,2}/)*(?:index\.html?)?(?<=.)")
"""An address of a site's first page."""
_FEWEST_SECTIONS = 2
"""Headings below one that may be the title of a document which gives none."""
_TITLE_LEVELS = ("h1", "h2", "h3")
"""Headings that may hold an article's title: blogs give the first level to their own name."""
_SHORTEST = 4
"""Letters of a heading of a lower level that is taken for it."""
_SAID = ("og:title", "twitter:title", "citation_title", "parsely-title", "dc.title")
"""The names of ``meta`` elements that tell a title, the surest first."""


def page_title(
    soup: BeautifulSoup, said: Mapping[str, Sequence[str]], headline: str, site: str
) -> tuple[str, Tag | None]:
    """Give the title, as the page's heading has it where there is one, and that heading."""
    shown = _text(soup.find("title"))
    told = next((said[name][0] for name in _SAID if name in said), "") or headline
    if not (shown or told):
        return _text(soup.select_one(".MsoTitle")) or _only_heading(soup), None
    texts = [text for text in (told, shown, headline) if text]
    heading = _heading(soup, texts, site)
    if heading is not None:
        return _text(heading), heading
    return _bare(told, site, whole=True) if told else _bare(shown, site), None


def _heading(soup: BeautifulSoup, texts: Sequence[str], site: str) -> Tag | None:
    """Find the heading of which a title of the page speaks, the site's name excepted."""
    joined = letters(" ".join(texts))
    pieces = {letters(text) for text in texts}
    for text in texts:
        parts = [letters(part) for part in _SITE.split(text)]
        pieces |= {parts[0], max(parts, key=len)}
    own = letters(site)
    found = [
        (tag, text)
        for tag in soup.find_all(list(_TITLE_LEVELS))
        if (text := letters(tag.get_text())) and text in joined
    ]
    first = [(tag, text) for tag, text in found if tag.name == "h1"]
    rest = [
        (tag, text) for tag, text in found
        if tag.name != "h1" and text in pieces and len(text) >= _SHORTEST
    ]  # fmt: skip
    told, last = letters(texts[0]), letters(_SITE.split(texts[-1])[-1])
    fitting = [(tag, text) for tag, text in [*first, *rest] if text != own and not _leads_home(tag)]
    named = next((tag for tag, text in fitting if text == told), None)
    return named or next((tag for tag, text in fitting if text != last or not rest), None)


def _leads_home(heading: Tag) -> bool:
    """Tell the name of the site, which leads to its first page."""
    link = heading.find("a")
    address = str(link.get("href") or "") if link is not None else ""
    return _HOME.fullmatch(address) is not None


def _bare(title: str, site: str, *, whole: bool = False) -> str:
    """Take the site's name off a title; of a title of unknown parts the longest is the text's."""
    own = letters(site)
    pieces = [piece.strip() for piece in _SITE.split(title) if piece.strip()]
    kept = [piece for piece in pieces if letters(piece) != own]
    if not whole:
        return max(kept or pieces, key=len, default="")
    if len(kept) == len(pieces) or not kept:
        return title
    for piece in (pieces[-1], pieces[0]):
        if letters(piece) == own:
            bare = title.removesuffix(piece) if piece == pieces[-1] else title.removeprefix(piece)
            return bare.strip().strip("|｜_–—»·•-:> ").strip()
    return title


def _only_heading(soup: BeautifulSoup) -> str:
    """Give the heading that stands first and alone on level one, as a document's title does."""
    headings = soup.find_all(HEADINGS)
    sections = len(headings) - 1
    if sections < _FEWEST_SECTIONS or any(heading.name == "h1" for heading in headings[1:]):
        return ""
    return _text(headings[0]) if headings[0].name == "h1" else ""


def _text(tag: Tag | None) -> str:
    return " ".join(tag.get_text().split()) if tag is not None else ""
