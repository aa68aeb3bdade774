"""``knowledge: {…}`` in the front matter of an ordinary page: what it measures and is about.

The other keys of the front matter are the host's and its plugins', and no business of ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.measurement import PageRelations, Tested
from notes_kb.domain.span import Place
from notes_kb.domain.verdict import Verdict
from notes_kb.loading.bounded_yaml import Path
from notes_kb.loading.front_matter import parse_front_matter
from notes_kb.loading.record import (
    TEXT_SCHEMA,
    TEXTS_SCHEMA,
    Key,
    RecordReader,
    ValueType,
    keys_by_name,
    object_schema,
    place_of,
)


def _tests(reader: RecordReader, key: Path, value: object) -> tuple[Tested, ...]:
    if not isinstance(value, list):
        reader.wrong(key, "takes a list", "write 'tests: [{statement: <note>#<anchor>}]'")
        return ()
    return tuple(one for n, item in enumerate(value) if (one := _test(reader, (*key, n), item)))


def _test(reader: RecordReader, key: Path, value: object) -> Tested | None:
    if not isinstance(value, dict) or not isinstance(value.get("statement"), str):
        reader.wrong(key, "names no statement", "write '{statement: <note>#<anchor>}'")
        return None
    for name in value:
        if name not in {"statement", "verdict"}:
            reader.unknown((*key, name), ("statement", "verdict"))
    note, _, anchor = value["statement"].strip().partition("#")
    verdict = value.get("verdict")
    return Tested(
        note=note,
        anchor=anchor,
        verdict=verdict if isinstance(verdict, str) else "",
        place=_within(place_of(reader.front, (*key, "statement")), value["statement"]),
    )


def _within(place: Place, text: str) -> Place:
    """Give the place of a text that stands behind its key, in one line."""
    column = place.source.find(text, max(0, place.column - 1)) + 1
    end = column + len(text) if column else 0
    return Place(
        line=place.line, column=column or place.column, end_column=end, source=place.source
    )


def _concepts(reader: RecordReader, key: Path, value: object) -> tuple[tuple[str, Place], ...]:
    names = reader.texts(key, value)
    return tuple((name, place_of(reader.front, (*key, n))) for n, name in enumerate(names))


PAGE_KEYS: Mapping[str, Key] = keys_by_name(
    Key(
        name="tests",
        type=ValueType(
            _tests,
            {
                "type": "array",
                "items": object_schema(
                    {
                        "statement": {"type": "string", "pattern": "^[a-z0-9-]+#[a-z0-9-]+$"},
                        "verdict": {"enum": [verdict.value for verdict in Verdict]},
                    },
                    required=["statement"],
                ),
            },
        ),
        takes={
            "en": "a list of `{statement: <note>#<anchor>, verdict}`",
            "zh": "`{statement: <笔记>#<锚点>, verdict}` 的列表",
        },
        purpose={
            "en": "The statements that the page measures, and what came out",
            "zh": "这一页测量了哪些陈述，结果如何",
        },
    ),
    Key(
        name="concepts",
        type=ValueType(_concepts, TEXTS_SCHEMA),
        takes={"en": "a list of concepts", "zh": "概念的列表"},
        purpose={"en": "The concepts that the page is about", "zh": "这一页讲的概念"},
    ),
    Key(
        name="answer",
        type=ValueType(lambda reader, key, value: reader.text(key, value), TEXT_SCHEMA),
        takes={"en": "one sentence", "zh": "一句话"},
        purpose={"en": "What came out, for lists", "zh": "结论，用在列表里"},
    ),
    Key(
        name="question",
        type=ValueType(lambda reader, key, value: reader.text(key, value), TEXT_SCHEMA),
        takes={"en": "one sentence", "zh": "一句话"},
        purpose={"en": "What was asked, on the home page", "zh": "要回答的问题，用在首页"},
    ),
    Key(
        name="figure",
        type=ValueType(lambda reader, key, value: reader.text(key, value), TEXT_SCHEMA),
        takes={"en": "a picture, relative to the page", "zh": "图片，相对于这一页"},
        purpose={
            "en": "What shows it best; the home page shows the first",
            "zh": "最能说明结论的图；首页显示第一张",
        },
    ),
)
"""The keys below `OURS`."""

OURS = "knowledge"
"""The key of the front matter that is ours."""


def has_relations(text: str) -> bool:
    """Whether a page may say anything of the kind; most say nothing, and need not be parsed."""
    return text.startswith("---") and f"\n{OURS}:" in text


def parse_page_relations(
    text: str, *, path: str
) -> tuple[PageRelations | None, tuple[Diagnostic, ...]]:
    """Read our keys of a page's front matter; None where it has none that can be read."""
    front = parse_front_matter(text, path=path)
    reader = RecordReader(front)
    written = front.values.get(OURS)
    if written is not None and not isinstance(written, dict):
        reader.wrong((OURS,), "takes a mapping", f"write 'tests: […]' below '{OURS}:'")
        written = None
    values = dict(_values(reader, written or {}))
    if not any(values.values()):
        return None, tuple(reader.findings)
    return PageRelations(path=path, **values), tuple(reader.findings)


def _values(reader: RecordReader, written: Mapping[str, object]) -> Iterator[tuple[str, Any]]:
    for name, value in written.items():
        if name not in PAGE_KEYS:
            reader.unknown((OURS, name), PAGE_KEYS)
        elif value is not None:
            read = PAGE_KEYS[name].type.read(reader, (OURS, name), value)
            if read is not None:
                yield name, read
