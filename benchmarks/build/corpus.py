"""A docs folder of generated notes and concepts: the same bytes for the same arguments."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.build import vocabulary as words
from benchmarks.build.vocabulary import Pair

TOPICS = 8
"""Concepts, from the first on, that are topics too."""
ORDINALS = "一二三四五六七八"


@dataclass(frozen=True, slots=True)
class Term:
    """One concept of the corpus."""

    id: str
    label: Pair
    alias: Pair

    def form(self, chance: random.Random) -> Pair:
        """Give the label, or one time in four the alias."""
        return self.alias if chance.random() < 0.25 else self.label


TERMS = tuple(
    Term(re.sub(r"[^a-z0-9]+", "-", en.lower()).strip("-"), (zh, en), (zh_alias, en_alias))
    for zh, en, zh_alias, en_alias in words.CONCEPTS
)


def write_notes(docs: Path, files: int, *, english: bool = True, seed: int = 1) -> int:
    """Write `files` files of notes, the concepts and a home page; give the number of notes.

    With `english`, every note stands in both languages, so that there are half as many
    notes as files. Raises ValueError where `files` is odd then.
    """
    if english and files % 2:
        raise ValueError(f"{files} files are no pairs")
    (docs / "notes").mkdir(parents=True)
    _write(docs / "index.md", "# 语料\n\n由词表生成的笔记，只用来测量。\n")
    if english:
        _write(docs / "index.en.md", "# Corpus\n\nNotes made from a list of words, to measure.\n")
    _write_concepts(docs / "concepts", english)
    count = files // 2 if english else files
    for number in range(count):
        zh, en = _note(random.Random(f"{seed}-{number}"), number)
        _write(docs / "notes" / f"n{number:05}.md", zh)
        if english:
            _write(docs / "notes" / f"n{number:05}.en.md", en)
    return count


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")


def _write_concepts(folder: Path, english: bool) -> None:
    for number, term in enumerate(TERMS):
        chance = random.Random(f"concept-{number}")
        record = "\n".join(_record(chance, number, term))
        bodies = [_article(chance, term) for _ in range(2)]
        zh, en = ("\n\n".join(section[side] for section in bodies) for side in (0, 1))
        _write(folder / f"{term.id}.md", f"---\n{record}\n---\n\n{zh}\n")
        if english:
            _write(folder / f"{term.id}.en.md", f"{en}\n")


def _record(chance: random.Random, number: int, term: Term) -> Iterator[str]:
    related = [other.id for other in chance.sample(TERMS, 3) if other is not term]
    yield f"labels: {{zh: {term.label[0]}, en: {_capitalised(term.label[1])}}}"
    yield "aliases:"
    yield f"  zh: [{term.alias[0]}]"
    yield f"  en: [{term.alias[1]}]"
    yield "definition:"
    yield f"  zh: 与{term.label[0]}有关的一组做法，编号 {number}。"
    yield f"  en: A set of practices around {term.label[1]}, number {number}."
    if number < TOPICS:
        yield f"topic: {number + 1}"
    else:
        yield f"broader: [{TERMS[number % TOPICS].id}]"
    yield f"related: [{', '.join(related)}]"
    yield f'sources: [{{title: "Report {number}", url: "https://example.org/{term.id}"}}]'


def _article(chance: random.Random, term: Term) -> Pair:
    points = [_point(chance, 0.3) for _ in range(3)]
    aspect, anchor = chance.choice(words.ASPECTS), chance.randrange(10**6)
    zh, en = ("\n".join(f"- {point[side]}" for point in points) for side in (0, 1))
    return (
        f"## {term.label[0]}：{aspect[0]} {{#a{anchor}}}\n\n{zh}",
        f"## {_capitalised(term.label[1])}: {aspect[1]} {{#a{anchor}}}\n\n{en}",
    )


def _note(chance: random.Random, number: int) -> Pair:
    first, second = chance.sample(TERMS, 2)
    event = chance.choice(words.EVENTS)
    titles = (
        f"{first.label[0]}与{second.label[0]}：第 {number} 讲",
        f"{_capitalised(first.label[1])} and {second.label[1]}: lecture {number}",
    )
    date = f"{2019 + number % 7}-{1 + number % 12:02}-{1 + number % 28:02}"
    heads = [
        f'---\ntitle: "{titles[side]}"\ndate: {date}\nevent: {event[side]}\n'
        f'source: {{title: "{titles[side]}", url: "https://example.org/talks/{number}"}}\n'
        f"tags: [{first.label[side]}, {second.label[side]}]\n---\n"
        for side in (0, 1)
    ]
    sections = tuple(_sections(chance))
    zh, en = ("\n".join([head, *(s[side] for s in sections)]) for side, head in enumerate(heads))
    return zh, en


def _sections(chance: random.Random) -> Iterator[Pair]:
    """Yield five to eight sections, with 20 to 40 points between them."""
    count = chance.randint(5, 8)
    points = [2] * count
    for _ in range(chance.randint(20, 40) - sum(points)):
        points[chance.randrange(count)] += 1
    for number, size in enumerate(points):
        topic = chance.choice(TERMS[:TOPICS])
        about, aspect = chance.choice(TERMS), chance.choice(words.ASPECTS)
        attributes = f"{{#s{number + 1} topic={topic.id}}}"
        blocks = [_points(chance, size), *_extras(chance)]
        zh, en = ("\n".join(block[side] for block in blocks) for side in (0, 1))
        yield (
            f"## {ORDINALS[number]}、{about.label[0]}的{aspect[0]} {attributes}\n\n{zh}",
            f"## {_capitalised(about.label[1])}: {aspect[1]} {attributes}\n\n{en}",
        )


def _points(chance: random.Random, size: int) -> Pair:
    lines: list[list[str]] = [[], []]
    for number in range(size):
        last, nested = number == size - 1, number and chance.random() < 0.1
        point = _point(chance, 0.55)
        marks = ("**总结**：", "**Summary**: ") if last and chance.random() < 0.5 else ("", "")
        for side in (0, 1):
            indent = "    " if nested and not last else ""
            lines[side].append(f"{indent}- {marks[side]}{point[side]}")
    return "\n".join(lines[0]) + "\n", "\n".join(lines[1]) + "\n"


def _point(chance: random.Random, rate: float) -> Pair:
    """Make one point; `rate` is the share of points that mention a concept."""
    drawn = chance.random()
    forms = words.WITH_TWO if drawn < rate / 5 else words.WITH_CONCEPT
    clause = _filled(chance, forms if drawn < rate else words.WITH_FIGURES)
    zh, en = clause
    if chance.random() < 0.5:
        more = _filled(chance, words.WITH_FIGURES if chance.random() < 0.5 else words.REMARKS)
        zh, en = f"{zh}；{more[0]}", f"{en}; {_lowered(more[1])}"
    if chance.random() < 0.003:
        spare = chance.choice(words.SPARE)
        zh, en = f"{zh}，另有{spare[0]}", f"{en}, beside {spare[1]}"
    if chance.random() < 0.05:
        term = chance.choice(TERMS)
        zh = f"{zh}，见[[{term.id}|{term.label[0]}]]"
        en = f"{en}, see [[{term.id}|{term.label[1]}]]"
    return f"{zh}。", f"{_capitalised(en)}."


def _filled(chance: random.Random, forms: Sequence[Pair]) -> Pair:
    form = chance.choice(forms)
    first, second = (term.form(chance) for term in chance.sample(TERMS, 2))
    nouns = chance.sample(words.NOUNS, 3)
    pairs = {
        "n": nouns[0],
        "m": nouns[1],
        "o": nouns[2],
        "v": chance.choice(words.VERBS),
        "a": chance.choice(words.ADJECTIVES),
        "c": first,
        "d": second,
        "C": (first[0], _capitalised(first[1])),
    }
    figures = {
        "k": chance.randint(2, 9_999),
        "l": chance.randint(2, 9_999),
        "p": chance.randint(1, 999) / 10,
        "y": chance.randint(2012, 2025),
    }
    zh, en = (
        text.format(**{key: pair[side] for key, pair in pairs.items()}, **figures)
        for side, text in enumerate(form)
    )
    return zh, en


def _extras(chance: random.Random) -> Iterator[Pair]:
    """Yield now and then what stands between points: a table, code, a figure, a quotation."""
    kind = chance.random()
    if kind < 0.05:
        yield _table(chance)
    elif kind < 0.10:
        name, size = f"block_{chance.randrange(1_000)}", chance.randint(16, 4_096)
        code = f"\n```python\n{name} = allocate({size})\nfor step in range({size // 8}):\n"
        yield (f"{code}    {name}.update(step)\n```\n",) * 2
    elif kind < 0.14:
        noun = chance.choice(words.NOUNS)
        yield f"\n![缺图：{noun[0]}](missing)\n", f"\n![Figure: {noun[1]}](missing)\n"
    elif kind < 0.20:
        zh, en = _point(chance, 0.5)
        yield f"\n> {zh}\n", f"\n> {en}\n"


def _table(chance: random.Random) -> Pair:
    rows = [(chance.choice(TERMS).label, chance.randint(1, 999)) for _ in range(4)]
    heads = ("| 做法 | 小时 |\n| --- | --- |\n", "| Method | Hours |\n| --- | --- |\n")
    zh, en = (
        "".join(f"| {label[side]} | {figure} |\n" for label, figure in rows) for side in (0, 1)
    )
    return f"\n{heads[0]}{zh}", f"\n{heads[1]}{en}"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
