"""Footnotes of a page as Markdown has them: marks ``[^1]``, and notes ``[^1]: …``.

A mark is a raised number that leads to an element of the page. That is a note if it is
called so, or if it leads back to the mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import unquote

from bs4.element import NavigableString, Tag

from notes_kb.importing.markup import HEADINGS, names_of, new_tag
from notes_kb.languages import LANGUAGES

NOTE_LABEL = re.compile(r"[\w-]{1,30}")
"""The name of a footnote that Markdown reads."""

_MARK = re.compile(r"[\[(（【]?\s?([0-9]{1,4}|[a-z]{1,3}|[*†‡§‖¶]{1,3})\s?[\])）】]?")
_MARK_NAMES = re.compile(r"footnote|note-?ref|fn-?ref|endnote|cite_ref", re.IGNORECASE)
_NOTE_NAMES = re.compile(r"foot-?note|endnote|references|reflist", re.IGNORECASE)
_NOTE_IDS = re.compile(
    r"(?:fn|_?ftn|_?edn|foot-?note|note|cite_note|endnote)s?[-_:.]?.{0,80}|en[-_:.]?\d{1,4}",
    re.IGNORECASE,
)
_BACK_NAMES = re.compile(
    r"back-?ref|back-?link|reversefootnote|footnote-?back|return", re.IGNORECASE
)
_BACK_MARKS = frozenset({"↩", "↩\ufe0e", "↑", "^", "⏎", "⤴", "←"})
_BACK_MARKS |= {word for one in LANGUAGES for word in one.page_parts.back}
_LABELS = ".mw-cite-backlink, .fn-bracket, span.label, td.label, .footnote-label"
"""What stands before the text of a note (Wikipedia, Sphinx)."""
_INLINE = frozenset({"a", "span", "sup", "b", "strong"})
_LINE_BLOCKS = frozenset(
    """article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header
    hr li main ol p pre section table tbody td tfoot th thead tr ul""".split()
)
"""What breaks the line of a footnote."""
_LONGEST_NOTE = 4_000
_NEAR = 4
"""Elements around a note that may be called the page's notes."""


@dataclass(slots=True)
class _Notes:
    """The notes that marks lead to, by the ids which these name."""

    by_id: dict[str, Tag]
    labels: dict[str, str] = field(default_factory=dict)
    """Empty for what is no note."""
    contents: dict[str, Tag] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def label(self, link: Tag, written: str) -> str:
        """Give the label of the note that a mark leads to; empty where there is none."""
        target = _target(link)
        if target not in self.labels:
            holder = self.by_id.get(target)
            content = _content(holder) if holder is not None else None
            is_note = content is not None and _is_note(content, target, link)
            self.labels[target] = self._free(written) if is_note else ""
            if content is not None and is_note:
                self.contents[target] = content
        return self.labels[target]

    def _free(self, written: str) -> str:
        names = iter([written] if written.isalnum() else [])
        label = next(names, "") or self._next()
        label = self._next() if label in self.taken else label
        self.taken.add(label)
        return label

    def _next(self) -> str:
        return next(name for n in count(1) if (name := f"n{n}") not in self.taken)


def read_footnotes(root: Tag) -> None:
    """Write marks and notes as Markdown does, in place; a mark without a note is ``[1]``."""
    marks = [(link, match[1]) for link in root.find_all("a") if (match := _is_mark(link))]
    if not marks:
        return
    notes = _Notes({str(tag["id"]): tag for tag in reversed(root.find_all(id=True))})
    led = [(link, written, notes.label(link, written)) for link, written in marks]
    backs = {name for link, _, label in led if label for name in _ids(link)}
    inside = {id(content) for content in notes.contents.values()}
    for link, written, label in led:
        if any(id(around) in inside for around in link.parents):
            continue  # It leads back.
        _replace_mark(link, f"[^{label}]" if label else f"[{written}]")
    for target, content in notes.contents.items():
        if not content.decomposed:
            _write_note(notes.labels[target], content, backs)


def note_line(label: str, content: Tag) -> Tag:
    """Write a footnote in one line, with its links and code, and a blank between paragraphs."""
    line = new_tag("p", f"[^{label}]: ")
    for tag in content.find_all([*_LINE_BLOCKS]):
        tag.insert_before(" ")
        tag.insert_after(" ")
        tag.unwrap()
    line.extend(content)
    for text in list(line.find_all(string=True)):
        text.replace_with(NavigableString(re.sub(r"\s+", " ", text)))
    line.smooth()
    return line


def _names(tag: Tag) -> list[str]:
    return [*names_of(tag), str(tag.get("role") or "")]


def _target(link: Tag) -> str:
    return unquote(str(link.get("href") or "").removeprefix("#"))


def _is_mark(link: Tag) -> re.Match[str] | None:
    """Match the number of a link that is raised or called a footnote's."""
    if not str(link.get("href") or "").startswith("#") or len(_target(link)) < 1:
        return None
    match = _MARK.fullmatch(link.get_text().strip())
    raised = match and (link.find_parent("sup") or link.find("sup"))
    return match if raised or any(map(_MARK_NAMES.search, _names(link))) else None


def _ids(link: Tag) -> Iterator[str]:
    """Yield the ids to which a note may lead back."""
    for tag in (link, link.parent, link.parent.parent if link.parent else None):
        if tag is not None and tag.get("id"):
            yield str(tag["id"])


# Notes


def _content(target: Tag) -> Tag | None:
    """Give the element that holds a note, to which or into which a mark leads."""
    if target.name in _INLINE:
        around = target.parent
        if around is None or around.find(True) is not target:
            return None
        inner = around.parent
        if around.name == "p" and inner is not None and inner.name == "li":
            return inner
        return around if around.name in {"p", "li", "dd", "div"} else None
    if target.name == "dt":
        after = target.find_next_sibling()
        return after if after is not None and after.name == "dd" else None
    return target if target.name in {"li", "aside", "div", "dd", "p", "tr", "table"} else None


def _is_note(content: Tag, target: str, link: Tag) -> bool:
    if len(content.get_text()) > _LONGEST_NOTE or content.find(HEADINGS) is not None:
        return False
    if any(around is content for around in link.parents):
        return False
    around, called = content, _NOTE_IDS.fullmatch(target) is not None
    for _ in range(_NEAR):
        called = called or any(map(_NOTE_NAMES.search, _names(around)))
        if around.parent is None:
            break
        around = around.parent
    ids = set(_ids(link))
    return called or any(_target(back) in ids for back in content.find_all("a"))


def _replace_mark(link: Tag, mark: str) -> None:
    around = link.parent
    alone = around is not None and around.name == "sup"
    if alone and around is not None and around.get_text().strip() == link.get_text().strip():
        around.replace_with(NavigableString(mark))
    elif link.parent is not None:
        link.replace_with(NavigableString(mark))


def _write_note(label: str, content: Tag, backs: set[str]) -> None:
    """Put the line of a note in the place of its element."""
    written = content.find_previous_sibling("dt") if content.name == "dd" else None
    for tag in content.select(_LABELS):
        tag.extract()
    for link in content.find_all("a"):
        if _leads_back(link, backs):
            holder = link.parent
            link.extract()
            if holder is not None and holder.name in {"sup", "b"} and not holder.get_text().strip():
                holder.extract()
    _drop_number(content, label)
    line = note_line(label, content)
    _put(line, content)
    if written is not None:
        written.extract()
    around = line.parent
    for _ in range(_NEAR):
        if around is None or not any(map(_NOTE_NAMES.search, _names(around))):
            break
        if around.name in {"aside", "footer", "ol", "ul", "dl"}:
            around.name = "div"
        for rule in around.find_all("hr", recursive=False):
            rule.extract()
        around = around.parent


def _leads_back(link: Tag, backs: set[str]) -> bool:
    if not str(link.get("href") or "").startswith("#"):
        return False
    called = any(map(_BACK_NAMES.search, _names(link)))
    return called or _target(link) in backs or link.get_text().strip() in _BACK_MARKS


def _drop_number(content: Tag, label: str) -> None:
    """Take the note's own number off its first words, and the sign that leads back."""
    first = next((text for text in content.find_all(string=True) if text.strip()), None)
    if first is None:
        return
    bare = first.lstrip().removeprefix("^").lstrip()
    for form in (f"[{label}]", f"({label})", f"{label}.", f"{label}:", f"{label} "):
        if bare.startswith(form):
            bare = bare[len(form) :].lstrip()
            break
    else:
        bare = "" if bare.strip() == label else bare
    if bare != first.lstrip():
        first.replace_with(NavigableString(bare))


def _put(line: Tag, content: Tag) -> None:
    """Put a line before the list, table or element that it comes from, and take that out."""
    holder = content
    if content.name in {"li", "dd"} and content.parent is not None:
        holder = content.parent
    elif content.name == "tr":
        holder = content.find_parent("table") or content
    holder.insert_before(line)
    content.extract()
    if not holder.get_text().strip() and holder.find("img") is None:
        holder.extract()
