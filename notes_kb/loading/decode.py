"""Bytes to text: encodings, line ends, characters that no text holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.loading.encodings import REPLACED, Encoding, find_encoding

MAX_BYTES = 1024 * 1024
"""Of one file; a longer one is refused."""

_LINE_END = re.compile("\r\n?")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NONCHARACTER = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_MAGIC = {
    b"\x89PNG\r\n": "a PNG picture",
    b"GIF8": "a GIF picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"BM\x00": "a picture",
    b"SQLite format 3": "a database",
}
"""First bytes of what people drop in by mistake, in their words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A file's text."""

    text: str
    """Lines end in LF; no control character but LF and TAB; empty where refused."""
    encoding: str = "utf-8"
    diagnostics: tuple[Diagnostic, ...] = ()
    """Without a path, which the caller knows."""
    refused: bool = False
    """Whether the file is no text or too long; the finding says which."""


def decode(data: bytes) -> Decoded:
    """Turn the bytes of a file into text; never raises.

    A byte-order mark or valid UTF-8 decides; then UTF-16 by its shape, GB18030 and
    Big5 by how common their characters would be, and charset-normalizer for the rest.
    """
    if len(data) > MAX_BYTES:
        return _refusal(
            "file-too-large",
            f"the file has {len(data):,} bytes, more than the {MAX_BYTES:,} of one note",
            "split it into several notes, one an event",
        )
    found = None if (kind := _binary_kind(data)) else find_encoding(data)
    if found is None:
        what = f"it is {kind}" if kind else "its bytes are text in no encoding"
        hint = "save the text itself as UTF-8; pictures belong beside the notes, not among them"
        return _refusal("file-not-text", f"the file is no text: {what}", hint)
    text = _LINE_END.sub("\n", found.text)
    findings = [*_encoding_findings(found, text)]
    for pattern, kind_name, what in (
        (_CONTROL, "control-characters", "control character"),
        (_NONCHARACTER, "control-characters", "noncharacter"),
    ):
        findings += _character_findings(pattern, text, kind_name, what)
    return Decoded(
        text=clean_characters(text),
        encoding=found.name,
        diagnostics=tuple(findings),
    )


def clean_characters(text: str) -> str:
    """Take out what `decode` takes out, for text that escapes brought in behind its back."""
    return _NONCHARACTER.sub("\ufffd", _CONTROL.sub(_control_replacement, text))


def with_path(diagnostics: tuple[Diagnostic, ...], path: str) -> tuple[Diagnostic, ...]:
    """Say which file the findings are about."""
    return tuple(replace(diagnostic, path=path) for diagnostic in diagnostics)


def _control_replacement(match: re.Match[str]) -> str:
    """A vertical tab, form feed or NEL separated words; the others stood for nothing."""
    return " " if match[0] in "\x0b\x0c\x85" else ""


def _binary_kind(data: bytes) -> str:
    return next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), "")


def _refusal(kind: str, message: str, hint: str) -> Decoded:
    finding = Diagnostic(kind=kind, severity=Severity.ERROR, message=message, hint=hint)
    return Decoded(text="", diagnostics=(finding,), refused=True)


def _encoding_findings(found: Encoding, text: str) -> list[Diagnostic]:
    findings = []
    if found.guessed:
        findings.append(
            Diagnostic(
                kind="encoding-guessed",
                severity=Severity.NOTE if found.sure else Severity.WARNING,
                message=f"the file is no UTF-8; it was read as {found.name}",
                hint="save it as UTF-8",
            )
        )
    if found.broken:
        findings.append(
            _at(
                text,
                text.find(REPLACED),
                Diagnostic(
                    kind="encoding-broken",
                    severity=Severity.WARNING,
                    message=f"{found.broken} bytes are no {found.name}; each shows as {REPLACED}",
                    hint="put the right characters in their place and save the file as UTF-8",
                ),
            )
        )
    return findings


def _character_findings(
    pattern: re.Pattern[str], text: str, kind: str, what: str
) -> list[Diagnostic]:
    """One finding for all of a file, placed at the first: a binary scrap holds thousands."""
    if (first := pattern.search(text)) is None:
        return []
    count = sum(1 for _ in pattern.finditer(text))
    many = f"; the file has {count:,} of them" if count > 1 else ""
    finding = Diagnostic(
        kind=kind,
        severity=Severity.WARNING,
        message=f"the {what} U+{ord(first[0]):04X} stands here and was taken out{many}",
        hint="delete it",
    )
    return [_at(text, first.start(), finding)]


def _at(text: str, offset: int, finding: Diagnostic) -> Diagnostic:
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    source = text[start : end if end >= 0 else len(text)]
    return replace(
        finding,
        line=text.count("\n", 0, offset) + 1,
        column=offset - start + 1,
        end_column=offset - start + 2,
        source=_NONCHARACTER.sub("\ufffd", _CONTROL.sub("\ufffd", source)),
    )
