"""Subtitles of a recording as text: SubRip, WebVTT, and what players and programs copy.

Each cue is a piece of a sentence. Cues are joined to paragraphs, which begin with their place in
the recording: ``[12:03] …``, or ``Ana 12:03`` above what is said where the voice is named.
Sources: WebVTT, W3C Candidate Recommendation of 2019; SubRip has no standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import pairwise
from statistics import median

from notes_kb.languages.scripts import has_wide
from notes_kb.loading.recap_lines import fits
from notes_kb.loading.speaker_labels import read_timed_label

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:[0-5]\d(?:[.,]\d{1,3})?"
_TIMING = re.compile(
    rf"[ \t]{{0,9}}({_CLOCK})[ \t]{{1,9}}-->[ \t]{{1,9}}({_CLOCK})(?:[ \t].{{0,200}})?"
)
_ALONE = re.compile(rf"[ \t]{{0,9}}({_CLOCK})[ \t]{{0,9}}")
_BEFORE = re.compile(
    rf"[ \t]{{0,9}}[\[(]?({_CLOCK})(?:[ \t]{{0,9}}-->?[ \t]{{0,9}}{_CLOCK})?[\])]?"
    r"[ \t]{1,9}(?=\S)"
)
_SPELLED = re.compile(r"(?:\d{1,3} (?:hours?|minutes?|seconds?)(?:, )?){1,3}")
"""The time in words, which a player copies along for those who hear it."""
_NUMBER = re.compile(r"[ \t]{0,9}\d{1,6}[ \t]{0,9}")
_BLOCKS = ("NOTE", "STYLE", "REGION")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{1,60})?[ \t]([^<>\n]{1,60})>")
_MARKS = re.compile(r"</?[A-Za-z0-9.:, \t/-]{1,80}>|\{\\[^{}\n]{1,40}\}")
_ENDS = re.compile(r"[。！？!?….][”’」』\"')）]{0,2}$")
_MARKS_OF_WIDE = frozenset("，。、；：！？…—“”‘’「」『』《》（）")
"""Marks beside which no blank stands."""
_OPENED_AGAIN = re.compile(r"(?:>>|&gt;&gt;)[ \t]{0,3}")
"""What stands before a cue in which another voice begins."""
_FEWEST = 2
_FEWEST_COPIED = 8
"""Cues of the shortest text that shows itself by nothing but its times."""
_CUE = 15.0
"""Seconds between such cues, in the middle; chapters are longer."""
_FEWEST_ROLLED = 3
"""Cues that begin with the line before."""
_BEGINS = 60.0
"""Seconds before which the first of them is said; the times of a programme begin later."""
_SHARE = 0.3
"""The share of lines that are, or begin with, such times at least."""
_PAUSE = 2.5
"""Seconds of silence that end a paragraph which is long enough to stand alone."""
_SHORT, _LONG, _LONGEST = 120, 480, 1_600
"""Columns from which a pause, the end of a sentence and the end of a cue end a paragraph.

Where nobody has set marks, the end of a cue is all there is.
"""
_PUNCTUATED = 0.15
"""The share of cues that end a sentence where somebody has set marks at all."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said at one place of a recording."""

    line: int
    """The line of its time, from 1."""
    start: float
    """Seconds."""
    end: float
    text: str
    voice: str = ""
    opened: bool = False
    """Whether a mark says that another voice begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Subtitles as the text of a paste."""

    text: str
    numbers: tuple[int, ...]
    """For each line of the text the line of the source, from 1."""
    dropped: tuple[tuple[int, str], ...]
    """The lines of times, numbers and settings, with the name of the rule."""


def read_subtitles(text: str) -> Spoken | None:
    """Read subtitles; None where the text is something else."""
    lines = text.split("\n")
    cues = list(_marked(lines)) if _is_marked(lines) else list(_copied(lines))
    if len(cues) < _FEWEST:
        return None
    rows = [(row, n) for n, row in enumerate(_above(lines, cues[0]), 1)]
    punctuated = _are_punctuated(cues)
    for part in _paragraphs(cues, punctuated=punctuated):
        rows += [(row, part[0].line) for row in _written(part, punctuated=punctuated)]
    silent = (n for n, line in enumerate(lines, 1) if _is_service(line))
    return Spoken(
        text="\n".join(row for row, _ in rows),
        numbers=tuple(n for _, n in rows),
        dropped=tuple((n, "subtitle-time") for n in silent),
    )


def _above(lines: Sequence[str], first: Cue) -> list[str]:
    """Give what stands above the first cue, and is no part of a file of subtitles."""
    head = [] if _is_marked(lines) else list(lines[: first.line - 1])
    return [*head, ""] if any(map(str.strip, head)) else []


def _is_service(line: str) -> bool:
    """Tell a line of a time, of a number, or of a file's head: nobody says it."""
    return (
        _TIMING.fullmatch(line) is not None
        or _ALONE.fullmatch(line) is not None
        or _NUMBER.fullmatch(line) is not None
        or line.startswith("WEBVTT")
    )


def _seconds(clock: str) -> float:
    value = 0.0
    for part in clock.replace(",", ".").split(":"):
        value = value * 60 + float(part)
    return value


# Cues


def _is_marked(lines: Sequence[str]) -> bool:
    """Tell SubRip and WebVTT by their beginning."""
    head = [line.lstrip("\ufeff") for line in lines[:20] if line.strip()][:3]
    if head and head[0].startswith("WEBVTT"):
        return True
    return any(map(_TIMING.fullmatch, head[:1])) or (
        len(head) > 1 and bool(_NUMBER.fullmatch(head[0])) and bool(_TIMING.fullmatch(head[1]))
    )


def _marked(lines: Sequence[str]) -> Iterator[Cue]:
    rows_of = dict(_rows_of_cues(lines))
    rolling = _rolls(list(rows_of.values()))
    before: Sequence[str] = ()
    for at, rows in rows_of.items():
        new = [row for row in rows if not (rolling and row in before)]
        before = rows
        timing = _TIMING.fullmatch(lines[at])
        if new and timing is not None:
            raw = "\n".join(lines[at + 1 : at + 2])
            voice = _VOICE.search(raw)
            yield Cue(
                at + 1,
                _seconds(timing[1]),
                _seconds(timing[2]),
                " ".join(new),
                " ".join(voice[1].split()) if voice else "",
                bool(_OPENED_AGAIN.match(raw)),
            )


def _rows_of_cues(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the number, from 0, of each line of a time, and the rows that are said below it."""
    at = 0
    while at < len(lines):
        end = at + 1
        if _TIMING.fullmatch(lines[at]):
            while end < len(lines) and lines[end] and not _begins_cue(lines, end):
                end += 1
            yield at, [row for raw in lines[at + 1 : end] if (row := _plain(raw))]
        elif lines[at].startswith(_BLOCKS):
            while end < len(lines) and lines[end].strip():
                end += 1
        at = end


def _rolls(cues: Sequence[Sequence[str]]) -> bool:
    """Tell captions that roll up: each cue shows the last line of the one before again."""
    again = sum(bool(a and b) and a[-1] == b[0] for a, b in pairwise(cues))
    return again >= _FEWEST_ROLLED and again * 2 >= len(cues)


def _begins_cue(lines: Sequence[str], at: int) -> bool:
    below = lines[at + 1] if at + 1 < len(lines) else ""
    numbered = _NUMBER.fullmatch(lines[at]) and _TIMING.fullmatch(below)
    return bool(_TIMING.fullmatch(lines[at]) or numbered)


def _plain(row: str) -> str:
    row = unescape(_MARKS.sub("", _VOICE.sub("", row)))
    return " ".join(_OPENED_AGAIN.sub("", row).split())


def _copied(lines: Sequence[str]) -> list[Cue]:
    """Read what a player shows beside the picture, and lines that each begin with a time.

    Labels of who speaks are read by the loader itself.
    """
    shown = [n for n, line in enumerate(lines) if line.strip()]
    for find in (_below_times, _behind_times):
        cues = find(lines, shown)
        if len(cues) >= _FEWEST_COPIED and len(cues) >= _SHARE * len(shown) and _run_on(cues):
            return cues
    return []


def _run_on(cues: Sequence[Cue]) -> bool:
    gaps = [after.start - before.start for before, after in pairwise(cues)]
    return cues[0].start <= _BEGINS and min(gaps) >= 0 and median(gaps) <= _CUE


def _below_times(lines: Sequence[str], shown: Sequence[int]) -> list[Cue]:
    cues: list[Cue] = []
    for n in shown:
        if clock := _ALONE.fullmatch(lines[n]):
            start = _seconds(clock[1])
            cues.append(Cue(n + 1, start, start, ""))
        elif cues and not (cues[-1].text == "" and _SPELLED.fullmatch(lines[n].strip())):
            cues[-1] = replace(cues[-1], text=f"{cues[-1].text} {_plain(lines[n])}".lstrip())
    return cues if all(cue.text for cue in cues) else []


def _behind_times(lines: Sequence[str], shown: Sequence[int]) -> list[Cue]:
    cues: list[Cue] = []
    labels = 0
    for n in shown:
        if clock := _BEFORE.match(lines[n]):
            start = _seconds(clock[1])
            cues.append(Cue(n + 1, start, start, _plain(lines[n][clock.end() :])))
            labels += read_timed_label(lines[n]) is not None
        elif cues:
            return []  # What stands below has another meaning there.
    return cues if labels * 2 < len(cues) else []


# Paragraphs


def _are_punctuated(cues: Sequence[Cue]) -> bool:
    return sum(_ENDS.search(cue.text) is not None for cue in cues) >= _PUNCTUATED * len(cues)


def _paragraphs(cues: Sequence[Cue], *, punctuated: bool) -> Iterator[list[Cue]]:
    """Part cues where the voice changes, at a pause, and at the end of a sentence."""
    longest = _LONGEST if punctuated else _LONG
    part: list[Cue] = []
    for cue in cues:
        if part and _parts(part, cue, longest):
            yield part
            part = []
        part.append(cue)
    yield part


def _parts(part: Sequence[Cue], cue: Cue, longest: int) -> bool:
    last = part[-1]
    if cue.voice != last.voice or cue.opened:
        return True
    said = "".join(one.text for one in part)
    if not fits(said, longest):
        return True
    ended = _ENDS.search(last.text) is not None
    paused = cue.start - last.end >= _PAUSE and last.end > last.start
    return (paused and not fits(said, _SHORT)) or (ended and not fits(said, _LONG))


def _written(part: Sequence[Cue], *, punctuated: bool) -> list[str]:
    """Write a paragraph with its place in the recording, and a blank line below."""
    text = part[0].text
    for cue in part[1:]:
        ended = text[-1] in _MARKS_OF_WIDE
        wide = (ended or has_wide(text[-1])) and (
            has_wide(cue.text[0]) or cue.text[0] in _MARKS_OF_WIDE
        )
        glued = wide and (punctuated or ended)
        text = f"{text}{'' if glued else ' '}{cue.text}"
    place = _clock(part[0].start)
    voice = part[0].voice
    return [f"{voice} {place}", text, ""] if voice else [f"[{place}] {text}", ""]


def _clock(start: float) -> str:
    minutes, seconds = divmod(int(start), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"
