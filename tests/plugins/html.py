"""Reads a built page into elements that can be selected, whatever minified it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_COMPOUND = re.compile(r"[^\s\[]+(?:\[[^\]]*\])*|(?:\[[^\]]*\])+")
_SIMPLE = re.compile(r"([.#]?)([\w-]+)|\[([\w-]+)(?:([*^$]?=)'([^']*)')?\]")


@dataclass(eq=False)
class Element:
    """An element with its text; `parents` begins with the nearest."""

    tag: str
    attributes: Mapping[str, str]
    parents: tuple[Element, ...]
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text inside, white space collapsed."""
        return " ".join("".join(self.pieces).split())

    @property
    def raw(self) -> str:
        """The text inside as it is, for scripts."""
        return "".join(self.pieces)

    def get(self, name: str) -> str:
        """Give an attribute, empty where it is missing."""
        return self.attributes.get(name, "")


class Page(HTMLParser):
    """The elements of a page in document order."""

    def __init__(self, html: str) -> None:
        """Read the page; end tags that HTML lets authors leave out may be missing."""
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Add an element."""
        values = {name: value or "" for name, value in attrs}
        element = Element(tag, values, tuple(reversed(self._open)))
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close the nearest element of that name, and whatever was left open in it."""
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        """Add text to every element that is open."""
        for element in self._open:
            element.pieces.append(data)

    def select(self, selector: str) -> list[Element]:
        """Give what a CSS selector names: ``nav.x a[href$='y/']``, descendants only."""
        compounds = _COMPOUND.findall(selector)
        return [each for each in self.elements if _matches_path(each, compounds)]


def _matches_path(element: Element, compounds: list[str]) -> bool:
    if not _matches(element, compounds[-1]):
        return False
    parents: Iterator[Element] = iter(element.parents)
    return all(any(_matches(p, one) for p in parents) for one in reversed(compounds[:-1]))


def _matches(element: Element, compound: str) -> bool:
    return all(_holds(element, *found.groups()) for found in _SIMPLE.finditer(compound))


def _holds(
    element: Element,
    mark: str | None,
    name: str | None,
    attribute: str | None,
    operator: str | None,
    value: str | None,
) -> bool:
    if attribute is not None:
        return _attribute_holds(element, attribute, operator or "", value or "")
    if mark == ".":
        return name in element.get("class").split()
    if mark == "#":
        return element.get("id") == name
    return element.tag == name


def _attribute_holds(element: Element, attribute: str, operator: str, value: str) -> bool:
    actual = element.attributes.get(attribute)
    if actual is None:
        return False
    tests = {
        "": True,
        "=": actual == value,
        "*=": value in actual,
        "^=": actual.startswith(value),
        "$=": actual.endswith(value),
    }
    return tests[operator]
