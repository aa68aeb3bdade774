"""The frozen form: every value comes back as it was, for every class that the store keeps."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notes_kb.build.frozen import freeze, thaw
from notes_kb.build.knowledge import StoredFacts, freeze_facts
from notes_kb.build.rendering import PageFacts, PageHead
from notes_kb.domain.note import Block, LedgerEntry, Note, Section
from notes_kb.knowledge_base import NoteFacts, NoteSummary
from notes_kb.mkdocs.finishing import Body, Finished
from notes_kb.mkdocs.kept_files import Written
from notes_kb.pages.rendered import RenderedPage

KEPT = (Note, NoteFacts, NoteSummary, PageFacts, PageHead, RenderedPage, Body, Finished, Written)
"""The classes whose values the store keeps in this form."""


st.register_type_strategy(Section, st.builds(Section, sections=st.just(())))


@pytest.mark.parametrize("kind", KEPT, ids=lambda kind: kind.__name__)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_value_comes_back_as_it_was(kind: type, data: st.DataObject) -> None:
    """Whatever its fields hold."""
    value = data.draw(st.from_type(kind))
    again = thaw(kind, freeze(kind, value))
    assert again == value


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_facts_come_back_field_by_field(data: st.DataObject) -> None:
    """Each is read from its own bytes when it is asked for."""
    facts = data.draw(st.from_type(NoteFacts))
    again = StoredFacts.from_bytes(freeze_facts(facts))
    assert (again.mentions, again.topics) == (facts.mentions, facts.topics)
    assert dict(again.backlinks) == dict(facts.backlinks)


def test_a_class_may_hold_its_own_kind() -> None:
    """Sections hold sections, to any depth, each with what comparison leaves out of a block."""
    from notes_kb.domain.note import BlockKind
    from notes_kb.domain.span import Lines

    section = Section(id="x", level=1, heading="", lines=Lines(1, 1))
    for depth in range(20):
        block = Block(kind=BlockKind.POINT, text=str(depth), lines=Lines(1, 1), number=depth)
        section = Section(
            id=str(depth),
            level=1,
            heading="",
            lines=Lines(1, 1),
            blocks=(block,),
            sections=(section,),
        )
    again = thaw(Section, freeze(Section, section))
    assert again == section
    numbers = [block.number for part in again.walk() for block in part.blocks]
    assert numbers == list(range(19, -1, -1))


def test_a_member_of_an_enumeration_is_kept_as_the_text_that_it_is() -> None:
    """Where a field is declared as text, as the roles of a ledger are."""
    from notes_kb.domain.note import BlockKind
    from notes_kb.domain.span import Lines

    entry = LedgerEntry(lines=Lines(1, 2), role=BlockKind.POINT)
    assert thaw(LedgerEntry, freeze(LedgerEntry, entry)) == entry


class Colour(StrEnum):
    RED = "red"


class Pair(NamedTuple):
    colour: Colour
    day: date | None


@dataclass(frozen=True)
class WithoutSlots:
    pairs: tuple[Pair, ...] = ()
    fixed: tuple[int, Colour] = (0, Colour.RED)
    counts: dict[str, frozenset[str]] | None = None


def test_every_form_of_declaration_is_read() -> None:
    """Named tuples, dates, what may be missing, tuples of a fixed length, classes with a dict."""
    for value in (
        WithoutSlots(),
        WithoutSlots((Pair(Colour.RED, None), Pair(Colour.RED, date(2025, 2, 3))), (7, Colour.RED)),
        WithoutSlots(counts={"b": frozenset("xy"), "a": frozenset()}),
    ):
        again = thaw(WithoutSlots, freeze(WithoutSlots, value))
        assert again == value
        assert [type(pair) for pair in again.pairs] == [Pair] * len(value.pairs)
        assert list(again.counts or ()) == list(value.counts or ())


@pytest.mark.parametrize("kind", [object, list[int], int | list[str], dict[tuple[int, int], str]])
def test_what_cannot_be_written_is_refused_by_its_type(kind: Any) -> None:
    """Before any value is seen, so that no value is lost on the way."""
    with pytest.raises(TypeError, match="no frozen form"):
        freeze(kind, None)


def test_no_kept_class_declares_a_field_as_anything() -> None:
    """`Any` would be written as `marshal` can, and so fail for some values only."""
    for kind in KEPT:
        names = getattr(kind, "_fields", None) or [field.name for field in fields(kind)]
        hints = get_type_hints(kind)
        assert Any not in [hints[name] for name in names]
