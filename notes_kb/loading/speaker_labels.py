"""Labels at the head of a paragraph that may name who speaks: a name, and a colon or a time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from notes_kb.domain.note import BlockKind
from notes_kb.languages import LANGUAGES
from notes_kb.languages.scripts import has_wide
from notes_kb.loading.inline import whole_emphasis
from notes_kb.loading.recap_lines import fits
from notes_kb.loading.statements import statement_kind

WIDEST = 32
"""Columns of the longest name."""

_MARKS = r":：*_【】\[\]。；！？;!?<>|`=/\\\"“”\n"
"""Characters that no name holds."""
_INNER = rf"(?:[^（）(){_MARKS}]|(?<=[A-Za-z])_(?=\d))"
"""A character within a name; programs that hear speech name SPEAKER_00."""
_NAME = rf"[^\s，,（）(){_MARKS}](?:{_INNER}{{0,38}}[^\s，,（）(){_MARKS}])?"
_ROLE = r"[ ]?(?:（[^（）()\[\]\n*]{1,90}）|\([^（）()\[\]\n*]{1,90}\))"
"""What a speaker is, in brackets behind the name."""
ROLE = re.compile(_ROLE)
_NAMED = rf"(?P<name>{_NAME})(?P<role>{_ROLE})?"
_SAID = r"(?P<text>[^\x00]{0,20000})"
_LABELS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\*\*{_NAMED}[ ]?[:：][ ]?\*\*[ ]?{_SAID}",
        rf"\*\*{_NAMED}\*\*[ ]?[:：][ ]?{_SAID}",
        rf"\*\*{_NAMED}[ ]?[:：][ ]?(?P<text>[^*\s][^*]{{0,2000}})\*\*",
        rf"【{_NAMED}】[:：]?[ ]?{_SAID}",
        rf"{_NAMED}[ ]?[:：](?!//)[ ]?{_SAID}",
    )
)
_HEAD = re.compile(r"[^:：\n]{1,240}[:：](?!//)")
_FARTHEST = 180
"""Characters before which the colon of a label stands."""
_STARS = re.compile(r"\*{1,12}")
_LEADING_STARS = re.compile(r"[ ]?(\*{1,12})[ ]?")
_NAME_WITH_ROLE = re.compile(_NAMED)
_ADDRESS = re.compile(r"[*_<(（]{0,3}https?://\S{1,2000}")
"""What stands behind the name of a reference, and nobody says."""
_TIME = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,3})?"
_STAMP = re.compile(
    rf"(?<![\d:.])(?P<open>(?:\\?[\[(（【]){{0,2}})"
    rf"(?P<time>{_TIME}(?:[ ]?(?:-{{1,2}}>?|[–—~→])[ ]?{_TIME})?)(?!\d|:\d)"
    rf"(?:\\?[\])）】]){{0,2}}(?P<link>\(https?://[^\s()]{{1,600}}\))?"
)
"""A place in a recording: 00:12, (1:02:03), [00:12](an address), 00:12 - 00:20."""
_FIRST_TIME = re.compile(_TIME)
_OF_STAMP = " :：|–—-"
"""What may stand between a name, a time and what is said."""
_BEHIND_STAMP = re.compile(
    r"[ ]{0,3}(\*{0,3})[ ]{0,3}(?P<mark>[:：|]|[–—-](?=[ ]))?[ ]{0,3}(\*{0,3})[ ]{0,3}"
)
"""One mark at most between a time and what is said, which may begin with another."""
_DATED_NAME = re.compile(r"[12][0-9]{3}[-/.]")
"""A day behind a name, as chats have it: its time is no place in a recording."""
_TIME_AS_ROLE = re.compile(rf"[ ]?[（(]({_TIME}(?:[ ]?[-–—~→>]{{1,3}}[ ]?{_TIME})?)[)）]")
_LETTER = re.compile(r"[^\W\d_]")
_COUNTING = "".join(dict.fromkeys("".join(one.ordinals.counting for one in LANGUAGES)))
_COUNT = re.compile(rf"[ .]?[0-9{_COUNTING}-]{{1,4}}$")
"""The number behind a label that counts: 案例一, Step 2."""
_QUOTES = frozenset({"「」", "『』", "《》"})
"""What stands round the name of a paper that asks."""
_MOST_WORDS = 4
"""Words of the longest name in Latin letters."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the head of a paragraph."""

    name: str
    """As it is written, with the role in brackets."""
    text: str
    """What follows it; empty where the label has its line to itself."""
    key: str
    """What is the same wherever the speaker speaks: the name without blanks, quotes and role."""
    time: str = ""
    """When it is said, in the recording; as it is written, without brackets."""
    at: float | None = None
    """That in seconds, also where a link says it and `text` holds the link."""
    is_alone: bool = False
    """Whether a name and a time have a line to themselves."""


def read_label(text: str) -> Label | None:
    """Read the label that a paragraph begins with; None where there is none that could speak."""
    text = _in_one_emphasis(text)
    head = text[:_FARTHEST]
    if ":" not in head and "：" not in head and not head.startswith("【"):
        return None
    if statement_kind(text, BlockKind.PARAGRAPH) is not BlockKind.PARAGRAPH:
        return None
    for pattern in _LABELS:
        if match := pattern.fullmatch(text):
            return _label(match["name"], match["role"] or "", match["text"])
    return _read_in_pieces(text)


def begins_with_time(text: str) -> bool:
    """Tell a line that begins with a place in a recording, in brackets."""
    stamp = _STAMP.match(text)
    return stamp is not None and bool(stamp["open"])


def read_timed_label(text: str) -> Label | None:
    """Read a name with a place in a recording beside it; None where there is none.

    The name stands before the time or behind it. What is said follows a bracket or a colon, or
    stands below. A time that is a link stays with what is said.
    """
    row, line_end, below = text.partition("\n")
    head = row[:_FARTHEST]
    stamp = _STAMP.search(head) if ":" in head else None
    if stamp is None:
        return None
    before, after = row[: stamp.start()], row[stamp.end() :]
    opened = before.count("*") % 4
    behind = _BEHIND_STAMP.match(after)
    closed = len(behind[1]) + len(behind[3]) if behind else 0
    said = "*" * abs(closed - opened) + after[behind.end() if behind else 0 :]
    if name := before.replace("*", "").strip(_OF_STAMP):
        marked = stamp["open"] or (behind and behind["mark"] in {":", "："})
        if _DATED_NAME.search(name) or (said.strip("*\\ ") and not marked):
            return None
        said = "" if not said.strip("*\\ ") else said
        label = _timed(name, said + line_end + below)
    else:
        label = _read_behind_time(said, line_end + below)
    if label is None:
        return None
    at = seconds(stamp["time"])
    label = replace(label, is_alone=bool(name) and not said)
    if stamp["link"]:
        return replace(label, text=f"{stamp[0]} {label.text}".strip(), at=at)
    return replace(label, time=" ".join(stamp["time"].split()), at=at)


def _timed(name: str, said: str) -> Label | None:
    named = _NAME_WITH_ROLE.fullmatch(" ".join(name.split()))
    return _label(named["name"], named["role"] or "", said) if named else None


def _read_behind_time(row: str, below: str) -> Label | None:
    """Read the name behind a time: before a colon, or alone on its line."""
    if label := read_label(row + below):
        return label
    name = row.replace("*", "").strip(_OF_STAMP)
    return _timed(name, below) if name and fits(name, WIDEST) else None


def seconds(time: str) -> float:
    """Give the place in a recording in seconds; of a range, where it begins."""
    start = _FIRST_TIME.match(time)
    value = 0.0
    for part in start[0].replace(",", ".").split(":") if start else ():
        value = value * 60 + float(part)
    return value


def label_of_name(name: str) -> Label:
    """Give the label that is nothing but a name on a line of its own."""
    return Label(name, "", _key(name))


def with_one_name_each(labels: dict[int, Label]) -> dict[int, Label]:
    """Write a name that emphasis cut in two as it is written most: Ana mitra as Anamitra."""
    written: dict[str, Counter[str]] = {}
    for label in labels.values():
        written.setdefault(label.key, Counter())[label.name] += 1
    usual = {
        name: _usual(name, names.most_common()) for names in written.values() for name in names
    }
    return {n: replace(label, name=usual[label.name]) for n, label in labels.items()}


def _usual(name: str, written: Iterable[tuple[str, int]]) -> str:
    same = "".join(name.split())
    return next((other for other, _ in written if "".join(other.split()) == same), name)


def _label(name: str, role: str, said: str) -> Label | None:
    # A break behind the label may be written as a backslash.
    name, said = name.strip(), said.strip().removeprefix("\\\n").strip()
    if not may_speak(name) or _ADDRESS.fullmatch(said):
        return None
    time = _TIME_AS_ROLE.fullmatch(role)
    if time:
        return Label(name, said, _key(name), " ".join(time[1].split()), seconds(time[1]))
    return Label(f"{name}{role}".strip(), said, _key(name))


def _key(name: str) -> str:
    return "".join(_bare(name).split()).casefold()


def _bare(name: str) -> str:
    """Give the name of a paper without the marks around it."""
    return (name[1:-1].strip() or name) if name[0] + name[-1] in _QUOTES else name


def may_speak(name: str) -> bool:
    """Tell what could be the name of somebody, or of a paper that asks."""
    name = _bare(name)
    if not fits(name, WIDEST) or not _LETTER.match(name):
        return False
    if name.casefold() in _no_speakers() or _COUNT.sub("", name).casefold() in _no_speakers():
        return False
    words = name.split()
    if not has_wide(name):
        return len(words) <= _MOST_WORDS and name[0].isupper()
    return True


@cache
def _no_speakers() -> frozenset[str]:
    return frozenset(word for one in LANGUAGES for word in one.labels.no_speakers)


def _in_one_emphasis(text: str) -> str:
    """Give a line that is bold in several pieces as bold in one: editors cut it anywhere."""
    bold = whole_emphasis(text) if text.startswith("**") and "****" in text else ""
    return f"**{bold}**" if bold else text


def _read_in_pieces(text: str) -> Label | None:
    """Read a label whose emphasis begins and ends anywhere: ``**An** **na：** yes``.

    What is still open at the colon opens what is said.
    """
    head = _HEAD.match(text)
    if head is None or "*" not in head[0]:
        return None
    stars = _LEADING_STARS.match(text, head.end())
    runs = [len(run) for run in _STARS.findall(head[0])] + ([len(stars[1])] if stars else [])
    bold = sum(run // 2 for run in runs) % 2
    italic = sum(run % 2 for run in runs) % 2
    said = text[stars.end() if stars else head.end() :].strip()
    if bold and not italic and said.endswith("**") and said.count("*") == 2:
        said, bold = said[:-2].rstrip(), 0
    if not said.strip("* "):
        said, bold, italic = "", 0, 0
    name = " ".join(head[0][:-1].replace("*", "").split())
    named = _NAME_WITH_ROLE.fullmatch(name.replace(" ", "") if has_wide(name) else name)
    said = f"{'**' * bold}{'*' * italic}{said}"
    return _label(named["name"], named["role"] or "", said) if named else None
