"""A translation to fill in, and which of its sections nobody has translated yet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from notes_kb.domain.note import Note
from notes_kb.languages import find_language, guess_language
from notes_kb.translation.fingerprint import words_of
from notes_kb.translation.stamp import with_anchor
from notes_kb.translation.status import SectionMark, SectionStatus, State, compare_sections

_NOT_COPIED = re.compile(r"(?:original|former_ids|draft|updated|checked)[ ]{0,9}:")
"""Keys of front matter that say something of the original alone."""
_KEY = re.compile(r"\S")


def translation_to_fill(original: Note, advice: str, *, named: bool = False) -> str:
    """Give a copy of an original in which the words are to be replaced.

    Each heading has its anchor written out, so that it stays when the words change.

    Args:
        original: A note in Markdown.
        advice: What the translator should know, for the front matter: one line.
        named: Whether the front matter must say which language is the original.
    """
    lines = original.text.split("\n")
    for section in original.walk():
        if section.id and section.heading:
            at = section.lines.first - 1
            lines[at] = with_anchor(lines[at], section.id)
    body = _front_end(lines)
    front = list(_front(lines[1 : body - 1])) if body else [f"title: {_quoted(original.title)}"]
    if named:
        front.append(f"original: {original.language}")
    return "\n".join(
        ["---", f"# {advice}", *front, "---", *([""] if not body else []), *lines[body:]]
    )


def _front_end(lines: list[str]) -> int:
    """Give the number of lines of the front matter; 0 where there is none."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    ends = (n for n, line in enumerate(lines) if n and line.rstrip() in {"---", "..."})
    return next(ends, -1) + 1


def _front(lines: list[str]) -> Iterator[str]:
    """Yield the lines of the keys that a translation shares."""
    kept = True
    for line in lines:
        if _KEY.match(line):
            kept = not _NOT_COPIED.match(line)
        if kept:
            yield line


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def may_be_copied(original: Sequence[SectionMark], translation: Sequence[SectionMark]) -> bool:
    """Whether a section without a stamp may be a copy, told without the notes."""
    words = {mark.id: mark.words for mark in original}
    return any(not mark.stamp and words.get(mark.id) == mark.words for mark in translation)


def copied_sections(original: Note, translation: Note) -> Iterator[SectionStatus]:
    """Yield the sections without a stamp whose text is still the original's.

    Text that is no more of the original's language than of the translation's, such as code or
    the titles of papers, may well be the same in both.
    """
    there, ours = original.section_by_id(), translation.section_by_id()
    their_lines, our_lines = original.text.split("\n"), translation.text.split("\n")
    for status in compare_sections(original, translation):
        if status.state is State.UNKNOWN:
            theirs = words_of(there[status.section], their_lines)
            same = theirs == words_of(ours[status.section], our_lines)
            if same and is_copied(theirs, original, translation):
                yield status


def copied_opening(original: Note, translation: Note) -> int:
    """Give the line of a text before the first heading that is still the original's; 0 for none.

    It has no heading to hold a stamp.
    """
    first = next((s for s in translation.sections if not s.id), None)
    theirs = next((s for s in original.sections if not s.id), None)
    if first is None or theirs is None:
        return 0
    words = words_of(theirs, original.text.split("\n"))
    same = words == words_of(first, translation.text.split("\n"))
    same = same and is_copied(words, original, translation)
    return first.lines.first if same else 0


def is_copied(text: str, original: Note, translation: Note) -> bool:
    """Tell whether a text of both is the original's language, as far as scripts tell."""
    language = find_language(original.language)
    if language is find_language(translation.language):
        return False  # Two scripts or regions of one language may well have the same words.
    otherwise = translation.language if language.told_by else language.code
    return any(map(str.isalpha, text)) and guess_language(text, otherwise) == language.code
