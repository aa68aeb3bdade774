"""Untrusted HTML to a tree that is well-formed, bounded and free of what does not show.

``nh3`` parses as browsers do and writes well-formed HTML without scripts; what would make
it slow (deep nesting, huge tags, lone ampersands) is taken out or refused before. So the
tree is small, and reading it takes time in proportion to the page.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import escape
from itertools import islice

import nh3
from bs4 import BeautifulSoup
from bs4.element import PageElement, Tag

from notes_kb.importing.mathml import ELEMENTS
from notes_kb.importing.refusal import Refusal

MAX_MARKUP = 2 * 1024 * 1024
"""Characters of a page without its scripts and the pictures that it holds."""
MAX_TAGS = 50_000
"""Tags of a page, closing ones among them."""
MAX_DEPTH = 400
"""Elements within one another."""
_MAX_TAG = 16 * 1024
"""Characters of one tag; what is longer holds no text."""
_MAX_PICTURES = 500
_SUFFIXES = {"png": "png", "jpeg": "jpg", "jpg": "jpg", "gif": "gif", "webp": "webp"}

_DATA = re.compile(r"data:image/([a-z]{3,5});base64,([A-Za-z0-9+/=%\s]*+)", re.IGNORECASE)
_OTHER_DATA = re.compile(r"data:[a-zA-Z0-9/+.;=-]{0,120},[^\s\"'()<>]*+")
_LONG_TAG = re.compile(rf"<[A-Za-z][^<>]{{{_MAX_TAG},}}+>?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
"""Characters that show nothing, and that no note may hold."""
_LONE_AMPERSAND = re.compile(r"&(?![A-Za-z#])")
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,40})(?=[\s/>])")
_TEX = re.compile(
    r"<script\b[^<>]{0,400}\btype\s{0,9}=\s{0,9}[\"']?math/tex(?P<mode>[^\"'<>]{0,60})",
    re.IGNORECASE,
)
_LINKED_DATA = re.compile(
    r"<script\b[^<>]{0,400}\btype\s{0,9}=\s{0,9}[\"']?application/ld\+json[^<>]{0,200}>",
    re.IGNORECASE,
)
_SCRIPT_END = re.compile("</script", re.IGNORECASE)
_MOST_SCRIPTS = 20
_MAX_SCRIPT = 200_000
"""Characters of one that is read."""
_SAVED = re.compile(
    r"<!--(?:\s{0,9}saved from url=\(\d{1,6}\)|\s{1,9}Page saved with SingleFile\s{1,9}url:)"
    r"\s{0,9}(?P<url>https?://[^\s<>\"']{1,2000})",
    re.IGNORECASE,
)
_SAVED_WITHIN = 20_000
"""Characters at the head of a page among which a browser notes where it is from."""
_CDATA = re.compile(r"%?\s{0,9}(?:<!\[CDATA\[|\]\]>)")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
SHOWN_ALONE = "tex-alone"
"""The class of a formula that stands on a line of its own."""
_UNNESTED = frozenset(
    """area base br col embed hr img input link meta param source track wbr p li dt dd tr td th
    thead tbody tfoot option optgroup html head body""".split()
)
"""Elements that have no content, or that end by themselves."""

_TAGS = frozenset(
    """a abbr address annotation article aside b blockquote br button caption center cite code
    col colgroup dd del details dfn div dl dt em figcaption figure font footer form h1 h2 h3 h4
    h5 h6 header hgroup hr i img ins kbd label li link main mark math menu meta nav noscript ol p
    picture pre q s samp section semantics small source span strike strong sub summary sup table
    tbody td tfoot th thead time title tr tt u ul var""".split()
)
_UNREAD = frozenset("datalist iframe object script select style svg template textarea".split())
"""Elements that go with all that they hold: it is chosen, filled in or drawn."""
_ATTRIBUTES = {
    "*": {"id", "class", "style", "hidden", "role", "itemprop", "aria-hidden", "lang", "content"},
    "a": {"href", "rel"},
    "abbr": {"title"},
    "img": {
        "src", "alt", "data-src", "data-original", "data-original-src", "data-actualsrc",
        "data-lazy-src", "data-tex", "eeimg",
    },
    "source": {"srcset"},
    "pre": {"data-lang", "data-language"},
    "code": {"data-lang", "data-language"},
    "sup": {"data-text", "data-url"},
    "meta": {"property", "name", "content"},
    "link": {"rel", "href"},
    "annotation": {"encoding"},
    "math": {"alttext", "display"},
    "details": {"open"},
    "span": {"data-tex"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "time": {"datetime"},
}  # fmt: skip


class _NearIndex(Tag):
    """Looks for a child from the place where the last one was found.

    Beautiful Soup looks from the first child on whenever it takes out, replaces or unwraps
    an element, which makes a pass over many siblings quadratic. Passes go from one sibling
    to the next, so the next one is a step or two away.
    """

    _last_place = 0

    def index(self, element: PageElement) -> int:
        """Give the place of a child among the children, by identity."""
        contents = self.contents
        below = min(self._last_place, len(contents) - 1)
        above = below + 1
        while below >= 0 or above < len(contents):
            if below >= 0 and contents[below] is element:
                self._last_place = below
                return below
            if above < len(contents) and contents[above] is element:
                self._last_place = above
                return above
            below, above = below - 1, above + 1
        raise ValueError("the element is no child of this one")


class _Document(_NearIndex, BeautifulSoup):
    """A tree of such elements."""


def _tree(html: str) -> BeautifulSoup:
    return _Document(html, "html.parser", element_classes={Tag: _NearIndex})


_MAKER = _tree("")


def class_names(tag: Tag) -> list[str]:
    """Give the classes of an element."""
    names = tag.get("class")
    return names.split() if isinstance(names, str) else list(map(str, names or ()))


def names_of(tag: Tag) -> list[str]:
    """Give the classes and the id of an element, which say what a page calls it."""
    return [*class_names(tag), str(tag.get("id") or "")]


def new_tag(name: str, text: str = "", **attributes: str) -> Tag:
    """Make an element that stands in no tree yet."""
    return _MAKER.new_tag(name, attrs=dict(attributes), string=text or None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Markup:
    """A page as a tree, and the pictures that were written into it."""

    soup: BeautifulSoup
    pictures: dict[str, bytes] = field(default_factory=dict)
    """The bytes of embedded pictures, by the names that stand in their place."""
    linked_data: tuple[str, ...] = ()
    """The scripts in which the page describes itself as JSON-LD."""
    saved_from: str = ""
    """The address from which a browser saved it, as it notes in a comment."""


def read_markup(html: str) -> Markup:
    """Read a page or a fragment of one.

    Raises:
        Refusal: It is too long or nests too deeply.
    """
    html, pictures = _without_pictures(_CONTROL.sub("", html))
    linked_data, saved_from = _linked_data(html), _saved_from(html)
    html = _without(html, "<!--", "-->")
    html = _without(html, "<script", "</script", instead=_formula_of_script)
    html = _without(html, "<style", "</style")
    html = _LONE_AMPERSAND.sub("&amp;", _LONG_TAG.sub("", html))
    if len(html) > MAX_MARKUP:
        raise Refusal(f"the page has {len(html):,} characters, more than {MAX_MARKUP:,}")
    tags = _TAG.findall(html)
    if len(tags) > MAX_TAGS:
        raise Refusal(f"the page has {len(tags):,} tags, more than {MAX_TAGS:,}")
    if _depth(tags) > MAX_DEPTH:
        raise Refusal(f"the page nests its elements more than {MAX_DEPTH} deep")
    clean = nh3.clean(
        html,
        tags={*_TAGS, *ELEMENTS},
        clean_content_tags=_UNREAD,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "file"},
        link_rel=None,
        strip_comments=True,
    )
    return Markup(
        soup=_tree(clean), pictures=pictures, linked_data=linked_data, saved_from=saved_from
    )


def _linked_data(html: str) -> tuple[str, ...]:
    """Give the scripts of JSON-LD, the first ones, as far as they are not too long."""
    found: list[str] = []
    for opening in islice(_LINKED_DATA.finditer(html), _MOST_SCRIPTS):
        end = _SCRIPT_END.search(html, opening.end(), opening.end() + _MAX_SCRIPT)
        if end is not None:
            found.append(_CDATA.sub("", html[opening.end() : end.start()]))
    return tuple(found)


def _saved_from(html: str) -> str:
    """Read the comment that browsers (Chrome, Edge) and SingleFile write into a saved page."""
    match = _SAVED.search(html[:_SAVED_WITHIN])
    return match["url"] if match else ""


def _without_pictures(html: str) -> tuple[str, dict[str, bytes]]:
    """Put a name in the place of each picture that is written into the page."""
    pictures: dict[str, bytes] = {}

    def named(match: re.Match[str]) -> str:
        suffix = _SUFFIXES.get(match[1].lower())
        data = _decoded(match[2])
        # What is shorter is a blank that waits for the real picture.
        if suffix is None or len(data) < 200 or len(pictures) >= _MAX_PICTURES:
            return ""
        name = f"embedded-{len(pictures) + 1}.{suffix}"
        pictures[name] = data
        return name

    return _OTHER_DATA.sub("", _DATA.sub(named, html)), pictures


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.replace("%3D", "=").split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _formula_of_script(script: str) -> str:
    """Give the formula that MathJax keeps in a script; nothing for any other script."""
    kind = _TEX.match(script[:_MAX_TAG])
    tag_end = script.find(">") + 1
    if kind is None or not tag_end:
        return ""
    alone = SHOWN_ALONE if "display" in kind["mode"] else "tex"
    tex = _CDATA.sub("", script[tag_end:])
    return f'<span class="{alone}" data-tex="{escape(tex)}"></span>'


def _without(
    html: str, opening: str, closing: str, *, instead: Callable[[str], str] | None = None
) -> str:
    """Take out what stands between two marks; an opening without an end stays.

    `instead` gives what is put in its place.
    """
    folded = html.lower()
    if len(folded) != len(html):
        folded = html
    kept, at = [], 0
    while (start := folded.find(opening, at)) >= 0:
        end = folded.find(closing, start + len(opening))
        if end < 0:
            break
        kept.append(html[at:start])
        if instead is not None:
            kept.append(instead(html[start:end]))
        at = end + len(closing)
        if closing.startswith("</"):  # Blanks may stand before the bracket.
            at = html.find(">", at) + 1 or len(html)
    kept.append(html[at:])
    return "".join(kept)


def _depth(tags: Iterable[tuple[str, str]]) -> int:
    """Count how deep elements nest, at most: an element that is never closed counts."""
    depth = deepest = 0
    for closing, name in tags:
        if name.lower() in _UNNESTED:
            continue
        depth = max(depth - 1, 0) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest
