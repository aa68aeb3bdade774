"""Markdown as a value: what `render` and `render_note` give, and that nothing else counts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_kb.domain.concept import Concept
from notes_kb.domain.note import Block, BlockKind, Note
from notes_kb.domain.span import Span
from notes_kb.linking.lexicon import Lexicon, build_lexicon
from notes_kb.linking.matcher import Occurrence, find_occurrences
from notes_kb.linking.mentions import find_note_mentions
from notes_kb.loading.decode import decode
from notes_kb.loading.inline import parse_inline
from notes_kb.loading.notes import parse_note
from notes_kb.pages import concept_links
from notes_kb.pages.render import Needs, Recipe, Source, Words, article_source, render, render_note
from notes_kb.pages.rendered import SLOT, RenderedPage, fill_slots, linked_concepts
from notes_kb.pages.tree_passes import FigureWords

EXTENSIONS = (
    "admonition", "attr_list", "footnotes", "tables", "toc",
    "pymdownx.superfences", "pymdownx.highlight", "pymdownx.arithmatex",
)  # fmt: skip
LABELS = {"zh": "混合专家模型", "en": "Mixture of Experts"}
MOE = Concept(
    id="moe",
    labels=LABELS,
    aliases={"zh": ("混合专家",), "en": ("MoE",)},
    path="concepts/moe.md",
)
NEEDS = Needs(
    recipe=Recipe(
        extensions=EXTENSIONS,
        configs={"pymdownx.arithmatex": {"generic": True}},
        formulas=False,
    ),
    lexicon=build_lexicon([MOE]),
    label=lambda concept: LABELS["zh"],
    words=Words(figures=FigureWords("缺图", "远图"), statement="", editor_note=""),
)
STORIES = [
    tuple(part.strip("\n") for part in story.split("\n.\n"))
    for story in re.split(
        r"(?<=\n\.\n)\n", (Path(__file__).parent / "notes.txt").read_text("utf-8")
    )
]
"""(name, Markdown, HTML): what the pages had before they were values, links apart."""


def _note(body: str, *, pasted: bool = False, heading: str = "## 节 {#s}\n\n") -> Note:
    text = body if pasted else f"---\ntitle: t\n---\n\n{heading}{body}"
    path = "notes/a.txt" if pasted else "notes/a.md"
    return parse_note(text, path=path, note_id="a", language="zh", pasted=pasted)


def _rendered(note: Note, needs: Needs = NEEDS) -> RenderedPage:
    return render_note(note, find_note_mentions(note, needs.lexicon), needs)


def _with_targets(page: RenderedPage) -> str:
    """Write each slot as what it stands for."""

    def target(number: int) -> str:
        link = page.links[number]
        return "{" + (link.written or f"concept:{link.concept}") + "}"

    return SLOT.sub(lambda found: target(int(found[1])), page.html)


@pytest.mark.parametrize(
    ("markdown", "html"), [s[1:3] for s in STORIES], ids=[s[0] for s in STORIES]
)
def test_a_note_renders_as_its_story_tells(markdown: str, html: str) -> None:
    """Every kind of block, links and pictures as slots, HTML that may harm taken out."""
    page = _rendered(_note(f"{markdown}\n"))
    assert _with_targets(page) == f'<h2 id="s">节</h2>\n{html}'


def test_the_stories_are_all_read() -> None:
    """A story that is written wrongly would be none."""
    assert len(STORIES) > 15
    assert all(len(story) in {3, 4} for story in STORIES)


@pytest.mark.parametrize(
    "markdown",
    [s[1] for s in STORIES if "{." not in s[1]],  # Of a note, the loader reads these.
    ids=[s[0] for s in STORIES if "{." not in s[1]],
)
def test_an_article_renders_as_a_note_without_anchors(markdown: str) -> None:
    """The same Markdown gives the same HTML on a concept's page, statements apart."""
    article = render(article_source("concepts/b.md", "zh", markdown, "b", 9), NEEDS)
    note = _rendered(_note(f"{markdown}\n", heading=""))

    def bare(page: RenderedPage) -> str:
        html = re.sub(r' class="nk-statement"| id="[a-z]+--[0-9]+"', "", page.html)
        return _with_targets(replace(page, chunks=(), footnotes=html.replace("nk-statement ", "")))

    assert bare(article) == bare(note)


@pytest.mark.parametrize("extensions", [(), ("toc", "tables", "fenced_code"), ("extra",)])
def test_anchors_and_classes_do_not_depend_on_the_site(extensions: tuple[str, ...]) -> None:
    """A site that enables nothing has whole notes, and the class that opts a block out."""
    needs = replace(NEEDS, recipe=Recipe(extensions=extensions))
    note = _note("MoE 省算力。\n\nMoE 稀疏。 {.no-link}\n")
    page = _rendered(note, needs)
    assert [chunk.section for chunk in page.chunks] == ["s"]
    assert _with_targets(page) == (
        '<h2 id="s">节</h2>\n<p class="nk-statement" id="s--1">'
        '<a class="nk-concept" href="{concept:moe}">MoE</a> 省算力。</p>\n'
        '<p class="nk-statement no-link" id="s--2">MoE 稀疏。</p>'
    )
    article = article_source("concepts/b.md", "zh", "## 节 {#s}\n\nMoE\n{.no-link}\n", "b", 1)
    html = render(article, needs).html
    assert html == '<h2 id="s">节</h2>\n<p class="no-link">MoE</p>'


# Turns


def _spoken(note: Note, turns: Mapping[int, tuple[str, str]]) -> Note:
    """Make turns of the blocks with these numbers: each has a speaker and a text."""

    def spoken(block: Block) -> Block:
        if block.number not in turns:
            return block
        speaker, text = turns[block.number]
        prose = parse_inline(text)
        return replace(block, kind=BlockKind.TURN, speaker=speaker, text=text, prose=prose)

    sections = [replace(s, blocks=tuple(map(spoken, s.blocks))) for s in note.sections]
    return replace(note, sections=tuple(sections))


TURNS = {0: ("李明", "MoE 省算力。"), 1: ("<b>*王*</b> & 张", "混合专家 **不难**。")}
TURNED = (
    '<p class="nk-statement" id="start--1"><b class="nk-speaker">李明：</b>'
    '<a class="nk-concept" href="{concept:moe}">MoE</a> 省算力。</p>\n'
    '<p class="nk-statement" id="start--2"><b class="nk-speaker">'
    "&lt;b&gt;*王*&lt;/b&gt; &amp; 张：</b>混合专家 <strong>不难</strong>。</p>"
)


@pytest.mark.parametrize("pasted", [True, False])
@pytest.mark.parametrize(
    "body",
    ["**李明**：MoE 省算力。\n\n**王**：混合专家 **不难**。\n", "李明：MoE 省算力。\n\n王：难\n"],
)
def test_a_turn_begins_with_its_speaker(body: str, pasted: bool) -> None:
    """The label is written once and as text; what is said is linked, cited and searched."""
    note = _spoken(_note(body, pasted=pasted, heading=""), TURNS)
    needs = replace(NEEDS, words=replace(NEEDS.words, speaker="{speaker}："))
    page = _rendered(note, needs)
    assert _with_targets(page) == TURNED
    assert page.blocks[1] == TURNED.split('start--2">')[1].removesuffix("</p>")
    assert page.chunks[0].sections[0].text.startswith("李明：MoE 省算力。")


def test_a_turn_of_a_transcript_shows_its_time() -> None:
    """In brackets behind the name, on the page and where it is searched."""
    note = _spoken(_note("**李明 (00:12)**：MoE 省算力。\n", pasted=False, heading=""), {})
    timed = replace(_spoken(note, TURNS).sections[0].blocks[0], time="00:12")
    note = replace(note, sections=(replace(note.sections[0], blocks=(timed,)),))
    page = _rendered(note, replace(NEEDS, words=replace(NEEDS.words, speaker="{speaker}：")))
    assert '<b class="nk-speaker">李明 (00:12)：</b>' in page.html
    assert page.chunks[0].sections[0].text.startswith("李明 (00:12)：MoE 省算力。")


LOOKED_AT = """\
MoE 与 `<think>`、`a & b`。

| 名 | 说明 |
|---|---|
| **MoE** | 混合专家，`x\\|y` |
| [[moe\\|专家]] | |

- 混合专家 &amp; [文](https://e.example/)

> 引 MoE
"""


def test_no_text_of_a_note_is_looked_at_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the note's model found is taken over by its page, cells of tables included."""
    note = _note(LOOKED_AT)
    mentions = find_note_mentions(note, NEEDS.lexicon)
    expected = _with_targets(render_note(note, mentions, NEEDS))
    again: list[str] = []

    def find(text: str, lexicon: Lexicon, inert: Sequence[Span]) -> Sequence[Occurrence]:
        again.append(text)
        return find_occurrences(text, lexicon, inert)

    monkeypatch.setattr(concept_links, "find_occurrences", find)
    assert _with_targets(render_note(note, mentions, NEEDS)) == expected
    assert again == []
    assert "{concept:moe}" in expected


# A page is a value

_LINES = st.sampled_from(
    [
        "## 甲", "### b {#b topic=moe}", "- 混合专家", "  - MoE `x`", "1. 一", "> 引",
        "```", "| a | b |", "|---|---|", "![图](a.png)", "[[moe|x]]", "[[no]]", "$$", "$x$",
        "<b>", "</div>", "<![x", "<!-- a", "&#xFDD4;1&#xFDD5;", "[^1]", "[^1]: 注", "!!! note",
        "    缩进", "**", "{.no-link}", "\\", "&amp;", "",
    ]
)  # fmt: skip
_ANY = st.text(st.characters(codec="utf-8"), max_size=60)
_TEXTS = st.lists(_LINES | _ANY, max_size=12).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(_TEXTS, st.booleans())
def test_any_note_renders_and_twice_the_same(text: str, pasted: bool) -> None:
    """No text breaks a note's page, all marks are gone, and each block has its HTML."""
    cleaned = decode(text.encode()).text
    note = _note(cleaned, pasted=pasted)
    page = _rendered(note)
    assert _rendered(note) == page
    html = page.html + "".join(page.blocks.values())
    assert not re.search("[\ufdd0-\ufdd7\ufdda-\ufdef]", html)
    assert all(int(number) < len(page.links) for number in SLOT.findall(html))
    blocks = [block for section in note.walk() for block in section.blocks]
    assert len(page.blocks) == len(blocks)


@settings(max_examples=100, deadline=None)
@given(_TEXTS, st.booleans())
def test_any_page_renders_and_twice_the_same(text: str, contributed: bool) -> None:
    """Neither does any text break an article or an ordinary page."""
    source = Source(path="x.md", language="zh", markdown=text, contributed=contributed)
    page = render(source, NEEDS)
    assert render(source, NEEDS) == page
    assert not re.search("[\ufdd0-\ufdd7\ufdda-\ufdef]", page.html)
    assert all(int(number) < len(page.links) for number in SLOT.findall(page.html))


def test_one_page_does_not_show_in_another() -> None:
    """Footnotes, references and headings of one text are unknown to the next."""
    first = _rendered(_note("说[^1] [r]\n\n[^1]: 注\n\n[r]: x.md\n"))
    alone = _rendered(_note("说[^1] [r]\n"))
    assert first.footnotes
    assert alone.footnotes == ""
    assert alone.links == ()
    assert "[^1] [r]" in alone.html


# The parts of a page


def test_a_note_is_cut_at_its_sections() -> None:
    """Chunks are the sections without their subsections; footnotes stand apart."""
    page = _rendered(_note("- 甲[^1]\n\n### 小 {#sub}\n\n- 乙\n\n## 末 {#z}\n\n[^1]: 注\n"))
    assert [(c.section, c.heading) for c in page.chunks] == [
        ("s", '<h2 id="s">节</h2>'),
        ("sub", '<h3 id="sub">小</h3>'),
        ("z", '<h2 id="z">末</h2>'),
    ]
    assert [c.body.count("<li") for c in page.chunks] == [1, 1, 0]
    assert page.footnotes.startswith('<div class="footnote">')
    assert [(e.level, e.id, e.name) for e in page.toc] == [
        (2, "s", "节"), (3, "sub", "小"), (2, "z", "末"),
    ]  # fmt: skip
    assert [(s.anchor, s.heading) for s in page.sections if s.anchor] == [
        ("s", "节"), ("sub", "小"), ("z", "末"),
    ]  # fmt: skip
    assert {"s", "sub", "z", "s--1", "sub--1", "fn:1"} <= page.anchors


def test_text_before_the_first_heading_is_a_chunk() -> None:
    """It has no heading and no anchor."""
    page = _rendered(_note("开头\n\n## 甲 {#a}\n\n- 乙\n", heading=""))
    assert [(c.section, bool(c.heading)) for c in page.chunks] == [("", False), ("a", True)]


def test_slots_become_addresses_where_a_page_is_placed() -> None:
    """One HTML, two pages: only the addresses differ, and they are written as attributes."""
    page = _rendered(_note("[a](../x.md?a=1&b=2) MoE\n"))
    assert [link.written or link.concept for link in page.links] == ["moe", "../x.md?a=1&b=2"]
    there = fill_slots(page.html, lambda number: ("c/", '../x/?a=1&b="2"')[number])
    assert '<a href="../x/?a=1&amp;b=&quot;2&quot;">a</a>' in there
    assert '<a class="nk-concept" href="c/">MoE</a>' in there
    assert linked_concepts(page.html, page.links) == ("moe",)


def test_what_a_page_asks_of_the_knowledge_base_is_told() -> None:
    """The visible text and the names in brackets are all that rendering depends on."""
    page = render(
        Source(
            path="x.md", language="zh", markdown="# 题\n\n说 MoE、[[moe]]、[[no]] 与 [[moo]]。\n"
        ),
        NEEDS,
    )
    assert page.names == {"moe": "moe", "no": "", "moo": ""}
    assert "说 MoE、混合专家模型、[[no]] 与" in page.visible
    assert [m.concept for m in page.mentions] == ["moe", "moe"]
    assert [(d.kind, d.path, d.line, d.column) for d in page.findings] == [
        ("concept-slip", "x.md", 3, 26)
    ]


# What contributors write cannot pretend to be ours

FORGED = {
    "a slot": "甲 &#xFDD8;999&#xFDD9; 乙",
    "a slot in an attribute": '<b title="&#xFDD8;9&#xFDD9;">甲</b> 乙',
    "a slot in a target": "[甲](x&#xFDD8;9&#xFDD9;) 乙",
    "a slot in a caption": "甲 乙\n\n![&#xFDD8;9&#xFDD9;](missing)",
    "a cut": "甲 &#xfdd2;z&#xfdd3; 乙",
    "a piece": "甲 &#64980;0&#64981; 乙 &#0064982;",
    "a mark": "甲 &#xFDD0;0:s--9&#xFDD1; 乙",
    "without a semicolon": "甲 &#xFDD8 9&#xFDD9 乙",
    "in code": "`&#xFDD8;` 甲 乙",
}


@pytest.mark.parametrize("markdown", FORGED.values(), ids=FORGED.keys())
def test_marks_cannot_be_forged(markdown: str) -> None:
    """A character reference to what marks are written with is a replacement character."""
    for page in (
        _rendered(_note(f"{markdown}\n")),
        render(article_source("concepts/b.md", "zh", markdown, "b", 1), NEEDS),
    ):
        html = page.html + "".join(page.blocks.values())
        assert all(int(number) < len(page.links) for number in SLOT.findall(html))
        assert not re.search("[\ufdd0-\ufdd7\ufdda-\ufdef]", html)
        assert "甲" in html
        assert "乙" in html
        assert "s--9" not in page.anchors


def test_a_label_cannot_forge_a_mark() -> None:
    """YAML can write any character, also in the label that an ``[[id]]`` shows."""
    needs = replace(NEEDS, label=lambda concept: "\ufdd8999\ufdd9")
    page = _rendered(_note("[[moe]]\n"), needs)
    assert [int(number) for number in SLOT.findall(page.html)] == [0]


# Extensions that raise


def test_declarations_that_a_parser_refuses_are_text() -> None:
    """An extension that reads raw HTML as Python does costs a contributed page a finding only."""
    recipe = Recipe(extensions=("tests.pages.html_reader:ReadsHtml",))
    page = _rendered(_note("前 <![> 后\n"), replace(NEEDS, recipe=recipe))
    assert "前 &lt;![&gt; 后" in page.html
    assert [(d.kind, d.path) for d in page.findings] == [("html-unreadable", "notes/a.md")]


@pytest.mark.parametrize("contributed", [True, False])
def test_what_else_an_extension_raises_is_raised(contributed: bool) -> None:
    """It is no fault of the text, and must not be called one."""
    recipe = Recipe(extensions=("tests.pages.html_reader:Fails",))
    source = Source(path="x.md", language="zh", markdown="<![>\n", contributed=contributed)
    with pytest.raises(AssertionError, match="unknown status keyword"):
        render(source, replace(NEEDS, recipe=recipe))


REMOVED = {
    "a tag": ("文\n\n<script>x</script>\n", [(3, 1, "<script>")]),
    "twice": ("<script></script>\n\n<script></script>\n", [(1, 1, "<script>")]),
    "two on a line": (
        '甲 <b onclick="x">乙</b> <iframe src="y"></iframe>\n',
        [(1, 6, "<iframe>, onclick")],
    ),
    "two lines": (
        '<b class="evil">乙</b>\n\n[a](javascript:x)\n',
        [(1, 11, ".evil"), (3, 5, "javascript:")],
    ),
    "behind code that shows it": (
        "`<script>`\n\n```\n<script>\n```\n\n丙 <script>x</script>\n",
        [(7, 3, "<script>")],
    ),
    "in code only": ("`<script>` 与\n\n```html\n<b onclick='x'>\n```\n\n    <script>\n", []),
}


@pytest.mark.parametrize(("text", "expected"), REMOVED.values(), ids=REMOVED)
def test_what_was_taken_out_is_told_with_its_line(text: str, expected: list[object]) -> None:
    """In notes and articles, where the author wrote it; never for text in code."""
    note = _rendered(_note(text)).findings
    above = _note(text).text.split(text)[0].count("\n")
    article = render(article_source("concepts/x.md", "zh", text, "other", 5), NEEDS).findings
    removed = [f for f in (*note, *article) if f.kind == "html-removed"]
    told = [(f.line, f.column, f.message.rpartition(": ")[2]) for f in removed]
    lines = [(line + shift, *rest) for shift in (above, 4) for line, *rest in expected]  # type: ignore[misc]
    assert told == lines
