"""JSON Schemas of front matter, by which editors complete and validate.

The keys, the language codes and the shapes are those of the code that reads them;
a key that is read and has no shape here fails a test.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from notes_kb.domain.language import LANGUAGE_CODE
from notes_kb.loading.concepts import CONCEPT_KEYS, SOURCE_KEYS
from notes_kb.loading.note_meta import NOTE_KEYS

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = Mapping[str, Any]

_TEXT: Schema = {"type": "string", "pattern": r"\S"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_ADDRESS: Schema = {"type": "string", "pattern": "^https?://"}
_LANGUAGE: Schema = {"type": "string", "pattern": f"^{LANGUAGE_CODE.pattern}$"}


def _by_language(value: Schema, **more: Any) -> Schema:
    """Describe a mapping from language codes."""
    return {"type": "object", "propertyNames": _LANGUAGE, "additionalProperties": value, **more}


def _record(properties: Mapping[str, Schema], **more: Any) -> Schema:
    return {
        "type": "object",
        "properties": dict(properties),
        "additionalProperties": False,
        **more,
    }


_SOURCE_PARTS = {name: _ADDRESS if name == "url" else _TEXT for name in SOURCE_KEYS}

_CONCEPT: Mapping[str, tuple[Schema, str]] = {
    "labels": (
        _by_language(_TEXT, minProperties=1),
        "The preferred label in each language: {zh: 混合专家模型, en: Mixture of Experts}",
    ),
    "aliases": (_by_language(_TEXTS), "Further names in each language; they link and are searched"),
    "definition": (_by_language(_TEXT), "One sentence in each language, for the hover card"),
    "topic": ({"type": "integer", "minimum": 0}, "Only on topics: the place in the navigation"),
    "broader": (_TEXTS, "Ids of the concepts that this one is a kind or part of"),
    "related": (_TEXTS, "Ids of concepts that a reader of this one may want"),
    "not_in": (_by_language(_TEXTS), "Strings inside which a form does not name this concept"),
    "context": (_by_language(_TEXTS), "Words near a form shared with others that decide for this"),
    "case_sensitive": (_TEXTS, "Labels and aliases that count only as written"),
    "sources": (
        {"type": "array", "items": _record(_SOURCE_PARTS, required=["url"])},
        "Where the facts come from: [{title: …, url: https://…}]",
    ),
}

_NOTE: Mapping[str, tuple[Schema, str]] = {
    "title": (_TEXT, "The note's title; the recap's title line where left out"),
    "date": (_TEXT, "The day of the event, as in 2025-02-03"),
    "event": (_TEXT, "The talk, forum or paper that was recapped"),
    "summary": (_TEXT, "One or two sentences for lists and feeds"),
    "source": (
        {"anyOf": [_record(_SOURCE_PARTS), _TEXT]},
        "Where the recap comes from: {title: …, url: …, author: …, license: …}",
    ),
    "tags": (_TEXTS, "Words to group notes by"),
    "no_links": (_TEXTS, "Concepts that are not linked on this page"),
    "original": (_LANGUAGE, "The language the note was written in, where it is not the default"),
}


def concept_schema() -> Schema:
    """Give the schema of a concept's record."""
    return _schema("A concept's record", CONCEPT_KEYS, _CONCEPT, required=["labels"])


def note_schema() -> Schema:
    """Give the schema of a note's front matter."""
    return _schema("A note's front matter", NOTE_KEYS, _NOTE)


SCHEMAS: Mapping[str, Callable[[], Schema]] = {"concept": concept_schema, "note": note_schema}
"""Every schema by name."""


def render_schema(name: str) -> str:
    """Write a schema of `SCHEMAS` as JSON; ends with a line break."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2) + "\n"


def _schema(title: str, keys: Any, shapes: Mapping[str, tuple[Schema, str]], **more: Any) -> Schema:
    """Describe the keys that the code reads; one without a shape is an error of ours."""
    properties = {key: {**shapes[key][0], "description": shapes[key][1]} for key in keys}
    return {"$schema": DIALECT, "title": title, **_record(properties, **more)}
