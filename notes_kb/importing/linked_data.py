"""What a page says about its article to machines: JSON-LD with the words of schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import islice

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Recipe|HowTo|Review|Story|Chapter)$")
_PAGE = re.compile(r"(?:WebPage|CreativeWork|QAPage|Question|Course|Book|Document)$")
_MOST_NODES = 1_000
_DEEPEST = 8
_LISTS = ("itemListElement", "hasPart", "comment", "review", "mentions", "citation")
"""Keys below which other texts are described."""

_Node = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedFacts:
    """What is said about the article; empty where nothing is."""

    title: str = ""
    author: str = ""
    published: str = ""
    """As written."""
    site: str = ""
    """The publication, the publisher or the site."""
    address: str = ""


def read_linked_data(scripts: Iterable[str]) -> LinkedFacts:
    """Read the scripts of a page; one that is no JSON says nothing."""
    nodes = list(islice(_nodes(map(_parsed, scripts)), _MOST_NODES))
    named = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
    article = next((node for node in nodes if _is_a(node, _ARTICLE)), None)
    page = next((node for node in nodes if _is_a(node, _PAGE)), None)
    described = [node for node in (article, page) if node is not None]
    sites = [node for node in nodes if _is_a(node, re.compile("^WebSite$"))]
    publishers = [_names(node.get("publisher"), named) for node in described]
    site = next((", ".join(names) for names in publishers if names), "")
    site = site or next((text for node in sites if (text := _text(node.get("name")))), "")
    return LinkedFacts(
        title=_text((article or {}).get("headline")),
        author=next((names for node in described if (names := _author(node, named, site))), ""),
        published=_first(described, "datePublished", "dateCreated"),
        site=site,
        address=_text((article or {}).get("url")) or _reference(article or {}),
    )


def _parsed(script: str) -> object:
    try:
        return json.loads(script.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(values: Iterable[object]) -> Iterator[_Node]:
    """Yield the objects of all scripts, the outer ones first, without other texts."""
    level = list(values)
    for _ in range(_DEEPEST):
        inner: list[object] = []
        for value in level:
            if isinstance(value, list):
                inner += value
            elif isinstance(value, dict):
                yield value
                inner += [one for key, one in value.items() if key not in _LISTS]
        level = inner


def _is_a(node: _Node, kind: re.Pattern[str]) -> bool:
    types = node.get("@type")
    return any(
        isinstance(one, str) and kind.search(one)
        for one in (types if isinstance(types, list) else [types])
    )


def _first(nodes: Iterable[_Node], *keys: str) -> str:
    return next((text for node in nodes for key in keys if (text := _text(node.get(key)))), "")


def _text(value: object) -> str:
    return " ".join(unescape(value).split()) if isinstance(value, str) else ""


def _reference(article: _Node) -> str:
    """Give the address of the page of which an article is the main part."""
    page = article.get("mainEntityOfPage")
    return _text(page.get("@id")) if isinstance(page, dict) else _text(page)


def _author(node: _Node, named: Mapping[str, _Node], site: str) -> str:
    """Give those who wrote it, without an organisation that is the site itself."""
    names = _names(node.get("author"), named) or _names(node.get("creator"), named)
    return ", ".join(name for name in names if name != site)


def _names(value: object, named: Mapping[str, _Node]) -> list[str]:
    """Give the names of persons or organisations, once each."""
    found: dict[str, None] = {}
    for one in islice(value if isinstance(value, list) else [value], 20):
        node = one
        if isinstance(one, dict) and "name" not in one:
            node = named.get(_text(one.get("@id")), one)
        name = node.get("name") if isinstance(node, dict) else node
        found |= dict.fromkeys(filter(None, map(_text, name if isinstance(name, list) else [name])))
    return list(found)
