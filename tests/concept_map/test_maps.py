"""Maps of concepts: what they show, and that no label stands on another."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from itertools import combinations
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_kb.concept_map.drawing import draw_topic
from notes_kb.concept_map.lettering import (
    LINE,
    LONGEST_LINE,
    MOST_LINES,
    SIZE,
    in_lines,
    letter,
    width,
)
from notes_kb.concept_map.neighbourhood import (
    HEIGHT,
    RELATIONS,
    WIDTH,
    Relation,
    draw_neighbourhood,
)
from notes_kb.concept_map.packing import WIDEST, PackedTopic, pack_topic
from notes_kb.concept_map.values import (
    MOST,
    MapConcept,
    MapTopic,
    map_topics,
    members,
    neighbours,
    tied,
)
from notes_kb.domain.concept import Concept
from notes_kb.domain.language import Languages
from notes_kb.domain.note import Note
from notes_kb.knowledge_base import KnowledgeBase, build
from notes_kb.loading.library import Library
from notes_kb.loading.notes import parse_note

LABELS = st.one_of(
    st.text(min_size=1, max_size=40),
    st.sampled_from(["混合专家模型", "Mixture of Experts", "长" * 200, "x" * 200, "a-b/c d", "　"]),
)
BOUND = settings(max_examples=25, deadline=None)


def box(lines: tuple[str, ...], x: float, y: float) -> tuple[float, float, float, float]:
    """Give the box of lines of text round a middle: left, top, right, bottom."""
    half = max(map(width, lines), default=0) * SIZE / 2
    tall = len(lines) * LINE * SIZE / 2
    return x - half, y - tall, x + half, y + tall


def meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two boxes have more than an edge in common."""
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > 0.2
        and min(one[3], other[3]) - max(one[1], other[1]) > 0.2
    )


def overlaps(packed: PackedTopic) -> list[tuple[str, str]]:
    """Name the labels of a topic whose boxes meet."""
    boxes = [(b.label, box(b.lines, b.x, b.y)) for b in packed.bubbles]
    return [(a, b) for (a, one), (b, other) in combinations(boxes, 2) if meet(one, other)]


def topic(*labels: str, left_out: int = 0) -> MapTopic:
    """Give a topic with a concept for each label, the first mentioned most."""
    concepts = tuple(
        MapConcept(id=f"c{at}", label=label, mentions=len(labels) - at, ties=())
        for at, label in enumerate(labels)
    )
    return MapTopic(id="t", label="主题", concepts=concepts, left_out=left_out)


# Labels


@pytest.mark.parametrize(
    ("label", "language", "lines"),
    [
        ("MoE", "en", ("MoE",)),
        ("Mixture of Experts", "en", ("Mixture", "of", "Experts")),
        ("DeepSeek-R1", "en", ("DeepSeek-R1",)),
        ("DeepSeek-R1-Zero", "en", ("DeepSeek-", "R1-Zero")),
        ("Pre-training", "en", ("Pre-training",)),
        ("self-consistency", "en", ("self-", "consistency")),
        ("a/b -", "en", ("a/b -",)),
        ("强化学习", "zh", ("强化学习",)),
        ("PTX 与 CUDA", "zh", ("PTX 与", "CUDA")),
        ("另\u00a07\u00a0个", "zh", ("另\u00a07\u00a0个",)),
        ("长" * 200, "zh", ("长" * 8, "长" * 8, "长" * 8, "长" * 7 + "…")),
    ],
)
def test_a_label_breaks_between_words(label: str, language: str, lines: tuple[str, ...]) -> None:
    """The circle is as small as it can be; what does not fit ends in an ellipsis."""
    assert letter(label, language).lines == lines


@BOUND
@given(label=LABELS, language=st.sampled_from(["zh", "en", "ja"]))
def test_a_label_stays_within_its_circle(label: str, language: str) -> None:
    """Every corner of every line, and never more lines than a circle may hold."""
    lines, radius = letter(label, language)
    assert 1 <= len(lines) <= MOST_LINES
    top = -len(lines) * LINE * SIZE / 2
    for at, line in enumerate(lines):
        assert width(line) <= LONGEST_LINE + 0.01
        for edge in (top + at * LINE * SIZE, top + (at + 1) * LINE * SIZE):
            assert hypot(width(line) * SIZE / 2, edge) <= radius + 0.01


@BOUND
@given(label=LABELS, most=st.floats(3, 20), lines=st.integers(1, 3))
def test_lines_are_as_wide_and_as_many_as_allowed(label: str, most: float, lines: int) -> None:
    """Whatever the label, also one without a place to break."""
    found = in_lines(label, "en", most, lines)
    assert 1 <= len(found) <= lines
    assert all(width(line) <= most + 0.01 for line in found)


# The whole map


@BOUND
@given(labels=st.lists(LABELS, min_size=1, max_size=MOST), left_out=st.integers(0, 500))
def test_no_label_stands_on_another(labels: list[str], left_out: int) -> None:
    """Nor sticks out of the drawing, nor is a topic too wide for a phone."""
    packed = pack_topic(topic(*labels, left_out=left_out), "zh", len(labels))
    assert overlaps(packed) == []
    assert packed.side <= WIDEST or len(packed.bubbles) <= 2
    assert len(packed.bubbles) == len(labels) + left_out - packed.left_out + bool(packed.left_out)
    for bubble in packed.bubbles:
        assert bubble.radius <= min(bubble.x, bubble.y) + 0.2
        assert max(bubble.x, bubble.y) + bubble.radius <= packed.side + 0.2


def test_five_hundred_concepts_make_a_small_map_at_once() -> None:
    """In under two seconds of processor and 120 KB, with a count for what is left out."""
    concepts = {f"t{n}": record(f"t{n}", topic=n) for n in range(10)}
    concepts |= {f"c{n}": record(f"c{n}", broader=[f"t{n % 10}"]) for n in range(490)}
    kb = knowledge(concepts)
    before = time.process_time()
    counts = {concept: int(concept[1:]) for concept in concepts}
    shown = map_topics(kb, counts, tied(concepts), "en")
    packed = [pack_topic(one, "en", 490) for one in shown]
    drawn = [draw_topic(one, "name", "more", lambda c: f"../{c}/") for one in packed]
    assert time.process_time() - before < 2
    assert sum(map(len, drawn)) < 120_000
    assert [overlaps(one) for one in packed] == [[]] * 10
    for one in packed:
        assert one.left_out + len(one.bubbles) - 1 == 49
        assert one.bubbles[0].concept == f"c{480 + shown.index(one.topic)}"


def test_a_drawing_names_its_links() -> None:
    """A label in several lines has a name in one; text is escaped; the count links to all."""
    packed = pack_topic(topic("Mixture of Experts", "<b>&", left_out=7), "en", 2)
    drawn = draw_topic(packed, 'The "topic"', "All 9", lambda c: f"?{c}&")
    assert 'aria-label="Mixture of Experts"' in drawn
    assert "&lt;b&gt;&amp;" in drawn
    assert "<b>" not in drawn
    assert '<a class="nk-map__more" xlink:href="?&amp;" aria-label="All 9">' in drawn
    assert ">7</tspan>" in drawn
    assert ">more</tspan>" in drawn
    assert 'aria-label="The &quot;topic&quot;"' in drawn
    assert "style=" not in drawn


# What it shows


def record(
    concept: str,
    broader: Sequence[str] = (),
    related: Sequence[str] = (),
    topic: int | None = None,
) -> Concept:
    """Give a concept that is called by its id."""
    return Concept(
        id=concept,
        path=f"concepts/{concept}.md",
        labels={"en": concept},
        topic=topic,
        broader=tuple(broader),
        related=tuple(related),
    )


def knowledge(concepts: Mapping[str, Concept], *notes: str) -> KnowledgeBase:
    """Give a knowledge base of concepts, and of notes of one statement each, newest first."""
    parsed = [
        parse_note(
            f"---\ndate: 2025-01-{31 - number:02}\n---\n\n- {text}\n",
            path=f"notes/n{number}.md",
            note_id=f"n{number}",
            language="en",
            pasted=False,
        )
        for number, text in enumerate(notes)
    ]
    library = Library(
        languages=Languages({"en": "English"}),
        concepts=tuple(concepts.values()),
        notes=tuple(parsed),
    )
    return build(library)


def by_id(*concepts: Concept) -> dict[str, Concept]:
    """Give concepts by their ids."""
    return {concept.id: concept for concept in concepts}


GROUPS = {
    "nearest topic": (
        [record("t", topic=1), record("u", ["t"], topic=2), record("a", ["u"])],
        [("t", []), ("u", ["a"])],
    ),
    "without a topic": (
        [record("t", topic=1), record("a", ["t"]), record("b")],
        [("t", ["a"]), ("", ["b"])],
    ),
    "no topics, but something broad": (
        [record("r"), record("a", ["r"]), record("b", ["a"]), record("c", ["r"]), record("d")],
        [("r", ["a", "b", "c"]), ("", ["d"])],
    ),
    "a circle": (
        [record("a", ["b"]), record("b", ["a"])],
        [("", ["a", "b"])],
    ),
    "nothing": ([], []),
}


@pytest.mark.parametrize(("concepts", "groups"), GROUPS.values(), ids=GROUPS)
def test_each_concept_stands_in_one_group(
    concepts: list[Concept], groups: list[tuple[str, list[str]]]
) -> None:
    """Below its nearest topic, else below what is broadest, else with the rest."""
    known = by_id(*concepts)
    topics = [c.id for c in concepts if c.topic is not None]
    found = members(known, topics, dict.fromkeys(known, 0))
    assert [(of.topic, list(of.concepts)) for of in found] == groups


def test_the_most_mentioned_comes_first_and_ties_lead_to_what_is_shown() -> None:
    """Both ways, and never to what is left out or unknown."""
    known = by_id(
        record("t", topic=1),
        record("a", ["t"], related=["b", "c", "unknown", "a"]),
        record("b", ["t"]),
        record("c", ["t"]),
    )
    counts = {"t": 9, "a": 1, "b": 2, "c": 0}
    (shown,) = map_topics(knowledge(known), counts, tied(known), "en", 2)
    assert [(c.id, c.ties) for c in shown.concepts] == [("b", ("a", "t")), ("a", ("b", "t"))]
    assert shown.left_out == 1


# A neighbourhood


def test_a_neighbour_is_named_once_by_its_closest_relation() -> None:
    """Also where records say it twice, or in a circle, and where notes mention it too."""
    known = by_id(
        record("a", broader=["b"], related=["b", "c", "d"]),
        record("b", broader=["a"]),
        record("c", broader=["a"]),
        record("d"),
        record("e", related=["a"]),
        *(record(name) for name in ("moe", "ptx", "warp")),
    )
    kb = knowledge(known, "[[a]] [[ptx]] [[moe]] [[c]]", "[[a]] [[moe]]", "[[warp]]")
    found = neighbours(kb, "a", tied(known), {note.path for note in notes_of(kb)})
    assert found.broader == ("b",)
    assert found.narrower == ("c",)
    assert found.related == ("d", "e")
    assert found.together == ("moe", "ptx")


def notes_of(kb: KnowledgeBase) -> list[Note]:
    """Give the notes of a knowledge base."""
    return [group.source for group in kb.groups.values()]


RECTANGLE = re.compile(
    r'<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)" rx="6"/>'
)


@BOUND
@given(
    label=LABELS,
    found=st.tuples(*(st.lists(LABELS, max_size=70) for _ in RELATIONS)),
)
def test_a_neighbourhood_has_a_bounded_height(label: str, found: tuple[list[str], ...]) -> None:
    """No box stands on another or sticks out, with 60 neighbours and labels of 200 characters."""
    relations = [
        Relation(kind=kind, name=kind, concepts=tuple((f"c{n}", t) for n, t in enumerate(of)))
        for kind, of in zip(RELATIONS, found, strict=True)
    ]
    drawn = draw_neighbourhood(label, relations, "zh", "name", lambda concept: f"../{concept}/")
    if not any(found):
        assert drawn == ""
        return
    view = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)
    assert view
    assert float(view[1]) == WIDTH
    assert float(view[2]) <= HEIGHT
    boxes = [
        (x, y, x + wide, y + high)
        for x, y, wide, high in (map(float, found) for found in RECTANGLE.findall(drawn))
    ]
    assert len(boxes) == 1 + sum(min(len(of), 4) for of in found)
    assert not [pair for pair in combinations(boxes, 2) if meet(*pair)]
    assert all(x >= 0 and right <= WIDTH and low <= HEIGHT for x, _, right, low in boxes)
