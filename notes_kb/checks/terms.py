"""The site's term sheet: which of a concept's names its own texts use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from notes_kb.checks.notes import Locator
from notes_kb.domain import kinds
from notes_kb.domain.concept import Concept
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.mention import Mention
from notes_kb.domain.note import BlockKind, Note, Prose
from notes_kb.domain.span import Lines, Place
from notes_kb.knowledge_base import KnowledgeBase
from notes_kb.languages import variants
from notes_kb.linking.mentions import NoteMentions
from notes_kb.loading.library import Library
from notes_kb.text.fold import form_key

_Sheet = Mapping[tuple[str, str], str]
"""By concept and compared form: what to write instead."""


def check_preferred(library: Library, kb: KnowledgeBase) -> Iterator[Diagnostic]:
    """Report each form in notes and articles that its concept does not prefer, once a block.

    Quotes and pastes keep the words of those who spoke.
    """
    with_terms = [concept for concept in kb.concepts.values() if concept.preferred]
    if not with_terms:
        return
    sheets = {code: _sheet(with_terms, code) for code in _languages(with_terms)}
    concepts = frozenset(concept.id for concept in with_terms)
    for note in library.notes:
        sheet = sheets.get(note.language)
        if sheet and not note.pasted and not concepts.isdisjoint(kb.summaries[note.path].mentioned):
            yield from _in_note(note, kb.mentions[note.path], sheet, 0)
    for concept in library.concepts:
        for language, article in concept.articles.items():
            sheet = sheets.get(language)
            if not sheet or not _may_hold(sheet, article.markdown):
                continue
            read = kb.articles.read(concept.id, language)
            yield from _in_note(read.note, read.mentions, sheet, article.first_line - 1)


def _languages(concepts: list[Concept]) -> Iterator[str]:
    yield from dict.fromkeys(code for concept in concepts for code in concept.preferred)


def _sheet(concepts: list[Concept], language: str) -> _Sheet:
    sheet: dict[tuple[str, str], str] = {}
    for concept in concepts:
        preferred = concept.preferred.get(language, ())
        good = {key for form in preferred for key in _keys(form)}
        instead = " or ".join(map(repr, preferred))
        for code, form in concept.forms():
            if preferred and code == language:
                sheet |= {(concept.id, key): instead for key in _keys(form) if key not in good}
    return sheet


def _keys(form: str) -> Iterator[str]:
    """Give what a form and its plural and spelling variants are compared as."""
    yield from map(form_key, (form, *variants(form)))


def _may_hold(sheet: _Sheet, text: str) -> bool:
    """Whether a text holds one of the forms, before it is parsed."""
    key = form_key(text)
    return any(form in key for _, form in sheet)


def _in_note(note: Note, mentions: NoteMentions, sheet: _Sheet, above: int) -> Iterator[Diagnostic]:
    locator = Locator(note)

    def told(prose: Prose, found: tuple[Mention, ...], lines: Lines) -> Iterator[Diagnostic]:
        forms = ((m.concept, prose.text[m.span.start : m.span.end]) for m in found)
        for concept, form in dict.fromkeys(forms):
            instead = sheet.get((concept, form_key(form)))
            if instead is not None:
                at = locator.find(lines, form)
                place = Place(
                    line=at.line + above,
                    column=at.column,
                    end_column=at.end_column,
                    source=at.source,
                )
                yield kinds.TERM_NOT_PREFERRED.at(
                    place, path=note.path, form=form, concept=concept, preferred=instead
                )

    for section in note.walk():
        heading = Lines(section.lines.first, section.lines.first)
        yield from told(section.prose, mentions.of_heading(section), heading)
        for block in section.blocks:
            if block.kind is not BlockKind.QUOTE:
                yield from told(block.prose, mentions.of(block), block.lines)
