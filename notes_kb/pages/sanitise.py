"""Allow-list cleaning of HTML that contributors can influence, by ``nh3``."""

from __future__ import annotations

import re

import nh3

from notes_kb.pages.addresses import is_remote, is_web
from notes_kb.text.references import unescape

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
    """no-link nk-concept nk-note-link nk-statement nk-speaker nk-cite nk-source nk-slot nk-slots
    nk-pictures nk-more nk-lost-figures nk-figure nk-notice nk-notice--stale
    nk-notice--fallback nk-fallback nk-editor-note nk-verdict nk-verdict--fact nk-verdict--opinion
    nk-verdict--outdated nk-verdict--wrong nk-verdict--unverified admonition
    admonition-title note abstract info tip success question warning failure danger bug
    example quote headerlink highlight codehilite highlighttable linenos linenodiv filename
    code footnote footnote-ref footnote-backref arithmatex task-list task-list-item
    task-list-control task-list-indicator md-button md-button--primary twemoji annotate keys
    critic""".split()
)
"""The classes with a documented meaning, ours and those of the usual extensions."""

_PYGMENTS = re.compile(
    r"[a-z][a-z0-9]?|cpf|err|esc|ges|hll|[a-z]{1,3}(?:-[A-Z][A-Za-z]{0,30}){1,4}"
    r"|language-[\w+#-]{1,40}|__span|key-[a-z0-9-]{1,30}"
)
"""Kinds of tokens, those of single languages with a name (``p-Indicator``); other parts of code."""
_ALIGN = re.compile(r"text-align: (?:left|right|center);?")
_OPENS_TAG = re.compile(r"<(?=[A-Za-z/!?])")
"""What makes a tag of a `title`: the theme's tooltips put it into the page as HTML."""

_SCHEMES = {"http", "https", "mailto", "tel"}


def sanitise(html: str, remote: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Clean a page's HTML; give it and the sorted names of what went.

    A picture of another host becomes a link in a slot, with the caption `remote` where it
    has none of its own; with None such pictures stay, and the reader's browser asks for them.

    The result holds only `TAGS` with `ATTRIBUTES`, classes of `CLASSES`, ids that
    do not begin with ``__``, and links of the schemes http, https, mailto and tel.
    Names are tags as ``<script>``, attributes as ``onclick``, classes as ``.name``
    and schemes as ``javascript:``.
    """
    removed: set[str] = set()

    def keep(element: str, attribute: str, value: str) -> str | None:
        kept = _kept_value(element, attribute, value)
        if kept != value:
            removed.add(f".{value}" if attribute == "class" else attribute)
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
    if any(suspicious.search(html) for suspicious in _SUSPICIOUS):
        removed |= _forbidden(html)
    if remote is not None and "<img" in clean:
        clean = _without_remote(clean, remote)
    return clean, tuple(sorted(removed))


_PICTURE = re.compile(r"<(?:(?P<opens>a)(?= |>)|(?P<closes>/a>)|img(?P<attributes> [^<>]*+)?>)")
"""Pictures and links of cleaned HTML, in which no attribute holds an angle bracket."""
_VALUE = re.compile(r' ([a-z-]++)="([^"]*+)"')


def _without_remote(clean: str, caption: str) -> str:
    """Put a slot in the place of each picture that would be fetched from another host."""
    within = False

    def slot(found: re.Match[str]) -> str:
        nonlocal within
        if found["opens"] or found["closes"]:
            within = bool(found["opens"])
            return found[0]
        values = dict(_VALUE.findall(found["attributes"] or ""))
        source = values.get("src", "")
        if not is_remote(unescape(source)):
            return found[0]
        words = values.get("alt") or caption
        if not within and is_web(unescape(source)):
            words = f'<a href="{source}" rel="noopener noreferrer">{words}</a>'
        return f'<span class="nk-slot">{words}</span>'

    return _PICTURE.sub(slot, clean)


_SUSPICIOUS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"<(?!/?(?:{'|'.join(sorted(TAGS, key=len, reverse=True))})[\s>/])[A-Za-z]",
        r"\s(?:on[a-z]{3,24}|data-[a-z-]{1,40}+)\s*+=",
        r"=(?:(?<=href=)|(?<=src=)|(?<=cite=))"
        r"[\"']?\s*+(?!https?:|mailto:|tel:)[a-z&][a-z0-9+.&#;-]*+:",
    )
)
"""Where anything but allowed tags and attributes may stand; often it is only text.

Each begins with a mark that is found fast: apart they take a quarter of the time.
"""

_TAG_NAME = re.compile(r"<([A-Za-z][A-Za-z0-9-]*+)")
_ATTRIBUTE_NAME = re.compile(r"[\s/\"']([A-Za-z][A-Za-z0-9_:.-]*+)\s*+=")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30})\s*+:")


def _forbidden(html: str) -> set[str]:
    """Name what the sanitiser takes out, by asking its own parser what it sees.

    Everything that could be a tag, an attribute or a scheme is allowed, so that the
    parser tells which of it is markup and which is text.
    """
    seen: set[str] = set()

    def look(element: str, attribute: str, value: str) -> str:
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(element, set())
        if attribute not in allowed and element in TAGS:
            seen.add(attribute)
        scheme = _SCHEME.match(_BLANK.sub("", value)) if attribute in _URLS else None
        if scheme and element in TAGS and scheme[1].lower() not in _SCHEMES:
            seen.add(f"{scheme[1].lower()}:")
        return value

    tags = {name.lower() for name in _TAG_NAME.findall(html)} | TAGS
    named = {name.lower() for name in _ATTRIBUTE_NAME.findall(html)} | ATTRIBUTES["*"] | _URLS
    schemes = {name.lower() for name in _SCHEME.findall(html)} | {"javascript", "data", "vbscript"}
    whole = nh3.clean(
        html,
        tags=tags,
        clean_content_tags=set(),
        attributes={"*": named},
        attribute_filter=look,
        link_rel=None,
        url_schemes=schemes | _SCHEMES,
    )
    return seen | {f"<{name}>" for name in _TAG_NAME.findall(whole) if name.lower() not in TAGS}


MATH_TAGS = frozenset(
    """annotation math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom
    mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder
    munderover none semantics""".split()
)
"""Presentation MathML; no link, no foreign markup (``annotation-xml``, ``mglyph``)."""

_MATH_ATTRIBUTES = {
    "*": {"displaystyle", "mathvariant", "scriptlevel", "style"},
    "math": {"display"},
    "annotation": {"encoding"},
    "menclose": {"notation"},
    "mfrac": {"linethickness"},
    "mo": set(
        """fence form largeop lspace maxsize minsize movablelimits rspace separator stretchy
        symmetric""".split()
    ),
    "mover": {"accent"},
    "mpadded": {"depth", "height", "lspace", "voffset", "width"},
    "mspace": {"depth", "height", "width"},
    "mtd": {"columnspan", "rowspan"},
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
}
_MATH_STYLE = re.compile(
    r"(?:(?:(?:text-align|justify-items): ?(?:left|right|center|start|end)"
    r"|padding-(?:left|right|top): ?(?:0|[0-9.]{1,8}em)|width: ?[0-9]{1,3}%"
    r"|border-(?:top|bottom|left|right): ?[0-9.]{1,8}em (?:solid|dashed) currentcolor"
    r"|color: ?#[0-9A-Fa-f]{6})(?:; ?|$)){1,8}"
)
"""How tables and colours of formulas are written; nothing that leaves the formula's box."""


def sanitise_formula(mathml: str) -> str:
    """Clean the MathML that was made of a contributor's TeX.

    Only `MATH_TAGS` with attributes that place and size symbols stay: no address, id, class
    or event handler. MathML that stands in a contributed text itself is not let through at
    all, since browsers read HTML within MathML by rules of its own.
    """

    def keep(_: str, attribute: str, value: str) -> str | None:
        return value if attribute != "style" or _MATH_STYLE.fullmatch(value) else None

    return nh3.clean(
        mathml,
        tags=set(MATH_TAGS),
        clean_content_tags={"script", "style"},
        attributes=_MATH_ATTRIBUTES,
        attribute_filter=keep,
        link_rel=None,
        url_schemes=set(),
    )


_BLANK = re.compile(r"[\x00-\x20]")
_URLS = {"href", "src", "cite"}


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
