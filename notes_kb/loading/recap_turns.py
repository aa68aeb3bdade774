"""Speakers: which labels of an interview or a round table name who speaks.

A label before a colon may be anything: a name, 注：, a setting. What tells a speaker is the
document: the same label comes back, and another one between.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from notes_kb.domain.note import BlockKind
from notes_kb.languages import LANGUAGES
from notes_kb.languages.scripts import has_wide
from notes_kb.loading.inline import whole_emphasis
from notes_kb.loading.recap_blocks import Draft, Shape, written
from notes_kb.loading.recap_lines import fits
from notes_kb.loading.recap_reasons import Reasons
from notes_kb.loading.recap_transcript import find_timed_labels, is_too_fast
from notes_kb.loading.speaker_labels import (
    ROLE,
    WIDEST,
    Label,
    label_of_name,
    may_speak,
    read_label,
    with_one_name_each,
)
from notes_kb.loading.statements import statement_kind

_BARE = re.compile(r"【[^】]{1,80}】(?!\s?[:：])")
"""A label in brackets, without a colon behind it."""
_NAME_ALONE = re.compile(r"[^\W\d_]{1,20}(?:[ .·-]{1,2}[^\W\d_]{1,20}){0,4}")
"""A name on a line of its own, without a colon."""
_WIDE_NAME = re.compile(r"[^\W\d_a-zA-Z]{2,4}")
_NUMBERED = re.compile(r"[ _]?[0-9]{1,3}$")
"""What programs put behind a speaker whose name they do not know: Speaker 2."""
_LATIN_NAME = re.compile(r"[A-Z][\w.'’-]{0,20}(?: [A-Z][\w.'’-]{0,20}){1,3}")
"""What most names of people look like."""
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
_ADDRESSED_BY_UNKNOWN = 0.45
"""That share where the labels do not look like names."""
_NAMED = 1 / 3
_NAMED_BY_UNKNOWN = 1 / 6
"""The largest share of turns that could be headings, by the same two."""
_WORDS = dict.fromkeys(word for one in LANGUAGES for word in one.sentences.persons)
PERSONS = "|".join(rf"\b{word}\b" if word.isascii() else word for word in _WORDS)
"""The words for who speaks and who is spoken to, as a pattern in which case does not matter."""
_SPOKEN = re.compile(rf"{PERSONS}|？|\?(?![\w.=&%-])|\A[「“]", re.IGNORECASE)
"""What is said to somebody rather than told; the query of an address asks nobody."""
_QUESTION_ENDS = ("？", "?")
_NO_TEXT = frozenset({Shape.HASH, Shape.RULE})
_TIMES = 2
"""Times that a speaker speaks at least."""
_CHANGES = 3
"""Changes of the speaker in the shortest dialogue: A, B, A, B."""


def find_turns(
    drafts: Sequence[Draft], reasons: Reasons, *, in_headings: bool = False
) -> list[Draft]:
    """Make turns (`Shape.TURN`, the speaker as their marker) of what speakers say.

    The labels of a transcript, which have a time, are turns; the others must come back.

    A turn is the paragraph that begins with the label, or the one below a label that has
    its line to itself. Further paragraphs of the same speaker stay paragraphs.

    Args:
        drafts: The lines or blocks of a text.
        reasons: Takes down why a line is a turn.
        in_headings: Whether a program made the headings, by the size of the letters; what
            a speaker says in one of them is a turn as well.
    """
    timed = timed_turns(drafts)
    for read, is_talk in ((_labels, _is_speech), (_names_alone, _is_conversation)):
        labels = dict(sorted((read(drafts) | timed).items()))
        speakers = find_speakers([label.key for label in labels.values()])
        turns = {n: label for n, label in labels.items() if label.key in speakers} | timed
        if turns and (len(timed) * 2 >= len(turns) or is_talk(drafts, turns)):
            turns |= _heard_once(drafts, labels, turns)
            turns |= _in_headings(drafts, speakers) if in_headings else {}
            return _joined(drafts, with_one_name_each(turns), reasons)
    answers = timed or _answers(drafts)
    return _joined(drafts, answers, reasons) if answers else list(drafts)


def timed_turns(drafts: Sequence[Draft]) -> dict[int, Label]:
    """Find the labels of a transcript, which have a time; none where the text is no transcript.

    A third of the texts are sentences or long, and most of the labels name somebody: else it
    has to sound like speech, as any talk does. Programmes, logs and lists of prices do not.
    """
    labels = find_timed_labels(drafts)
    said = [label.text or drafts[n + 1].text for n, label in labels.items()]
    sentences = sum(_SAID.search(text) is not None or not fits(text, _LONG) for text in said)
    if sentences * 3 < max(len(labels), 1) or is_too_fast(list(labels.values()), said):
        return {}
    persons = [one for one in labels.values() if _looks_like_name(one.name)]
    if len({one.key for one in labels.values()}) == 1:
        return labels if all(map(_speaks_alone, labels.values())) else {}
    known = len(persons) * 2 >= len(labels)
    return labels if known or _is_speech(drafts, labels) else {}


def _speaks_alone(label: Label) -> bool:
    """Tell the one speaker of a talk, who needs more than a word that could be a name."""
    numbered = _NUMBERED.sub("", label.name) != label.name
    sure = numbered or label.is_alone or not has_wide(label.name)
    return sure and _looks_like_name(label.name)


def _answers(drafts: Sequence[Draft]) -> dict[int, Label]:
    """Find the label of the one person who answers what a label or emphasis shows as questions."""
    asked = {n for n, draft in enumerate(drafts) if _asks(draft)}
    labels = _labels(drafts) if len(asked) >= _CHANGES else {}
    answering = Counter(label.key for n, label in labels.items() if n - 1 in asked)
    if not answering:
        return {}
    ((key, times),) = answering.most_common(1)
    answers = {n: label for n, label in labels.items() if label.key == key}
    named = any(_looks_like_name(label.name) for label in answers.values())
    spoken = sum(
        _SPOKEN.search(label.text or drafts[n + 1].text) is not None
        for n, label in answers.items()
        if label.text or n + 1 < len(drafts)
    )
    # The reason, the remedy: so begins each answer of a list of questions, and nobody says I.
    person = named or spoken * 2 >= len(answers)
    return answers if person and times >= _CHANGES and times * 2 > len(asked) else {}


def _asks(draft: Draft) -> bool:
    """Tell a question: 问：…, or one that is a heading or bold from end to end."""
    if draft.shape in {Shape.HASH, Shape.BOLD} and draft.text.endswith(_QUESTION_ENDS):
        return True
    if draft.shape not in {Shape.PLAIN, Shape.BOLD}:
        return False
    text = draft.lines[0].text
    asked = statement_kind(text, BlockKind.PARAGRAPH) is BlockKind.QUESTION
    return asked or whole_emphasis(text).endswith(_QUESTION_ENDS)


def _labels(drafts: Sequence[Draft]) -> dict[int, Label]:
    """Read the labels before a colon, or in brackets, with something below or behind them."""
    labels = {
        n: label
        for n, draft in enumerate(drafts)
        if draft.shape in {Shape.PLAIN, Shape.BOLD}
        and (label := read_label(written(draft))) is not None
        and (label.text or _can_speak(drafts, n + 1))
    }
    bare = {n for n in labels if _BARE.match(drafts[n].lines[0].text)}
    if _are_grades(drafts, labels, bare):
        return {n: label for n, label in labels.items() if n not in bare}
    return labels


def _heard_once(
    drafts: Sequence[Draft], labels: Mapping[int, Label], turns: Mapping[int, Label]
) -> dict[int, Label]:
    """Find the labels in a talk of somebody who speaks once, or whose name is cut short once."""
    first, last = min(turns), max(turns)
    speakers = {label.key for label in turns.values()}
    return {
        n: label
        for n, label in labels.items()
        if first < n < last and _SAID.search(said := label.text or drafts[n + 1].text)
        if (_looks_like_name(label.name) and _SPOKEN.search(said))
        or any(name.startswith(label.key) or name.endswith(label.key) for name in speakers)
    }


def _in_headings(drafts: Sequence[Draft], speakers: Collection[str]) -> dict[int, Label]:
    """Find the headings that are what a speaker says: with the label, and as sentences."""
    return {
        n: label
        for n, draft in enumerate(drafts)
        if draft.shape is Shape.HASH and draft.numbering is None
        if (label := read_label(draft.text)) is not None
        if label.key in speakers and _SAID.search(label.text)
    }


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
        and len(draft.text) <= 2 * WIDEST
    }
    times = Counter(alone.values())
    return {
        n: label_of_name(name)
        for n, name in alone.items()
        if times[name] >= _TIMES
        and len(name) > 1
        and _NAME_ALONE.fullmatch(name)
        and may_speak(name)
        if n + 1 not in alone or times[alone[n + 1]] == 1
        if drafts[n + 1].shape is Shape.PLAIN
    }


def _bare_name(text: str) -> str:
    """Give a line without emphasis, and a name in wide letters without blanks: 张** **三."""
    bare = " ".join(text.replace("*", "").strip("_ ").split())
    return bare.replace(" ", "") if has_wide(bare) else bare


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
    Labels of which less than a quarter look like names must show more of it.
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
    names = {label.key: label.name for label in labels.values()}
    known = sum(map(_looks_like_name, names.values())) * 4 >= len(names)
    least, most = (_ADDRESSED, _NAMED) if known else (_ADDRESSED_BY_UNKNOWN, _NAMED_BY_UNKNOWN)
    return said * 3 >= count and addressed >= count * least and named <= count * most


def _is_conversation(drafts: Sequence[Draft], labels: Mapping[int, Label]) -> bool:
    """Tell names that have their lines to themselves from sections that come again.

    Where no colon says so, most of the names look like people's and have sentences below, or
    half of the texts speak to somebody and some of them ask.
    """
    names = {label.name for label in labels.values()}
    if sum(map(_looks_like_name, names)) * 2 > len(names):
        said = sum(_is_said(label, drafts[n + 1].text) for n, label in labels.items())
        return said * 3 >= len(labels) * 2
    below = [drafts[n + 1].text for n in labels]
    spoken = sum(_SPOKEN.search(text) is not None for text in below)
    asked = sum(text.endswith(_QUESTION_ENDS) for text in below)
    enough = len(labels) >= _FEWEST_ALONE and asked * _ASKED >= len(labels)
    return enough and spoken * 2 >= len(labels) and _is_speech(drafts, labels)


def _is_said(label: Label, text: str) -> bool:
    """Tell speech: a sentence, or what is long below a role such as User."""
    role = label.name.casefold() in _roles()
    return _SAID.search(text) is not None or (role and not fits(text, _LONG))


def _looks_like_name(name: str) -> bool:
    name = ROLE.sub("", name)
    if name.casefold() in _roles() or _NUMBERED.sub("", name).casefold() in _roles():
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
    below = drafts[n] if n < len(drafts) else None
    return (
        below is not None
        and below.shape in {Shape.PLAIN, Shape.BOLD}
        and read_label(written(below)) is None
    )


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
        reasons.say(draft, _reason(label))
        taken = not label.text
        lines = (*draft.lines, *drafts[n + 1].lines) if taken else draft.lines
        text = drafts[n + 1].text if taken else label.text
        turn = replace(draft, shape=Shape.TURN, lines=lines, text=text, marker=label.name)
        out.append(replace(turn, time=label.time))
    return out


def _reason(label: Label) -> str:
    if label.at is not None:
        return f"a turn: the label {label.name!r} has a time, as in a transcript"
    return f"a turn: the label {label.name!r} comes back, and others between"
