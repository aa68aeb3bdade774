"""Lines that are decorated alike are headings in series; one alone, items and captions are not."""

from __future__ import annotations

import pytest

from notes_kb.loading.notes import parse_note

TEXT = "河边的磨坊今年又转起来了，水从上游来，一天能磨三百斤麦子，够半条街的人吃。"
"""A paragraph below each line."""


def headings(*lines: str) -> list[str]:
    body = "\n\n".join(["磨坊旧事", TEXT, *lines, TEXT])
    note = parse_note(body, path="x.txt", note_id="x", language="zh", pasted=True)
    return [section.heading for section in note.walk() if section.heading]


SERIES = [
    ("·老桥·", "·新桥·", ["老桥", "新桥"]),
    ("· 老桥 ·", "·新桥 ·", ["老桥", "新桥"]),
    ("#头一天#", "#第二天#", ["头一天", "第二天"]),
    ("✨老桥✨", "✨新桥✨", ["老桥", "新桥"]),
    ("—老桥—", "—新桥—", ["老桥", "新桥"]),
    ("📍老桥 · 东岸", "📍新桥 · 西岸", ["📍老桥 · 东岸", "📍新桥 · 西岸"]),
    ("｜老桥", "｜新桥 / 水车", ["老桥", "新桥 / 水车"]),
    ("▎ 老桥", "▎新桥：后来的事", ["老桥", "新桥：后来的事"]),
    ("老 桥 的 故 事", "新 桥 的 故 事", ["老桥的故事", "新桥的故事"]),
]


@pytest.mark.parametrize(("first", "second", "expected"), SERIES, ids=lambda one: str(one)[:8])
def test_lines_that_are_decorated_alike_are_headings(
    first: str, second: str, expected: list[str]
) -> None:
    """What decorates them on both sides, and the blanks between single characters, go."""
    assert headings(first, TEXT, second) == expected


NONE = {
    "items with the same symbol": ("✅雨衣", "✅水壶", "✅干粮"),
    "one decorated line": ("·老桥·", TEXT),
    "tags": (TEXT, "#磨坊# #老桥#", "#水车#", "#麦子#"),
    "labels": ("📍地址：东街一号", TEXT, "📍地铁：二号线"),
    "sentences": ("📍桥在东岸，走过去要半天。", TEXT, "📍磨坊在西岸，水大的时候过不去。"),
    "captions below pictures": ("[图片]", "📍老桥 东岸", TEXT, "[图片]", "📍新桥 西岸"),
    "who took the pictures": ("©小禾", TEXT, "©阿岳"),
    "marks that point at a picture": ("▲老桥▲", "▲新桥▲", "▲水车▲"),
    "items with a dot": ("· 老桥", "· 新桥", "· 水车"),
    "items with a bar": ("｜老桥", "｜新桥", "｜水车"),
    "one line with a bar": ("丨老桥", TEXT),
    "a sentence behind a bar": ("｜桥在东岸，走过去要半天。", TEXT, "｜磨坊在西岸，水大时过不去。"),
    "notes with a star": ("*老桥的东岸", TEXT, "*新桥和水车", TEXT, "*二〇〇四年的磨坊"),
    "quoted words": ("“老桥”", TEXT, "“新桥”"),
}


@pytest.mark.parametrize("lines", NONE.values(), ids=NONE)
def test_other_lines_with_a_symbol_are_none(lines: tuple[str, ...]) -> None:
    """Neither items nor captions, neither labels nor sentences."""
    assert headings(*lines) == []
