"""Markdown twins: what a reader sees, with links that lead somewhere."""

import re
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from notes_kb.pages.resolved_markdown import resolve_markdown
from tests.site import CONCEPT, TREE, build

TALK = """\
---
title: 一场报告
date: 2025-02-03
event: 讲座
tags: [甲]
source: {title: 原文, url: "https://example.org/post", author: 某人}
---

## 一、专家 {#moe topic=moe}

- 混合专家让参数变多，见 [[moe]] 与 [[moe|这种网络]]。 {.no-link}
- [指南](../guide.md#begin "标题")、[章节](#rest)、![图](../a(1).svg)。
- <a href="../guide.md">页</a>

`[[moe]]` 与 \\[[moe]] 不是链接。

```md
[指南](../guide.md) [[moe]] {#x}
```

![缺图：结构](missing)

![](missing)

参见 [甲][ref] 与 [无处](nowhere.md)。[[没有这个]]

[ref]: ../guide.md

## 二、其他 {#rest}

- 只有中文，[指南](../guide.md)。
"""

EN = """\
---
title: A talk
---

## Experts {#moe}

- See [[moe]].
"""

PASTE = """\
一段粘贴的回顾

一、第一节

第一点内容：[[moe]]。
第二点内容在这里。

二、第二节

这里还有一句话。
"""

SITE = {
    **TREE,
    "docs/guide.md": "# 指南\n\n## 开始 {#begin}\n",
    "docs/a(1).svg": "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>",
    "docs/notes/talk.md": TALK,
    "docs/notes/talk.en.md": EN,
    "docs/notes/paste.txt": PASTE,
    "docs/concepts/moe.md": f"{CONCEPT}\n见 [指南](../guide.md) 与 [[moe]]。\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return build(tmp_path_factory.mktemp("twins"), SITE)


def split(text):
    """Give the front matter of a twin and its body."""
    _, said, body = text.split("---\n", 2)
    return yaml.safe_load(said), body


def test_a_twin_says_where_it_comes_from(site):
    """Date, event, source and language; in another language, its own address."""
    said, body = split(site.read("notes/talk/index.md"))
    assert said == {
        "title": "一场报告",
        "url": "https://example.org/base/notes/talk/",
        "language": "zh",
        "translations": {"en": "https://example.org/base/en/notes/talk/"},
        "date": "2025-02-03",
        "event": "讲座",
        "tags": ["甲"],
        "source": {"title": "原文", "url": "https://example.org/post", "author": "某人"},
    }
    assert body.startswith("\n# 一场报告\n\n## 一、专家\n")
    assert split(site.read("en/concepts/moe/index.md"))[0]["language"] == "en"


def test_links_lead_where_those_of_the_page_lead(site):
    """Titles, parentheses, HTML, references, concepts; code and escapes stay."""
    body = split(site.read("notes/talk/index.md"))[1]
    assert "见 [混合专家模型](../../concepts/moe/) 与 [这种网络](../../concepts/moe/)。\n" in body
    assert '[指南](../../guide/#begin "标题")、[章节](#rest)' in body
    assert "![图](../../a%281%29.svg)" in body
    assert '<a href="../../guide/">页</a>' in body
    assert "`[[moe]]` 与 \\[[moe]] 不是链接。" in body
    assert "```md\n[指南](../guide.md) [[moe]] {#x}\n```" in body
    assert "[ref]: ../../guide/" in body
    assert "[无处](nowhere.md)。没有这个" in body


def test_lost_figures_are_words(site):
    """Their own where there are some."""
    body = split(site.read("notes/talk/index.md"))[1]
    assert "*缺图：结构*" in body
    assert "missing" not in body
    assert re.search(r"^\*[^*]+\*$", body.split("*缺图：结构*")[1], re.MULTILINE)


def test_a_translation_shows_the_sections_that_it_lacks(site):
    """As its page does, with a notice; links lead from the translation's place."""
    body = split(site.read("en/notes/talk/index.md"))[1]
    assert "## Experts\n\n- See [Mixture of Experts](../../concepts/moe/)." in body
    assert "## 二、其他\n\n> " in body
    assert "- 只有中文，[指南](../../guide/)。" in body


def test_every_link_of_every_twin_resolves(site):
    """Also in pastes and in the articles of concepts; nothing of the house format is left."""
    parser = MarkdownIt("commonmark")
    files = site.files()
    twins = [name for name in files if name.endswith(".md")]
    assert {"notes/talk/index.md", "notes/paste/index.md", "concepts/moe/index.md"} <= set(twins)
    for name in twins:
        tokens = parser.parse(split(files[name].decode())[1])
        inline = [child for token in tokens for child in token.children or ()]
        texts = [child.content for child in inline if child.type == "text"]
        assert not [
            text for text in texts if re.search(r"(?<!\\)\[\[(?!moe\]\] 不是)|\{[#.]", text)
        ]
        for child in inline:
            written = child.attrGet("href") or child.attrGet("src")
            path = unquote(urlsplit(urljoin(f"/{name}", str(written or "#"))).path.lstrip("/"))
            if path != "notes/talk/nowhere.md" and "://" not in str(written):
                assert {path, f"{path}index.html"} & set(files), (name, written)


class Unmoved:
    """Addresses that change nothing."""

    def concept(self, name, text, *, escaped):
        """Give the words alone."""
        return text or name

    def address(self, written):
        """Leave it."""

    def html_address(self, written):
        """Leave it too."""
        return self.address(written)

    def picture(self, alt, target, written):
        """Give the words of lost ones."""
        return f"*{alt}*" if target == "missing" else None

    def attributes(self, written):
        """Leave them out."""
        return ""


class Moved(Unmoved):
    """Addresses that all lead to one place."""

    def address(self, written):
        """Lead there."""
        return "there"


MARKDOWN = st.lists(
    st.sampled_from(
        [
            *("[", "]", "(", ")", "`", "``", "\\", "[[", "]]", "|", "![", "](", "a b", "\n", "<"),
            *("missing", "http://x/", "```\n", "    ", "[a]: b", '<a href="x">', "{.x}", "甲"),
        ]
    ),
    max_size=60,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(text=MARKDOWN)
def test_any_text_can_be_resolved(text):
    """Nothing is lost but brackets of concepts, lost pictures and attribute lists."""
    left = resolve_markdown(text, Unmoved())
    assert left.count("\n") == text.count("\n")
    if not re.search(r"\[\[|missing|\{", text):
        assert left == text
    resolve_markdown(text, Moved())
