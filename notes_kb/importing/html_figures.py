"""Pictures that Markdown holds as HTML, as figures: ``<div align="center"><img …></div>``.

Only a block of nothing but pictures and short captions is read, so that no text is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from notes_kb.importing.figures import told_text
from notes_kb.loading.link_targets import written_target

_OPENS = re.compile(r" {0,3}<(?P<name>div|p|center|figure)\b", re.IGNORECASE)
_PIECE = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z]{1,12})(?P<rest>(?:\s[^<>]{0,2000})?)>|(?P<text>[^<>]{1,1000})"
)
_VALUE = re.compile(
    r"\b(?P<name>src|alt)\s{0,3}=\s{0,3}(?:\"(?P<a>[^\"]{0,1000})\"|'(?P<b>[^']{0,1000})'"
    r"|(?P<c>[^\s\"'<>]{1,1000}))",
    re.IGNORECASE,
)
_AROUND = frozenset(
    "div p center figure figcaption picture br b strong i em small font span".split()
)
_MOST_LINES = 40
"""Lines of one block."""
_LONGEST_CAPTION = 120


def write_figures(lines: list[str], outside: Sequence[int]) -> None:
    """Write Markdown's figures for such blocks, in place; as many lines as before stay.

    Args:
        lines: The lines of the text.
        outside: The numbers, from 0, of those that stand outside code.
    """
    shown = frozenset(outside)
    behind = 0
    for at in outside:
        if at < behind or not _OPENS.match(lines[at]):
            continue
        end = _end(lines, at)
        if not shown.issuperset(range(at, end)):
            continue
        figures = _figures("\n".join(lines[at:end]))
        if figures and _write(lines, at, end, figures):
            behind = end


def _end(lines: Sequence[str], at: int) -> int:
    """Give the line behind a block of HTML, which ends above a blank one or at the last."""
    for end in range(at, min(at + _MOST_LINES, len(lines))):
        if not lines[end].strip():
            return end
    return min(at + _MOST_LINES, len(lines))


def _write(lines: list[str], at: int, end: int, figures: Sequence[str]) -> bool:
    """Put figures in the place of a block, below a blank line; tell whether there is room."""
    first = at + (at > 0 and bool(lines[at - 1].strip()))
    last = end - (end < len(lines) and bool(lines[end].strip()))
    if first >= last:
        return False
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip(" "))]
    lines[at:end] = [""] * (end - at)
    lines[first] = indent + " ".join(figures)
    return True


def _figures(html: str) -> list[str]:
    """Read the pictures of a block with a caption each; empty where more stands there."""
    pictures: list[tuple[str, str]] = []
    captions: list[str] = []
    named: list[int] = []
    at = depth = 0
    while at < len(html):
        piece = _PIECE.match(html, at)
        if piece is None:
            return []
        at = piece.end()
        name = (piece["name"] or "").lower()
        if piece["text"] is not None:
            if not depth and piece["text"].strip():
                return []  # It stands behind the element.
            _take_text(piece["text"], len(pictures), captions, named)
        elif name == "img" and not piece["close"]:
            pictures.append(_picture(piece["rest"] or ""))
        elif name not in _AROUND:
            return []
        elif name != "br":
            depth += -1 if piece["close"] else 1
    if depth or not pictures or not all(target for target, _ in pictures):
        return []
    return _captioned(pictures, captions, named)


def _take_text(text: str, picture: int, captions: list[str], named: list[int]) -> None:
    """Add a text to the captions, with the number of pictures above it."""
    text = " ".join(unescape(text).split())
    if text and captions and named[-1] == picture:
        captions[-1] = f"{captions[-1]} {text}"
    elif text:
        captions.append(text)
        named.append(picture)


def _picture(attributes: str) -> tuple[str, str]:
    values = {
        match["name"].lower(): unescape(
            next(filter(None, (match["a"], match["b"], match["c"])), "")
        )
        for match in _VALUE.finditer(attributes)
    }
    return values.get("src", "").strip(), " ".join(values.get("alt", "").split())


def _captioned(
    pictures: Sequence[tuple[str, str]], captions: Sequence[str], named: Sequence[int]
) -> list[str]:
    if any(len(caption) > _LONGEST_CAPTION for caption in captions):
        return []
    single = len(pictures) == 1 and len(captions) <= 1
    each = list(named) == list(range(1, len(pictures) + 1))  # One below each picture.
    if captions and not single and not each:
        return []
    said = [*captions, *[""] * (len(pictures) - len(captions))]
    return [
        _figure(target, told_text(caption, alt, target) if caption else alt)
        for (target, alt), caption in zip(pictures, said, strict=True)
    ]


def _figure(target: str, alt: str) -> str:
    for mark, written in (("[", "("), ("]", ")"), ("\\", "")):
        alt = alt.replace(mark, written)
    return f"![{alt}]({written_target(target)})"
