"""What a reader sees of running text, and where nothing may be linked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_kb.loading.inline import parse_inline
from notes_kb.loading.notes import parse_note

ROWS = [
    # source, visible, inert
    ("纯文本", "纯文本", []),
    ("**粗** and *thin*", "粗 and thin", []),
    ("see `R1 code` here", "see R1 code here", ["R1 code"]),
    ("成本 $a_1 + b$ 低", "成本 a_1 + b 低", ["a_1 + b"]),
    ("costs $5 and $6 more", "costs $5 and $6 more", []),
    ("a $$x$$ b", "a x b", ["x"]),
    ("<https://example.org/a> x", "https://example.org/a x", ["https://example.org/a"]),
    ("见https://example.org/a。然后", "见https://example.org/a。然后", ["https://example.org/a"]),
    ("[text](https://example.org) x", "text x", []),
    ("<b>bold</b> and <kbd>Ctrl</kbd>", "bold and Ctrl", ["Ctrl"]),
    ("a <!-- hidden --> b", "a  b", []),
    ("a < b > c", "a < b > c", []),
    ("footnote[^1] gone", "footnote gone", []),
    ("&amp; \\* \\[[x]]", "& * [[x]]", []),
    ("中文\n换行", "中文换行", []),
    ("one\ntwo", "one two", []),
    ("![alt](x.png) text", " text", []),
]


@pytest.mark.parametrize(("source", "visible", "inert"), ROWS)
def test_markup_comes_off(source: str, visible: str, inert: list[str]) -> None:
    """The visible text, and the ranges in which nothing is mentioned."""
    prose = parse_inline(source)
    assert prose.text == visible
    assert [prose.text[s.start : s.end] for s in prose.inert] == inert


LINKS = [
    ("见 [[moe]]。", [("moe", "moe", 3)]),
    ("**[[moe|专家]]** [[r1]]", [("moe", "专家", 3), ("r1", "r1", 16)]),
    ("`[[moe]]` and $[[x]]$", []),
    ("[[a b|c]]", [("a b", "c", 1)]),
    ("[[]] [[ ]] [[a\nb]] [[a[b]]", []),
    ("| [[moe\\|专家]] |", [("moe", "专家", 3)]),
    ("[[1]](#x) [[1]][a] [[moe]][[r1]]", [("moe", "moe", 20), ("r1", "r1", 27)]),
]


@pytest.mark.parametrize(("source", "expected"), LINKS)
def test_explicit_links_say_what_they_show_and_where_they_stand(
    source: str, expected: list[tuple[str, str, int]]
) -> None:
    """Concept, visible text and the column of the first bracket."""
    prose = parse_inline(source, places=[(7, source)])
    found = [(k.concept, prose.text[k.span.start : k.span.end], k.column) for k in prose.links]
    assert found == expected
    assert all(link.line == 7 for link in prose.links)


def test_a_reference_is_a_link_of_markdown() -> None:
    """A name that the document defines as a link is no concept's."""
    prose = parse_inline("见 [[a]]", references={"A": {"href": "/x", "title": ""}})
    assert (prose.text, prose.links) == ("见 [a]", ())


def test_links_of_a_note_have_the_place_in_the_file() -> None:
    """Behind markers, in a second line, in a quote, a table and a heading."""
    text = (
        "## [[a]]\n\n- x\n  y [[b]]\n\n> q [[c]]\n\n| h |\n|---|\n| [[d]] |\n\n"
        "- **总结**：[[e|字]] {.no-link}\n"
    )
    note = parse_note(text, path="x", note_id="x", language="zh", pasted=False)
    section = note.sections[0]
    links = [*section.prose.links, *(k for b in section.blocks for k in b.prose.links)]
    lines = text.split("\n")
    assert [k.concept for k in links] == list("abcde")
    assert all(lines[k.line - 1].startswith("[[", k.column - 1) for k in links)
    assert [b.no_link for b in section.blocks] == [False, False, False, True]


@given(st.text(alphabet="a中[]|`$<>*_\\!(){}^&; \n\"'", max_size=60))
def test_any_text_gives_prose_whose_ranges_lie_within_it(text: str) -> None:
    """Spans are ordered and inside, links too; nothing raises."""
    prose = parse_inline(text, places=[(n, line) for n, line in enumerate(text.split("\n"), 1)])
    ends = [0, *(x for s in prose.inert for x in (s.start, s.end)), len(prose.text)]
    assert ends == sorted(ends)
    for link in prose.links:
        assert 0 <= link.span.start <= link.span.end <= len(prose.text)
        assert link.line >= 1
        assert link.column >= 1
