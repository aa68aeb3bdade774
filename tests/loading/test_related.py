"""Lists and directories of the site's other pages go; references and an author's list stay."""

from __future__ import annotations

import pytest

from notes_kb.domain.note import Note
from notes_kb.loading.notes import parse_note
from tests.loading.retention import dropped

CLIP = """\
石磨夜话
====

[mills.example.org](https://mills.example.org/s/1)

石磨的齿要三年一修，修的时候要先把上扇吊起来。

水车不一样，它的轴坏得最快。

{end}
"""
OWN = "https://mills.example.org"
LIST = f"""\
- [水车怎样转]({OWN}/s/2)
- [秤的来历]({OWN}/s/3)"""
DIRECTORY = f"""\
**山里的磨坊**

[甲]({OWN}/1)｜[乙]({OWN}/2)｜[丙]({OWN}/3)｜[丁]({OWN}/4)

**水边的磨坊**

[戊]({OWN}/5)｜[]({OWN}/6)[己]({OWN}/6)｜[庚]({OWN}/7)｜[辛]({OWN}/8)"""
LONG = "｜".join(f"[村{n}]({OWN}/{'x' * 400}{n})" for n in range(30))


def parse(end: str) -> Note:
    text = CLIP.format(end=end)
    return parse_note(text, path="x.md", note_id="x", language="zh", pasted=False)


GONE = {
    "a list of the site": f"#### **关联阅读**\n\n{LIST}",
    "one with its neighbours": f"### あわせて読みたい\n\n{LIST}\n\n[« 前]({OWN}/a) [次 »]({OWN}/b)",
    "one in English": f"## Related Articles\n\n{LIST}",
    "one with a picture below": f"**旧文新读**\n\n{LIST}\n\n![](https://example.org/a.png)",
    "a list of former years, with the end below": "往年回顾\n----\n\n"
    f"[水车怎样转]({OWN}/s/2)（2023 #27）\n\n"
    f"[秤的来历]({OWN}/s/3)（2022 #22）\n\n（完）",
    "a directory": DIRECTORY,
    "one line of many links": "本站推荐: " + " ".join(f"[磨{n}]({OWN}/{n})" for n in range(12)),
    "a directory with a line that is too long to be read": f"{DIRECTORY}\n\n**村庄**\n\n{LONG}",
}


@pytest.mark.parametrize("end", GONE.values(), ids=GONE)
def test_links_to_other_pages_of_the_site_are_dropped_below_it(end: str) -> None:
    """With their label, and to the last line."""
    lines = [line for line in end.split("\n") if line.strip()]
    if lines[0].startswith("本站"):  # The label stands on the line itself.
        lines = lines[:1]
    assert dropped(parse(end)) == lines


STAYS = {
    "references": f"**参考资料**\n\n{LIST}",
    "a list that leads elsewhere": f"**延伸阅读**\n\n{LIST}\n- [别处](https://example.com/1)",
    "a list without a label": f"这几篇是石匠写的，讲得比我细：\n\n{LIST}",
    "a list with remarks": f"**相关文章**\n\n[水车怎样转]({OWN}/s/2)（写得最细）\n\n"
    f"[秤的来历]({OWN}/s/3)（先看这篇）",
    "one link": f"**相关文章**\n\n[水车怎样转]({OWN}/s/2)",
    "a list inside the text": f"**相关文章**\n\n{LIST}\n\n看过这两篇，再来修磨，就不会凿错。",
    "a row of names": "**山里**\n\n甲村｜乙村｜丙村｜丁村｜戊村｜己村",
    "links in a sentence": f"看[甲]({OWN}/1)、[乙]({OWN}/2)、[丙]({OWN}/3)和[丁]({OWN}/4)写的信，"
    "就知道为什么要在冬天修磨。",
}


@pytest.mark.parametrize("end", STAYS.values(), ids=STAYS)
def test_what_an_author_lists_stays(end: str) -> None:
    """Sources, links elsewhere, and what the text goes on below."""
    assert dropped(parse(end)) == []


def test_a_directory_goes_from_a_copy_without_links() -> None:
    """Three parts of it say enough, two could be a table of the author's."""
    part = "{}\n\n甲村｜乙村｜丙村｜丁村｜戊村｜己村｜庚村\n\n"
    text = CLIP.format(end="".join(map(part.format, ("山里", "水边", "路旁"))))
    note = parse_note(text, path="x.txt", note_id="x", language="zh", pasted=True)
    assert len(dropped(note)) == 6
    text = CLIP.format(end="".join(map(part.format, ("山里", "水边"))))
    note = parse_note(text, path="x.txt", note_id="x", language="zh", pasted=True)
    assert dropped(note) == []


def test_the_address_may_stand_in_the_front_matter() -> None:
    """A clipper writes it there, and the list below is told by it."""
    front = f"---\ntitle: 石磨夜话\nsource: {OWN}/s/1\n---\n\n"
    text = f"{front}石磨的齿三年一修。\n\n## 相关文章\n\n{LIST}\n"
    note = parse_note(text, path="x.md", note_id="x", language="zh", pasted=False)
    assert dropped(note)[-3:] == ["## 相关文章", *LIST.split("\n")]
