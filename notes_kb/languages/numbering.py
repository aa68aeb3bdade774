"""What languages number headings with: the kinds of numbering, and Han numerals."""

from __future__ import annotations

import re
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
    """01 #1 No.1 0x01"""
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


DIGITS = "0-9０-９"
GAP = r"[ \t\u3000\u00a0]"
END = rf"(?:{GAP}{{0,3}}(?:[：:、.．|｜/，,]|[-–—]{{1,2}})|{GAP}|$)"
"""What stands behind a number that has no mark of its own."""

HAN_NUMERALS = "〇零一二三四五六七八九十百两"
FORMAL_NUMERALS = "壹贰叁肆伍陆柒捌玖拾貳參陸叄"
HAN_ORDINAL = rf"第{GAP}?(?P<n>[{HAN_NUMERALS}{DIGITS}]{{1,4}}){GAP}?"
"""The ordinal of Chinese and Japanese; the counter follows: 第三 of 第三章."""

_LABEL_END = r"(?=[ :：.、)）\-–—，,]|$)"
_LABELS = (
    re.compile(
        rf"(?P<word>第){GAP}?[{HAN_NUMERALS}{DIGITS}]{{1,3}}{GAP}?(?P<counter>[^\W\d_]){_LABEL_END}"
    ),
    re.compile(
        rf"(?P<word>第){GAP}?[{HAN_NUMERALS}{DIGITS}]{{1,3}}{GAP}?"
        rf"(?P<counter>[^\W\d_]{{2,5}}){GAP}?(?=[:：])"
    ),
    re.compile(
        r"(?P<word>[^\W\d_]{1,12})[ .]?[#(（]?"
        rf"(?:[0-9]{{1,2}}[a-z]?|[①-⑳]|[{HAN_NUMERALS}]{{1,2}}){_LABEL_END}"
    ),
)

_VALUES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "两": 2, "壹": 1, "贰": 2, "貳": 2, "叁": 3, "參": 3, "叄": 3, "肆": 4, "伍": 5,
    "陆": 6, "陸": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100}

_LABEL_REACH = 20
"""Characters from the beginning of a line within which the number of its label stands."""
_COUNT = re.compile(rf"[0-9]{{1,2}}|[{HAN_NUMERALS}]{{1,2}}")
_STATED = re.compile(
    rf"(?<![第.{DIGITS}])(?:[{HAN_NUMERALS}]{{1,3}}|[0-9]{{1,2}})(?={GAP}?[^\W\d_])"
)


def read_han_number(text: str) -> int:
    """Read 十二, 二十, 一百零三; and digit by digit 二〇. Raises KeyError on anything else."""
    if not any(c in _TENS for c in text):
        value = 0
        for c in text:
            value = value * 10 + _VALUES[c]
        return value
    total, digit = 0, 0
    for c in text:
        if c in _TENS:
            total, digit = total + (digit or 1) * _TENS[c], 0
        else:
            digit = _VALUES[c]
    return total + digit


def counted_word(text: str) -> str:
    """Give the word that a line counts with: Step of Step 2:, 步骤 of 步骤二：, 第步 of 第二步：.

    Empty where the line does not begin with a word and a number.
    """
    for pattern in _LABELS:
        if match := pattern.match(text):
            return "".join(match.groups())
    return ""


def count_in_words(text: str) -> int:
    """Give the number that a line counts with in words: 2 of Step 2:, of 步骤二： and of 第二步。

    0 where there is none near its beginning.
    """
    match = _COUNT.search(text[:_LABEL_REACH])
    return _value(match[0]) if match else 0


def states_count(text: str, count: int) -> bool:
    """Tell whether a text says so many of something: 三大理由, 6 款工具, 3 Ways."""
    return any(_value(match[0]) == count for match in _STATED.finditer(text))


def _value(written: str) -> int:
    return int(written) if written.isascii() else read_han_number(written)
