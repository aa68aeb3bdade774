"""Whether a contributed drawing is safe to open: SVG read by an XML parser, not by patterns.

A drawing that a page shows as a picture runs no script, but a reader may open it by its own
address, where it is a document of the site's origin (SVG 2, 2.3 "Processing modes").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat

_SVG = "http://www.w3.org/2000/svg"
_RUNS = frozenset({"script", "foreignObject", "handler", "listener", "iframe", "embed", "object"})
"""Elements of SVG that run or hold something else."""
_MOVES = frozenset({"set", "animate", "animateMotion", "animateTransform", "discard"})
_FOREIGN = frozenset({"http://www.w3.org/1999/xhtml", "http://www.w3.org/1999/XSL/Transform"})
"""Namespaces whose elements run wherever they stand."""
_PICTURES = frozenset({"image", "feImage"})
_ENCODINGS = frozenset({"", "utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1"})
"""Those that this parser and every browser read in the same way."""
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)", re.DOTALL)
_ADDRESS = re.compile(r"""url\(\s{0,99}["']?\s{0,99}([^"')]{0,200})|(@import)""", re.IGNORECASE)
_DATA_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp)[;,]", re.IGNORECASE)
_WEB = re.compile(r"https?://|mailto:|[^:/\\\s]{1,300}(?:[/?#]|$)|$", re.IGNORECASE)
"""Where a link of a drawing may lead: the web, or a file of the site."""


class _HarmError(Exception):
    """Something in a drawing that could harm a reader."""


def drawing_harm(data: bytes) -> str:
    """Name what makes an SVG unsafe to open: a script, a file of another host; empty for nothing.

    What no XML parser can read is unsafe, since browsers run a document up to its first error.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    reader = _Drawing()
    parser.XmlDeclHandler = reader.declare
    parser.StartDoctypeDeclHandler = reader.doctype
    parser.EntityDeclHandler = reader.entity
    parser.ProcessingInstructionHandler = reader.instruct
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.say
    try:
        parser.Parse(data, True)
    except _HarmError as harm:
        return str(harm)
    except (expat.ExpatError, LookupError, ValueError) as error:
        return f"XML that cannot be read ({' '.join(str(error).split())[:80]})"
    return ""


class _Drawing:
    """Hears the parser, and raises `_HarmError` at the first harm."""

    def __init__(self) -> None:
        self._style: list[str] | None = None

    def declare(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding or "").lower() not in _ENCODINGS:
            raise _HarmError(f"the encoding '{encoding}'")

    def doctype(self, _name: str, _system: str | None, _public: str | None, subset: int) -> None:
        if subset:
            raise _HarmError("a document type of its own")

    def entity(self, *_: object) -> None:
        raise _HarmError("an entity")

    def instruct(self, target: str, _data: str) -> None:
        raise _HarmError(f"<?{target}?>")

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if space in _FOREIGN or (space in {"", _SVG} and local in _RUNS):
            raise _HarmError(f"<{local}>")
        for key, value in attributes.items():
            if " " not in key and key.lower().startswith("on"):  # Handlers have no namespace.
                raise _HarmError(key)
            self._check(local, key.rpartition(" ")[2], value)
        self._style = [] if local == "style" else self._style

    def _check(self, element: str, attribute: str, value: str) -> None:
        if attribute in {"href", "src"} and not _leads_safely(element, value):
            raise _HarmError(f"{attribute}='{value[:60]}'")
        if element in _MOVES and attribute == "attributeName" and "href" in value.lower():
            raise _HarmError(f"<{element}> of an address")
        for harm in _loads(value):
            raise _HarmError(f"{attribute} with {harm}")

    def end(self, name: str) -> None:
        if name.rpartition(" ")[2] == "style" and self._style is not None:
            for harm in _loads("".join(self._style)):
                raise _HarmError(f"<style> with {harm}")
            self._style = None

    def say(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)


def _leads_safely(element: str, value: str) -> bool:
    address = re.sub(r"[\x00-\x20]", "", value)
    if address.startswith("#"):
        return True
    if element in _PICTURES:
        return bool(_DATA_PICTURE.match(address))
    return element == "a" and bool(_WEB.match(address))


def _loads(css: str) -> Iterator[str]:
    """Yield what a style, or an attribute that may hold one, asks other files for."""
    if "\\" in css:
        css = _ESCAPE.sub(_unescaped, css)
    if "(" not in css and "@" not in css:
        return
    css = re.sub(r"/\*[^*]*+(?:\*(?!/)[^*]*+)*+\*/", "", css)
    for address, imports in _ADDRESS.findall(css):
        if imports or not address.lstrip().startswith(("#", "data:")):
            yield imports or f"url({address.strip()[:60]})"


def _unescaped(found: re.Match[str]) -> str:
    if not found[1]:
        return found[2]
    code = int(found[1], 16)
    return chr(code) if 0 < code < 0x110000 else "\ufffd"
