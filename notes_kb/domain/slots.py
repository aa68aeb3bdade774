"""A faster ``__init__`` for frozen dataclasses of which each note has hundreds.

`dataclasses` sets the fields of a frozen class by `object.__setattr__`, which looks each of
them up by its name. The setter of the slot itself takes half of that.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

_T = TypeVar("_T")


def set_by_slots(kind: type[_T]) -> type[_T]:
    """Have ``__init__`` set the fields by their slots; nothing else about the class changes.

    For frozen dataclasses with slots, whose defaults are values.

    Raises:
        TypeError: A field has a factory, or is not given to ``__init__``; or that does more.
    """
    own: tuple[Field[Any], ...] = fields(kind)  # type: ignore[arg-type]
    plain = not hasattr(kind, "__post_init__")
    if not plain or any(one.default_factory is not MISSING or not one.init for one in own):
        raise TypeError(f"{kind.__name__} does more in __init__ than to set its fields")
    scope: dict[str, Any] = {"__name__": kind.__module__}
    for one in own:
        scope[f"set_{one.name}"] = kind.__dict__[one.name].__set__
        scope[f"default_{one.name}"] = one.default
    given = [_parameter(one) for one in own if not one.kw_only]
    named = [_parameter(one) for one in own if one.kw_only]
    parameters = ["self", *given, *(["*", *named] if named else [])]
    sets = "".join(f"    set_{one.name}(self, {one.name})\n" for one in own)
    exec(f"def __init__({', '.join(parameters)}):\n{sets}", scope)  # Of names of fields alone.
    initialise = scope["__init__"]
    initialise.__qualname__ = f"{kind.__qualname__}.__init__"
    initialise.__annotations__ = kind.__init__.__annotations__
    kind.__init__ = initialise  # type: ignore[method-assign]
    return kind


def _parameter(one: Field[Any]) -> str:
    return one.name if one.default is MISSING else f"{one.name}=default_{one.name}"
