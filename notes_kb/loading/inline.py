"""Running text: what a reader sees of inline Markdown, and where nothing may be linked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from notes_kb.domain.note import ExplicitLink, Prose
from notes_kb.domain.span import Span
from notes_kb.languages.scripts import UNSPACED, WIDE_BARS, script_of
from notes_kb.loading.recap_lines import stripped
from notes_kb.text.brackets import opens_markdown_link

MAX_NESTING = 20
"""Of brackets and the like; what stands deeper is text."""

_TAG = re.compile(
    r"</?[A-Za-z][A-Za-z0-9-]{0,40}"
    r"(?:\s{1,40}[A-Za-z_:][A-Za-z0-9:._-]{0,80}"
    r"(?:\s{0,9}=\s{0,9}(?:[^\"'=<>`\s]{1,2000}|'[^']{0,2000}'|\"[^\"]{0,2000}\"))?){0,40}"
    r"\s{0,40}/?>"
)
_OPAQUE = ("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>")
_SILENT_TAGS = frozenset({"a", "code", "kbd", "pre", "samp", "script", "style", "var", "textarea"})
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]{0,40})")
_BARE_URL = re.compile(r"(?:https?://|www\.)[!-;=?-~]+", re.IGNORECASE)
_MARKUP = re.compile(r"[\n\r\x00\\`*_~\[<&$:.](?:(?<![:.])|(?<=:)//|(?<=[Ww]{3}\.))")
"""What may be more than text: all that a rule of the parser begins with, and bare addresses.

Those are looked for behind their rarest character, so that words are passed over fast.
"""
_FOOTNOTE = re.compile(r"\[\^[^\s\[\]]{1,60}\]")
_ANCHOR = re.compile(r"(?:\{#[\w-]{1,40}\} ?)+(?=\S)")
_OWN_ADDRESS = r"\([^()\s#]{0,2000}#[^()\s#]{1,400}(?: \"[^\"\n]{0,200}\")?\)"
_LINKED_ANCHOR = re.compile(rf"\[(?:\\?[#¶§]|🔗|\u200b)?\]{_OWN_ADDRESS}")
"""The sign beside a heading that links to the heading itself."""
_LINKED_WHOLE = re.compile(r"\[([^\[\]\n]{1,300})\]\(#[^()\s]{1,400}\)")
_LINK_TARGET = re.compile(r"\]\([^()\s]{0,2000}\)")
_ARROWS = re.compile(r"(?:\\?>){1,3} ?(?=\S)")
"""Signs of quotation, escaped or not, with which pages point at a heading."""
BARS = f"▎▍▌▋▊▉█┃❙{WIDE_BARS}"
"""What pages draw before their headings."""
_BOLD_PIECES = re.compile(
    r"\*{2,8}[^*\n]{1,160}(?:(?:\*{4,16}|\*{2,8} {1,2}\*{2,8})[^*\n]{1,160}){0,11}\*{2,8}"
)
"""A line that is bold from end to end, in one piece or in several."""


def parse_inline(
    text: str,
    *,
    places: Sequence[tuple[int, str]] = (),
    references: Mapping[str, object] | None = None,
) -> Prose:
    """Take the inline markup off a text.

    Args:
        text: Inline Markdown; its lines end in LF.
        places: For each line of the text, the number of the source line that it came
            from and that line as it stands, so that links can say where they are.
        references: Link reference definitions of the document, as markdown-it keeps them.
    """
    if not _MARKUP.search(text):
        return Prose(text=text)
    env: dict[str, Any] = {"references": dict(references or {})}
    tokens = inline_parser().parseInline(text, env)
    writer = _Writer(text, places)
    for token in tokens[0].children or ():
        writer.take(token)
    return writer.prose()


def whole_emphasis(text: str) -> str:
    """Give the text of a line that is bold from end to end, in one piece or in several.

    Empty for any other line.
    """
    if not text.startswith("**") or "`" in text or not _BOLD_PIECES.fullmatch(text):
        return ""
    return " ".join(text.replace("*", "").split())


def is_whole_italic(written: str) -> bool:
    """Tell a line that is in italics from end to end, the text of links included.

    Words within it may be bold besides.
    """
    text = _LINK_TARGET.sub("", written.strip()).rstrip(".")
    if text[:2] not in {"**", "__"}:
        text = text.replace(2 * text[:1], "")
    mark, inner = text[:1], text[1:-1]
    return (
        mark in {"*", "_"}
        and text.endswith(mark)
        and mark not in inner
        and not inner.startswith(("*", "_"))
        and not inner.endswith("\\")
        and any(map(str.isalpha, inner))
    )


def _without_own_link(text: str) -> str:
    """Take off the sign that links a heading to itself, or the link over all of it."""
    if first := _LINKED_ANCHOR.match(text):
        text = text[first.end() :].lstrip() or text
    start = text.rfind("[")
    if start > 0 and _LINKED_ANCHOR.fullmatch(text, start):
        text = text[:start].rstrip()
    whole = _LINKED_WHOLE.fullmatch(text)
    return whole[1] if whole else text


def undecorated(text: str) -> str:
    """Give the text of a heading without what a page's editor put round it.

    Emphasis goes, bars and arrows before the first word, marks of highlighting at both ends,
    anchors that a clipper left in front, and links of a heading to itself.
    """
    bare = _without_own_link(" ".join(text.split()))
    anchor = _ANCHOR.match(bare)
    bare = bare[anchor.end() :] if anchor else bare
    if "`" not in bare and "$" not in bare:
        bare = bare.replace("**", "")
    bare = bare.lstrip(BARS + " ")
    arrows = _ARROWS.match(bare)
    bare = bare[arrows.end() :] if arrows else bare
    for mark in ("++", "=="):
        if len(bare) > 2 * len(mark) and bare.startswith(mark) and bare.endswith(mark):
            bare = bare[len(mark) : -len(mark)]
    return stripped(bare) or text


def plain_title(text: str) -> str:
    """Give a title as plain text: markup off, but as written where that would lose letters."""
    shown = " ".join(parse_inline(text).text.split())
    same = [c for c in shown if c.isalnum()] == [c for c in text if c.isalnum()]
    return shown if same else " ".join(text.split())


@cache
def inline_parser() -> MarkdownIt:
    """Build the parser once: CommonMark with math, ``[[…]]`` and linear HTML rules."""
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("strikethrough")
    ruler = parser.inline.ruler
    ruler.before("link", "concept_link", _concept_link)
    ruler.before("link", "footnote_mark", _footnote_mark)
    ruler.before("escape", "math", _math)
    ruler.at("html_inline", _html)
    return parser


def _push(state: StateInline, kind: str, content: str, end: int, silent: bool) -> bool:
    if not silent:
        token = state.push(kind, "", 0)
        token.content = content
        token.meta = {"start": state.pos}
    state.pos = end
    return True


def _concept_link(state: StateInline, silent: bool) -> bool:
    """``[[id]]`` or ``[[id|text]]`` on one line, without brackets inside."""
    if not state.src.startswith("[[", state.pos):
        return False
    end = state.src.find("]]", state.pos + 2, state.pos + 402)
    content = state.src[state.pos + 2 : end]
    if end < 0 or not content.strip() or any(c in content for c in "[]\n"):
        return False
    if opens_markdown_link(state.src, end + 2) or normalizeReference(content) in state.env.get(
        "references", ()
    ):
        return False
    return _push(state, "concept_link", content, end + 2, silent)


def _footnote_mark(state: StateInline, silent: bool) -> bool:
    match = _FOOTNOTE.match(state.src, state.pos)
    return bool(match) and _push(state, "footnote_mark", "", match.end(), silent)  # type: ignore[union-attr]


def _math(state: StateInline, silent: bool) -> bool:
    r"""``$…$`` and ``$$…$$`` as pandoc has them: no blank inside the edges, no digit behind."""
    src, pos = state.src, state.pos
    if src[pos] != "$" or (pos and src[pos - 1] == "\\"):
        return False
    fence = "$$" if src.startswith("$$", pos) else "$"
    start = pos + len(fence)
    end = src.find(fence, start, start + 2000)
    inner = src[start:end] if end > start else ""
    if not inner or "\n\n" in inner:
        return False
    if fence == "$" and (
        inner[0].isspace() or inner[-1].isspace() or src[end + 1 : end + 2].isdigit()
    ):
        return False
    return _push(state, "math_inline", inner, end + len(fence), silent)


def _html(state: StateInline, silent: bool) -> bool:
    """Raw HTML; what has no end is looked for once in a text, not once per opening."""
    src, pos = state.src, state.pos
    if src[pos] != "<":
        return False
    for opening, closing in _OPAQUE:
        if src.startswith(opening, pos):
            end = _find_once(state, closing)
            return end >= 0 and _push(state, "html_inline", src[pos:end], end, silent)
    match = _TAG.match(src, pos)
    return match is not None and _push(state, "html_inline", match[0], match.end(), silent)


def _find_once(state: StateInline, closing: str) -> int:
    missing: set[str] = state.env.setdefault("missing", set())
    if closing in missing:
        return -1
    end = state.src.find(closing, state.pos)
    if end < 0:
        missing.add(closing)
        return -1
    return end + len(closing)


class _Writer:
    """Writes the visible text down, token by token."""

    def __init__(self, source: str, places: Sequence[tuple[int, str]]) -> None:
        self._source = source
        self._places = places
        self._parts: list[str] = []
        self._length = 0
        self._inert: list[Span] = []
        self._links: list[ExplicitLink] = []
        self._silent: list[str] = []
        self._autolink = False

    def take(self, token: Token) -> None:
        match token.type:
            case "text":
                self._write_text(token.content)
            case "code_inline" | "math_inline":
                self._write(token.content, inert=True)
            case "softbreak" | "hardbreak":
                self._write("\n")
            case "concept_link":
                self._link(token)
            case "html_inline":
                self._tag(token.content)
            case "link_open":
                self._autolink = token.markup == "autolink"
            case "link_close":
                self._autolink = False
            case "image":
                pass
            case _:
                self._write(token.content)

    def prose(self) -> Prose:
        text, inert, links = "".join(self._parts), tuple(self._inert), tuple(self._links)
        return _joined(Prose(text=text, inert=inert, links=links))

    def _write(self, text: str, *, inert: bool = False) -> None:
        if (inert or self._autolink or self._silent) and text:
            self._inert.append(Span(self._length, self._length + len(text)))
        self._parts.append(text)
        self._length += len(text)

    def _write_text(self, text: str) -> None:
        at = 0
        for match in _BARE_URL.finditer(text):
            self._write(text[at : match.start()])
            self._write(match[0], inert=True)
            at = match.end()
        self._write(text[at:])

    def _link(self, token: Token) -> None:
        concept, _, shown = token.content.replace("\\|", "|").partition("|")
        shown = shown.strip() or concept.strip()
        line, column = self._place(token.meta["start"])
        span = Span(self._length, self._length + len(shown))
        self._links.append(
            ExplicitLink(concept=concept.strip(), span=span, line=line, column=column)
        )
        self._parts.append(shown)
        self._length += len(shown)

    def _tag(self, tag: str) -> None:
        name = _TAG_NAME.match(tag)
        if name is None or tag.endswith("/>"):
            return
        if name[1].lower() == "br":
            self._write("\n")
        elif not tag.startswith("</"):
            if name[1].lower() in _SILENT_TAGS:
                self._silent.append(name[1].lower())
        elif name[1].lower() in self._silent:
            del self._silent[self._silent.index(name[1].lower()) :]

    def _place(self, offset: int) -> tuple[int, int]:
        """Find the source line and column of an offset: the line behind its indent or marker."""
        row = self._source.count("\n", 0, offset)
        if row >= len(self._places):
            return 0, 0
        number, raw = self._places[row]
        begin = self._source.rfind("\n", 0, offset) + 1
        end = self._source.find("\n", offset)
        line = self._source[begin : end if end >= 0 else len(self._source)]
        indent = len(line) - len(line.lstrip())
        shift = raw.find(line.strip())
        if shift < 0:
            return number, raw.find("[[") + 1
        return number, shift + offset - begin - indent + 1


def _joined(prose: Prose) -> Prose:
    """Turn line ends into what they look like: nothing between Han or kana, else a blank."""
    if "\n" not in prose.text:
        return prose
    pieces: list[str] = []
    offsets: list[int] = []
    length = 0
    text = prose.text
    for at, character in enumerate(text):
        offsets.append(length)
        piece = character
        if character == "\n":
            wide = 0 < at < len(text) - 1 and _is_wide(text[at - 1]) and _is_wide(text[at + 1])
            piece = "" if wide else " "
        pieces.append(piece)
        length += len(piece)
    offsets.append(length)

    def moved(span: Span) -> Span:
        return Span(offsets[span.start], offsets[span.end])

    return Prose(
        text="".join(pieces),
        inert=tuple(moved(s) for s in prose.inert),
        links=tuple(
            ExplicitLink(concept=k.concept, span=moved(k.span), line=k.line, column=k.column)
            for k in prose.links
        ),
    )


def _is_wide(character: str) -> bool:
    return (
        script_of(character) in UNSPACED
        or "\u3000" <= character <= "\u303f"
        or "！" <= character <= "～"
    )
