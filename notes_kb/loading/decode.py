"""Bytes to text: encodings, line ends, characters that no text holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.span import Place
from notes_kb.loading.encodings import REPLACED, Encoding, find_encoding
from notes_kb.loading.mixed_encodings import MixedText
from notes_kb.text.references import without_endless

MAX_BYTES = 1024 * 1024
"""Of one file; a longer one is refused."""

_LINE_END = re.compile("\r\n?")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NONCHARACTER = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_MOST_BROKEN = 20
"""Lines that are reported one by one; a file with more of them needs another copy."""
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
        return _refusal(kinds.FILE_TOO_LARGE.at(bytes=len(data), most=MAX_BYTES))
    found = None if (kind := _binary_kind(data)) else find_encoding(data)
    if found is None:
        reason = f"it is {kind}" if kind else "its bytes are text in no encoding"
        return _refusal(kinds.FILE_NOT_TEXT.at(reason=reason))
    text = _LINE_END.sub("\n", found.text)
    findings = [*_encoding_findings(found, text)]
    told = len(findings)
    for pattern, what in ((_CONTROL, "control character"), (_NONCHARACTER, "noncharacter")):
        findings += _character_findings(pattern, text, what)
    clean = clean_characters(text) if len(findings) > told else without_endless(text)
    return Decoded(
        text=clean,
        encoding=found.name,
        diagnostics=tuple(findings),
    )


def clean_characters(text: str) -> str:
    """Take out what `decode` takes out, for text that escapes brought in behind its back."""
    text = _NONCHARACTER.sub("\ufffd", _CONTROL.sub(_control_replacement, text))
    return without_endless(text)


def with_path(diagnostics: tuple[Diagnostic, ...], path: str) -> tuple[Diagnostic, ...]:
    """Say which file the findings are about."""
    return tuple(replace(diagnostic, path=path) for diagnostic in diagnostics)


def _control_replacement(match: re.Match[str]) -> str:
    """A vertical tab, form feed or NEL separated words; the others stood for nothing."""
    return " " if match[0] in "\x0b\x0c\x85" else ""


def _binary_kind(data: bytes) -> str:
    return next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), "")


def _refusal(finding: Diagnostic) -> Decoded:
    return Decoded(text="", diagnostics=(finding,), refused=True)


def _encoding_findings(found: Encoding, text: str) -> list[Diagnostic]:
    findings = []
    if found.guessed:
        kind = kinds.ENCODING_TOLD if found.sure else kinds.ENCODING_GUESSED
        findings.append(kind.at(encoding=found.name))
    if found.mixed is not None:
        findings += _mixed_findings(found.mixed, text)
    if found.broken:
        place = _place(text, text.find(REPLACED))
        findings.append(
            kinds.ENCODING_BROKEN.at(place, count=found.broken, encoding=found.name, shown=REPLACED)
        )
    return findings


def _mixed_findings(mixed: MixedText, text: str) -> Iterator[Diagnostic]:
    """Say which lines are in the other encoding, at the first of them, and which in neither."""
    lines = text.split("\n")
    shown = mixed.other if mixed.main == "utf-8" else "UTF-8"
    place = _line_place(lines, mixed.changed[0])
    yield kinds.ENCODING_MIXED.at(place, other=mixed.other, count=len(mixed.changed), shown=shown)
    for number in mixed.broken[:_MOST_BROKEN]:
        yield kinds.ENCODING_BROKEN_LINE.at(_line_place(lines, number), shown=REPLACED)


def _line_place(lines: Sequence[str], number: int) -> Place:
    source = lines[number - 1] if number <= len(lines) else ""
    return Place(line=number, column=1, source=_shown(source))


def _shown(source: str) -> str:
    return _NONCHARACTER.sub("\ufffd", _CONTROL.sub("\ufffd", source))


def _character_findings(pattern: re.Pattern[str], text: str, what: str) -> list[Diagnostic]:
    """One finding for all of a file, placed at the first: a binary scrap holds thousands."""
    if (first := pattern.search(text)) is None:
        return []
    count = sum(1 for _ in pattern.finditer(text))
    others = f"; the file has {count:,} of them" if count > 1 else ""
    place = _place(text, first.start())
    code = ord(first[0])
    return [kinds.CONTROL_CHARACTERS.at(place, what=what, code=code, others=others)]


def _place(text: str, offset: int) -> Place:
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    source = text[start : end if end >= 0 else len(text)]
    return Place(
        line=text.count("\n", 0, offset) + 1,
        column=offset - start + 1,
        end_column=offset - start + 2,
        source=_shown(source),
    )
