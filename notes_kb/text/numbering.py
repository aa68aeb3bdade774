"""The numberings that headings and list items carry: 一、 （一） 1.1 第三章 ① …"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum


class Style(IntEnum):
    """Kinds of numbering, the ones that usually stand outside first."""

    PART = 1
    """第一部分, 第一篇, Part 1"""
    CHAPTER = 2
    """第一章, 第一讲, Chapter 1"""
    CLAUSE = 3
    """第一节, Section 1"""
    FORMAL = 4
    """壹、"""
    HAN = 5
    """一、"""
    ROMAN = 6
    """Ⅰ. II."""
    HAN_BRACKETS = 7
    """（一）"""
    PADDED = 8
    """01"""
    ARABIC = 9
    """1. 1、 １．"""
    DOTTED_2 = 10
    """1.1"""
    DOTTED_3 = 11
    """1.1.1"""
    DOTTED_4 = 12
    """1.1.1.1"""
    HALF_BRACKET = 13
    """1)"""
    BRACKETS = 14
    """(1)"""
    CIRCLED = 15
    """①"""
    LETTER = 16
    """A. a)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """A numbering at the head of a line."""

    style: Style
    written: str
    """As it stands, with its punctuation: ``（一）``, ``1.``."""
    ordinal: str
    """Without punctuation: ``一``, ``1.1``, ``第三章``."""
    numbers: tuple[int, ...]
    """What it counts to, at every level."""
    rest: str
    """The line behind it."""


_HAN = "〇零一二三四五六七八九十百两"
_FORMAL = "壹贰叁肆伍陆柒捌玖拾貳參陸"
_DIGITS = "0-9０-９"
_GAP = r"[ \t\u3000\u00a0]"
_END = rf"(?:{_GAP}{{0,3}}[：:、.．|｜/]|{_GAP}|$)"
"""What stands behind a number that has no mark of its own."""

_DOT_END = rf"(?:[.．](?![{_DIGITS}])|、|(?![{_DIGITS}%％.．]))"
"""What stands behind 1.1: neither a further number nor a per cent sign."""

_PATTERNS: tuple[tuple[Style, re.Pattern[str]], ...] = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        (Style.PART, rf"第{_GAP}?(?P<n>[{_HAN}{_DIGITS}]{{1,4}}){_GAP}?(?:部分|部|篇){_END}"),
        (
            Style.CHAPTER,
            rf"第{_GAP}?(?P<n>[{_HAN}{_DIGITS}]{{1,4}}){_GAP}?"
            rf"(?:[讲講回]{_END}|章(?:{_END}|(?=[^节節中里的，。])))",
        ),
        (Style.CLAUSE, rf"第{_GAP}?(?P<n>[{_HAN}{_DIGITS}]{{1,4}}){_GAP}?[节節]{_END}"),
        (Style.PART, rf"(?i:part){_GAP}(?P<n>[0-9]{{1,3}}){_END}"),
        (Style.CHAPTER, rf"(?i:chapter){_GAP}(?P<n>[0-9]{{1,3}}){_END}"),
        (Style.CLAUSE, rf"(?i:section){_GAP}(?P<n>[0-9]{{1,3}}){_END}"),
        (Style.FORMAL, rf"(?P<n>[{_FORMAL}]{{1,3}}){_GAP}?[、.．:：]"),
        (Style.HAN, rf"(?P<n>[{_HAN}]{{1,3}}){_GAP}?(?:[、.．]|[,，:：](?={_GAP}?\S))"),
        (Style.HAN_BRACKETS, rf"[（(]{_GAP}?(?P<n>[{_HAN}]{{1,3}}){_GAP}?[)）]{_GAP}?[、.．:：]?"),
        (
            Style.DOTTED_4,
            rf"(?P<n>[{_DIGITS}]{{1,2}}(?:[.．][{_DIGITS}]{{1,2}}){{3}}){_DOT_END}",
        ),
        (
            Style.DOTTED_3,
            rf"(?P<n>[{_DIGITS}]{{1,2}}(?:[.．][{_DIGITS}]{{1,2}}){{2}}){_DOT_END}",
        ),
        (
            Style.DOTTED_2,
            rf"(?P<n>[{_DIGITS}]{{1,2}}[.．][{_DIGITS}]{{1,2}}){_DOT_END}",
        ),
        (Style.PADDED, rf"(?P<n>0[1-9])(?:{_GAP}*[.．、:：|｜/]|{_GAP}|$)"),
        (Style.ARABIC, rf"(?P<n>[{_DIGITS}]{{1,3}})(?:[.．](?![{_DIGITS}])|、|,{_GAP}|，)"),
        (Style.HALF_BRACKET, rf"(?P<n>[{_DIGITS}]{{1,3}})[)）]"),
        (Style.BRACKETS, rf"[（(]{_GAP}?(?P<n>[{_DIGITS}]{{1,3}}){_GAP}?[)）]{_GAP}?[、.．]?"),
        (Style.CIRCLED, r"(?P<n>[①-⑳⑴-⒇❶-❿➀-➓])[、.．]?"),
        (Style.ROMAN, rf"(?P<n>[Ⅰ-Ⅻ])(?:[、.．:：]|{_GAP})"),
        (Style.ROMAN, rf"(?P<n>[IVX]{{1,5}})(?:、|[.．]{_GAP})"),
        (Style.LETTER, rf"(?P<n>[A-Ha-h])(?:、|[.．)）]{_GAP})"),
    )
)
_STARTS = frozenset(
    f"第{_HAN}{_FORMAL}（(0123456789０１２３４５６７８９ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫIVXPCSpcsABCDEFGHabcdefgh"
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇❶❷❸❹❺❻❼❽❾❿"
    "➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏➐➑➒➓"
)
"""What a numbering may begin with: most lines need no pattern to be told that they have none."""
_VALUES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "壹": 1, "贰": 2, "貳": 2, "叁": 3, "參": 3, "肆": 4, "伍": 5, "陆": 6,
    "陸": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100}
_ROMAN = {"I": 1, "V": 5, "X": 10}


def parse_numbering(line: str) -> Numbering | None:
    """Read the numbering at the head of a line that has no indent; None where there is none."""
    if line[:1] not in _STARTS:
        return None
    for style, pattern in _PATTERNS:
        match = pattern.match(line)
        if match is None:
            continue
        numbers = _numbers(style, match["n"])
        if numbers is None:
            continue
        written = match[0].rstrip()
        spelled = style in {Style.PART, Style.CHAPTER, Style.CLAUSE}
        ordinal = written.rstrip(":：、.．") if spelled else _plain(match["n"])
        rest = line[match.end() :].strip()
        return Numbering(
            style=style, written=written, ordinal=ordinal.strip(), numbers=numbers, rest=rest
        )
    return None


def _plain(number: str) -> str:
    """Fold full-width digits and dots; circled and Roman numbers stay as they are."""
    return "".join(unicodedata.normalize("NFKC", c) if "！" <= c <= "～" else c for c in number)


def _numbers(style: Style, text: str) -> tuple[int, ...] | None:
    if style is Style.CIRCLED:
        return (int(unicodedata.numeric(text)),)
    if style is Style.LETTER:
        return (ord(text.lower()) - ord("a") + 1,)
    folded = unicodedata.normalize("NFKC", text)
    if style is Style.ROMAN:
        return _roman(folded)
    if folded[0].isdecimal():
        return tuple(int(part) for part in folded.split("."))
    return _han(text)


def _han(text: str) -> tuple[int, ...] | None:
    """Read 十二, 二十, 一百零三; and digit by digit 二〇."""
    if not any(c in _TENS for c in text):
        value = 0
        for c in text:
            value = value * 10 + _VALUES[c]
        return (value,)
    total, digit = 0, 0
    for c in text:
        if c in _TENS:
            total, digit = total + (digit or 1) * _TENS[c], 0
        else:
            digit = _VALUES[c]
    return (total + digit,)


def _roman(text: str) -> tuple[int, ...] | None:
    values = [_ROMAN[c] for c in text if c in _ROMAN]
    total = sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
    return (total,) if values and len(values) == len(text) else None
