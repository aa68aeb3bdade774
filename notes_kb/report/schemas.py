"""JSON Schemas of front matter, by which editors complete and validate."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from notes_kb.loading.concepts import CONCEPT_KEYS
from notes_kb.loading.note_meta import NOTE_KEYS
from notes_kb.loading.record import Key, Schema, object_schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def concept_schema() -> Schema:
    """Give the schema of a concept's record."""
    return _schema("A concept's record", CONCEPT_KEYS, required=["labels"])


def note_schema() -> Schema:
    """Give the schema of a note's front matter."""
    return _schema("A note's front matter", NOTE_KEYS)


SCHEMAS: Mapping[str, Callable[[], Schema]] = {"concept": concept_schema, "note": note_schema}
"""Every schema by name."""


def render_schema(name: str) -> str:
    """Write a schema of `SCHEMAS` as JSON; ends with a line break."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2) + "\n"


def _schema(title: str, keys: Mapping[str, Key], **more: Any) -> Schema:
    properties = {
        name: {**key.type.schema, "description": key.description} for name, key in keys.items()
    }
    return {"$schema": DIALECT, "title": title, **object_schema(properties, **more)}
