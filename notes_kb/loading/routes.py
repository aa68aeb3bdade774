"""``docs/routes.yml``: routes through a site, with what is wrong in them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.language import Languages
from notes_kb.domain.route import Route, Step
from notes_kb.domain.span import Place
from notes_kb.loading.bounded_yaml import Path, parse_yaml
from notes_kb.loading.front_matter import FrontMatter, key_path
from notes_kb.loading.record import (
    LANGUAGE_SCHEMA,
    TEXT_SCHEMA,
    TEXTS_SCHEMA,
    RecordReader,
    Schema,
    object_schema,
    place_of,
)
from notes_kb.text.slug import slugify

FILE = "routes.yml"
"""The file within the docs folder."""

_TITLES: Schema = {
    "type": "object",
    "propertyNames": LANGUAGE_SCHEMA,
    "additionalProperties": TEXT_SCHEMA,
    "minProperties": 1,
}
_STEP: Schema = object_schema(
    {
        "page": {**TEXT_SCHEMA, "description": "The page's file, as nav names it"},
        "minutes": {"type": "integer", "minimum": 0, "description": "How long it takes to read"},
    },
    required=["page"],
)
ROUTE_PARTS: Mapping[str, Schema] = {
    "title": {**_TITLES, "description": "What the route is called, by language"},
    "lead": {**_TITLES, "description": "Whom it is for, in one sentence, by language"},
    "prerequisites": {**TEXTS_SCHEMA, "description": "Routes and concepts to know before"},
    "pages": {
        "type": "array",
        "minItems": 1,
        "items": {"anyOf": [TEXT_SCHEMA, _STEP]},
        "description": "In their order",
    },
}
"""The keys of a route."""


def parse_routes(
    text: str, *, path: str, languages: Languages
) -> tuple[tuple[Route, ...], tuple[Diagnostic, ...]]:
    """Parse a mapping from ids to routes; what is wrong is reported and left out."""
    parsed = parse_yaml(text)
    values = parsed.value if isinstance(parsed.value, dict) else {}
    lines = tuple(text.split("\n"))
    positions = parsed.positions if values else {}
    front = FrontMatter(path=path, values=values, positions=positions, lines=lines)
    reader = RecordReader(front, languages.codes)
    found = [
        problem.kind.at(
            Place(line=problem.position.line, column=problem.position.column),
            path=path,
            **problem.fields,
        )
        for problem in parsed.problems
    ]
    if parsed.value is not None and not isinstance(parsed.value, dict):
        found.append(kinds.YAML_NO_KEYS.at(Place(line=1, column=1), path=path))
    routes = tuple(route for name in values if (route := _route(reader, name)))
    return routes, (*found, *reader.findings)


def _route(reader: RecordReader, name: str) -> Route | None:
    value = reader.front.values[name]
    if slugify(name) != name:
        reader.wrong((name,), "is no id", f"write '{slugify(name) or 'route'}'")
        return None
    if not isinstance(value, dict):
        reader.wrong((name,), "takes a mapping", "write 'title: {…}' and 'pages: […]' below it")
        return None
    for key in value:
        if key not in ROUTE_PARTS:
            reader.unknown((name, key), ROUTE_PARTS)
    steps = tuple(_steps(reader, (name, "pages"), value.get("pages")))
    if not steps:
        return None
    title = _texts(reader, (name, "title"), value.get("title"))
    return Route(
        id=name,
        title=title or {reader.languages[0]: name.replace("-", " ")},
        lead=_texts(reader, (name, "lead"), value.get("lead")) if "lead" in value else {},
        prerequisites=tuple(_names(reader, (name, "prerequisites"), value.get("prerequisites"))),
        steps=steps,
    )


def _texts(reader: RecordReader, key: Path, value: object) -> dict[str, str]:
    return reader.by_language(key, value, partial(RecordReader.text, reader), "en: A title")


def _names(reader: RecordReader, key: Path, value: object) -> list[tuple[str, Place]]:
    if value is None:
        return []
    names = reader.texts(key, value)
    return [(name, place_of(reader.front, (*key, n))) for n, name in enumerate(names)]


def _steps(reader: RecordReader, key: Path, value: object) -> list[Step]:
    if not isinstance(value, list) or not value:
        at = key if key in reader.front.positions else key[:-1]
        name = key_path(key)
        reader.wrong(at, f"has no pages in '{name}'", "write 'pages: [{page: notes/x.md}]'")
        return []
    return [step for n, item in enumerate(value) if (step := _step(reader, (*key, n), item))]


def _step(reader: RecordReader, key: Path, value: Any) -> Step | None:
    if isinstance(value, str):
        value, page_key = {"page": value}, key
    elif isinstance(value, dict):
        page_key = (*key, "page")
    else:
        reader.wrong(key, "is no page", "write '{page: notes/x.md, minutes: 5}'")
        return None
    for name in value:
        if name not in {"page", "minutes"}:
            reader.unknown((*key, name), ("page", "minutes"))
    page = reader.text(page_key, value.get("page"))
    if page is None:
        return None
    minutes = value.get("minutes")
    read = reader.number((*key, "minutes"), minutes) if minutes is not None else 0
    line = place_of(reader.front, page_key)
    column = line.source.find(page, max(0, line.column - 1)) + 1 or line.column
    place = Place(line=line.line, column=column, end_column=column + len(page), source=line.source)
    return Step(page=page, minutes=read or 0, place=place)
