"""Blocks that stand outside of their note, on the pages of two languages."""

import re

from tests.site import CONFIG, TREE, build

NOTE = """\
---
title: {title}
---

## A {{#a}}

- 平 `x`
- [[moe]] 与 [讲座](talk.md)
- ![缺图：画](missing)

![](missing)
"""


def _parallel(built, uri):
    html = built.read(uri).split('<div class="nk-parallel">')[1].split("</article>")[0]
    return re.findall(r'<div class="nk-side" lang="..">\n(.*?)\n?</div>', html, re.DOTALL)


def test_each_page_shows_a_block_in_its_own_language_and_with_the_page_s_links(tmp_path):
    """What stands in a text is in the text's language; links lead to the page's language."""
    tree = {
        **TREE,
        "docs/notes/x.md": NOTE.format(title="甲"),
        "docs/notes/x.en.md": NOTE.format(title="A"),
        "docs/notes/y.en.md": "---\ntitle: Y\n---\n\n- y\n",
    }
    built = build(tmp_path, tree, config=CONFIG)
    assert built.code == 0, built.log
    chinese = _parallel(built, "notes/x/parallel/index.html")
    english = _parallel(built, "en/notes/x/parallel/index.html")
    assert "<p>平 <code>x</code></p>" in chinese
    assert "<p>平 <code>x</code></p>" in english
    for sides in (chinese, english):
        linked = [side for side in sides if "nk-concept" in side]
        assert len(linked) == 2
        assert all('href="../../../concepts/moe/"' in side for side in linked)
        assert all('href="../../talk/"' in side for side in linked)
        assert ">混合专家模型</a>" in linked[0]
        assert ">Mixture of Experts</a>" in linked[1]
    # Figures stand once for both sides, in the page's language; so do the words for lost ones.
    for uri, code, lost in (
        ("notes/x/parallel/index.html", "zh", "来源中缺失的图"),
        ("en/notes/x/parallel/index.html", "en", "Figure missing from the source"),
    ):
        html = built.read(uri)
        assert f'<li lang="{code}">缺图：画</li><li lang="{code}">{lost}</li>' in html
        assert html.count("nk-lost-figures") == 1
