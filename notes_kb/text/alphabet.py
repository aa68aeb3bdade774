"""The order of names in an index: by Latin letters, other scripts by how they are read aloud."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from notes_kb.text.phrases import writing_of

OTHER = "#"
"""The letter of what begins with none of A to Z."""
_LOOKED_AT = 80
"""Characters of a name that decide its place."""


class Place(NamedTuple):
    """A name's place in an index; places sort as their names stand."""

    last: bool
    """Whether the name begins with no letter."""
    spelling: str
    """In Latin letters without accents and blanks, as far as its scripts can be read."""
    name: str

    @property
    def letter(self) -> str:
        """The letter of A to Z that the name stands under, or `OTHER`."""
        return OTHER if self.last else self.spelling[0].upper()


def place_of(name: str, language: str) -> Place:
    """Give a name's place: 混合专家 stands under H in Chinese, as do *Hopper* and *H800*."""
    written = name[:_LOOKED_AT]
    read = writing_of(written, language).latinise(written)
    plain = unicodedata.normalize("NFKD", read).casefold()
    spelling = "".join(c for c in plain if c.isalnum())
    return Place(not spelling[:1].isascii() or not spelling[:1].isalpha(), spelling, name)


def in_order(names: Mapping[str, str], language: str) -> tuple[str, ...]:
    """Give the keys of names in the order of an index; those of the same name by themselves."""
    places = {key: place_of(name, language) for key, name in names.items()}
    return tuple(sorted(names, key=lambda key: (places[key], key)))
