"""Text whose lines are in two encodings: pasted together from files of different origin.

UTF-8 is told by its shape; the other encoding by how common its characters would be.
Each line is read in its own, so that no line is lost for another one's sake.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from notes_kb.languages import LANGUAGES

_LINES = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)?")
_CHARACTER = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
"""A character of UTF-8 in three or four bytes: other encodings rarely look like it."""
_ASCII = bytes(range(128))
_FEWEST = 2
"""Such characters that tell a line of UTF-8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedText:
    """Lines of UTF-8 and of another encoding."""

    text: str
    other: str
    """The name of the other encoding."""
    main: str
    """The name of the one that most lines are in."""
    changed: tuple[int, ...]
    """The lines, from 1, that are in the one that fewer lines are in."""
    broken: tuple[int, ...]
    """The lines that are in neither; what could not be read of them is U+FFFD."""


def find_mixed(data: bytes) -> MixedText | None:
    """Read a file line by line; None unless some lines are UTF-8 and some the same other one."""
    lines = [match[0] for match in _LINES.finditer(data) if match[0]]
    strange = [n for n, line in enumerate(lines) if line.translate(None, _ASCII)]
    told = {n for n in strange if _is_utf8(lines[n])}
    if not told or len(told) == len(strange):
        return None
    rest = [n for n in strange if n not in told]
    best = max((_Reading.of(codec, name, lines, rest) for codec, name in _codecs()), key=_worth)
    if not best.texts or len(rest) - len(best.texts) > len(told):
        return None
    return _put_together(lines, told, best)


def _is_utf8(line: bytes) -> bool:
    """Tell a line of UTF-8, cut off or damaged at few places at most."""
    found = len(_CHARACTER.findall(line))
    return found >= _FEWEST and line.decode("utf-8", "replace").count("\ufffd") * 3 <= found


def _codecs() -> Sequence[tuple[str, str]]:
    found = {
        codec: name
        for language in LANGUAGES
        for codec, name in language.legacy.codecs.items()
        if not codec.startswith("utf")
    }
    return tuple(found.items())


@dataclass(frozen=True, slots=True)
class _Reading:
    """What an encoding makes of the lines that are no UTF-8."""

    name: str
    texts: dict[int, str]
    """Those that it can read as likely text."""
    commonness: float

    @classmethod
    def of(cls, codec: str, name: str, lines: Sequence[bytes], numbers: Sequence[int]) -> _Reading:
        texts, total = {}, 0.0
        for n in numbers:
            try:
                text = lines[n].decode(codec)
            except UnicodeDecodeError:
                continue
            worth = max(language.legacy.commonness(text) for language in LANGUAGES)
            if worth > 0:
                texts[n], total = text, total + worth
        return cls(name, texts, total)


def _worth(reading: _Reading) -> tuple[int, float]:
    return len(reading.texts), reading.commonness


def _put_together(lines: Sequence[bytes], told: set[int], best: _Reading) -> MixedText:
    """Read each line in its encoding, and one that is in neither as damaged UTF-8."""
    mostly_utf8 = len(told) >= len(best.texts)
    out: list[str] = []
    broken: list[int] = []
    for n, line in enumerate(lines):
        text = best.texts.get(n)
        if text is None:
            text = line.decode("utf-8", "replace")
            broken += [n + 1] if "\ufffd" in text and b"\xef\xbf\xbd" not in line else []
        out.append(text)
    fewer = sorted(best.texts) if mostly_utf8 else sorted(told)
    return MixedText(
        text="".join(out),
        other=best.name,
        main="utf-8" if mostly_utf8 else best.name,
        changed=tuple(n + 1 for n in fewer),
        broken=tuple(broken),
    )
