"""Per-language views of the configuration, so that one build serves every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


class View:
    """An object as it is, but for some of its attributes and items."""

    def __init__(self, base: Any, overrides: Mapping[str, Any]) -> None:
        """Show `base` with `overrides` in front."""
        self._base = base
        self._overrides = overrides

    def __getattr__(self, name: str) -> Any:
        """Give the override, else the attribute of the base."""
        if name in self._overrides:
            return self._overrides[name]
        return getattr(self._base, name)

    def __getitem__(self, key: str) -> Any:
        """Give the override, else the item of the base."""
        return self._overrides[key] if key in self._overrides else self._base[key]

    def __contains__(self, key: object) -> bool:
        """Tell whether there is an override or an item."""
        return key in self._overrides or key in self._base

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys of the base."""
        return iter(self._base)

    def get(self, key: str, default: Any = None) -> Any:
        """Give the override, else the item of the base, else the default."""
        return self[key] if key in self else default  # noqa: SIM401 - this is that get


def localise(value: Any, strings: Mapping[str, str]) -> Any:
    """Replace every string of a nested value that has a translation."""
    if isinstance(value, str):
        return strings.get(value, value)
    if isinstance(value, Mapping):
        return {key: localise(item, strings) for key, item in value.items()}
    if isinstance(value, list):
        return [localise(item, strings) for item in value]
    return value
