"""Every internal link of a built site leads to a page and an anchor that are there."""

import pytest

from tests.links import LinkedSite
from tests.site import CONFIG, REPOSITORY, TREE, build


def _note(title: str, body: str, *lines: str) -> str:
    head = "\n".join([f"title: {title}", *lines])
    return f"---\n{head}\n---\n\n{body}"


TOPICAL = """\
## Alpha

- MoE, see [talk](talk.md), [above](#alpha) and [this](#alpha--1) {topic=moe}
- [[moe]], [[moe|experts]], ![a drawing](../drawing.svg), [the guide](../guide.md) {topic=moe}
- A [reference][r] and a footnote[^1] {topic=moe}

[^1]: The note.

[r]: ../guide.md
"""

LISTS = """\
## 表

一段话说混合专家
- 甲
  - 乙
    1. 丙

       续段

       ```python
       x = 1
       ```
- 丁

1) 子
2) 丑

尾 ![图](missing)

> - 引
"""

PASTE = """\
一场报告

一、开头

  • 第一点说混合专家
      ○ 内层
  • 第二点

正文之后
1. 甲
2. 乙

二、结尾

完
"""

ODD = {
    "docs/drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "docs/notes/english.en.md": _note("English only", TOPICAL),
    "docs/notes/both.md": _note("双语", TOPICAL),
    "docs/notes/both.en.md": _note("Both", TOPICAL),
    "docs/notes/from-english.md": _note("中文译文", "## 甲 {#a}\n\n- 甲。\n", "original: en"),
    "docs/notes/from-english.en.md": _note(
        "Original", "## A {#a}\n\n- MoE.\n\n## B\n\n- [A](#a)\n", "original: en"
    ),
    "docs/notes/no-heading.md": _note("无标题", "只有一段混合专家。\n\n- 点\n"),
    "docs/notes/odd-headings.md": _note(
        "怪标题",
        "## 同\n\n- 混合专家\n\n## 同\n\n- 二\n\n#### 跳级\n\n- 三\n\n# 一级\n\n- 四\n\n"
        "## Note concepts\n\n- 五\n\n## Note related\n\n- 六\n",
    ),
    "docs/notes/lists.md": _note("列表", LISTS),
    "docs/notes/pasted.txt": PASTE,
    "docs/notes/README.md": "# 笔记说明\n\n见[讲座](talk.md#moe)。\n",
    "docs/concepts/index.md": "# 术语表\n\n见[条目](moe.md)。\n",
    "docs/concepts/router.md": (
        "---\nlabels: {zh: 路由器, en: router}\nbroader: [moe]\n"
        "definition: {zh: 分配。, en: It assigns.}\n---\n\n见 [[moe]]。\n"
        "\n## Concept mentions\n\n## Concept sources\n"
    ),
}

LANGUAGES = "  - notes_kb: {{languages: {}}}"
FOOTNOTES = CONFIG.replace("superfences]", "superfences, footnotes]")
SITES = {
    "one of each": (TREE, CONFIG),
    "odd notes": ({**TREE, **ODD}, FOOTNOTES),
    "pages as files": ({**TREE, **ODD}, f"{FOOTNOTES}use_directory_urls: false\n"),
    "no address": (
        {**TREE, **ODD},
        FOOTNOTES.replace("site_url: https://example.org/base/\n", ""),
    ),
    "three languages": (
        {
            **TREE,
            **ODD,
            "docs/notes/talk.zh-Hant.md": _note("報告", "## 專家 {#moe}\n\n- 混合專家\n"),
        },
        FOOTNOTES.replace(
            "  - notes_kb", LANGUAGES.format("{zh: 中文, en: English, zh-Hant: 繁體中文}")
        ),
    ),
    "another order": (
        {
            "docs/notes/talk.md": _note("A talk", TOPICAL),
            "docs/notes/talk.zh.md": _note("讲座", "## 甲 {#alpha}\n\n- 混合专家 {topic=moe}\n"),
            "docs/concepts/moe.md": TREE["docs/concepts/moe.md"],
            "docs/guide.md": "# Guide\n",
            "docs/drawing.svg": ODD["docs/drawing.svg"],
        },
        FOOTNOTES.replace("  - notes_kb", LANGUAGES.format("{en: English, zh: 中文}")),
    ),
}


@pytest.mark.parametrize(("tree", "config"), SITES.values(), ids=SITES.keys())
def test_every_link_of_a_site_leads_somewhere(tmp_path, tree, config):
    """Pages, pictures and anchors exist, and no id stands twice on a page."""
    built = build(tmp_path, tree, config=config)
    assert built.code == 0, built.log
    site = LinkedSite.read(tmp_path / "site")
    assert sum(1 for uri in site.pages for _ in site.internal_links(uri)) > 100
    assert site.faults() == []


def test_every_link_of_the_project_s_own_site_leads_somewhere(tmp_path):
    """The site that this repository publishes has no dead link."""
    (tmp_path / "docs").symlink_to(REPOSITORY / "docs", target_is_directory=True)
    config = (REPOSITORY / "mkdocs.yml").read_text("utf-8")
    built = build(tmp_path, {}, config=config)
    assert built.code == 0, built.log
    assert LinkedSite.read(tmp_path / "site").faults() == []
