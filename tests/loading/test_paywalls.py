"""What note.com shows instead of a text goes; a text about walls and prices stays."""

from __future__ import annotations

import pytest

from notes_kb.domain.note import Note
from notes_kb.loading.notes import parse_note
from tests.loading.retention import dropped

CLIP = """\
---
title: 石臼の夜話｜林
source: "https://{host}/linmou/n/n1"
published: 2025-02-03
---
![見出し画像](https://example.org/1.jpg)

## 石臼の夜話

{head}

石臼の歯は三年に一度、直す。

水車の軸は、もっと早く傷む。

{end}
"""
WALL = """\
## ここから先は

1,316字 / 12画像

この記事のみ ¥ 200〜

まとめ買い用です。

### 石臼の記事まとめ買い

800円"""
ACCOUNT = "[林](https://note.com/linmou)"


def parse(head: str = "", end: str = "", host: str = "note.com") -> Note:
    text = CLIP.format(head=head, end=end, host=host)
    return parse_note(text, path="x.md", note_id="x", language="ja", pasted=False)


def lines_of(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def test_a_wall_goes_to_the_end() -> None:
    """What is to be paid is no part of the text, and no section."""
    note = parse(end=WALL)
    assert dropped(note) == ["## 石臼の夜話", *lines_of(WALL)]
    assert [s.heading for s in note.walk() if s.heading] == []


STAYS = {
    "a wall within the text": f"{WALL}\n\n" + "\n\n".join(f"石臼{n}の話。" for n in range(30)),
    "a wall of the author's": "## ここから先は\n\n水車の話です。\n\n800円",
    "a length that nothing announces": "## 字の数\n\n1,316字",
}


@pytest.mark.parametrize("end", STAYS.values(), ids=STAYS)
def test_what_only_looks_like_a_wall_stays(end: str) -> None:
    """Both rows say it together, near the end."""
    assert dropped(parse(end=end)) == ["## 石臼の夜話"]


@pytest.mark.parametrize("head", [ACCOUNT, f"割引あり\n\n{ACCOUNT}", f"¥300\n\n{ACCOUNT}"])
def test_the_authors_line_says_who_wrote_it(head: str) -> None:
    """With the price above it; on another site it is a link like any other."""
    note = parse(head)
    assert dropped(note) == ["## 石臼の夜話", *lines_of(head)]
    assert note.meta.source is not None
    assert note.meta.source.author == "林"
    assert ACCOUNT not in dropped(parse(head, host="example.org"))


def test_support_and_collections_below_a_text_go() -> None:
    """The page asks for support, and names what holds the article."""
    end = """\
## いいなと思ったら応援しよう！

ありがとうございます！励みになります！

![](https://example.org/2.jpg)

### 石臼の記事

- 60本

## コメント"""
    assert dropped(parse(end=end)) == ["## 石臼の夜話", *lines_of(end)]
