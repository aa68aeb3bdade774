"""Figures: what platforms leave where a picture stood, and captions."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LITERALS = (
    "在这里插入图片描述",
    "请添加图片描述",
    "插入图片描述",
    "这里写图片描述",
    "图片描述",
    "[图片]",
    "【图片】",
    "（在这里插入图片描述）",
    "（图片）",
    "(图片)",
    "［图片］",
    "[圖片]",
    "【圖片】",
    "[插图]",
    "【插图】",
    "[图]",
    "【图】",
    "（图）",
    "[配图]",
    "【配图】",
    "[图片上传中...]",
    "图片加载中...",
    "图片加载失败",
    "点击查看大图",
    "点击查看原图",
    "[image]",
    "[img]",
    "[picture]",
    "[photo]",
    "[figure]",
    "loading image...",
    "press enter or click to view image in full size",
)
_ALONE = frozenset({"img", "image", "图片", "圖片", "插图", "photo", "picture", "<img>"})
"""Words that stand for a picture only where nothing else is on the line."""

_LITERAL = re.compile(
    "|".join(re.escape(s) for s in sorted(_LITERALS, key=len, reverse=True)), re.I
)
_UPLOAD_FAILED = re.compile(r"\[图片上传失败[^\[\]\n]{0,80}\]")
_FILE = re.compile(
    r"(?:(?:pasted image|screenshot|screen shot|截图|截屏|屏幕截图|image|img)[ -][\w .:()-]{1,80}"
    r"|[\w./\\()-]{1,120})\.(?:png|jpe?g|gif|webp|svg|bmp)",
    re.I,
)
_EMBED = re.compile(r"!\[\[(?P<target>[^\[\]\n|]{1,200})(?:\|[^\[\]\n]{0,80})?\]\]")
_MARKDOWN = re.compile(
    r"!\[(?P<alt>[^\[\]\n]{0,300})\]\(\s*<?(?P<target>[^\s()<>]{0,1000})>?[^()\n]{0,200}\)"
)
_TAG = re.compile(r"<img\b[^<>\n]{0,1000}/?>", re.I)
_TAG_VALUE = re.compile(r"\b(alt|src)\s*=\s*[\"']([^\"'\n]{0,1000})[\"']", re.I)
_CAPTION = re.compile(
    r"(?:图|圖|figure|fig\.|fig)\s?[0-9一二三四五六七八九十]{1,3}(?:[.\-–][0-9]{1,3})?"
    r"(?:\s?[:：.、|]\s?|\s+|$)(?=\S|$)",
    re.I,
)
_LABEL = re.compile(r"(?:图注|图片说明|caption)\s?[:：]", re.I)
_MISSING = frozenset({"", "missing", "#"})

NO_PROSE = frozenset(
    {"在这里插入图片描述", "请添加图片描述", "图片描述", "image", "img", "图片", "alt text"}
)
"""Text alternatives that say nothing."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One picture of a line."""

    alt: str = ""
    target: str | None = None


def figure_target(target: str) -> str | None:
    """Read a picture's target; None where the note says that the source lost it."""
    return None if target.strip() in _MISSING else target.strip()


def find_figures(line: str) -> tuple[tuple[Figure, ...], str]:
    """Read the pictures that a stripped line is made of, and the caption behind them.

    Empty unless the whole line is pictures, or pictures and a caption.
    """
    if line.casefold() in _ALONE or _FILE.fullmatch(line):
        return (Figure(),), ""
    figures: list[Figure] = []
    at = 0
    while at < len(line):
        step = _figure_at(line, at)
        if step is None:
            break
        figure, at = step
        figures.append(figure)
        while at < len(line) and (line[at].isspace() or line[at] in "\u200b\ufeff"):
            at += 1
    rest = line[at:]
    if not figures or (rest and not is_caption(rest)):
        return (), ""
    return tuple(figures), rest


def is_caption(line: str) -> bool:
    """Tell whether a line is a picture's caption: 图 1：…, Figure 2. …"""
    if len(line) > 200 or line.endswith(("。", "；")):
        return False
    return bool(_CAPTION.match(line) or _LABEL.match(line))


def _figure_at(line: str, at: int) -> tuple[Figure, int] | None:
    if match := _LITERAL.match(line, at) or _UPLOAD_FAILED.match(line, at):
        return Figure(), match.end()
    if match := _EMBED.match(line, at):
        return Figure(target=figure_target(match["target"])), match.end()
    if match := _MARKDOWN.match(line, at):
        alt = match["alt"].strip()
        known = "" if alt.casefold() in NO_PROSE else alt
        return Figure(known, figure_target(match["target"])), match.end()
    if match := _TAG.match(line, at):
        values = {k.lower(): v for k, v in _TAG_VALUE.findall(match[0])}
        return Figure(values.get("alt", ""), figure_target(values.get("src", ""))), match.end()
    return None
