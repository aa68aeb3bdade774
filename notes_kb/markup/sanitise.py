"""Allow-list cleaning of HTML that contributors can influence, by ``nh3``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import nh3

TAGS = frozenset(
    """a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt
    em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp
    section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var
    wbr""".split()
)
"""What prose is made of; no script, frame, form, media or SVG."""

ATTRIBUTES = {
    "*": {"class", "id", "lang", "dir", "title", "role", "aria-label", "aria-hidden", "style"},
    "a": {"href", "rel", "hreflang"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "details": {"open"},
    "time": {"datetime"},
    "abbr": {"title"},
    "col": {"span"},
    "q": {"cite"},
    "blockquote": {"cite"},
}

CLASSES = frozenset(
    """no-link nk-concept nk-statement nk-cite nk-source nk-slot nk-slots nk-pictures nk-notice
    nk-notice--stale nk-notice--fallback nk-fallback nk-editor-note admonition admonition-title
    note abstract info tip success question warning failure danger bug example quote headerlink
    highlight codehilite highlighttable linenos linenodiv filename code footnote footnote-ref
    footnote-backref arithmatex task-list task-list-item task-list-control task-list-indicator
    md-button md-button--primary twemoji annotate keys critic""".split()
)
"""The classes with a documented meaning, ours and those of the usual extensions."""

_PYGMENTS = re.compile(r"[a-z][a-z0-9]?|err|hll|language-[\w+#-]{1,40}|__span")
_ALIGN = re.compile(r"text-align: (?:left|right|center);?")
_FORBIDDEN = re.compile(
    r"<(script|style|iframe|frame|object|embed|form|button|svg|math|video|audio|link|meta|base)\b",
    re.IGNORECASE,
)
_HANDLER = re.compile(r"<[a-z][^<>]{0,2000}?\s(on[a-z]{3,24})\s{0,9}=", re.IGNORECASE)
_DATA = re.compile(r"<[a-z][^<>]{0,2000}?\s(data-[a-z-]{1,40})\s{0,9}=", re.IGNORECASE)
_SCRIPT_URL = re.compile(
    r"(?:href|src)\s{0,9}=\s{0,9}[\"']?\s{0,9}(javascript|data|vbscript):", re.IGNORECASE
)
_OPENS_TAG = re.compile(r"<(?=[A-Za-z/!?])")
"""What makes a tag of a `title`: the theme's tooltips put it into the page as HTML."""

_SCHEMES = {"http", "https", "mailto", "tel"}


@dataclass(slots=True)
class Removed:
    """What was taken out of one page, for its diagnostics."""

    names: set[str] = field(default_factory=set)
    """Tags as ``<script>``, attributes as ``onclick``, classes as ``.name``."""


def sanitise(html: str) -> tuple[str, tuple[str, ...]]:
    """Clean a page's HTML; give it and the sorted names of what went.

    The result holds only `TAGS` with `ATTRIBUTES`, classes of `CLASSES`, ids that
    do not begin with ``__``, and links of the schemes http, https, mailto and tel.
    """
    removed = Removed()
    removed.names.update(f"<{name.lower()}>" for name in _FORBIDDEN.findall(html))
    removed.names.update(name.lower() for name in _HANDLER.findall(html))
    removed.names.update(name.lower() for name in _DATA.findall(html))
    removed.names.update(f"{scheme.lower()}:" for scheme in _SCRIPT_URL.findall(html))

    def keep(element: str, attribute: str, value: str) -> str | None:
        kept = _kept_value(element, attribute, value)
        if kept != value:
            removed.names.add(f".{value}" if attribute == "class" else attribute)
        return kept

    clean = nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        attribute_filter=keep,
        strip_comments=True,
        link_rel=None,
        url_schemes=_SCHEMES,
    )
    return clean, tuple(sorted(removed.names))


def _kept_value(element: str, attribute: str, value: str) -> str | None:
    match attribute:
        case "class":
            kept = [c for c in value.split() if c in CLASSES or _PYGMENTS.fullmatch(c)]
            return " ".join(kept) or None
        case "id":
            return value if not value.startswith("__") or _span_id(element, value) else None
        case "style":
            cell = element in {"td", "th"}
            return value if cell and _ALIGN.fullmatch(value.strip()) else None
        case "title" | "aria-label":
            return None if _OPENS_TAG.search(value) else value
        case "role":
            return value if value in {"img", "note", "doc-noteref", "doc-endnotes"} else None
        case _:
            return value


def _span_id(element: str, value: str) -> bool:
    """Line anchors of highlighted code: they are the highlighter's, not an author's."""
    return (
        element in {"a", "span"}
        and re.fullmatch(r"__(?:codelineno|span)-\d+-\d+", value) is not None
    )
