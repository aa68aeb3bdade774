"""The foot of a page of note.com goes piece by piece; what an author says of such things stays."""

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
## 石臼の夜話

{head}

石臼の歯は三年に一度、直す。

水車の軸は、もっと早く傷む。

{end}
"""
SUPPORT = "## いいなと思ったら応援しよう！"
ACCOUNT = "[林](https://note.com/linmou)"
CAMPAIGN = "[![買うたび抽選](https://example.org/c.png)](https://note.com/topic/campaign)"
MAGAZINE = "![](https://example.org/m.png)\n\n### 石臼の話\n\n- 12本"
TAG = "- [\n\t#石臼\n\t](https://note.com/hashtag/%E7%9F%B3)"
COMMENT = "[森](https://note.com/morimou)\n\n軸の油は何を使っていますか。"


def parse(head: str = "", end: str = "", host: str = "note.com") -> Note:
    text = CLIP.format(head=head, end=end, host=host)
    return parse_note(text, path="x.md", note_id="x", language="ja", pasted=False)


def lines_of(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


GOES = {
    "thanks": f"{SUPPORT}\n\n感想を聞かせてください。",
    "another heading": "## 高評価して応援しよう！\n\nありがとう！励みになります！",
    "nothing below": f"{SUPPORT}\n\n## コメント",
    "likes": "50番目のスキ！\n\nありがとうございます！励みになります！(๑╹◡╹๑)ﾉ",
    "campaign": CAMPAIGN,
    "magazines": f"{SUPPORT}\n\n{TAG}\n\n{MAGAZINE}\n\n{MAGAZINE}\n\n## コメント\n\n{CAMPAIGN}",
    "comments": f"{MAGAZINE}\n\n## コメント\n\n2\n\n{COMMENT}\n\n1",
    "membership": (
        "抽選でnoteポイント 最大100%還元 1/14まで\n\n"
        "石臼を週に一度ひく会です。[このメンバーシップの詳細](https://note.com/linmou/membership)"
        "\n\n150名が参加中"
    ),
    "a membership that nobody counts": (
        "石臼を週に一度ひく会です。[このメンバーシップの詳細](https://note.com/linmou/membership)"
        "\n\nPayPay決済で 追加チャンス！ 12/28まで"
    ),
    "price": f"¥ 500\n\n抽選でnoteポイント 最大100%還元 1/14まで\n\n{CAMPAIGN}",
}


@pytest.mark.parametrize("end", GOES.values(), ids=GOES.keys())
def test_the_foot_goes(end: str) -> None:
    """Whatever words the author thanks with, and whoever comments."""
    note = parse(end=end)
    assert dropped(note) == ["## 石臼の夜話", *lines_of(end)]
    assert [s.heading for s in note.walk() if s.heading] == []


STAYS = {
    "another site": ("example.org", f"{SUPPORT}\n\n感想を聞かせてください。"),
    "a section of the author's": ("note.com", "## コメント\n\n軸の油については後で書く。"),
    "a long text below": ("note.com", f"{SUPPORT}\n\n{'水車は川の水で回る。' * 20}"),
    "a magazine alone": ("note.com", MAGAZINE),
    "tags alone": ("note.com", TAG),
    "a picture that leads elsewhere": ("note.com", "[![](https://example.org/1.png)](/a)"),
    "a sentence": ("note.com", "50番目のスキ！と出たので、うれしかった。"),
}


@pytest.mark.parametrize(("host", "end"), STAYS.values(), ids=STAYS.keys())
def test_what_the_author_says_stays(host: str, end: str) -> None:
    """Pieces that others have too count only beside one that the page alone has."""
    assert dropped(parse(end=end, host=host)) == ["## 石臼の夜話"]


@pytest.mark.parametrize("toast", ["50番目のスキ！", "ありがとうございます！嬉しいです"])
def test_thanks_for_a_like_go_above_the_author(toast: str) -> None:
    """The page holds them ready, and a clip shows them."""
    note = parse(head=f"{toast}\n\n{ACCOUNT}")
    assert dropped(note) == ["## 石臼の夜話", toast, ACCOUNT]
    assert note.meta.source is not None
    assert note.meta.source.author == "林"


def test_thanks_without_the_author_below_stay() -> None:
    """They are the author's first words."""
    assert dropped(parse(head="ありがとうございます！嬉しいです")) == ["## 石臼の夜話"]
