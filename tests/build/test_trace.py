"""Verifying traces give what running the step again would give."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_kb.build.keys import digest
from notes_kb.build.store import MemoryStore, Store, open_store
from notes_kb.build.trace import MAX_TRACES, Ask, Question, Traces

KEY = digest("page", "notes/a.md")

World = dict[str, int | None]


def asker(world: World) -> Callable[[Question], bytes]:
    return lambda question: digest(world.get(str(question)))


def valid(store: Store, step: str, key: bytes, ask: Ask) -> bytes | None:
    """Give the stored value of a step, or None where it must run."""
    name = Traces(store).find(step, key, ask)
    return store.get(step, name) if name else None


def answers(world: World, *questions: Question) -> dict[Question, bytes]:
    return {question: asker(world)(question) for question in questions}


@pytest.fixture
def store() -> Store:
    return MemoryStore()


def test_a_value_stands_while_its_answers_do(store: Store) -> None:
    """Another answer to one question hides it; questions it did not ask do not matter."""
    traces = Traces(store)
    traces.record("page", KEY, answers({"moe": 1, "r1": 2}, "moe", "r1"), b"value")
    for world, expected in [
        ({"moe": 1, "r1": 2}, b"value"),
        ({"moe": 1, "r1": 2, "agent": 3}, b"value"),
        ({"moe": 1, "r1": 3}, None),
        ({"moe": 1}, None),
    ]:
        assert valid(store, "page", KEY, asker(world)) == expected
    assert valid(store, "page", digest("other"), asker({})) is None
    assert valid(store, "note", KEY, asker({"moe": 1, "r1": 2})) is None


def test_a_step_that_asks_nothing_always_stands(store: Store) -> None:
    """Its key says all."""
    Traces(store).record("page", KEY, {}, b"")
    assert valid(store, "page", KEY, asker({})) == b""


def test_an_undone_edit_finds_its_value_again(store: Store) -> None:
    """The last `MAX_TRACES` states are kept, the newest first."""
    traces = Traces(store)
    for state in range(MAX_TRACES + 2):
        world: World = {"moe": state}
        traces.record("page", KEY, answers(world, "moe"), b"%d" % state)
        traces.record("page", KEY, answers(world, "moe"), b"%d" % state)  # Counts once.
    found = [valid(store, "page", KEY, asker({"moe": state})) for state in range(MAX_TRACES + 2)]
    assert found == [None, None, *(b"%d" % state for state in range(2, MAX_TRACES + 2))]


def test_questions_stop_at_the_first_other_answer(store: Store) -> None:
    """What was asked afterwards may make no sense any more; and each is asked once."""
    asked: list[Question] = []

    def ask(question: Question) -> bytes:
        asked.append(question)
        return asker({"a": 1, "b": 2})(question)

    traces = Traces(store)
    traces.record("page", KEY, answers({"a": 1, "b": 1}, "a", "b", "c"), b"1")
    traces.record("page", KEY, answers({"a": 1, "b": 2}, "a", "b"), b"2")
    traces.record("page", KEY, answers({"a": 1, "b": 3}, "a", "b", "d"), b"3")
    assert valid(store, "page", KEY, ask) == b"2"
    assert asked == ["a", "b"]


def test_a_trace_whose_value_was_pruned_gives_nothing(store: Store) -> None:
    """The step runs again."""
    traces = Traces(store)
    traces.record("page", KEY, answers({"a": 1}, "a"), b"value")
    store.prune(max_bytes=0)
    assert valid(store, "page", KEY, asker({"a": 1})) is None


# A model: a step follows pointers through the world, so what it asks depends on the answers.

NAMES = "abcdef"
WORLDS = st.fixed_dictionaries({name: st.none() | st.integers(0, 5) for name in NAMES})


def run_step(start: str, world: World) -> tuple[dict[Question, bytes], bytes]:
    """Follow the numbers from name to name; give the questions asked and the path."""
    asked: dict[Question, bytes] = {}
    path = [start]
    while path[-1] not in asked:
        answer = world.get(path[-1])
        asked[path[-1]] = digest(answer)
        if answer is None:
            break
        path.append(NAMES[answer])
    return asked, "".join(path).encode()


@settings(max_examples=200, deadline=None)
@given(st.lists(WORLDS, min_size=1, max_size=12), st.booleans())
def test_a_lookup_always_equals_the_step_run_again(
    tmp_path_factory: pytest.TempPathFactory, worlds: list[World], on_disk: bool
) -> None:
    """Over random edits, on one store, reopened at times."""
    folder = tmp_path_factory.mktemp("store", numbered=True) / "notes_kb" if on_disk else None
    store: Store = MemoryStore() if folder is None else open_store(folder, version="1")
    hits = 0
    for number, world in enumerate([*worlds, worlds[-1]]):
        if folder is not None and number % 4 == 3:
            store.close()
            store = open_store(folder, version="1")
        traces = Traces(store)
        for start in NAMES:
            asked, fresh = run_step(start, world)
            found = valid(store, "path", digest(start), asker(world))
            if found is None:
                traces.record("path", digest(start), asked, fresh)
            else:
                hits += 1
                assert found == fresh
        store.commit()
    assert hits >= len(NAMES)  # The last world comes twice.
    store.close()
