"""Dataclasses whose ``__init__`` sets slots."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from notes_kb.domain.slots import set_by_slots


@set_by_slots
@dataclass(frozen=True, slots=True, order=True)
class _Place:
    first: int
    last: int = 0


@set_by_slots
@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    name: str
    place: _Place = _Place(1)


def test_values_are_as_before() -> None:
    """Defaults, order, equality, `replace` and the text of a value stay what they were."""
    assert _Place(1) == _Place(first=1, last=0) < _Place(1, 2)
    assert hash(_Place(1)) == hash(_Place(1, 0))
    assert replace(_Named(name="a"), name="b") == _Named(place=_Place(1), name="b")
    assert repr(_Named(name="a")) == "_Named(name='a', place=_Place(first=1, last=0))"


def test_values_stay_frozen() -> None:
    """Nothing but ``__init__`` sets a field."""
    with pytest.raises(FrozenInstanceError):
        _Place(1).first = 2  # type: ignore[misc]


@pytest.mark.parametrize(
    ("given", "named"),
    [((), {}), ((1, 2, 3), {}), ((1,), {"first": 1}), ((1,), {"other": 2})],
)
def test_wrong_arguments(given: tuple[int, ...], named: dict[str, int]) -> None:
    """What ``__init__`` does not take is refused."""
    with pytest.raises(TypeError, match="__init__"):
        _Place(*given, **named)


def test_factories_are_refused() -> None:
    """A class whose fields are made anew for each value keeps its own ``__init__``."""

    @dataclass(frozen=True, slots=True)
    class Listed:
        items: list[int] = field(default_factory=list)

    with pytest.raises(TypeError, match="Listed"):
        set_by_slots(Listed)
