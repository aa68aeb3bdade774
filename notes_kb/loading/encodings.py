"""Which encoding the bytes of a text are in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from notes_kb.languages import LANGUAGES
from notes_kb.languages.scripts import WIDE_PUNCTUATION
from notes_kb.loading.mixed_encodings import MixedText, find_mixed

REPLACED = "\ufffd"
"""What stands for a byte that could not be read."""

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CONTROLS = bytes({*range(32), 127} - {9, 10, 12, 13})
_MOST = 200_000
"""Bytes that are looked at for a guess; the first ones tell as much as all."""

_MARGIN = 0.75
"""By which a reading must be commoner than the next to leave no doubt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """What the bytes were read as."""

    name: str
    text: str
    guessed: bool = False
    """Whether neither a mark nor valid UTF-8 told."""
    sure: bool = True
    """Whether a guess left no doubt worth a warning."""
    broken: int = 0
    """Places that could not be read, each a U+FFFD in the text."""
    mixed: MixedText | None = None
    """Where the lines are in two encodings."""


def find_encoding(data: bytes) -> Encoding | None:
    """Find the encoding and read the text; None where the bytes are no text."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name)
    if (wide := _find_utf16(data)) is not None:
        return wide
    controls = len(data) - len(data.translate(None, _CONTROLS))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        if controls * 20 > len(data):
            bare = _find_legacy(data)
            is_utf16 = bare is not None and bare.sure and bare.name.startswith("utf-16")
            return bare if is_utf16 else None
        return _mixed(data) or _whole(data)
    return None if controls > 3 and controls * 3 > len(data) else Encoding(name="utf-8", text=text)


def _whole(data: bytes) -> Encoding | None:
    """Read a text that is no UTF-8 in one encoding."""
    return _nearly_utf8(data) or _find_legacy(data) or _find_western(data) or _guess(data)


def _mixed(data: bytes) -> Encoding | None:
    found = find_mixed(data)
    return None if found is None else Encoding(name=found.main, text=found.text, mixed=found)


def _marked(data: bytes, name: str) -> Encoding:
    text = data.decode(name, "replace")
    written = data.decode(name, "ignore").count(REPLACED)
    return Encoding(name=name, text=text, broken=text.count(REPLACED) - written)


def _find_utf16(data: bytes) -> Encoding | None:
    """Unmarked UTF-16 shows as NULs beside ASCII; Chinese as Han on every other byte."""
    if len(data) < 4 or len(data) % 2 or b"\x00" not in data:
        return None
    head = data[:_MOST]
    for name in ("utf-16-le", "utf-16-be"):
        try:
            sample = head.decode(name)
        except UnicodeDecodeError:
            continue
        usual = sum(1 for c in sample if is_usual(c))
        if usual * 20 >= len(sample) * 19:
            text = data.decode(name, "replace")
            return Encoding(name=name, text=text, guessed=True)
    return None


def is_usual(character: str) -> bool:
    """Tell whether a character is one that Chinese or English text is made of."""
    return (
        " " <= character <= "~"
        or character in "\t\n\r"
        or "\u4e00" <= character <= "\u9fff"
        or character in WIDE_PUNCTUATION
        or "\uff01" <= character <= "\uff5e"
        or "\u00a0" <= character <= "\u017f"
    )


_VALID_UTF8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


def _nearly_utf8(data: bytes) -> Encoding | None:
    """UTF-8 cut off or damaged in a few places; other encodings rarely look like it."""
    text = data.decode("utf-8", "replace")
    broken = text.count(REPLACED)
    valid = _VALID_UTF8.findall(data)
    if sum(len(match) for match in valid) < 6 * broken:
        return None
    written = sum(1 for match in valid if match == b"\xef\xbf\xbd")
    return Encoding(name="utf-8", text=text, broken=broken - written)


def _find_legacy(data: bytes) -> Encoding | None:
    """GB18030, Big5 or bare UTF-16, say, by which reading has the commoner characters.

    The codes overlap nearly everywhere, so validity alone tells little; but read in
    the wrong one, common characters become rare ones.
    """
    readings: dict[str, tuple[float, str]] = {}
    for legacy in (language.legacy for language in LANGUAGES):
        for codec, name in legacy.codecs.items():
            try:
                text = data.decode(codec)
            except UnicodeDecodeError:
                continue
            readings.setdefault(name, (legacy.commonness(text[:_MOST]), text))
    if not readings:
        return None
    name, (score, text) = max(readings.items(), key=lambda reading: reading[1][0])
    if score <= 0:
        return None
    rival = max((s for other, (s, _) in readings.items() if other != name), default=-1.0)
    return Encoding(name=name, text=text, guessed=True, sure=score - rival >= _MARGIN)


_WESTERN = frozenset("àâäáãåæçèéêëìíîïñòóôöõøœùúûüÿßÀÂÄÇÈÉÊËÎÏÑÔÖÜ“”‘’–—…«»°·€£©®™ ")


def _find_western(data: bytes) -> Encoding | None:
    """Windows-1252, where everything beyond ASCII is a letter or quote of Western Europe."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    if not all(c in _WESTERN for c in set(text) if c > "~"):
        return None
    return Encoding(name="windows-1252", text=text, guessed=True, sure=False)


def _guess(data: bytes) -> Encoding | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - seldom needed, slow to load

    best = from_bytes(data[:_MOST]).best()
    if best is None:
        return None
    try:
        text = data.decode(best.encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return Encoding(name=best.encoding.replace("_", "-"), text=text, guessed=True, sure=False)
