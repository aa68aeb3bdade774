"""Speakers: which labels of an interview or a round table name who speaks.

A label before a colon may be anything: a name, 注：, a setting. What tells a speaker is the
document: the same label comes back, and another one between.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from notes_kb.domain.note import BlockKind
from notes_kb.languages import LANGUAGES
from notes_kb.languages.scripts import has_wide
from notes_kb.loading.inline import whole_emphasis
from notes_kb.loading.recap_blocks import Draft, Shape
from notes_kb.loading.recap_lines import fits
from notes_kb.loading.recap_reasons import Reasons
from notes_kb.loading.statements import statement_kind

_MARKS = r":：*_【】\[\]。；！？;!?<>|`=/\\\"“”\n"
"""Characters that no name holds."""
_NAME = rf"[^\s，,{_MARKS}](?:[^{_MARKS}]{{0,38}}[^\s，,{_MARKS}])?"
_LABELS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\*\*(?P<name>{_NAME})[ ]?[:：][ ]?\*\*[ ]?(?P<text>.{{0,20000}})",
        rf"\*\*(?P<name>{_NAME})\*\*[ ]?[:：][ ]?(?P<text>.{{0,20000}})",
        rf"\*\*(?P<name>{_NAME})[ ]?[:：][ ]?(?P<text>[^*\s][^*]{{0,2000}})\*\*",
        rf"【(?P<name>{_NAME})】[:：]?[ ]?(?P<text>.{{0,20000}})",
        rf"(?P<name>{_NAME})[ ]?[:：](?!//)[ ]?(?P<text>.{{0,20000}})",
    )
)
_BARE = re.compile(r"【[^】]{1,80}】(?!\s?[:：])")
"""A label in brackets, without a colon behind it."""
_QUOTES = frozenset({"「」", "『』", "《》"})
"""What stands round the name of a paper that asks."""
_NAME_ALONE = re.compile(r"[^\W\d_]{1,20}(?:[ .·-]{1,2}[^\W\d_]{1,20}){0,4}")
"""A name on a line of its own, without a colon."""
_WIDE_NAME = re.compile(r"[^\W\d_a-zA-Z]{2,4}")
_LATIN_NAME = re.compile(r"[A-Z][\w.'’-]{0,20}(?: [A-Z][\w.'’-]{0,20}){1,3}")
"""What most names of people look like."""
_WIDEST = 32
"""Columns of the longest label."""
_MOST_WORDS = 4
"""Words of the longest label in Latin letters."""
_LETTER = re.compile(r"[^\W\d_]")
_ADDRESS = re.compile(r"[*_<(（]{0,3}https?://\S{1,2000}")
"""What stands behind the name of a reference, and nobody says."""
_STATEMENT = re.compile(r"[。！…!]|[.”]$")
"""What stands in speech, and in no heading."""
_LONGEST_HEADING = 84
"""Columns of what may be a heading behind a label."""
_SAID = re.compile(r"[。！？…!?]|[.”]$")
"""What stands in speech, questions too."""
_LONG = 40
"""Columns from which a text is speech without a mark."""
_FEWEST_ALONE = 8
"""Turns of the shortest talk whose speakers' names have no colon."""
_ASKED = 8
"""One in so many of its turns ends with a question at least."""
_ADDRESSED = 0.3
"""The share of turns in a dialogue in which somebody asks, or says I or you."""
_WORDS = dict.fromkeys(word for one in LANGUAGES for word in one.sentences.persons)
PERSONS = "|".join(rf"\b{word}\b" if word.isascii() else word for word in _WORDS)
"""The words for who speaks and who is spoken to, as a pattern in which case does not matter."""
_SPOKEN = re.compile(rf"{PERSONS}|[？?]|\A[「“]", re.IGNORECASE)
"""What is said to somebody rather than told."""
_QUESTION_ENDS = ("？", "?")
_NO_TEXT = frozenset({Shape.HASH, Shape.RULE})
_TIMES = 2
"""Times that a speaker speaks at least."""
_CHANGES = 3
"""Changes of the speaker in the shortest dialogue: A, B, A, B."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the head of a paragraph."""

    name: str
    text: str
    """What follows it; empty where the label has its line to itself."""


def read_label(text: str) -> Label | None:
    """Read the label that a paragraph begins with; None where there is none that could speak."""
    head = text[: _WIDEST * 2 + 8]
    if ":" not in head and "：" not in head and not head.startswith("【"):
        return None
    if statement_kind(text, BlockKind.PARAGRAPH) is not BlockKind.PARAGRAPH:
        return None
    for pattern in _LABELS:
        if match := pattern.fullmatch(text):
            name = match["name"].strip()
            said = match["text"].strip()
            return Label(name, said) if _may_speak(name) and not _ADDRESS.fullmatch(said) else None
    return None


def _may_speak(name: str) -> bool:
    if name[0] + name[-1] in _QUOTES:
        name = name[1:-1].strip() or name
    if not fits(name, _WIDEST) or not _LETTER.match(name):
        return False
    if name.casefold() in _no_speakers():
        return False
    words = name.split()
    if not has_wide(name):
        return len(words) <= _MOST_WORDS and name[0].isupper()
    return True


@cache
def _no_speakers() -> frozenset[str]:
    return frozenset(word for one in LANGUAGES for word in one.labels.no_speakers)


def find_turns(drafts: Sequence[Draft], reasons: Reasons) -> list[Draft]:
    """Make turns (`Shape.TURN`, the speaker as their marker) of what speakers say.

    A turn is the paragraph that begins with the label, or the one below a label that has
    its line to itself. Further paragraphs of the same speaker stay paragraphs.
    """
    for read, is_talk in ((_labels, _is_speech), (_names_alone, _is_conversation)):
        labels = read(drafts)
        speakers = find_speakers([label.name for label in labels.values()])
        turns = {n: label for n, label in labels.items() if label.name in speakers}
        if turns and is_talk(drafts, turns):
            return _joined(drafts, turns, reasons)
    answers = _answers(drafts)
    return _joined(drafts, answers, reasons) if answers else list(drafts)


def _answers(drafts: Sequence[Draft]) -> dict[int, Label]:
    """Find the label of the one person who answers, where questions are marked as such: 问：…"""
    asked = {
        n
        for n, draft in enumerate(drafts)
        if draft.shape in {Shape.PLAIN, Shape.BOLD}
        and statement_kind(_in_one_emphasis(draft.lines[0].text), BlockKind.PARAGRAPH)
        is BlockKind.QUESTION
    }
    labels = _labels(drafts) if len(asked) >= _CHANGES else {}
    answering = Counter(label.name for n, label in labels.items() if n - 1 in asked)
    if not answering:
        return {}
    ((name, times),) = answering.most_common(1)
    return (
        {n: label for n, label in labels.items() if label.name == name}
        if times >= _CHANGES and times * 2 > len(asked)
        else {}
    )


def _labels(drafts: Sequence[Draft]) -> dict[int, Label]:
    """Read the labels before a colon, or in brackets, with something below or behind them."""
    labels = {
        n: label
        for n, draft in enumerate(drafts)
        if draft.shape in {Shape.PLAIN, Shape.BOLD}
        and (label := read_label(_in_one_emphasis(draft.lines[0].text))) is not None
        and (label.text or _can_speak(drafts, n + 1))
    }
    bare = {n for n in labels if _BARE.match(drafts[n].lines[0].text)}
    if _are_grades(drafts, labels, bare):
        return {n: label for n, label in labels.items() if n not in bare}
    return labels


def _names_alone(drafts: Sequence[Draft]) -> dict[int, Label]:
    """Find the lines of nothing but a name, each with a text below, that come again.

    A heading does not come back, a name does.
    """
    alone = {
        n: _bare_name(draft.text)
        for n, draft in enumerate(drafts[:-1])
        if draft.shape in {Shape.PLAIN, Shape.BOLD}
        and draft.lines[0].after_blank
        and drafts[n + 1].lines[0].after_blank
        and len(draft.text) <= 2 * _WIDEST
    }
    times = Counter(alone.values())
    return {
        n: Label(name, "")
        for n, name in alone.items()
        if times[name] >= _TIMES
        and len(name) > 1
        and _NAME_ALONE.fullmatch(name)
        and _may_speak(name)
        if n + 1 not in alone or times[alone[n + 1]] == 1
        if drafts[n + 1].shape is Shape.PLAIN
    }


def _bare_name(text: str) -> str:
    """Give a line without emphasis, and a name in wide letters without blanks: 张** **三."""
    bare = " ".join(text.replace("*", "").strip("_ ").split())
    return bare.replace(" ", "") if has_wide(bare) else bare


def _in_one_emphasis(text: str) -> str:
    """Give a line that is bold in several pieces as bold in one: editors cut it anywhere."""
    bold = whole_emphasis(text) if text.startswith("**") and "****" in text else ""
    return f"**{bold}**" if bold else text


def find_speakers(names: Sequence[str]) -> frozenset[str]:
    """Find the names that come back and take turns, among the labels of a document in order."""
    times = Counter(names)
    spoken = [name for name in names if times[name] >= _TIMES]
    changes = sum(a != b for a, b in pairwise(spoken))
    if changes < _CHANGES or len(set(spoken)) < _TIMES:
        return frozenset()
    # A label that only ever follows itself is a list of facts, not a voice.
    taking = {name for a, b in pairwise(spoken) if a != b for name in (a, b)}
    return frozenset(taking)


def _is_speech(drafts: Sequence[Draft], labels: Mapping[int, Label]) -> bool:
    """Tell speech from facts, captions and headings (distance: two miles).

    Facts are no sentences. Reports begin paragraphs and headings with the same labels; some of
    them are sentences, but nobody in them asks or says I and you. Of 71 dialogues in 842 real
    articles all but two do so in a third of the turns; of 42 other series of labels, one does.
    Chats are not always sentences, but their labels are in brackets.
    """
    said = addressed = named = 0
    for n, label in labels.items():
        text = label.text or drafts[n + 1].text
        bracketed = drafts[n].lines[0].text.startswith("【")
        ends = _SAID.search(text) is not None
        said += bracketed or ends or not fits(text, _LONG)
        addressed += bracketed or _SPOKEN.search(text) is not None
        named += not (bracketed or ends) and fits(text, _LONGEST_HEADING)
    count = len(labels)
    return said * 3 >= count and addressed >= count * _ADDRESSED and named * 3 <= count


def _is_conversation(drafts: Sequence[Draft], labels: Mapping[int, Label]) -> bool:
    """Tell names that have their lines to themselves from sections that come again.

    Where no colon says so, most of the names look like people's and have sentences below, or
    half of the texts speak to somebody and some of them ask.
    """
    names = {label.name for label in labels.values()}
    if sum(map(_looks_like_name, names)) * 2 > len(names):
        said = sum(_SAID.search(drafts[n + 1].text) is not None for n in labels)
        return said * 3 >= len(labels) * 2
    below = [drafts[n + 1].text for n in labels]
    spoken = sum(_SPOKEN.search(text) is not None for text in below)
    asked = sum(text.endswith(_QUESTION_ENDS) for text in below)
    enough = len(labels) >= _FEWEST_ALONE and asked * _ASKED >= len(labels)
    return enough and spoken * 2 >= len(labels) and _is_speech(drafts, labels)


def _looks_like_name(name: str) -> bool:
    if name.casefold() in _roles():
        return True
    if has_wide(name):
        return name[0] in _surnames() and _WIDE_NAME.fullmatch(name) is not None
    return _LATIN_NAME.fullmatch(name) is not None


@cache
def _roles() -> frozenset[str]:
    return frozenset(role for one in LANGUAGES for role in one.labels.speakers)


@cache
def _surnames() -> frozenset[str]:
    return frozenset(letter for one in LANGUAGES for letter in one.labels.surnames)


def _are_grades(
    drafts: Sequence[Draft], labels: Mapping[int, Label], bare: Collection[int]
) -> bool:
    """Tell labels in brackets that grade headings, as 【basic】 does: what follows is no speech.

    More than two thirds of them ask, which nobody could answer; or have a short heading behind
    them and its text below. Chat has few full stops, but one message follows the other.
    """
    texts = {n: labels[n].text for n in bare if labels[n].text}
    asked = sum(text.endswith(_QUESTION_ENDS) for text in texts.values())
    headings = sum(
        n + 1 < len(drafts)
        and n + 1 not in labels
        and drafts[n + 1].shape not in _NO_TEXT
        and fits(text, _LONGEST_HEADING)
        and _STATEMENT.search(text) is None
        for n, text in texts.items()
    )
    return max(asked, headings) * 3 > len(texts) * 2


def _can_speak(drafts: Sequence[Draft], n: int) -> bool:
    return n < len(drafts) and drafts[n].shape is Shape.PLAIN and read_label(drafts[n].text) is None


def _joined(drafts: Sequence[Draft], turns: Mapping[int, Label], reasons: Reasons) -> list[Draft]:
    out: list[Draft] = []
    taken = False
    for n, draft in enumerate(drafts):
        if taken:
            taken = False
            continue
        label = turns.get(n)
        if label is None:
            out.append(draft)
            continue
        reasons.say(draft, f"a turn: the label {label.name!r} comes back, and others between")
        taken = not label.text
        lines = (*draft.lines, *drafts[n + 1].lines) if taken else draft.lines
        text = drafts[n + 1].text if taken else label.text
        out.append(replace(draft, shape=Shape.TURN, lines=lines, text=text, marker=label.name))
    return out
