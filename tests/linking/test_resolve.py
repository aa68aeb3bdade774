"""Names that people write, and what they were meant to be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_kb.linking.resolve import Names
from tests.linking.stories import concept

CONCEPTS = [
    concept("self-attention", {"zh": ["自注意力"], "en": ["self-attention"]}),
    concept("moe", {"zh": ["混合专家模型"], "en": ["Mixture of Experts", "MoE"]}),
    concept("sm-a", {"en": ["SM"]}),
    concept("sm-b", {"en": ["SM", "state machine"]}),
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("moe", "moe"),
        (" moe ", "moe"),
        ("MoE", "moe"),
        ("MOE", "moe"),
        ("mixture-of-experts", "moe"),
        ("混合專家模型", "moe"),
        ("State Machine", "sm-b"),
        ("SM", None),
        ("nothing", None),
        ("", None),
    ],
)
def test_a_name_resolves_to_one_concept(name: str, expected: str | None) -> None:
    """An id resolves, and so does a label or alias that only one concept has."""
    assert Names(CONCEPTS).resolve(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("self-attenton", ("self-attention",)),
        ("自注意", ("self-attention",)),
        ("mixture of expert", ("moe",)),
        ("SM", ("sm-a", "sm-b")),
        ("something else", ()),
        ("x" * 5000, ()),
    ],
)
def test_a_slip_gets_a_suggestion(name: str, expected: tuple[str, ...]) -> None:
    """An unknown name is compared with ids, labels and aliases; an ambiguous one gives all."""
    assert Names(CONCEPTS).suggest(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mo", ()),
        ("mooe", ("moe",)),
        ("meo", ("moe",)),
        ("mue", ("moe",)),
        ("self attentoin", ("self-attention",)),
        ("self-atentoin", ()),
        ("自注意刀", ("self-attention",)),
        ("SM", ("sm-a", "sm-b")),
        ("sn", ()),
        ("12", ()),
        ("", ()),
        ("x" * 5000, ()),
    ],
)
def test_one_slip_is_near(name: str, expected: tuple[str, ...]) -> None:
    """A character too many, too few or wrong, or two swapped; short names are too alike."""
    assert Names(CONCEPTS).near(name) == expected


_NAMES = st.text("abc", min_size=3, max_size=8)


@given(_NAMES, st.integers(0, 7), st.sampled_from("abcx"), st.sampled_from("iduS"))
def test_every_slip_is_found(name: str, at: int, letter: str, slip: str) -> None:
    """Whatever slip is made anywhere in a name, the name is offered."""
    at = min(at, len(name) - 1)
    changed = {
        "i": name[:at] + letter + name[at:],
        "d": name[:at] + name[at + 1 :],
        "u": name[:at] + letter + name[at + 1 :],
        "S": name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
    }[slip]
    names = Names([concept("x", {"en": [name]})])
    assert names.resolve(changed) == "x" or len(changed) < 3 or names.near(changed) == ("x",)


def test_suggestions_do_not_depend_on_order() -> None:
    """The same records in another order suggest the same."""
    assert Names(CONCEPTS).suggest("sm") == Names(reversed(CONCEPTS)).suggest("sm")
