"""Figures: what platforms leave where a picture stood, and captions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from notes_kb.languages import LANGUAGES
from notes_kb.loading.link_targets import read_target

_PICTURES = tuple(language.pictures for language in LANGUAGES)
_ALONE = frozenset(word for pictures in _PICTURES for word in pictures.words)
"""Words that stand for a picture only where nothing else is on the line."""


def _either(words: Iterable[str]) -> str:
    """Give alternatives, the longest first."""
    return "|".join(sorted(dict.fromkeys(words), key=len, reverse=True))


_UNMISTAKABLE = 7
"""Characters of the shortest placeholder that is no word of a sentence."""
_LITERAL = re.compile(
    _either(re.escape(text) for pictures in _PICTURES for text in pictures.placeholders), re.I
)
_GLUED: tuple[str, ...] = tuple(
    text
    for pictures in _PICTURES
    for text in pictures.placeholders
    if len(text) >= _UNMISTAKABLE or text[0] in "[【［"
)
"""Placeholders that nobody writes in a sentence."""
_FAILED = _either(text for pictures in _PICTURES for text in pictures.failed)
_UPLOAD_FAILED = re.compile(rf"\[(?:{_FAILED})[^\[\]\n]{{0,80}}\]")
_FILE = re.compile(
    rf"(?:(?:{_either(word for pictures in _PICTURES for word in pictures.screenshots)})"
    r"[ -][\w .:()-]{1,80}|[\w./\\()-]{1,120})\.(?:png|jpe?g|gif|webp|svg|bmp)",
    re.I,
)
_MADE_NAME = re.compile(r"(?:image|img|pic|picture|photo|screenshot)[-_ ]?[0-9]{10,40}", re.I)
"""The name, without its ending, that a program gives a picture by the day and hour."""
_EMBED = re.compile(
    r"!\[\[(?P<target>[^\[\]\n|]{1,190}\.(?:png|jpe?g|gif|webp|avif|svg|bmp|tiff?))"
    r"(?:\|[^\[\]\n]{0,80})?\]\]",
    re.IGNORECASE,
)
"""A picture as Obsidian embeds it; what else it embeds are notes."""
LOST_PICTURE = re.compile(
    r"!\\?\[[^\[\]\n\\]{0,100}\\?\]\(data:image/svg\+xml[^\n()]{0,80}%3Csvg width=['\"]1px['\"]"
    r"[^\n]{0,800}?%3C/svg%3E\)"
)
"""A drawing of one dot, which a page shows until the picture is there; copies may escape it."""
OPENING = re.compile(r"\[!\[|!\[|!\\\[|<img\b", re.I)
"""Where a picture may begin."""
_OPENING_OR_CODE = re.compile(rf"(?P<code>`+)|{OPENING.pattern}", re.I)
_LONGEST_CODE = 2_000
"""Characters of code within a text, at most."""
_ALT = re.compile(r"!\[(?P<alt>[^\[\]\n]{0,300})\]")
_TAG = re.compile(r"<img\b[^<>\n]{0,1000}/?>", re.I)
_TAG_VALUE = re.compile(r"\b(alt|src)\s*=\s*[\"']([^\"'\n]{0,1000})[\"']", re.I)
_DEFINITION = re.compile(r" {0,3}\[(?P<label>[^\[\]\n]{1,200})\]: ?<?(?P<target>[^\s<>]{1,2000})>?")
_COUNTING = _either(c for language in LANGUAGES for c in language.ordinals.counting)
_FIGURE = _either(word for language in LANGUAGES for word in language.labels.figure)
_TABLES = frozenset(word for language in LANGUAGES for word in language.labels.table)
_CAPTION = re.compile(
    rf"(?P<word>{_FIGURE})"
    rf"\s?(?:[0-9]|{_COUNTING}){{1,3}}(?:[.\-–][0-9]{{1,3}})?"
    r"(?:\s?[:：.、|]\s?|\s+|$)(?=\S|$)",
    re.I,
)
_NAMED = re.compile(rf"(?P<word>{_FIGURE})\s?[:：]\s?\S", re.I)
"""A caption without a number: the word and a colon."""
_LABEL = re.compile(
    rf"(?:{_either(word for language in LANGUAGES for word in language.labels.caption)})\s?[:：]",
    re.I,
)
_BARS = "".join(dict.fromkeys(c for one in LANGUAGES for c in one.credits.label_marks))
_SOURCED = re.compile(
    rf"[|（(/，,；;。{_BARS}] ?"
    rf"(?:{_either(word for one in LANGUAGES for word in one.labels.caption)})"
    r" ?[:：/｜|] ?(?:[^:：。]{1,40}|<?https?://[^\s<>。]{1,400}>?)$",
    re.I,
)
_ANNOUNCING = re.compile(
    _either(re.escape(word) for one in LANGUAGES for word in one.headings.announces_figure), re.I
)
_CREDITS = "|".join(text for language in LANGUAGES for text in language.labels.picture_credits)
_CREDIT = re.compile(_CREDITS)
_ENDS_WITH_CREDIT = re.compile(rf"[^。]{{2,160}}[。，,；;|（( ] ?(?:{_CREDITS})[)）]?")
_CREDITED = re.compile(r"[^©ⓒⒸ]{2,160}[ ，,；;|｜（(]?[©ⓒⒸ] ?[^\s©ⓒⒸ。][^©ⓒⒸ。]{1,90}[)）]?")
"""A caption, and behind it whose the picture is."""
_NOTE = re.compile(
    rf"(?:{_either(word for language in LANGUAGES for word in language.labels.figure_note)})"
    r"\s?[:：]\s?\S",
    re.I,
)
_LONGEST = 200
"""Characters of the longest caption."""
_LONGEST_POINTING = 60
"""Characters of the longest sentence behind a mark that points at a picture."""
_MARKS = ":：.、|"
"""What stands between a figure's number and its caption, where it is not a blank."""
_SENTENCE_MARKS = "。！？!?"
_POINTING = re.compile(r"[▲△▼▽↑↓☝👆🔼]{1,3}\ufe0f?[ ]{0,3}\S.{0,120}")
"""A mark that points at the picture beside it."""
_POINTERS = "▲△▷►▶↑☝👆 \ufe0f"
_OPENINGS, _CLOSINGS = ("(", "（"), (")", "）")
_FULL_STOPS = ("。", "；", "！", "？")
_MISSING = frozenset({"", "missing", "#"})
_COUNTER = re.compile(
    r"https?://(?:relay-dsp\.ad-m\.asia/|pixel\.wp\.com/|(?:www\.)?facebook\.com/tr\?"
    r"|(?:[a-z0-9-]{1,40}\.)?medium\.com/_/stat\?|px\.ads\.linkedin\.com/"
    r"|(?:[a-z0-9-]{1,40}\.){0,2}doubleclick\.net/|sb\.scorecardresearch\.com/)",
    re.IGNORECASE,
)

NO_PROSE = frozenset(text for pictures in _PICTURES for text in pictures.empty_alt)
"""Text alternatives that say nothing."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One picture of a line."""

    alt: str = ""
    target: str | None = None
    label: str = ""
    """The label of the link definition that holds the target, which the line does not."""


def figure_target(target: str) -> str | None:
    """Read a picture's target; None where the note says that the source lost it."""
    return None if target.strip() in _MISSING else target.strip()


def says_nothing(alt: str, *, clipped: bool = False) -> bool:
    """Tell a text alternative that stands for any picture; in a clip, one that names its file."""
    names = _FILE.fullmatch(alt) or _MADE_NAME.fullmatch(alt) if alt.isascii() else None
    return (clipped and names is not None) or alt.casefold() in NO_PROSE


def counts_readers(target: str | None) -> bool:
    """Tell the address of a picture that nobody sees, and that counts who opens the page."""
    return target is not None and _COUNTER.match(target) is not None


def is_embedded_picture(text: str) -> bool:
    """Whether ``![[…]]`` embeds a picture, and no note."""
    return _EMBED.fullmatch(text) is not None


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


def find_glued(text: str) -> str:
    """Give the placeholder that a platform left behind the last word of a text, or nothing."""
    if not text.endswith(_GLUED):
        return ""
    return next((one for one in _GLUED if text.endswith(one) and len(one) < len(text)), "")


def is_caption(line: str) -> bool:
    """Tell whether a line beside a picture is its caption: 图 1：…, Figure 2. …, ▲ …

    Behind a number and a blank a sentence may follow, which speaks of the figure. Where its
    number is set in bold, a caption may be a sentence.
    """
    emphasised = line.startswith(("**", "__"))
    line = line.strip("*_ ")
    if emphasised and line.endswith("。") and "。" not in line[:-1]:
        match = _CAPTION.match(line)
        return len(line) <= _LONGEST and match is not None and match[0].rstrip()[-1] in _MARKS
    if line.endswith("。") and "。" not in line[:-1] and _POINTING.fullmatch(line):
        return len(line) <= _LONGEST_POINTING
    if len(line) > _LONGEST or line.endswith(("。", "；")):
        return False
    match = _CAPTION.match(line)
    if match is not None and match[0].rstrip()[-1] not in _MARKS:
        return not line.endswith(".") and not any(mark in line for mark in _SENTENCE_MARKS)
    forms = (_CAPTION, _NAMED, _LABEL, _POINTING)
    return any(form.match(line) for form in forms)


def is_titular_caption(line: str) -> bool:
    """Tell a caption that begins as a figure's title does, with its word and perhaps a number.

    It may stand above its figure.
    """
    return is_caption(line) and bool(caption_word(line))


def names_origin(line: str) -> bool:
    """Tell a label and what it says of a figure: where it was taken from, or what it shows."""
    return len(line) <= _LONGEST and _LABEL.match(line.strip("*_ ")) is not None


def names_source(line: str) -> bool:
    """Tell a line that ends with where its picture is from: … | Photo: …, …（图源：…）, … ©…"""
    credited = _CREDITED.fullmatch(line) or _ENDS_WITH_CREDIT.fullmatch(line)
    told = credited is not None or _SOURCED.search(line) is not None
    return told and not line.endswith(_FULL_STOPS)


def announces_figure(line: str) -> bool:
    """Tell a line that speaks of the picture beside it: the image above, as shown below."""
    return _ANNOUNCING.search(line) is not None


def is_picture_credit(line: str) -> bool:
    """Tell a line of nothing but whose a picture is: ©…, Photo by …, or that in brackets."""
    bare = line.strip("*_ ")
    enclosed = bare.startswith(_OPENINGS) and bare.endswith(_CLOSINGS)
    bare = (bare[1:-1] if enclosed else bare).strip().lstrip(_POINTERS)
    if len(bare) > _LONGEST or bare.endswith(_FULL_STOPS):
        return False
    return _CREDIT.fullmatch(bare) is not None or (enclosed and _labels_picture(bare))


def _labels_picture(text: str) -> bool:
    """Tell a label of pictures or of what they were taken from, and what it says."""
    named = _NAMED.match(text)
    return named["word"] not in _TABLES if named else _LABEL.match(text) is not None


def is_figure_note(line: str) -> bool:
    """Tell a note on a figure, which stands between it and what it was taken from."""
    return len(line) <= _LONGEST and _NOTE.match(line.strip("*_ ")) is not None


def caption_word(line: str) -> str:
    """Give the word that a caption begins with, in small letters; empty for other lines."""
    bare = line.strip("*_ ")
    match = _CAPTION.match(bare) or _NAMED.match(bare)
    return match["word"].casefold() if match else ""


def names_picture(line: str, *, sourced: bool) -> bool:
    """Tell a caption or credit that stands beside a picture, and not beside a table.

    What a picture was taken from counts where a text says that of several (`sourced`).
    """
    if is_picture_credit(line):
        return True
    word = caption_word(line)
    named = word not in _TABLES if word else sourced and names_origin(line) and "//" not in line
    return named and is_caption(line)


def _figure_at(line: str, at: int) -> tuple[Figure, int] | None:
    if match := _LITERAL.match(line, at) or _UPLOAD_FAILED.match(line, at):
        return Figure(), match.end()
    return explicit_figure_at(line, at)


def explicit_figure_at(line: str, at: int) -> tuple[Figure, int] | None:
    """Read a picture in the syntax of Markdown, HTML or Obsidian at an offset, and its end."""
    if line.startswith("[!", at):
        return _linked_figure(line, at)
    if match := LOST_PICTURE.match(line, at):
        return Figure(), match.end()
    if match := _EMBED.match(line, at):
        return Figure(target=figure_target(match["target"])), match.end()
    if match := _ALT.match(line, at):
        return _markdown_figure(line, match)
    if match := _TAG.match(line, at):
        values = {k.lower(): v for k, v in _TAG_VALUE.findall(match[0])}
        return Figure(values.get("alt", ""), figure_target(values.get("src", ""))), match.end()
    return None


def pictures_among(text: str) -> Iterator[tuple[int, int, Figure]]:
    """Yield each picture of running text outside of its code, with its beginning and end."""
    at = 0
    while (opening := _OPENING_OR_CODE.search(text, at)) is not None:
        at = opening.end()
        if mark := opening["code"]:
            closing = re.compile(rf"(?<!`){mark}(?!`)").search(text, at, at + _LONGEST_CODE)
            at = closing.end() if closing else at
        elif step := explicit_figure_at(text, opening.start()):
            at = step[1]
            yield opening.start(), at, step[0]


def link_definitions(lines: Sequence[str]) -> Mapping[str, str]:
    """Give the targets of a text's link definitions by their labels; the first of each counts."""
    found: dict[str, str] = {}
    for line in lines:
        if match := _DEFINITION.match(line):
            found.setdefault(match["label"].casefold(), match["target"])
    return found


def standard_pictures(line: str) -> str:
    """Write the pictures of a line as every Markdown parser reads them.

    Sizes go (`` =500x``), HTML and Obsidian's syntax become Markdown, and a picture on
    another host loses the link around it, because its own takes the place.
    """
    out: list[str] = []
    at = 0
    while (opening := OPENING.search(line, at)) is not None:
        step = explicit_figure_at(line, opening.start())
        end = step[1] if step else opening.end()
        out += [line[at : opening.start()], _standard(step, line[opening.start() : end])]
        at = end
    return "".join([*out, line[at:]])


def _standard(step: tuple[Figure, int] | None, written: str) -> str:
    figure = step[0] if step else None
    if figure is None or figure.label:
        return written
    local = figure.target is not None and "//" not in figure.target
    if written.startswith("[") and local:
        return written
    alt = figure.alt.replace("[", "(").replace("]", ")")
    return f"![{alt}]({(figure.target or 'missing').replace(' ', '%20')})"


def _markdown_figure(line: str, match: re.Match[str]) -> tuple[Figure, int] | None:
    found = read_target(line, match.end())
    if found is None:
        return None
    alt = match["alt"].strip()
    known = "" if alt.casefold() in NO_PROSE else alt
    if line[match.end()] == "[":
        label = line[match.end() + 1 : found.end - 1].strip() or alt
        return Figure(known, None, label), found.end
    return Figure(known, figure_target(found.target)), found.end


def _linked_figure(line: str, at: int) -> tuple[Figure, int] | None:
    """Read ``[![…](picture)](page)``."""
    inner = explicit_figure_at(line, at + 1)
    if inner is None:
        return None
    figure, end = inner
    end += len(line[end:]) - len(line[end:].lstrip(" "))
    outer = read_target(line, end + 1) if line[end : end + 1] == "]" else None
    return (figure, outer.end) if outer is not None else None
