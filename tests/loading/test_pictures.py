"""Pictures in every dialect are figures, and the page shows them so."""

from __future__ import annotations

import pytest

from notes_kb.domain.note import Block, Note
from notes_kb.loading.link_targets import read_target
from notes_kb.loading.notes import parse_note
from notes_kb.pages.note_markdown import note_markdown


def parse(text: str, *, pasted: bool) -> Note:
    return parse_note(text, path="x", note_id="x", language="zh", pasted=pasted)


def figures(note: Note) -> list[Block]:
    return [b for s in note.walk() for b in s.blocks if b.kind == "figure"]


H = "https://example.org"
PICTURES = {
    "plain": (f"![甲]({H}/a.png)", "甲", f"{H}/a.png"),
    "parentheses": (f"![甲]({H}/f(1)?u=(2).png)", "甲", f"{H}/f(1)?u=(2).png"),
    "size": (f"![甲]({H}/a.png =500x)", "甲", f"{H}/a.png"),
    "title": (f'![甲]({H}/a.png "t")', "甲", f"{H}/a.png"),
    "html": (f'<img src="{H}/a.png" alt="甲">', "甲", f"{H}/a.png"),
    "linked": (f"[![甲]({H}/a.png)]({H}/page)", "甲", f"{H}/a.png"),
    "reference": (f"![甲][1]\n\n[1]: {H}/a.png", "甲", f"{H}/a.png"),
    "embed": ("![[board.png]]", "", "board.png"),
    "caption below": (f"![]({H}/a.png)\n\n图 1：甲", "图 1：甲", f"{H}/a.png"),
    "caption at once": (f"![]({H}/a.png)\n▲ 甲", "▲ 甲", f"{H}/a.png"),
    "caption in English": (
        f"![]({H}/a.png)\n\n*Figure 2. A router*", "Figure 2. A router", f"{H}/a.png",
    ),
    "caption above": (f"图表1：甲\n\n![]({H}/a.png)\n\n正文。", "图表1：甲", f"{H}/a.png"),
    "before text": (f"![甲]({H}/a.png)正文跟在后面。", "甲", f"{H}/a.png"),
    "behind text": (f"正文在前面。![甲]({H}/a.png)", "甲", f"{H}/a.png"),
    "behind a point": (f"- 条目 ![甲]({H}/a.png)", "甲", f"{H}/a.png"),
}  # fmt: skip


@pytest.mark.parametrize("pasted", [True, False])
@pytest.mark.parametrize(("text", "alt", "target"), PICTURES.values(), ids=PICTURES.keys())
def test_a_picture_is_one_figure_in_a_paste_and_in_markdown(
    text: str, alt: str, target: str, pasted: bool
) -> None:
    """The same alternative text and the same address."""
    note = parse(f"# 题\n\n第一句。\n\n{text}\n\n最后一句。\n", pasted=pasted)
    assert [(f.alt, f.target) for f in figures(note)] == [(alt, target)]


@pytest.mark.parametrize("name", ["size", "html", "linked", "embed"])
def test_the_page_of_a_note_has_the_picture_that_was_parsed(name: str) -> None:
    """What only some parsers read as a picture is written so that all do."""
    text, alt, target = PICTURES[name]
    assert f"![{alt}]({target})" in note_markdown(parse(f"# 题\n\n{text}\n", pasted=False))


@pytest.mark.parametrize("alt", ["Image", "图片", "image.png", "画像"])
def test_a_clip_says_nothing_of_its_picture(alt: str) -> None:
    """So that the line below it may be its caption; the reader gains nothing from a file name."""
    text = f"![{alt}]({H}/640.png)\n\n水泵的底座\n\n这一段讲的是底座为什么要垫平。\n\n"
    clip = (
        "---\nauthor: 林某\n---\n第一句话讲水泵。\n\n第二句话讲管子。\n\n第三句话讲电机。\n\n"
        + text * 2
    )
    assert [f.alt for f in figures(parse(clip, pasted=False))] == ["水泵的底座"] * 2


def test_a_line_that_says_what_its_picture_says_is_the_caption_in_a_clip() -> None:
    """Once: who is named below it again is somebody, and stays."""
    body = f"![A pump in winter.]({H}/a.png)\n\n*A pump, in winter*\n\nA pump in winter\n"
    note = parse(f"---\nauthor: 林某\n---\nFirst.\n\n{body}", pasted=False)
    assert [f.alt for f in figures(note)] == ["A pump, in winter"]
    assert note.sections[-1].blocks[-1].text == "A pump in winter"
    assert figures(parse(body, pasted=False))[0].alt == "A pump in winter."


@pytest.mark.parametrize(
    "target",
    ["https://relay-dsp.ad-m.asia/dmp/sync/b?pid=1", "https://medium.com/_/stat?event=x"],
)
def test_a_picture_that_counts_readers_goes_from_a_clip(target: str) -> None:
    """Nobody sees it; in a note of ours it is the author's."""
    body = f"![]({target})\n\n第一句话讲水泵。\n"
    assert figures(parse(f"---\nauthor: 林某\n---\n{body}", pasted=False)) == []
    assert len(figures(parse(body, pasted=False))) == 1


DOT = (
    "data:image/svg+xml,%3C%3Fxml version='1.0' encoding='UTF-8'%3F%3E%3Csvg width='1px' "
    "height='1px' viewBox='0 0 1 1'%3E%3Cg transform='translate(-249.0, -126.0)'%3E%3Crect "
    "width='1'%3E%3C/rect%3E%3C/g%3E%3C/svg%3E"
)
DOTS = {
    "alone": f"![图片]({DOT})", "escaped": f"!\\[图片\\]({DOT})",
    "no alternative": f"!\\[\\]({DOT})",
    "behind text": f"如下图：!\\[Image\\]({DOT})", "before text": f"!\\[图片\\]({DOT})接下来看。",
}  # fmt: skip


def test_lost_pictures_of_a_clip_that_follow_each_other_are_counted() -> None:
    """A slot stands for each."""
    lost = "\n\n".join(list(DOTS.values())[:3])
    note = parse(f"---\nauthor: 林某\n---\n第一句。\n\n{lost}\n\n最后一句。\n", pasted=False)
    assert len(figures(note)) == 3


@pytest.mark.parametrize("pasted", [True, False])
@pytest.mark.parametrize("text", DOTS.values(), ids=DOTS.keys())
def test_what_a_page_shows_before_its_picture_is_a_lost_one(text: str, pasted: bool) -> None:
    """A reader sees that a picture was there, and none of its code."""
    note = parse(f"# 题\n\n第一句。\n\n{text}\n\n最后一句。\n", pasted=pasted)
    assert [(f.alt, f.target) for f in figures(note)] == [("", None)]
    assert "svg" not in note_markdown(note)


NO_CAPTIONS = {
    "a sentence about a figure": "图 1 说明损失在下降。大家看黑板",
    "a label without a picture": "资料来源：会上的幻灯片",
    "too far": "\n\n图 1：甲",
}


@pytest.mark.parametrize("line", NO_CAPTIONS.values(), ids=NO_CAPTIONS.keys())
def test_a_line_that_belongs_to_no_picture_is_text(line: str) -> None:
    """Captions stand beside a picture, and are no sentences."""
    picture = "" if line.startswith("资料") else "![](a.png)\n\n"
    note = parse(f"# 题\n\n第一句。\n\n{picture}{line}\n", pasted=False)
    assert all(not figure.alt for figure in figures(note))
    assert note.sections[-1].blocks[-1].text == line.strip()


TARGETS = {
    "(a)": ("a", 3), "(a(b)c)": ("a(b)c", 7), "(<a b>)": ("a b", 7), "[1]": ("", 3),
    "(a =5x)": ("a", 7), "()": ("", 2), "(a": None, "a": None, "((((((a))))))": None, "": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "found"), TARGETS.items())
def test_a_target_ends_at_its_parenthesis(text: str, found: tuple[str, int] | None) -> None:
    """Pairs belong to it, within reason; what is open is none."""
    target = read_target(text, 0)
    assert (target and (target.target, target.end)) == found


@pytest.mark.parametrize("pasted", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "正文在前面。![甲](x.svg){concepts=moe}",
        "![甲](x.svg){concepts=moe} 正文跟在后面。",
        "- 条目 ![甲](x.svg){concepts=moe}",
    ],
)
def test_a_picture_glued_to_text_keeps_its_attributes(text: str, pasted: bool) -> None:
    """It is a figure as without them, and shows its concepts."""
    note = parse(f"题\n\n{text}\n" if pasted else f"# 题\n\n{text}\n", pasted=pasted)
    assert [(f.target, f.alt, f.concepts) for f in figures(note)] == [("x.svg", "甲", ("moe",))]


def test_braces_behind_a_picture_that_are_text_stay() -> None:
    """Only what attr_list reads is taken for attributes."""
    note = parse("# 题\n\n![甲](x.svg){ 见图 } 正文。\n", pasted=False)
    assert [f.concepts for f in figures(note)] == [()]


def test_a_link_within_a_caption_keeps_its_address() -> None:
    """The figure shows the caption's words, and holds its lines."""
    head = "# 题\n\n[example.com](https://example.com/a)林某\n\n"
    text = f"{head}![](https://example.com/p.png)\n▲ 图下的一行\n[原图](https://example.com/o)\n"
    note = parse_note(text, path="x.md", note_id="x", language="zh", pasted=False)
    (figure,) = (block for section in note.walk() for block in section.blocks)
    assert figure.alt == "▲ 图下的一行原图"
    assert "https://example.com/o" in figure.text
