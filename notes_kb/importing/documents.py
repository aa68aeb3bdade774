"""Word documents and PDF, by libraries that are optional extras.

Both are read in bounds: what a document unpacks to is known before it is unpacked.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from notes_kb.importing.refusal import Refusal

MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes of all files within a document."""
MAX_XML = 8 * 1024 * 1024
"""Bytes of its text: some five hundred pages."""
MAX_FILES = 2000
MAX_PAGES = 300
"""Pages of a PDF."""
MAX_TEXT = 1024 * 1024
"""Characters of the text of a PDF."""

_TEXT_PART = "word/document.xml"
_MACROS = "word/vbaProject.bin"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_STYLES = "\n".join(
    (
        "p[style-name='Title'] => h1.MsoTitle:fresh",
        "p[style-name='Subtitle'] => p.subtitle:fresh",
        "p[style-name='Quote'] => blockquote:fresh",
        "p[style-name='Intense Quote'] => blockquote:fresh",
        "p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh",
        "p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh",
    )
)
"""What Word's usual styles mean, beside those that the converter knows."""
_PICTURES = frozenset({"png", "jpeg", "jpg", "gif", "webp"})
_PAGE_NUMBER = re.compile(
    r"[-–—·\s]*+(?:p\.? ?|page ?)?[0-9]{1,4}(?: ?(?:/|of) ?[0-9]{1,4})?[-–—·\s]*+", re.IGNORECASE
)
_EDGE = 2
"""Lines at the head and the foot of a page that may be running ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a document gives."""

    text: str
    pictures: dict[str, bytes] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    """What was left out, one sentence each."""


def read_docx(data: bytes) -> Document:
    """Convert a Word document to Markdown; macros are never run, nor outer files read.

    Raises:
        Refusal: It is none, beyond the bounds, or its converter is not installed.
    """
    remarks = _look_into(data)
    try:
        import mammoth  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise Refusal(
            "Word documents need a converter; install it with: pip install 'notes-kb[docx]'"
        ) from None
    pictures: dict[str, bytes] = {}

    @mammoth.images.img_element  # type: ignore[untyped-decorator]
    def keep(image: object) -> dict[str, str]:
        suffix = str(getattr(image, "content_type", "")).rpartition("/")[2].lower()
        if suffix not in _PICTURES:
            return {"src": "missing"}
        name = f"embedded-{len(pictures) + 1}.{'jpg' if suffix == 'jpeg' else suffix}"
        with image.open() as stream:  # type: ignore[attr-defined]
            pictures[name] = stream.read()
        return {"src": name}

    try:
        html = mammoth.convert_to_html(
            io.BytesIO(data), convert_image=keep, style_map=_STYLES
        ).value
    except RecursionError:
        raise Refusal("the document nests too deeply") from None
    except Exception as error:
        # A converter of other people's files may raise anything on a broken one.
        raise Refusal(f"the document cannot be read: {_reason(error)}") from None
    from notes_kb.importing.page import page_markdown  # noqa: PLC0415 - only pages need it

    page = page_markdown(html, whole=True)
    used = {name: data for name, data in pictures.items() if f"({name})" in page.text}
    return Document(text=page.text, pictures=used, remarks=remarks)


def _look_into(data: bytes) -> tuple[str, ...]:
    """See that an archive is a document of sane size, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {entry.filename: entry.file_size for entry in archive.infolist()}
            if _TEXT_PART not in files:
                raise Refusal("the file is an archive, but no Word document (.docx)")
            if len(files) > MAX_FILES or sum(files.values()) > MAX_UNPACKED:
                size = sum(files.values()) // 2**20
                raise Refusal(f"the document unpacks to {len(files):,} files of {size:,} MB")
            texts = [name for name in files if name.endswith((".xml", ".rels"))]
            if sum(files[name] for name in texts) > MAX_XML:
                raise Refusal(f"the document's text is longer than {MAX_XML // 2**20} MB")
            if any(_DOCTYPE.search(archive.read(name)) for name in texts):
                raise Refusal("the document declares XML entities, which no Word document does")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise Refusal("the document is broken or locked; save it anew as .docx") from None
    return ("its macros were left out",) if _MACROS in files else ()


@contextmanager
def _silent(logger: logging.Logger) -> Iterator[None]:
    """Let a library that reads other people's files say nothing: the refusal says it."""
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def read_pdf(data: bytes) -> Document:
    """Read the text layer of a PDF, where it is sound; pictures and layout are lost.

    Raises:
        Refusal: It has no text that can be trusted, or its reader is not installed.
    """
    try:
        import pypdf  # noqa: PLC0415 - an optional extra
    except ImportError:
        raise Refusal("PDF needs a reader; install it with: pip install 'notes-kb[pdf]'") from None
    pages: list[list[str]] = []
    total = 0
    try:
        with _silent(logging.getLogger("pypdf")):
            reader = pypdf.PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise Refusal("the PDF is locked with a password")
            if len(reader.pages) > MAX_PAGES:
                raise Refusal(f"the PDF has {len(reader.pages):,} pages, more than {MAX_PAGES}")
            for page in reader.pages:
                text = page.extract_text()
                total += len(text)
                if total > MAX_TEXT:
                    raise Refusal(f"the PDF's text is longer than {MAX_TEXT:,} characters")
                pages.append([line.rstrip() for line in text.split("\n")])
    except Refusal:
        raise
    except RecursionError:
        raise Refusal("the PDF nests too deeply") from None
    except Exception as error:
        # A reader of other people's files may raise anything on a broken one.
        raise Refusal(f"the PDF cannot be read: {_reason(error)}") from None
    if problem := _unsound("".join("".join(page) for page in pages), len(pages)):
        raise Refusal(f"{problem}; copy the text out of a viewer, or ask for another format")
    kept, running = _without_running_lines(pages)
    remarks = ["a PDF keeps neither headings nor pictures: look the note through"]
    if running:
        remarks.append(f"{running} running heads and page numbers were left out")
    return Document(text="\n".join(kept) + "\n", remarks=tuple(remarks))


def _reason(error: Exception) -> str:
    return " ".join((str(error) or type(error).__name__).split())[:120]


def _unsound(text: str, pages: int) -> str:
    """Say why a text layer cannot be trusted; empty where it can."""
    shown = [c for c in text if not c.isspace()]
    if len(shown) < 40 * pages and len(shown) < 400:
        return "the PDF holds pictures of text, but no text"
    odd = sum(1 for c in shown if unicodedata.category(c) in {"Co", "Cn", "Cc", "Cs"} or c == "�")
    if odd * 50 > len(shown) or "(cid:" in text or "/g0" in text:
        return "the PDF's text layer does not say which characters it shows"
    letters = sum(1 for c in shown if c.isalnum())
    if letters * 2 < len(shown):
        return "the PDF's text layer is mostly signs"
    return ""


def _without_running_lines(pages: Sequence[Sequence[str]]) -> tuple[list[str], int]:
    """Leave out page numbers, and what stands at the edge of most pages alike."""
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_alike(page[n]) for n in _edge(page)})
    kept: list[str] = []
    left_out = 0
    for page in pages:
        edge = _edge(page)
        for n, line in enumerate(page):
            often = len(pages) > 2 and edges[_alike(line)] * 2 > len(pages)
            if n in edge and line.strip() and (often or _PAGE_NUMBER.fullmatch(line)):
                left_out += 1
            else:
                kept.append(line)
    return kept, left_out


def _edge(page: Sequence[str]) -> set[int]:
    filled = [n for n, line in enumerate(page) if line.strip()]
    return {*filled[:_EDGE], *filled[-_EDGE:]}


def _alike(line: str) -> str:
    """Give a line without its numbers, in which running heads differ."""
    return re.sub(r"[0-9]+", "0", " ".join(line.split()))
