"""Word documents and PDF: what is read, what is refused, and that both stay in bounds."""

from __future__ import annotations

import io
import zipfile

import pytest

from notes_kb.importing.documents import read_docx, read_pdf
from notes_kb.importing.refusal import Refusal

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def docx(body: str, **more: bytes) -> bytes:
    """Make a Word document of a body, and more files by name."""
    stream = io.BytesIO()
    document = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{body}</w:body></w:document>"
    )
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", document)
        for name, data in more.items():
            archive.writestr(name, data)
    return stream.getvalue()


def paragraph(text: str, style: str = "", bold: bool = False) -> str:
    marks = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    run = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f"<w:p>{marks}<w:r>{run}<w:t>{text}</w:t></w:r></w:p>"


def pdf(*lines: str) -> bytes:
    """Make a PDF of one page with these lines."""
    text = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    stream = f"BT /F1 12 Tf 60 700 Td {text} ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + (
        b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF" % (table, len(out))
    )


def test_a_word_document_keeps_headings_and_bold() -> None:
    """Styles become headings, bold stays bold."""
    pytest.importorskip("mammoth")
    body = paragraph("成本", "Heading1") + paragraph("每个词只走一小部分参数。", bold=True)
    assert read_docx(docx(body)).text == "## 成本\n\n**每个词只走一小部分参数。**\n"


def test_macros_are_left_out_and_told() -> None:
    """They are neither run nor kept."""
    pytest.importorskip("mammoth")
    document = read_docx(docx(paragraph("text"), **{"word/vbaProject.bin": b"\0" * 99}))
    assert document.remarks == ("its macros were left out",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 and nothing more", "broken or locked"),
        (docx("", **{"word/media/bomb.bin": b"\0" * (80 * 2**20)}), "unpacks to"),
        (docx("<w:p/>" * 1_500_000), "longer than 8 MB"),
        (docx("", **{"word/x.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "XML entities"),
    ],
    ids=["broken", "bomb", "long", "entities"],
)
def test_a_document_beyond_the_bounds_is_refused(data: bytes, said: str) -> None:
    """Before anything of it is unpacked into memory."""
    with pytest.raises(Refusal, match=said):
        read_docx(data)


def test_an_archive_that_is_no_document_is_refused() -> None:
    """Whatever its name says."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "text")
    with pytest.raises(Refusal, match="no Word document"):
        read_docx(stream.getvalue())


def test_the_text_of_a_pdf_is_read() -> None:
    """Where its text layer is sound; page numbers go."""
    pytest.importorskip("pypdf")
    lines = ["1. Cost", *["A sparse model sends each token through few experts."] * 12, "7"]
    document = read_pdf(pdf(*lines))
    assert document.text.startswith("1. Cost\n")
    assert "\n7\n" not in document.text
    assert any("page numbers" in remark for remark in document.remarks)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pdf(), "no text"),
        (b"%PDF-1.4 and nothing more", "cannot be read"),
        (pdf("~#%&*+/=<>" * 90), "mostly signs"),
    ],
    ids=["scanned", "broken", "signs"],
)
def test_a_pdf_without_sound_text_is_refused(
    data: bytes, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A page of pictures, a broken file, characters that nobody can name: one sentence each."""
    pytest.importorskip("pypdf")
    with pytest.raises(Refusal, match=said):
        read_pdf(data)
    assert caplog.records == []
