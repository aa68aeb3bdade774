"""The bytes of anything to the text that the loader reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath

from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.importing.dialects import NOWHERE, Links, Plain, plain_markdown
from notes_kb.importing.documents import Document, read_docx, read_pdf
from notes_kb.importing.refusal import EmptyError, Refusal
from notes_kb.importing.subtitles import Spoken, read_subtitles
from notes_kb.loading.decode import MAX_BYTES, decode
from notes_kb.loading.encodings import find_encoding

MAX_SOURCE = 32 * 1024 * 1024
"""Bytes of a source: a saved page may hold its pictures."""


class SourceKind(StrEnum):
    """What a source is."""

    PASTE = "paste"
    NOTE = "note"
    PAGE = "page"
    FRAGMENT = "fragment"
    """HTML that is all text: the clipboard's."""
    DOCX = "docx"
    PDF = "pdf"


_NAMES = {
    SourceKind.PAGE: "an HTML page", SourceKind.DOCX: "a Word document", SourceKind.PDF: "a PDF",
}  # fmt: skip
_SUFFIXES = {
    ".md": SourceKind.NOTE, ".markdown": SourceKind.NOTE, ".txt": SourceKind.PASTE,
    ".srt": SourceKind.PASTE, ".vtt": SourceKind.PASTE,
    ".html": SourceKind.PAGE, ".htm": SourceKind.PAGE, ".xhtml": SourceKind.PAGE,
    ".docx": SourceKind.DOCX, ".docm": SourceKind.DOCX, ".pdf": SourceKind.PDF,
}  # fmt: skip
_LINE_END = re.compile("\r\n?")
_LOOKED_AT = 100_000
"""Characters among which a page has its first tag."""
_DECLARED = re.compile(r"<(?:!doctype\s{1,9}html|html[\s>])", re.IGNORECASE)
_PAGE_END = re.compile(r"</(?:body|html)\s{0,9}>", re.IGNORECASE)
_CUT_OFF = "the page has no end: it may have been saved only in part"
_TAGGED = re.compile(
    r"<(?:!--StartFragment|meta|html|body|p|div|h[1-6]|span|ul|ol|table|b|strong|a|img|section"
    r"|article|blockquote|pre)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """A source as text."""

    text: str
    pasted: bool
    """Whether it is to be read as a paste rather than as Markdown."""
    kind: SourceKind
    encoding: str = "utf-8"
    address: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """Pictures within the source, by the targets that name them."""
    dropped: tuple[tuple[int, str], ...] = ()
    """Lines that were left out before the loader saw them, with the rules' names."""
    numbers: tuple[int, ...] = ()
    """For each line of the text that of the source; empty where they are the same, or unknown."""
    left_out: int = 0
    """Characters of a page that stand outside its article."""
    remarks: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    def line(self, number: int) -> int:
        """Give the line of the source for one of the text; both count from 1."""
        return self.numbers[number - 1] if 0 < number <= len(self.numbers) else number


def read_source(
    data: bytes,
    name: str,
    *,
    kind: SourceKind | None = None,
    links: Links | None = NOWHERE,
) -> Readable:
    """Turn bytes into text, by what they are rather than by what their name says.

    Args:
        data: The whole source.
        name: The file's name; only its suffix counts, and only between paste and Markdown.
        kind: What it is, where somebody said so.
        links: What the links of Markdown lead to; None where they stay as they are.

    Raises:
        Refusal: Nothing can be made of it.
    """
    if len(data) > MAX_SOURCE:
        raise Refusal(f"it has more than {MAX_SOURCE // 2**20} MB; split it")
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise EmptyError("it is empty")
    named = _SUFFIXES.get(PurePath(name).suffix.lower())
    binary = _binary_kind(data)
    if binary:
        document = read_pdf(data) if binary is SourceKind.PDF else read_docx(data)
        return _from_document(document, binary, _misnamed(named, binary))
    if named in {SourceKind.DOCX, SourceKind.PDF}:
        kind = kind or SourceKind.PASTE
    return _from_text(data, named, kind, links)


def _binary_kind(data: bytes) -> SourceKind | None:
    if data.startswith(b"PK\x03\x04"):
        return SourceKind.DOCX
    if b"%PDF-" in data[:1024]:
        return SourceKind.PDF
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal("it is an old or locked Office document; save it as .docx without password")
    return None


def _misnamed(named: SourceKind | None, is_really: SourceKind) -> tuple[str, ...]:
    if named in {None, is_really} or is_really not in _NAMES:
        return ()
    return (f"the file is {_NAMES[is_really]}, whatever its name says",)


def _from_document(document: Document, kind: SourceKind, remarks: tuple[str, ...]) -> Readable:
    return Readable(
        text=document.text,
        pasted=kind is SourceKind.PDF,
        kind=kind,
        pictures=document.pictures,
        remarks=(*remarks, *document.remarks),
    )


def _from_text(
    data: bytes,
    named: SourceKind | None,
    kind: SourceKind | None,
    links: Links | None,
) -> Readable:
    if kind not in {SourceKind.PASTE, SourceKind.NOTE} and (html := _markup(data, named, kind)):
        return html
    decoded = decode(data)
    if decoded.refused:
        if len(data) > MAX_BYTES:
            raise Refusal(f"it has {len(data):,} bytes, more than the {MAX_BYTES:,} of one note")
        raise Refusal(decoded.diagnostics[0].message)
    kind = kind or (SourceKind.NOTE if named is SourceKind.NOTE else SourceKind.PASTE)
    if kind is SourceKind.NOTE:
        plain: Plain | Spoken | None = plain_markdown(decoded.text, links)
    else:
        plain = read_subtitles(decoded.text)
    return Readable(
        text=plain.text if plain else decoded.text,
        pasted=kind is SourceKind.PASTE,
        kind=kind,
        encoding=decoded.encoding,
        dropped=plain.dropped if plain else (),
        numbers=plain.numbers if plain else (),
        remarks=("the file is text, whatever its name says",) if named in _NAMES else (),
        diagnostics=decoded.diagnostics,
    )


def _markup(data: bytes, named: SourceKind | None, kind: SourceKind | None) -> Readable | None:
    """Read HTML, where it is some; a page is told by its beginning, whatever its name."""
    found = find_encoding(data)
    if found is None:
        return None
    tagged = _TAGGED.search(found.text[:_LOOKED_AT]) is not None
    if kind is SourceKind.FRAGMENT:
        whole = True
        if not tagged:
            return None
    elif _is_page(found.text) or (tagged and SourceKind.PAGE in {named, kind}):
        whole = False
    else:
        return None
    from notes_kb.importing.page import page_markdown  # noqa: PLC0415 - only pages need it

    page = page_markdown(_LINE_END.sub("\n", found.text), whole=whole)
    sort = SourceKind.FRAGMENT if whole else SourceKind.PAGE
    return Readable(
        text=page.text,
        pasted=False,
        kind=sort,
        encoding=found.name,
        address=page.address,
        pictures=page.pictures,
        left_out=page.left_out,
        remarks=(
            *(_misnamed(named, sort) if named is not None else ()),
            *((_CUT_OFF,) if _is_cut_off(found.text) else ()),
        ),
    )


def _is_cut_off(text: str) -> bool:
    """Tell a whole page, as it says by its beginning, of which the end is not there."""
    return _is_page(text) and _PAGE_END.search(text) is None


def _is_page(text: str) -> bool:
    """Tell an HTML page by how it begins, whatever comments stand before."""
    text = text[:_LOOKED_AT].lstrip()
    while text.startswith(("<!--", "<?xml")):
        text = text.partition(">" if text.startswith("<?") else "-->")[2].lstrip()
    return _DECLARED.match(text) is not None
