"""Words by which the search finds something in one state of a knowledge base only.

The search finds any stretch of the text in a script without blanks, and words of letters
by their stems. So a word finds nothing where no text of the state holds it in that sense;
all texts are looked through once, for all words, by one automaton.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from notes_kb.domain.concept import Concept
from notes_kb.domain.note import Note, Prose
from notes_kb.domain.span import Span
from notes_kb.knowledge_base import KnowledgeBase
from notes_kb.languages import LANGUAGES, split_words
from notes_kb.languages.scripts import is_word_character
from notes_kb.linking.ranges import Ranges
from notes_kb.text.fold import form_key, squeeze
from notes_kb.text.stem import stem

MOST = 100
"""Words that are given."""
SHORTEST = 3
"""Letters of a word of letters."""

_NAME, _HEADING, _TEXT = 100, 10, 1
"""What an occurrence of a word weighs, by where it stands."""
_COMMON = frozenset[str]().union(*(one.sentences.small_words for one in LANGUAGES))


class FoundWord(NamedTuple):
    """A word, and a place where the search finds it."""

    word: str
    path: str


class _Candidate(NamedTuple):
    word: str
    path: str
    weight: int


def new_words(old: KnowledgeBase, new: KnowledgeBase) -> tuple[FoundWord, ...]:
    """Give the words that only the second state holds, names of concepts first, at most `MOST`.

    Words of headings follow, then those that stand most often in texts.
    """
    found = _candidates(old, new)
    patterns = {key: _patterns(key) for key in found}
    held = _held_by(_texts(old), frozenset().union(*patterns.values()))
    left = [one for key, one in found.items() if held.isdisjoint(patterns[key])]
    left.sort(key=lambda one: (-one.weight, one.word))
    return tuple(FoundWord(one.word, one.path) for one in left[:MOST])


def _candidates(old: KnowledgeBase, new: KnowledgeBase) -> dict[str, _Candidate]:
    """Gather the words of what is not the same in the old state, by their compared form."""
    found: dict[str, _Candidate] = {}
    for word, path, weight in _weighed(old, new):
        key = form_key(word)
        if key:
            known = found.get(key, _Candidate(word, path, 0))
            found[key] = known._replace(weight=known.weight + weight)
    return found


def _weighed(old: KnowledgeBase, new: KnowledgeBase) -> Iterator[tuple[str, str, int]]:
    for concept in new.concepts.values():
        before = old.concepts.get(concept.id)
        if before == concept:
            continue
        yield from ((form, concept.path, _NAME) for _, form in concept.forms())
        for definition in concept.definition.values():
            yield from _of_prose(Prose(text=definition), concept.path, _TEXT)
        for language in concept.articles:
            yield from _of_note(new.articles.read(concept.id, language).note)
    known = {note.path: note for note in _notes(old)}
    for note in _notes(new):
        if known.get(note.path) == note:
            continue
        yield from _of_prose(Prose(text=note.title), note.path, _HEADING)
        yield from _of_note(note)


def _of_note(note: Note) -> Iterator[tuple[str, str, int]]:
    for section in note.walk():
        yield from _of_prose(section.prose, note.path, _HEADING)
        for block in section.blocks:
            yield from _of_prose(block.prose, note.path, _TEXT)


def _of_prose(prose: Prose, path: str, weight: int) -> Iterator[tuple[str, str, int]]:
    """Yield the words of a text; what is no language (code, formulas, addresses) has none."""
    inert = Ranges(prose.inert)
    for word, start in split_words(prose.text):
        if _counts(word) and not inert.touch(Span(start, start + len(word))):
            yield word, path, weight


def _counts(word: str) -> bool:
    """Tell whether readers would look for a word: not for numbers, nor for identifiers."""
    if word.isdecimal() or "_" in word or word.casefold() in _COMMON:
        return False
    return len(word) >= (SHORTEST if is_word_character(word[0]) else 2)


def _notes(kb: KnowledgeBase) -> Iterator[Note]:
    for group in kb.groups.values():
        yield from group.versions.values()


def _texts(kb: KnowledgeBase) -> Iterator[str]:
    """Yield everything that the search reads."""
    for note in _notes(kb):
        yield f"{note.title}\n{note.text}"
    for concept in kb.concepts.values():
        yield "\n".join((*(form for _, form in concept.forms()), *_texts_of(concept)))


def _texts_of(concept: Concept) -> Iterator[str]:
    yield from concept.definition.values()
    yield from (article.markdown for article in concept.articles.values())


def _patterns(key: str) -> frozenset[str]:
    """Give what a text may hold for the search to find a word in it: the word, or its stem."""
    return frozenset({key, stem(key)} if key.isascii() and key.isalpha() else {key})


def _held_by(texts: Iterable[str], patterns: Iterable[str]) -> set[str]:
    """Give the patterns that some text holds, those of letters at the beginning of a word."""
    keys = sorted(patterns)
    automaton = AhoCorasick(keys)
    held: set[str] = set()
    for text in texts:
        if len(held) == len(keys):
            break
        squeezed = squeeze(text).text
        for number, start, _ in automaton.find_matches_as_indexes(squeezed, overlapping=True):
            if keys[number] not in held and _begins(squeezed, start):
                held.add(keys[number])
    return held


def _begins(text: str, start: int) -> bool:
    """Tell whether a word of letters begins here, or a script in which any place will do."""
    return (
        start == 0 or not is_word_character(text[start]) or not is_word_character(text[start - 1])
    )
