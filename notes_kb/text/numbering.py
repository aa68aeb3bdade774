"""The numberings that headings and list items carry: 一、 （一） 1.1 第三章 ① …"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from notes_kb.domain.slots import set_by_slots
from notes_kb.languages import LANGUAGES
from notes_kb.languages.numbering import DIGITS, GAP, Style, read_han_number


@set_by_slots
@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """A numbering at the head of a line."""

    style: Style
    written: str
    """As it stands, with its punctuation: ``（一）``, ``1.``."""
    ordinal: str
    """Without punctuation: ``一``, ``1.1``, ``第三章``."""
    numbers: tuple[int, ...]
    """Its value at each level: ``(1, 2)`` for 1.2."""
    rest: str
    """The line behind it."""


_DOT_END = rf"(?:[.．](?![{DIGITS}])|、|(?![{DIGITS}%％.．]|[-–—~～][{DIGITS}]))"
"""What stands behind 1.1: neither a further number, of a range either, nor a per cent sign."""

_DOT = rf"[.．](?:(?<!{GAP}[.．])|(?![A-Za-z]))"
"""A full stop behind a number; behind a blank it may begin a name, as that of .NET."""
_HEX = "0[xX](?:0?[0-9A-Fa-f]|1[0-9A-F])"
"""What sections are counted with; larger numbers are addresses and bytes."""

# A number at the head of a line makes a list in Markdown, so that programs escape its mark.
_PATTERNS: tuple[tuple[Style, re.Pattern[str]], ...] = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        *(pattern for language in LANGUAGES for pattern in language.ordinals.patterns),
        (
            Style.DOTTED_4,
            rf"(?P<n>[{DIGITS}]{{1,2}}(?:[.．][{DIGITS}]{{1,2}}){{3}}){_DOT_END}",
        ),
        (
            Style.DOTTED_3,
            rf"(?P<n>[{DIGITS}]{{1,2}}(?:[.．][{DIGITS}]{{1,2}}){{2}}){_DOT_END}",
        ),
        (
            Style.DOTTED_2,
            rf"(?P<n>[{DIGITS}]{{1,2}}[.．][{DIGITS}]{{1,2}}){_DOT_END}",
        ),
        (Style.PADDED, rf"(?P<n>0[1-9])(?:\\?{GAP}{{0,9}}(?:[、:：|｜/]|{_DOT})|{GAP}|$)"),
        (Style.PADDED, rf"(?P<n>{_HEX})(?:\\?{GAP}?[.．、:：|｜/]|{GAP}|$)"),
        (Style.PADDED, r"(?P<n>0[xX]0[0-9A-F])(?=[^\W\d_a-z])"),
        (Style.PADDED, rf"(?:[#＃]|(?i:no)\.{GAP}?)(?P<n>[1-9][0-9]?)(?:[.．、:：]|{GAP})"),
        (Style.PADDED, rf"[#＃](?P<n>0[1-9]|1[0-9](?=[^\W\d_a-zA-Z]))(?![{DIGITS}])"),
        (Style.ARABIC, rf"(?P<n>[{DIGITS}]{{1,3}})(?:\\?[.．](?![{DIGITS}])|、|,{GAP}|，)"),
        (Style.HALF_BRACKET, rf"(?P<n>[{DIGITS}]{{1,3}})\\?[)）]"),
        (Style.BRACKETS, rf"[（(]{GAP}?(?P<n>[{DIGITS}]{{1,3}}){GAP}?[)）]{GAP}?[、.．]?"),
        (Style.CIRCLED, r"(?P<n>[①-⑳⑴-⒇❶-❿➀-➓])[、.．]?"),
        (Style.ROMAN, rf"(?P<n>[Ⅰ-Ⅻ])(?:[、.．:：]|{GAP})"),
        (Style.ROMAN, rf"(?P<n>[IVX]{{1,5}})(?:、|[.．]{GAP})"),
        (Style.LETTER, rf"(?P<n>[A-Ha-h])(?:、|[.．)）]{GAP})"),
    )
)
_STARTS = frozenset(
    "#＃Nn（(0123456789０１２３４５６７８９ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫIVXABCDEFGHabcdefgh"
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇❶❷❸❹❺❻❼❽❾❿"
    "➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏➐➑➒➓"
).union(*(language.ordinals.starts for language in LANGUAGES))
"""Characters that a numbering may begin with; no pattern is tried on any other line."""
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
        ordinal = written.rstrip(":：、.．，,-–—") if spelled else _plain(match["n"])
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
    if folded[1:2] in {"x", "X"}:
        return (int(folded, 16),)
    if style is Style.ROMAN:
        return _roman(folded)
    if folded[0].isdecimal():
        return tuple(int(part) for part in folded.split("."))
    return (read_han_number(text),)


def _roman(text: str) -> tuple[int, ...] | None:
    values = [_ROMAN[c] for c in text if c in _ROMAN]
    total = sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
    return (total,) if values and len(values) == len(text) else None
