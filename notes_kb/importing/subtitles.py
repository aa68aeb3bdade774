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
from notes_kb.loading.recap_turns import find_speakers
from notes_kb.loading.speaker_labels import read_label, read_timed_label, seconds

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
_MARKS = re.compile(
    rf"</?(?:[biuc]|font|ruby|rt|lang|v)(?:[. ][^<>\n]{{0,80}})?>|<{_CLOCK}>"
    r"|\{\\[^{}\n]{1,40}\}"
)
"""Marks of type, of languages and of moments; other words in brackets are said."""
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
    """Its rows, joined by LF."""
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
    cues, rest = _marked(lines) if _is_marked(lines) else _copied(lines)
    if len(cues) < _FEWEST:
        return None
    rows = [(row, n) for n, row in enumerate(_above(lines, cues[0]), 1)]
    cues = _with_voices(cues)
    punctuated = _are_punctuated(cues)
    for part in _paragraphs(cues, punctuated=punctuated):
        rows += [(row, part[0].line) for row in _written(part, punctuated=punctuated)]
    rows += [(row, n) for n, row in enumerate(lines[rest:], rest + 1)]
    silent = (n for n in range(1, rest + 1) if _is_service(lines, n - 1))
    return Spoken(
        text="\n".join(row for row, _ in rows),
        numbers=tuple(n for _, n in rows),
        dropped=tuple((n, "subtitle-time") for n in silent),
    )


def _above(lines: Sequence[str], first: Cue) -> list[str]:
    """Give what stands above the first cue, and is no part of a file of subtitles."""
    head = [] if _is_marked(lines) else list(lines[: first.line - 1])
    return [*head, ""] if any(map(str.strip, head)) else []


def _is_service(lines: Sequence[str], n: int) -> bool:
    """Tell a line of a time, the number above one, or the head of a file: nobody says it."""
    line, below = lines[n], lines[n + 1] if n + 1 < len(lines) else ""
    timed = _TIMING.fullmatch(line) or _ALONE.fullmatch(line)
    counted = _NUMBER.fullmatch(line) and _TIMING.fullmatch(below)
    return bool(timed or counted or line.startswith("WEBVTT"))


# Cues


def _is_marked(lines: Sequence[str]) -> bool:
    """Tell SubRip and WebVTT by their beginning."""
    head = [line.lstrip("\ufeff") for line in lines[:20] if line.strip()][:3]
    if head and head[0].startswith("WEBVTT"):
        return True
    return any(map(_TIMING.fullmatch, head[:1])) or (
        len(head) > 1 and bool(_NUMBER.fullmatch(head[0])) and bool(_TIMING.fullmatch(head[1]))
    )


def _marked(lines: Sequence[str]) -> tuple[list[Cue], int]:
    """Read the cues of a file, and count the lines before a text that follows the last one."""
    rows_of = dict(_rows_of_cues(lines))
    rolling = _rolls([rows for _, rows in rows_of.values()])
    cues: list[Cue] = []
    before: Sequence[str] = ()
    for at, (_, rows) in rows_of.items():
        timing = _TIMING.fullmatch(lines[at])
        new = [row for row in rows if not (rolling and _plain(row) in before)]
        before = [_plain(row) for row in rows]
        for voice, opened, said in _parted(new) if timing else ():
            start, end = (seconds(timing[n]) for n in (1, 2)) if timing else (0.0, 0.0)
            cues.append(Cue(at + 1, start, end, said, voice, opened))
    rest = max((end for end, _ in rows_of.values()), default=len(lines))
    return cues, rest


def _parted(rows: Sequence[str]) -> Iterator[tuple[str, bool, str]]:
    """Yield the voice, whether a mark opens it, and what it says, of the rows of one cue."""
    voice, opened, said = "", False, list[str]()
    for row in rows:
        named = _VOICE.match(row)
        again = _OPENED_AGAIN.match(row)
        if (named or again) and said:
            yield voice, opened, "\n".join(said)
            said = []
        voice = " ".join(named[1].split()) if named else voice
        opened = opened if said else bool(again)
        said += [plain] if (plain := _plain(row)) else []
    if said:
        yield voice, opened, "\n".join(said)


def _rows_of_cues(lines: Sequence[str]) -> Iterator[tuple[int, tuple[int, list[str]]]]:
    """Yield the number, from 0, of each line of a time, the line behind what it holds, and that.

    A cue may hold an empty line; what stands behind one below the last cue is somebody's text.
    """
    times = [n for n, line in enumerate(lines) if _TIMING.fullmatch(line)]
    for at, following in zip(times, [*times[1:], len(lines)] if times else [], strict=True):
        if following < len(lines):
            # The number of the next cue stands right above its time.
            numbered = following - 1 > at and _NUMBER.fullmatch(lines[following - 1])
            end = following - bool(numbered)
        else:
            end = next((n for n in range(at + 1, following) if not lines[n]), following)
        held = _without_blocks(lines[at + 1 : end])
        yield at, (end, [row.strip() for row in held if row.strip()])


def _without_blocks(rows: Sequence[str]) -> list[str]:
    """Leave out comments and styles, which end with an empty line."""
    kept: list[str] = []
    within = False
    for n, row in enumerate(rows):
        opens = row.startswith(_BLOCKS) and (not n or not rows[n - 1].strip())
        within = bool(row.strip()) and (within or opens)
        kept += [] if within else [row]
    return kept


def _rolls(cues: Sequence[Sequence[str]]) -> bool:
    """Tell captions that roll up: each cue shows the last line of the one before again."""
    plain = [[text for row in rows if (text := _plain(row))] for rows in cues]
    again = sum(bool(a and b) and a[-1] == b[0] for a, b in pairwise(plain))
    return again >= _FEWEST_ROLLED and again * 2 >= len(cues)


def _with_voices(cues: Sequence[Cue]) -> list[Cue]:
    """Take the names off cues that begin with them, where they come back and take turns.

    What follows without a name is said by the same, unless a mark says that it is another.
    """
    labels = [None if cue.voice else read_label(cue.text) for cue in cues]
    speakers = find_speakers([label.key for label in labels if label is not None])
    done: list[Cue] = []
    voice = ""
    for cue, label in zip(cues, labels, strict=True):
        if label is not None and label.key in speakers and label.text:
            voice = label.name
            done.append(replace(cue, voice=voice, text=label.text, opened=True))
        else:
            voice = "" if cue.opened else voice
            done.append(replace(cue, voice=cue.voice or voice))
    return done


def _plain(row: str) -> str:
    row = unescape(_MARKS.sub("", _VOICE.sub("", row)))
    return " ".join(_OPENED_AGAIN.sub("", row).split())


def _copied(lines: Sequence[str]) -> tuple[list[Cue], int]:
    """Read what a player shows beside the picture, and lines that each begin with a time.

    Labels of who speaks are read by the loader itself.
    """
    shown = [n for n, line in enumerate(lines) if line.strip()]
    for find in (_below_times, _behind_times):
        cues, rest = find(lines, shown)
        count = sum(n < rest for n in shown)
        if len(cues) >= _FEWEST_COPIED and len(cues) >= _SHARE * count and _run_on(cues):
            return cues, rest
    return [], 0


def _run_on(cues: Sequence[Cue]) -> bool:
    gaps = [after.start - before.start for before, after in pairwise(cues)]
    return cues[0].start <= _BEGINS and min(gaps) >= 0 and median(gaps) <= _CUE


def _below_times(lines: Sequence[str], shown: Sequence[int]) -> tuple[list[Cue], int]:
    """Read the text below each time; behind the last one, what stands apart is another text."""
    times = [n for n in shown if _ALONE.fullmatch(lines[n])]
    if not times:
        return [], 0
    rest = next((n for n in range(times[-1] + 2, len(lines)) if not lines[n].strip()), len(lines))
    cues: list[Cue] = []
    for at, end in zip(times, [*times[1:], rest], strict=True):
        rows = [row for line in lines[at + 1 : end] if (row := _plain(line))]
        rows = rows[1:] if rows and _SPELLED.fullmatch(rows[0]) else rows
        clock = _ALONE.fullmatch(lines[at])
        start = seconds(clock[1]) if clock else 0.0
        cues += [Cue(at + 1, start, start, "\n".join(rows))] if rows else []
    # A mark of type may be all that stands there; times without a text are another list.
    return (cues, rest) if len(cues) * 2 > len(times) else ([], 0)


def _behind_times(lines: Sequence[str], shown: Sequence[int]) -> tuple[list[Cue], int]:
    cues: list[Cue] = []
    labels = rest = 0
    loose = False
    for n in shown:
        clock = _BEFORE.match(lines[n])
        if clock is None:
            loose = bool(cues)
            continue
        if loose:
            return [], 0  # What stands below a line has another meaning there.
        start = seconds(clock[1])
        said = _plain(lines[n][clock.end() :])
        cues += [Cue(n + 1, start, start, said)] if said else []
        labels += read_timed_label(lines[n]) is not None
        rest = n + 1
    return (cues, rest) if labels * 2 < len(cues) else ([], 0)


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
    first, *others = [row for cue in part for row in cue.text.split("\n")]
    text = first
    for row in others:
        ended = text[-1] in _MARKS_OF_WIDE
        wide = (ended or has_wide(text[-1])) and (has_wide(row[0]) or row[0] in _MARKS_OF_WIDE)
        glued = wide and (punctuated or ended)
        text = f"{text}{'' if glued else ' '}{row}"
    place = _clock(part[0].start)
    voice = part[0].voice
    return [f"{voice} {place}", text, ""] if voice else [f"[{place}] {text}", ""]


def _clock(start: float) -> str:
    minutes, rest = divmod(int(start), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"
