"""Forms of concepts that stand in texts and are no mentions, with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from notes_kb.domain.note import Note
from notes_kb.knowledge_base import KnowledgeBase
from notes_kb.languages import variants
from notes_kb.linking.matcher import Missed, find_missed
from notes_kb.linking.mentions import MENTIONING, NoteMentions
from notes_kb.linking.sentences import sentence_around
from notes_kb.text.fold import form_key

REASONS = {
    Missed.AMBIGUOUS: "belongs to several concepts, and no context word decides",
    Missed.GUARDED: "stands in a string of 'not_in'",
    Missed.SPELLED: "is written in other capitals than the record asks for",
    Missed.INSIDE_WORD: "is a part of a longer word",
    Missed.INSIDE_NAME: "is a part of a name or identifier",
    Missed.OPTED_OUT: "stands where 'no_links' or {.no-link} keeps it from being linked",
}
"""What is said of each reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlinkedForm:
    """A form of a concept that is not linked, for one reason."""

    concept: str
    form: str
    """As it stands in the text."""
    reason: Missed
    count: int
    path: str
    """The first file."""
    sentence: str
    """The sentence around the first place."""


def find_unlinked(kb: KnowledgeBase) -> tuple[UnlinkedForm, ...]:
    """Give the forms in notes that are no mentions, the most frequent first."""
    found: dict[tuple[str, str, Missed], UnlinkedForm] = {}
    for group in kb.groups.values():
        for note in group.versions.values():
            for concept, form, reason, sentence in _of_note(kb, note):
                key = (concept, form, reason)
                known = found.get(key)
                found[key] = UnlinkedForm(
                    concept=concept,
                    form=form,
                    reason=reason,
                    count=known.count + 1 if known else 1,
                    path=known.path if known else note.path,
                    sentence=known.sentence if known else sentence,
                )
    return tuple(sorted(found.values(), key=lambda one: (-one.count, one.concept, one.form)))


def find_unused_aliases(kb: KnowledgeBase) -> Mapping[str, tuple[str, ...]]:
    """Give the aliases that stand in no note and no article, by concept.

    The search may still need them: readers type what authors do not write.
    """
    used: set[tuple[str, str]] = set()
    for group in kb.groups.values():
        for note in group.versions.values():
            used.update(_used(note, kb.mentions[note.path]))
    for concept in kb.concepts.values():
        for language in concept.articles:
            article = kb.articles.read(concept.id, language)
            used.update(_used(article.note, article.mentions))
    unused = {
        concept.id: tuple(
            alias
            for aliases in concept.aliases.values()
            for alias in aliases
            if not any((concept.id, form_key(one)) in used for one in (alias, *variants(alias)))
        )
        for concept in kb.concepts.values()
    }
    return {concept: aliases for concept, aliases in unused.items() if aliases}


def _used(note: Note, mentions: NoteMentions) -> Iterator[tuple[str, str]]:
    """Yield each concept that a text mentions, with the form that stands there."""
    for section in note.walk():
        places = [(section.prose, mentions.of_heading(section))]
        places += [(block.prose, mentions.of(block)) for block in section.blocks]
        for prose, found in places:
            for mention in found:
                yield mention.concept, form_key(prose.text[mention.span.start : mention.span.end])


def _of_note(kb: KnowledgeBase, note: Note) -> Iterator[tuple[str, str, Missed, str]]:
    mentions = kb.mentions[note.path]
    for section in note.walk():
        places = [(section.prose, mentions.of_heading(section))]
        places += [
            (block.prose, mentions.of(block))
            for block in section.blocks
            if block.kind in MENTIONING
        ]
        for prose, found in places:
            taken = [*prose.inert, *(mention.span for mention in found)]
            for missed in find_missed(prose.text, kb.lexicon, taken):
                form = prose.text[missed.span.start : missed.span.end]
                sentence, _ = sentence_around(prose.text, missed.span)
                yield missed.concept, form, missed.reason, sentence
