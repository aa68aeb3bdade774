"""The schemas agree with the code that reads front matter."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from click.testing import CliRunner

from notes_kb.cli import main
from notes_kb.domain.language import Languages
from notes_kb.loading.bounded_yaml import parse_yaml
from notes_kb.loading.concepts import CONCEPT_KEYS, parse_concept
from notes_kb.loading.note_meta import NOTE_KEYS
from notes_kb.loading.notes import parse_note
from notes_kb.loading.page_relations import parse_page_relations
from notes_kb.loading.routes import parse_routes
from notes_kb.report.schemas import concept_schema, note_schema, page_schema, routes_schema

TYPES = {"object": dict, "array": list, "string": str, "integer": int}
LANGUAGES = Languages({"zh": "简体中文", "en": "English"})


def _fits(value: Any, schema: Mapping[str, Any]) -> bool:  # noqa: PLR0911 - one a type
    """Validate as far as our schemas go; a keyword that is not known here is an error."""
    known = {"$schema", "title", "description", "type", "pattern", "minimum", "items", "anyOf",
             "properties", "additionalProperties", "propertyNames", "required",
             "minProperties", "minItems", "enum", "const"}  # fmt: skip
    assert set(schema) <= known
    if "enum" in schema or "const" in schema:
        return value in schema.get("enum", [schema.get("const")])
    if isinstance(schema.get("type"), list):
        kinds = [kind for kind in schema["type"] if kind != "null"]
        return value is None or any(_fits(value, {**schema, "type": kind}) for kind in kinds)
    if "anyOf" in schema:
        return any(_fits(value, one) for one in schema["anyOf"])
    if not isinstance(value, TYPES[schema["type"]]) or isinstance(value, bool):
        return False
    if isinstance(value, str):
        return re.search(schema.get("pattern", ""), value) is not None
    if isinstance(value, int):
        return value >= schema["minimum"]
    if isinstance(value, list) and len(value) < schema.get("minItems", 0):
        return False
    if isinstance(value, list):
        return all(_fits(item, schema["items"]) for item in value)
    if len(value) < schema.get("minProperties", 0) or set(schema.get("required", ())) - set(value):
        return False
    properties, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    return all(
        _fits(key, schema.get("propertyNames", {"type": "string"}))
        and (_fits(item, properties[key]) if key in properties else more and _fits(item, more))
        for key, item in value.items()
    )


RECORDS = [
    "labels: {zh: 甲甲}",
    "labels: {zh: 甲甲, zh-Hant: 甲甲}\naliases: {en: [MoE, x y]}\ntopic: 0",
    "labels: {en: x}\nbroader: [a]\nrelated: []\nnot_in: {zh: [甲]}\ncontext: {en: [y]}",
    "labels: {en: MoE}\ncase_sensitive: [MoE]\nsources: [{title: T, url: https://x.org}]",
    "definition: {en: x}",
    "labels: {}",
    "labels: 甲",
    "labels: [甲]",
    "labels: {zh: 42}",
    "labels: {Chinese: 甲}",
    "labels: {en: x}\ntopic: -1",
    "labels: {en: x}\ntopic: three",
    "labels: {en: x}\naliases: {en: MoE}",
    "labels: {en: x}\naliases: [MoE]",
    "labels: {en: x}\nbroader: a",
    "labels: {en: x}\nsources: [{title: T}]",
    "labels: {en: x}\nsources: [{title: T, url: ftp://x.org}]",
    "labels: {en: x}\nsources: [{title: T, url: https://x.org, year: x}]",
    "labels: {en: x}\nlables: {}",
    "labels: {en: ''}",
]


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_fits_where_the_loader_finds_nothing(record: str) -> None:
    """The schema of concepts takes just the records that the loader takes without a finding."""
    _, found = parse_concept(
        f"---\n{record}\n---\n", path="a.md", concept_id="a", languages=LANGUAGES
    )
    assert _fits(parse_yaml(record).value, concept_schema()) is (not found), found


NOTES = [
    "title: 甲\ndate: 2025-02-03\nevent: E\nsummary: S\ntags: [a]\nno_links: [b]\noriginal: en",
    "source: {title: T, url: https://x.org, author: A, license: L}",
    "source: https://x.org",
    "source: [T]",
    "source: {title: T, url: ftp://x.org}",
    "tags: {a: b}",
    "original: English",
    "layout: x",
]


@pytest.mark.parametrize("front", NOTES)
def test_front_matter_fits_where_the_loader_finds_nothing(front: str) -> None:
    """The schema of notes takes just the front matter that the loader takes."""
    note = parse_note(
        f"---\n{front}\n---\n\n文\n", path="a.md", note_id="a", language="zh", pasted=False
    )
    assert _fits(parse_yaml(front).value, note_schema()) is (not note.diagnostics)


ROUTES = [
    "a:\n  title: {zh: 甲}\n  pages: [x.md, {page: y.md, minutes: 3}]",
    "a:\n  title: {zh: 甲}\n  lead: {en: L}\n  prerequisites: [b]\n  pages: [{page: y.md}]",
    "a: {title: {zh: 甲}, pages: []}",
    "a: {title: {zh: 甲}}",
    "a: {pages: [x.md]}",
    "a: {title: 甲, pages: [x.md]}",
    "a: {title: {zh: 甲}, pages: [x.md], colour: red}",
    "a: {title: {zh: 甲}, pages: [{page: x.md, minutes: long}]}",
    "a: {title: {zh: 甲}, pages: [{minutes: 3}]}",
    "a: {title: {zh: 甲}, pages: [x.md], prerequisites: b}",
    "A b: {title: {zh: 甲}, pages: [x.md]}",
    "a: [x.md]",
]


@pytest.mark.parametrize("text", ROUTES)
def test_routes_fit_where_the_loader_finds_nothing(text: str) -> None:
    """The schema of routes takes just the files that the loader takes."""
    _, found = parse_routes(text, path="routes.yml", languages=LANGUAGES)
    assert _fits(parse_yaml(text).value, routes_schema()) is (not found), found


PAGES = [
    "tests: [{statement: a#b--1, verdict: fact}]\nconcepts: [moe]\nanswer: Yes",
    "tests: [{statement: a#b--1}]",
    "tests: {statement: a#b--1}",
    "tests: [a#b--1]",
    "concepts: moe",
    "answer: [Yes]",
    "test: []",
]


@pytest.mark.parametrize("keys", PAGES)
def test_pages_fit_where_the_loader_finds_nothing(keys: str) -> None:
    """The schema of ordinary pages takes just what the loader takes of our key."""
    front = "knowledge:\n" + "\n".join(f"  {line}" for line in keys.split("\n"))
    _, found = parse_page_relations(f"---\ntitle: t\n{front}\n---\n\nx\n", path="lab.md")
    assert _fits(parse_yaml(front).value, page_schema()) is (not found), found


def test_the_command_prints_every_key() -> None:
    """`notes-kb schema` prints a schema that describes every key the code reads."""
    for name, keys in (("concept", CONCEPT_KEYS), ("note", NOTE_KEYS)):
        schema = json.loads(CliRunner().invoke(main, ["schema", name]).output)
        assert list(schema["properties"]) == list(keys)
        assert all(shape["description"] for shape in schema["properties"].values())
