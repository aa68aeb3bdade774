"""Rules about notes, their translations, and the articles of concepts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby, pairwise
from operator import itemgetter

from notes_kb.checks.names import suggestions
from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.note import ExplicitLink, Note
from notes_kb.domain.span import Lines, Place
from notes_kb.knowledge_base import KnowledgeBase
from notes_kb.linking.topics import explicit_topic
from notes_kb.loading.library import Library
from notes_kb.translation.copied import copied_opening, copied_sections, is_copied, may_be_copied
from notes_kb.translation.status import State

_ONE_SIDED = {State.MISSING, State.EXTRA}
"""States of sections that only one of two languages has."""

_STATES = {
    State.STALE: kinds.TRANSLATION_STALE,
    State.MISSING: kinds.TRANSLATION_MISSING_SECTION,
    State.EXTRA: kinds.TRANSLATION_EXTRA_SECTION,
}
"""The states of a section that are reported."""


_WRITTEN_LINK = re.compile(r"\[\[([^\]|\\]*+)")
"""What stands where an explicit link has its name; also in code, where it is none."""


class Locator:
    """Finds words in the source of one note; split into lines once, each answer kept."""

    def __init__(self, note: Note) -> None:
        """Take the note whose lines are searched."""
        self._note = note
        self._source: list[str] = []
        self._known: dict[tuple[Lines, str], Place] = {}

    def find(self, lines: Lines, written: str) -> Place:
        """Give the first place of a text within some lines of the note, else the first line."""
        if (lines, written) not in self._known:
            self._known[lines, written] = self._search(lines, written)
        return self._known[lines, written]

    def _search(self, lines: Lines, written: str) -> Place:
        self._source = self._source or self._note.text.split("\n")
        for number in range(lines.first, min(lines.last, len(self._source)) + 1):
            source = self._source[number - 1]
            column = source.find(written) + 1
            if column:
                end = column + len(written)
                return Place(line=number, column=column, end_column=end, source=source)
        known = 0 < lines.first <= len(self._source)
        line = self._source[lines.first - 1] if known else ""
        return Place(line=lines.first, column=1 if line else 0, source=line)


def check_explicit_links(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report each ``[[…]]`` of notes and articles that names neither a concept nor a note."""
    names = kb.lexicon.names

    def is_known(name: str, own: str = "") -> bool:
        return names.resolve(name) is not None or kb.find_note(name, own) is not None

    known = {name: is_known(name) for name in _linked_names(kb)}
    notes = [
        (note, 0)
        for note in library.notes
        if not all(known[name] for name in kb.summaries[note.path].links)
    ]
    unknown = [
        (note, above, links)
        for note, above in (*notes, *_articles(library, kb, is_known))
        if (links := _unknown_links(note, is_known))
    ]
    hints = suggestions(kb, (link.concept for _, _, links in unknown for link in links))
    for note, above, links in unknown:
        source = note.text.split("\n")
        for link in links:
            yield kinds.CONCEPT_UNKNOWN.at(
                _link_place(link, source, above),
                path=note.path,
                hint=hints.get(link.concept, ""),
                name=link.concept,
                file=_file_name(link.concept),
            )


def _linked_names(kb: KnowledgeBase) -> frozenset[str]:
    """Give the names in the explicit links of all notes."""
    return frozenset(name for summary in kb.summaries.values() for name in summary.links)


_IsKnown = Callable[[str, str], bool]
"""Tells whether a name in ``[[…]]`` means something in a note of an id, or in an article."""


def _articles(
    library: Library, kb: KnowledgeBase, is_known: _IsKnown
) -> Iterator[tuple[Note, int]]:
    """Yield the articles that may hold an unknown name, parsed, with the lines above them."""
    for concept in library.concepts:
        for language, article in concept.articles.items():
            written = _WRITTEN_LINK.findall(article.markdown)
            if not all(is_known(name, "") for name in dict.fromkeys(written)):
                yield kb.articles.read(concept.id, language).note, article.first_line - 1


def _unknown_links(note: Note, is_known: _IsKnown) -> list[ExplicitLink]:
    return [
        link
        for section in note.walk()
        for prose in (section.prose, *(block.prose for block in section.blocks))
        for link in prose.links
        if not is_known(link.concept, note.id)
    ]


def _link_place(link: ExplicitLink, source: list[str], above: int) -> Place:
    line = source[link.line - 1] if 0 < link.line <= len(source) else ""
    column = line.find(link.concept, max(0, link.column - 1)) + 1 or link.column
    return Place(
        line=link.line + above, column=column, end_column=column + len(link.concept), source=line
    )


def _file_name(name: str) -> str:
    fits = name.isascii() and name.replace("-", "").isalnum() and name == name.lower()
    return f"{name}.md" if fits else "<id>.md"


def check_figures(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Count the figures that are missing, note by note."""
    for note in library.notes:
        summary = kb.summaries[note.path]
        lost = summary.lost_figures
        if lost:
            figures = "1 figure is" if lost == 1 else f"{lost} figures are"
            place = Place(line=summary.first_lost, column=0)
            kind = kinds.FIGURE_MISSING_IN_PASTE if note.pasted else kinds.FIGURE_MISSING
            yield kind.at(place, path=note.path, figures=figures)


def check_figure_concepts(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report each name in a figure's ``concepts=`` that stands for no concept."""
    unknown = [
        (note, figure, name)
        for note in library.notes
        for figure in kb.summaries[note.path].figures
        for name in figure.concepts
        if kb.lexicon.names.resolve(name) is None
    ]
    hints = suggestions(kb, (name for _, _, name in unknown))
    for note, figure, name in unknown:
        place = Locator(note).find(Lines(figure.line, figure.line), name)
        yield kinds.PAGE_CONCEPT_UNKNOWN.at(
            place, path=note.path, hint=hints.get(name, ""), name=name
        )


def check_no_links(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report each name in ``no_links`` that stands for no concept."""
    unknown = [
        (note, name)
        for note in library.notes
        for name in note.meta.no_links
        if kb.lexicon.names.resolve(name) is None
    ]
    hints = suggestions(kb, (name for _, name in unknown))
    for note, group in groupby(unknown, key=itemgetter(0)):
        locator, lines = Locator(note), _lines_of_key(note, "no_links")
        for _, name in group:
            yield kinds.NO_LINKS_UNKNOWN.at(
                locator.find(lines, name), path=note.path, hint=hints.get(name, ""), name=name
            )


def _lines_of_key(note: Note, key: str) -> Lines:
    """Give the lines from a top-level key to the end of the front matter."""
    first, lines = 1, note.text.split("\n")
    for number, line in enumerate(lines, 1):
        if line.startswith((f"{key}:", f"{key} :")):
            first = number
        elif number > 1 and line.rstrip() in {"---", "..."}:
            return Lines(first, number)
    return Lines(first, len(lines))


def check_topic_names(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report each ``topic=`` that names no concept, or one that is no topic."""
    names = kb.lexicon.names
    written = {name for summary in kb.summaries.values() for name in summary.topic_names}
    wrong = {name for name in written if explicit_topic(name, kb.concepts, names) is None}
    unknown = [
        (note, name, lines)
        for note in library.notes
        if not wrong.isdisjoint(kb.summaries[note.path].topic_names)
        for name, lines in _written_topics(note)
        if name in wrong
    ]
    hints = suggestions(kb, (name for _, name, _ in unknown if names.resolve(name) is None))
    locators = {note.path: Locator(note) for note, _, _ in unknown}
    topics = ", ".join(sorted(c.id for c in kb.topics))
    for note, name, lines in unknown:
        place = locators[note.path].find(lines, f"topic={name}")
        if names.resolve(name) is not None:
            yield kinds.TOPIC_NO_TOPIC.at(place, path=note.path, name=name, topics=topics)
        else:
            yield kinds.TOPIC_UNKNOWN.at(
                place,
                path=note.path,
                hint=hints.get(name, ""),
                name=name,
                topics=topics or "(there are none)",
            )


def _written_topics(note: Note) -> Iterator[tuple[str, Lines]]:
    for section in note.walk():
        if section.topic:
            yield section.topic, Lines(section.lines.first, section.lines.first)
        for block in section.blocks:
            if block.topic:
                yield block.topic, block.lines


def check_topic_ties(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report each point that has no topic because its concepts vote for several."""
    for note in library.notes:
        if not kb.summaries[note.path].undecided:
            continue
        ties = {tie.block: tie.topics for tie in kb.ties[note.path]}
        locator = Locator(note)
        for section in note.walk() if ties else ():
            for block in section.blocks:
                if topics := ties.get(block.number):
                    yield kinds.TOPIC_TIED.at(
                        locator.find(block.lines, block.prose.text[:8]),
                        path=note.path,
                        topics=" and ".join(map(repr, topics)),
                        first=topics[0],
                    )


def check_undecided(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report each ambiguous form of a block once, at its first place there."""
    for note in library.notes:
        if not kb.summaries[note.path].undecided:
            continue
        locator = Locator(note)
        undecided = kb.mentions[note.path].undecided
        for one in dict.fromkeys((u.form, u.ambiguity.candidates, u.lines) for u in undecided):
            form, candidates, lines = one
            yield kinds.CONCEPT_AMBIGUOUS.at(
                locator.find(lines, form),
                path=note.path,
                form=form,
                candidates=", ".join(map(repr, candidates)),
                first=candidates[0],
            )


def check_translations(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report the stale, missing and extra sections of every translation."""
    for group in kb.groups.values():
        for note in group.versions.values():
            for status in kb.statuses.get(note.path, ()):
                if kind := _STATES.get(status.state):
                    line = 0 if status.state is State.MISSING else status.line
                    yield kind.at(
                        Place(line=line, column=0),
                        path=note.path,
                        section=status.section,
                        original=group.source.path,
                        current=status.current,
                    )


def check_section_order(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report the first section of a translation that the original has in another place."""
    for group in kb.groups.values():
        for note in group.versions.values():
            both = [s for s in kb.statuses.get(note.path, ()) if s.state not in _ONE_SIDED]
            for before, status in pairwise(both):
                if status.line < before.line:
                    place = Place(line=status.line, column=0)
                    yield kinds.TRANSLATION_ORDER.at(
                        place, path=note.path, section=status.section, original=group.source.path
                    )
                    break


def check_dates(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report notes none of whose languages says a date; a paste has no place for one."""
    for group in kb.groups.values():
        dated = any(note.meta.date for note in group.versions.values())
        if not dated and not group.source.pasted:
            yield kinds.NOTE_UNDATED.at(path=group.source.path)


def check_copied(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report what nobody has translated yet: openings, titles and sections."""
    for group in kb.groups.values():
        for note in group.versions.values():
            if note is not group.source:
                yield from _copied_opening(kb, group.source, note)
                marks = kb.summaries[group.source.path].marks
                if may_be_copied(marks, kb.summaries[note.path].marks):
                    yield from _copied(group.source, note)


def _copied_opening(kb: KnowledgeBase, original: Note, note: Note) -> Iterator[Diagnostic]:
    opening = kb.summaries[note.path].opening
    same = opening and opening == kb.summaries[original.path].opening
    if same and (line := copied_opening(original, note)):
        place = Place(line=line, column=0)
        yield kinds.TRANSLATION_OPENING_COPIED.at(place, path=note.path, original=original.path)


def _copied(original: Note, note: Note) -> Iterator[Diagnostic]:
    copied = list(copied_sections(original, note))
    if copied and note.title == original.title and is_copied(note.title, original, note):
        place = Place(line=_lines_of_key(note, "title").first, column=0)
        yield kinds.TRANSLATION_TITLE_COPIED.at(place, path=note.path, original=original.path)
    for status in copied:
        yield kinds.TRANSLATION_COPIED.at(
            Place(line=status.line, column=0),
            path=note.path,
            section=status.section,
            original=original.path,
            id=note.id,
        )


def check_untranslated(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report each note that lacks a language into which other notes are translated."""
    written = {code for group in kb.groups.values() for code in group.versions}
    for group in kb.groups.values():
        for code in library.languages.codes:
            if code in written and code not in group.versions:
                stem, dot, suffix = group.source.path.rpartition(".")
                stem = stem.removesuffix(f".{group.original}")
                marked = "" if code == library.languages.default else f".{code}"
                yield kinds.TRANSLATION_MISSING.at(
                    path=group.source.path, language=code, file=f"{stem}{marked}{dot}{suffix}"
                )
