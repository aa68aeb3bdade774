"""Front matter from strangers: values with places, within bounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_kb.domain.note import Source
from notes_kb.domain.span import Position
from notes_kb.loading.front_matter import parse_front_matter
from notes_kb.loading.note_dates import iso_date, read_date
from notes_kb.loading.note_meta import parse_note_meta
from notes_kb.loading.notes import parse_note

GOOD = """\
---
title: 夜话：推理
date: 2025-02-03
source: {title: 回放, url: https://example.org}
tags: [推理, "no"]
no: false
---
正文
"""


def test_escapes_bring_in_no_character_that_files_may_not_hold() -> None:
    """Neither control characters nor private marks get past the decoder in quotes."""
    text = '---\n"ti\\etle": "a\\u0001\\0b\\uFDD0c\\vd"\n---\n'
    assert parse_front_matter(text, path="x.md").values == {"title": "ab\ufffdc d"}


def test_values_keep_what_was_written_and_say_where() -> None:
    """A date stays text, a key is never a truth value, items have places."""
    front = parse_front_matter(GOOD, path="x.md")
    assert front.diagnostics == ()
    assert front.values == {
        "title": "夜话：推理",
        "date": "2025-02-03",
        "source": {"title": "回放", "url": "https://example.org"},
        "tags": ["推理", "no"],
        "no": False,
    }
    assert front.positions["source", "url"] == Position(4, 21)
    assert front.positions["tags", 1] == Position(5, 12)
    assert (front.body_line, front.body) == (8, "正文\n")


ALIASES = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{c}: &{c} [{', '.join([f'*{p}'] * 10)}]\n" for p, c in zip("abcd", "bcde", strict=True)
)
WRONG = {
    "syntax": ("title: a: b", "front-matter-syntax", (2, 9)),
    "open bracket": ("tags: [a, b", "front-matter-syntax", (2, 12)),
    "list": ("- a\n- b", "front-matter-syntax", (2, 1)),
    "duplicate": ("title: a\ntags: []\ntitle: b", "front-matter-duplicate-key", (4, 1)),
    "deep": ("a: " + "[" * 40, "front-matter-bounds", (2, 20)),
    "aliases": (ALIASES, "front-matter-bounds", (5, 36)),
    "long": ("a: " + "x" * 140_000, "front-matter-bounds", (2, 1)),
    "object": ("a: !!python/name:os.system x", "front-matter-syntax", (2, 4)),
    "recursive": ("a: &a [*a]", "front-matter-syntax", (2, 8)),
    "two documents": ("a: 1\n--- \nb: 2", "", (0, 0)),
    "key": ("? [a]\n: b", "front-matter-syntax", (2, 3)),
}


@pytest.mark.parametrize(("yaml", "kind", "place"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_used_is_said_with_line_and_column(
    yaml: str, kind: str, place: tuple[int, int]
) -> None:
    """One finding with a remedy; the body stays apart from the block."""
    front = parse_front_matter(f"---\n{yaml}\n---\nbody\n", path="x.md")
    found = [(d.kind, (d.line, d.column)) for d in front.diagnostics]
    assert found == ([(kind, place)] if kind else [])
    assert all(d.hint and d.path == "x.md" for d in front.diagnostics)
    assert front.body.endswith("body\n")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("title: 夜话: 推理", "夜话: 推理"),
        ("title: Agents: How a 4B model won", "Agents: How a 4B model won"),
        ('title: "Fast" and "sound"', '"Fast" and "sound"'),
        ("title: @ana on wires", "@ana on wires"),
        ("title: `PTX` and CUDA", "`PTX` and CUDA"),
        ("title: C:\\notes: a talk", "C:\\notes: a talk"),
        ("title：夜话", "夜话"),
    ],
)
def test_a_slip_in_one_line_costs_no_other(line: str, value: str) -> None:
    """It is told as an error, with what to write; what everybody would read is read."""
    front = parse_front_matter(f"---\n{line}\nspeaker: Ana\n---\n正文\n", path="x.md")
    assert front.values == {"title": value, "speaker": "Ana"}
    (finding,) = front.diagnostics
    assert (finding.kind, finding.line) == ("front-matter-syntax", 2)
    assert finding.fix is not None
    start, end, text = finding.fix
    fixed = f"{line[: start - 1]}{text}{line[end - 1 :]}"
    again = parse_front_matter(f"---\n{fixed}\n---\n", path="x.md")
    assert (again.values, again.diagnostics) == ({"title": value}, ())


@pytest.mark.parametrize(
    ("others", "values"),
    [
        ('source: "https://x.org/?a=1" # 原文', {"source": "https://x.org/?a=1"}),
        ("author: # 待填\ntags: # 我的\n  - 推理", {"author": None, "tags": ["推理"]}),
        ("summary: |\n  引用：原话: 他说", {"summary": "引用：原话: 他说"}),
        ('summary: "第一行\n  第二行"', {"summary": "第一行 第二行"}),
        ("event: B: c\nspeaker: D: e", {"event": "B: c", "speaker": "D: e"}),
    ],
)
@pytest.mark.parametrize("comment", ["", " # 我的注"])
def test_a_slip_changes_no_other_line(others: str, values: dict[str, object], comment: str) -> None:
    """Neither comments nor rows of longer values; several slips are several."""
    front = parse_front_matter(f"---\ntitle: A: b{comment}\n{others}\n---\n", path="x.md")
    assert front.values == {"title": "A: b", **values}


def test_of_a_duplicate_key_the_first_counts() -> None:
    """Its values and places are those of the first."""
    front = parse_front_matter("---\na: {b: 1}\na: {c: 2}\n---\n", path="x")
    assert front.values == {"a": {"b": 1}}
    assert set(front.positions) == {("a",), ("a", "b")}


def test_a_block_that_is_no_mapping_gives_no_positions() -> None:
    """Positions without values would name keys that nobody can look up."""
    front = parse_front_matter("---\n- one\n- two\n---\ntext\n", path="a.md")
    assert (front.values, front.positions) == ({}, {})
    assert [finding.kind for finding in front.diagnostics] == ["front-matter-syntax"]


def test_a_block_without_end_is_text_with_a_finding() -> None:
    """Nothing is swallowed; a rule at the head is no front matter at all."""
    front = parse_front_matter("---\ntitle: x\n", path="x")
    assert [d.kind for d in front.diagnostics] == ["front-matter-unclosed"]
    assert (front.body_line, front.body) == (1, "---\ntitle: x\n")
    assert parse_front_matter("---\n\ntext\n", path="x").diagnostics == ()


@given(st.text(alphabet="ab:[]{}&*!|>'\"#%@`-,? \n\t\u2028\x85中\U0001f600", max_size=80))
def test_any_text_between_the_fences_is_read_or_reported(text: str) -> None:
    """Never an exception; every place lies within the file."""
    whole = f"---\n{text}\n---\nbody"
    front = parse_front_matter(whole, path="x")
    lines = whole.split("\n")
    places = [*front.positions.values(), *(Position(d.line, d.column) for d in front.diagnostics)]
    assert all(1 <= p.line <= len(lines) for p in places)
    assert all(p.column <= len(lines[p.line - 1]) + 1 for p in places)


META = {
    "tags: one": ("tags", ("one",)),
    "date: 2025-2-3": ("date", "2025-02-03"),
    "date: 2025-02-03 19:30": ("date", "2025-02-03T19:30:00"),
    "title: 2025": ("title", "2025"),
    "summary: |\n  two\n  lines": ("summary", "two lines"),
    "original: zh-Hant": ("original", "zh-Hant"),
    "no_links: [moe, moe]": ("no_links", ("moe",)),
}


@pytest.mark.parametrize(("yaml", "expected"), META.items())
def test_documented_keys_are_taken(yaml: str, expected: tuple[str, object]) -> None:
    """Each with its type, forgiving where nothing is lost."""
    front = parse_front_matter(f"---\n{yaml}\n---\n", path="x")
    meta, findings = parse_note_meta(front)
    assert findings == ()
    assert getattr(meta, expected[0]) == expected[1]


BAD_META = {
    "title: [a]": ("front-matter-type", "'title' takes text", 2),
    "tags: [a, {b: c}]": ("front-matter-type", "'tags[1]'", 2),
    "date: 2025-13-01": ("front-matter-type", "2025-13-01", 2),
    "source:\n  url: javascript:alert(1)": ("front-matter-type", "'source.url'", 3),
    "source:\n  autor: x": ("front-matter-unknown-key", "'source.autor'", 3),
    "template: x.html": ("front-matter-unknown-key", "'template'", 2),
    "original: Chinese": ("front-matter-type", "language code", 2),
}


@pytest.mark.parametrize(("yaml", "expected"), BAD_META.items())
def test_other_values_are_reported_by_their_path(yaml: str, expected: tuple[str, str, int]) -> None:
    """The key path is in the message, the remedy in the hint."""
    front = parse_front_matter(f"---\n{yaml}\n---\n", path="x")
    _, (finding,) = parse_note_meta(front)
    assert (finding.kind, finding.line) == (expected[0], expected[2])
    assert expected[1] in finding.message
    assert finding.hint


def test_dates_are_iso_or_nothing() -> None:
    """The calendar decides."""
    assert [iso_date(d) for d in ("2024-02-29", "2025-02-29", "", "x")] == [
        "2024-02-29",
        "",
        "",
        "",
    ]


HUGO = """\
+++
title = "夜话：推理"
date = 2025-02-03T20:00:00+08:00
draft = true
[taxonomies]
tags = ["推理", "no"]
[menu.main]
weight = 3
+++
正文
"""


def test_toml_between_plus_signs_is_read_as_yaml_is() -> None:
    """Keys of the usual tables count, other tables do not; a key has its place in the file."""
    front = parse_front_matter(HUGO, path="x.md")
    assert front.values == {
        "title": "夜话：推理",
        "date": "2025-02-03T20:00:00+08:00",
        "draft": True,
        "tags": ["推理", "no"],
    }
    assert front.positions["title",] == Position(2, 1)
    assert front.positions["tags",] == Position(6, 1)
    assert (front.body_line, front.body) == (10, "正文\n")


@pytest.mark.parametrize(
    "text",
    ["a = [[", "a = " + "[" * 5000, "a = 1\na = 2", "x" * 20_000 + " = 1", "", "just text"],
    ids=["open", "deep", "twice", "long", "empty", "text"],
)
def test_what_is_no_toml_stays_text(text: str) -> None:
    """Plus signs may be anything; nothing between them is lost, and nothing raises."""
    whole = f"+++\n{text}\n+++\nbody\n"
    front = parse_front_matter(whole, path="x.md")
    assert (front.values, front.body) == ({}, whole)


def test_toml_strings_are_cleaned() -> None:
    """An escape brings in no character that files may not hold."""
    front = parse_front_matter('+++\ntitle = "a\\u0001b"\n+++\n', path="x.md")
    assert front.values == {"title": "ab"}


DAYS = {
    "the page's": ("published: 2025-02-03\ncreated: 2025-03-01", "", "2025-02-03"),
    "the page's, below its title": (
        "published:\ncreated: 2025-03-01", "原创 林某 *2025年2月3日 08:29*", "2025-02-03",
    ),
    "the name alone": ("created: 2025-03-01", "某技术社 *2025年2月3日 08:29*", "2025-02-03"),
    "none that anybody knows": ("published:\ncreated: 2025-03-01", "", ""),
    "the file's, where nothing tells another": ("created: 2025-03-01", "", "2025-03-01"),
}  # fmt: skip


@pytest.mark.parametrize(("keys", "head", "day"), DAYS.values(), ids=DAYS.keys())
def test_a_clip_is_younger_than_its_page(keys: str, head: str, day: str) -> None:
    """The day of the page counts, and the day of the clip only where a tool knows no other."""
    text = f"---\ntitle: 夜话\nauthor: 林某\n{keys}\n---\n{head}\n\n第一句话。\n"
    note = parse_note(text, path="x.md", note_id="x", language="zh", pasted=False)
    assert note.meta.date == day


KEYS_OF_TOOLS = {
    "url": "https://example.org/a", "origin_url": "//example.org/a", "来源": "https://example.org/a",
    "原文链接": "https://example.org/a", "元記事": "https://example.org/a",
}  # fmt: skip


@pytest.mark.parametrize(("key", "value"), KEYS_OF_TOOLS.items(), ids=KEYS_OF_TOOLS.keys())
def test_a_tool_may_name_the_source_in_its_own_words(key: str, value: str) -> None:
    """Keys of other languages are labels of credits, and an address may lack its scheme."""
    text = f"---\n标题: 夜话\n作者: 林某\n日期: 2025-02-03\n{key}: {value}\n---\n第一句话。\n"
    note = parse_note(text, path="x.md", note_id="x", language="zh", pasted=False)
    assert (note.title, note.meta.date) == ("夜话", "2025-02-03")
    assert note.meta.source == Source(
        title="example.org", url="https://example.org/a", author="林某", license=""
    )
    assert not any(entry.rule for entry in note.ledger)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("April 21-22, 2021", "2021-04-21"),
        ("April 30 – May 2, 2023", "2023-04-30"),
        ("21–22 April 2021", "2021-04-21"),
        ("Apr 3rd, 2024", "2024-04-03"),
        ("Smarch 3, 2024", ""),
        ("Decision 12-14, 2021", ""),
        ("Mayor 5 2021", ""),
        ("April 31, 2024", ""),
    ],
)
def test_a_day_with_the_name_of_its_month_is_a_date(written: str, day: str) -> None:
    """Of the days of an event, it is the first; other tools write it into front matter."""
    assert read_date(written) == day


@pytest.mark.parametrize(
    "line", ["日期：2025年3月1-3日", "日期：2025年3月1日至3日", "Dates: March 1-3, 2025"]
)
def test_an_event_of_several_days_begins_on_the_first(line: str) -> None:
    """As people write it below a title."""
    note = parse_note(
        f"# 夜话\n{line}\n\n正文。\n", path="x.md", note_id="x", language="zh", pasted=False
    )
    assert note.meta.date == "2025-03-01"
