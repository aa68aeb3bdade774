"""JSON Schemas: of what is written, for editors, and of what is published, for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from notes_kb.domain.verdict import Verdict
from notes_kb.loading.concepts import CONCEPT_KEYS
from notes_kb.loading.note_meta import NOTE_KEYS
from notes_kb.loading.page_relations import OURS, PAGE_KEYS
from notes_kb.loading.record import Key, Schema, object_schema
from notes_kb.loading.routes import ROUTE_PARTS

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The latest that editors read everywhere; no later keyword is used."""


def concept_schema() -> Schema:
    """Give the schema of a concept's record."""
    return _schema("A concept's record", CONCEPT_KEYS, required=["labels"])


def note_schema() -> Schema:
    """Give the schema of a note's front matter."""
    return _schema("A note's front matter", NOTE_KEYS)


def page_schema() -> Schema:
    """Give the schema of the key of an ordinary page's front matter that is ours."""
    inner = {k: {**v.type.schema, "description": v.description} for k, v in PAGE_KEYS.items()}
    ours = {OURS: object_schema(inner)}
    return {
        "$schema": DIALECT,
        "title": "What an ordinary page says of statements and concepts",
        "type": "object",
        "properties": ours,
    }


def routes_schema() -> Schema:
    """Give the schema of ``docs/routes.yml``."""
    route = object_schema(ROUTE_PARTS, required=["title", "pages"])
    return {
        "$schema": DIALECT,
        "title": "Routes, by their ids, in their order",
        "type": "object",
        "propertyNames": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
        "additionalProperties": route,
    }


def statements_schema() -> Schema:
    """Give the schema of ``statements.json``."""
    texts = ("id", "language", "note", "section", "text", "url")
    properties: dict[str, Schema] = {name: {"type": "string"} for name in texts}
    properties |= {
        "number": {"type": "integer", "minimum": 1, "description": "Its place in the note"},
        "topic": {"type": ["string", "null"]},
        "concepts": {"type": "array", "items": {"type": "string"}},
        "verdict": {"enum": [*(verdict.value for verdict in Verdict), None]},
        "reason": {"type": ["string", "null"], "description": "The editor's note that judges it"},
    }
    one = object_schema(properties, required=sorted(properties))
    parts: dict[str, Schema] = {
        "format_version": {"const": 1},
        "statements": {"type": "array", "items": one},
    }
    return {
        "$schema": DIALECT,
        "title": "All statements of a site",
        **object_schema(parts, required=sorted(parts)),
    }


SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "concept": concept_schema,
    "note": note_schema,
    "page": page_schema,
    "routes": routes_schema,
    "statements": statements_schema,
}
"""Every schema by name."""


def render_schema(name: str) -> str:
    """Write a schema of `SCHEMAS` as JSON; ends with a line break."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2) + "\n"


def _schema(title: str, keys: Mapping[str, Key], **more: Any) -> Schema:
    properties = {
        name: {**key.type.schema, "description": key.description} for name, key in keys.items()
    }
    return {"$schema": DIALECT, "title": title, **object_schema(properties, **more)}
