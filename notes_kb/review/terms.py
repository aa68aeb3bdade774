"""Terms that a glossary lacks: what notes and articles say again and again, and no concept names.

Candidates are runs of up to four words between punctuation. They are ranked by their C-value
(Frantzi, Ananiadou and Mima, 2000): how often one stands by itself, not within a longer
candidate, with more for longer ones; by how much its words say beside everyday language; and by
how many texts use it. Two names in one place, ``混合专家（MoE）``, are strong evidence, and so is
a ``[[name]]`` that no concept has yet. Names in several languages are put together where they
stand in the same sections of originals and translations.

Runs of n words are counted only where both runs of n - 1 words in them are frequent, so that
memory follows what is found, not all runs of all texts (Agrawal and Srikant, 1994).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from notes_kb.domain.note import Note, Prose
from notes_kb.domain.span import Span
from notes_kb.knowledge_base import KnowledgeBase
from notes_kb.languages import split_words, term_joints, term_weight, variants
from notes_kb.languages.scaffolds import concept_scaffold
from notes_kb.languages.scripts import UNSPACED, script_of
from notes_kb.linking.lexicon import SHORTEST_FORM
from notes_kb.linking.mentions import NoteMentions
from notes_kb.linking.ranges import Ranges
from notes_kb.linking.sentences import sentence_around
from notes_kb.loading.inline import parse_inline
from notes_kb.text.fold import form_key
from notes_kb.text.slug import slugify

LONGEST = 4
"""Words of the longest candidate."""
FEWEST = 3
"""Occurrences of a candidate by itself, unless it is a name or its words always stand together."""
FEWEST_SURE = 2
WIDE = 4
"""Texts beyond which it says no more that another one uses a candidate."""
SENTENCES = 2
"""Sentences that are shown for a term."""
COMPARED = 400
"""Candidates of which names in other languages are looked for, the best ones."""
_TOGETHER, _COMMON = 0.6, 2
"""Least share of common sections of two names for one concept (Dice's coefficient), and number."""
_PAIRED, _ASKED = 2.5, 4.0
"""What a name beside another name, and one in ``[[…]]``, count more."""
_NAMED, _SINGLE = 0.9, 0.3
"""What a name of one word and any other single word count, beside a term of several words."""
_COHESIVE = 0.8
_LOOSE = 0.3
"""What words count whose parts mostly stand apart, beside such as always stand together."""
_NAMED_TWICE = 2.0
"""What a term counts more that has a name of its own in two languages."""
_NAME = 0.95
"""The weight of a word from which on it is a name."""

_GLOSS = re.compile(r"([^（()）\n,，。;；:：]{1,60})[（(]([A-Za-z][A-Za-z0-9 .+-]{1,60})[)）]")

_OUTWARD = re.compile(r"\[([^\[\]\n]{1,200})\]\(<?https?://")

Words = tuple[str, ...]
Run = tuple[tuple[str, str], ...]
"""Words, each with what stands before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What the glossary may lack."""

    names: Mapping[str, str]
    """By the language of the texts, the best first; at least one."""
    count: int
    texts: int
    """Notes and articles, translations counted once."""
    score: float
    asked: bool = False
    """Whether a ``[[…]]`` names it, which no concept has."""
    sentences: tuple[tuple[str, str], ...] = ()
    """File and sentence."""

    @property
    def name(self) -> str:
        """The best name."""
        return next(iter(self.names.values()))

    @property
    def id(self) -> str:
        """The id that its record would have: of a name in Latin letters, where there is one."""
        latin = [name for name in self.names.values() if name.isascii()]
        return slugify((latin or [self.name])[0])

    def record(self, codes: Sequence[str], language: str) -> str:
        """Write a record to be filled in, with its names as labels."""
        return concept_scaffold(self.name, codes, language, labels=self.names)


@dataclass(slots=True)
class _Text:
    """Running text outside of what concepts name: its words in runs, and where it stands."""

    language: str
    document: str
    """The note or concept, in whatever language."""
    section: str
    """What pairs it with its translation."""
    path: str
    prose: str
    runs: list[Run]
    links: tuple[str, ...]
    """The names in its ``[[…]]``."""


@dataclass(slots=True)
class _Candidate:
    """A run of words, counted."""

    language: str
    words: Words
    name: str
    """The words as they are written first."""
    count: int = 0
    documents: set[str] = field(default_factory=set)
    sections: set[str] = field(default_factory=set)
    evidence: float = 1.0
    score: float = 0.0
    asked: bool = False


def find_terms(kb: KnowledgeBase, limit: int) -> tuple[Term, ...]:
    """Give the likeliest terms that no concept names, the best first."""
    texts = list(_texts(kb))
    found: dict[tuple[str, str], _Candidate] = {}
    for language in dict.fromkeys(text.language for text in texts):
        own = [text for text in texts if text.language == language]
        for candidate in _candidates(own, language):
            found[language, form_key(candidate.name)] = candidate
    pairs = _glosses(texts, found)
    _asked_for(texts, kb, found)
    ranked = sorted(found.values(), key=lambda one: (-one.score, one.name))
    terms = _joined(ranked[:COMPARED], pairs)[:limit]
    return tuple(_quoted(term, texts) for term in terms)


# Texts


def _texts(kb: KnowledgeBase) -> Iterator[_Text]:
    for group in kb.groups.values():
        for note in group.versions.values():
            yield from _of_note(note, kb.mentions[note.path], f"note {group.id}")
    for concept in kb.concepts.values():
        for language in concept.articles:
            article = kb.articles.read(concept.id, language)
            yield from _of_note(article.note, article.mentions, concept.id)


def _of_note(note: Note, mentions: NoteMentions, document: str) -> Iterator[_Text]:
    for section in note.walk():
        places = [(section.prose, section.heading, mentions.of_heading(section))]
        places += [(block.prose, block.text, mentions.of(block)) for block in section.blocks]
        for prose, source, found in places:
            if prose.text:
                named = (mention.span for mention in found)
                taken = Ranges([*prose.inert, *named, *_titles(prose.text, source)])
                yield _Text(
                    language=note.language,
                    document=document,
                    section=f"{document}#{section.id}",
                    path=note.path,
                    prose=prose.text,
                    runs=list(_runs(prose, taken)),
                    links=tuple(link.concept for link in prose.links),
                )


def _titles(text: str, source: str) -> Iterator[Span]:
    """Yield the words of links to other sites: titles of sources, which use no term."""
    at = 0
    for link in _OUTWARD.finditer(source) if "://" in source else ():
        title = parse_inline(link[1]).text
        start = text.find(title, at)
        if start >= 0:
            at = start + len(title)
            yield Span(start, at)


def _runs(prose: Prose, taken: Ranges) -> Iterator[Run]:
    """Yield the runs of words of one script that only a blank or a hyphen parts."""
    run: list[tuple[str, str]] = []
    end, unspaced = -1, False
    for word, start in _words(prose.text):
        wide = script_of(word[0]) in UNSPACED
        gap = prose.text[end:start] if run else ""
        joined = wide == unspaced and (gap == "" if wide else gap in (" ", "-"))
        # What stands behind a number is what is counted: a unit, or any thing.
        counts = joined and bool(run) and run[-1][0].isdecimal()
        covered = counts or taken.cover(Span(start, start + len(word)))
        if run and (covered or not joined):
            yield tuple(run)
            run = []
        if not covered:
            run.append((word, gap))
        end, unspaced = start + len(word), wide
    if run:
        yield tuple(run)


def _words(text: str) -> Iterator[tuple[str, int]]:
    """Yield words with their offsets; names that a hyphen joins are one: R1-Zero, GPT-4o."""
    known: tuple[str, int] | None = None
    for word, start in split_words(text):
        if known and _joins(text, known, word, start):
            known = (f"{known[0]}-{word}", known[1])
            continue
        if known:
            yield known
        known = (word, start)
    if known:
        yield known


def _joins(text: str, before: tuple[str, int], word: str, start: int) -> bool:
    """Tell whether a hyphen makes one name of two words."""
    hyphen = text[before[1] + len(before[0]) : start] == "-"
    capital = word[:1].isupper() and term_weight(word) > 0
    return hyphen and capital and term_weight(before[0]) >= _NAME


# Candidates


def _candidates(texts: Sequence[_Text], language: str) -> Iterator[_Candidate]:
    """Count the runs of one language that may be terms, and weigh them."""
    frequent: set[Words] | None = None
    levels: list[dict[Words, _Candidate]] = []
    for length in range(1, LONGEST + 1):
        level = _count(texts, length, frequent, language)
        frequent = set(level)
        levels.append(level)
    found = {key: one for level in levels for key, one in level.items()}
    _merge_variants(found)
    counts = {key: one.count for key, one in found.items()}
    longer = _longer(counts)
    for key, one in found.items():
        weights = [term_weight(word) for word in one.words]
        if not (weights[0] and weights[-1]) or not _inside(key, weights):
            continue
        if len(form_key(one.name)) < SHORTEST_FORM:
            continue  # A concept of that name would never be linked.
        names = all(weight >= _NAME for weight in weights)
        alone = one.count - (longer[key][0] / longer[key][1] if key in longer else 0.0)
        rarest = min(counts.get((word,), one.count) for word in key)
        cohesion = one.count / max(rarest, one.count)
        sure = names or (len(key) > 1 and cohesion >= _COHESIVE)
        if alone < (FEWEST_SURE if sure else FEWEST):
            continue
        if len(key) == 1 and one.name.isascii() and not names:
            continue  # A single word in small letters is a word of the language.
        spread = math.log2(1 + min(len(one.documents), WIDE))
        weight = _shape(weights, cohesion)
        one.score = weight * math.log2(1 + alone) * spread
        yield one


def _merge_variants(found: dict[Words, _Candidate]) -> None:
    """Count plurals with their singulars."""
    for key in sorted(found, key=len):
        for other in variants(" ".join(key)) if key in found else ():
            plural = found.pop(tuple(other.split(" ")), None)
            if plural is not None:
                found[key].count += plural.count
                found[key].documents |= plural.documents
                found[key].sections |= plural.sections


def _shape(weights: Sequence[float], cohesion: float) -> float:
    """Weigh what a candidate is made of.

    A single word of the language is seldom a term, a name often. Of several words, those
    say most of which the rarest hardly stands elsewhere (`cohesion`, from 0 to 1).
    """
    weight = sum(weights) / len(weights)
    if len(weights) == 1:
        return _NAMED * weight if weight >= _NAME else _SINGLE * weight**2
    return math.log2(1 + len(weights)) * weight * (_LOOSE + (1 - _LOOSE) * cohesion)


def _count(
    texts: Iterable[_Text], length: int, frequent: set[Words] | None, language: str
) -> dict[Words, _Candidate]:
    """Count the runs of a length whose shorter runs are frequent."""
    found: dict[Words, _Candidate] = {}
    for text in texts:
        for run in text.runs:
            for at in range(len(run) - length + 1):
                part = run[at : at + length]
                key = tuple(word.lower() for word, _ in part)
                if frequent is not None and not (key[1:] in frequent and key[:-1] in frequent):
                    continue
                if key not in found:
                    name = "".join(gap + word for word, gap in part).removeprefix(part[0][1])
                    found[key] = _Candidate(language, tuple(word for word, _ in part), name)
                one = found[key]
                one.count += 1
                one.documents.add(text.document)
                one.sections.add(text.section)
    return {key: one for key, one in found.items() if one.count >= FEWEST_SURE}


def _longer(counts: Mapping[Words, int]) -> dict[Words, tuple[int, int]]:
    """Give, for each run within longer ones, how often it stands there, and in how many."""
    found: dict[Words, list[int]] = defaultdict(lambda: [0, 0])
    for key, count in counts.items():
        if len(key) > 1:
            for part in {key[1:], key[:-1]}:
                found[part][0] += count
                found[part][1] += 1
    return {key: (total, number) for key, (total, number) in found.items()}


def _inside(key: Words, weights: Sequence[float]) -> bool:
    """Tell whether the words between the first and the last may stand within a term."""
    joints = term_joints()
    inner = zip(key[1:-1], weights[1:-1], strict=True)
    return all(weight or word in joints for word, weight in inner)


# Evidence


def _glosses(
    texts: Iterable[_Text], found: Mapping[tuple[str, str], _Candidate]
) -> dict[tuple[str, str], tuple[str, str]]:
    """Find two names side by side, ``混合专家（MoE）``, and count each of them more.

    Gives the keys of candidates that belong together.
    """
    by_form: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key in found:
        by_form[key[1]].append(key)
    pairs: dict[tuple[str, str], tuple[str, str]] = {}
    for text in texts:
        for match in _GLOSS.finditer(text.prose) if "(" in text.prose or "（" in text.prose else ():
            before = form_key(match[1])
            ends = [(text.language, before[at:]) for at in range(len(before))]
            left = [key for key in ends if key in found]
            right = by_form.get(form_key(match[2]), [])
            for key in (*left, *right):
                found[key].evidence = _PAIRED
            if left and right:
                pairs[right[0]] = left[0]
    for one in found.values():
        one.score *= one.evidence
    return pairs


def _asked_for(
    texts: Iterable[_Text], kb: KnowledgeBase, found: dict[tuple[str, str], _Candidate]
) -> None:
    """Add the names in ``[[…]]`` that are nothing's yet; somebody has asked for each of them."""
    names = kb.lexicon.names
    for text in texts:
        for name in text.links:
            known = names.resolve(name) or kb.find_note(name) or name.startswith("#")
            if known or not name.strip():
                continue
            shown = name.replace("-", " ") if slugify(name) == name else name
            key = (text.language, form_key(shown))
            one = found.setdefault(key, _Candidate(text.language, (shown,), shown))
            if not one.asked:
                one.asked, one.count = True, max(one.count, 1)
            one.documents.add(text.document)
            one.sections.add(text.section)
    best = max((one.score for one in found.values()), default=1.0)
    for one in found.values():
        if one.asked:
            one.score += best * _ASKED


# Terms


def _joined(
    ranked: Sequence[_Candidate], pairs: Mapping[tuple[str, str], tuple[str, str]]
) -> list[Term]:
    """Put the names of one term together, those of the best candidate first."""
    known = {(one.language, form_key(one.name)): one for one in ranked}
    partner: dict[int, _Candidate] = {}
    languages = {language for language, _ in known}
    for (language, form), one in known.items():
        for code in languages - {language}:
            for same in (form, *variants(form)):
                if (other := known.get((code, same))) is not None:
                    partner.setdefault(id(one), other)
                    partner.setdefault(id(other), one)
    for right, left in pairs.items():
        if right in known and left in known and right[0] != left[0]:
            partner.setdefault(id(known[right]), known[left])
            partner.setdefault(id(known[left]), known[right])
    terms, used = [], set[int]()
    for one in ranked:
        if id(one) in used:
            continue
        used.add(id(one))
        other = partner.get(id(one)) or _translation(one, ranked, used)
        if other is not None and id(other) not in used:
            used.add(id(other))
        else:
            other = None
        terms.append(_term(one, other))
    return sorted(terms, key=lambda term: -term.score)


def _translation(
    one: _Candidate, ranked: Sequence[_Candidate], used: set[int]
) -> _Candidate | None:
    """Give the candidate of another language that stands in the same sections, if one does.

    Names that are written alike in both languages translate nothing, so only candidates in
    the scripts of their own languages are compared.
    """
    best, share = None, _TOGETHER
    for other in ranked:
        if other.language == one.language or id(other) in used or _wide(other) == _wide(one):
            continue
        common = len(one.sections & other.sections)
        dice = 2 * common / (len(one.sections) + len(other.sections) or 1)
        if common >= _COMMON and dice > share:
            best, share = other, dice
    return best


def _wide(one: _Candidate) -> bool:
    return script_of(one.name[0]) in UNSPACED


def _term(one: _Candidate, other: _Candidate | None) -> Term:
    both = [one] if other is None else [one, other]
    return Term(
        names={candidate.language: candidate.name for candidate in both},
        count=sum(candidate.count for candidate in both),
        texts=len(set().union(*(candidate.documents for candidate in both))),
        # What two languages each have a name of their own for is more than a word.
        score=one.score * (_NAMED_TWICE if other and one.name != other.name else 1.0),
        asked=any(candidate.asked for candidate in both),
    )


def _quoted(term: Term, texts: Iterable[_Text]) -> Term:
    """Add the first sentences that hold a name of a term, from several texts if there are."""
    found: dict[str, tuple[str, str]] = {}
    for text in texts:
        name = term.names.get(text.language)
        at = text.prose.lower().find(name.lower()) if name else -1
        if name and at >= 0 and text.document not in found:
            sentence, _ = sentence_around(text.prose, Span(at, at + len(name)))
            found[text.document] = (text.path, sentence)
            if len(found) == SENTENCES:
                break
    return replace(term, sentences=tuple(found.values()))
