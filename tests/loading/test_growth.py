"""The time to read a contributed text grows with its length, whatever it repeats."""

from time import process_time

import pytest

from notes_kb.loading.notes import parse_note

HEAD = "磨坊\n====\n\n[mp.weixin.qq.com](https://mp.weixin.qq.com/s/a)某人 某号\n\n"

REPEATED = {
    "first numbers glued to titles": "**1水{n}**\n\n",
    "first formal numbers": "**壹水{n}**\n\n",
    "numbers that go on": "**{n}水**\n\n",
    "bold lines with bars, and without": "**▎水{n}**\n\n**石{n}**\n\n话一句。\n\n",
    "columns and links": "## 栏{n}\n\n## [页{n}](p{n})\n\n",
    "two numberings of one size": "## 一、水{n}\n\n## 1、石{n}\n\n",
    "a name in each section": "## {n}\n\n**去哪吃**\n\n好吃。\n\n",
    "series in words": "**模式一：水。**\n\n话一句。\n\n",
    "numbers on their own lines": "1\n---\n\n水{n}\n---\n\n话一句。\n\n",
    "pictures in headings": "## ![](p{n}.png)水{n}\n\n",
    "credits of pictures": "![](p{n}.png)\n\n©某人{n}\n\n",
    "labels of pictures": "水{n}的样子\n\n![](p{n}.png)\n\n",
    "cards of mini programmes": "店{n} ， ， ，\n\n书\n\n小程序\n\n",
    "names of mini programmes": "店{n} ， ， ，\n\n",
    "cards of channels": "号{n}\n\n，赞 3\n\n",
    "links of the site": "[页{n}](https://mp.weixin.qq.com/s/{n})\n\n",
    "rows of a directory": "名{n}\n\n甲｜乙｜丙｜丁｜戊｜己｜庚\n\n",
    "calls to talk": "你喜欢哪个？\n\n欢迎留言吧\n\n",
    "points behind circles": "① 水{n}。\n\n",
}


@pytest.mark.parametrize("pasted", [True, False], ids=["paste", "clip"])
@pytest.mark.parametrize("piece", REPEATED.values(), ids=REPEATED)
def test_time_is_linear(piece: str, pasted: bool) -> None:
    """Eight times the text takes about eight times the time, not sixty-four."""

    def seconds(pieces: int) -> float:
        text = HEAD + "".join(piece.replace("{n}", str(n)) for n in range(pieces))
        times = []
        for _ in range(2):
            start = process_time()
            parse_note(text, path="x.md", note_id="x", language="zh", pasted=pasted)
            times.append(process_time() - start)
        return min(times)

    seconds(10)
    assert seconds(1600) < 24 * max(seconds(200), 0.005)
