"""What contributors write runs nowhere, not even on a site without the policy."""

from xml.etree import ElementTree

import pytest

from tests.browser.conftest import serve
from tests.site import CONFIG, TREE, build

pytestmark = pytest.mark.browser

RAW = "<img src=x onerror=alert(1)>"
ESCAPED = "&lt;img src=x onerror=alert(1)&gt;"

NOTE = f"""\
---
title: "{ESCAPED}</title><script>alert(1)</script>\\0\\x01"
date: 2025-01-01
event: "{RAW}"
summary: '"><script>alert(1)</script>'
tags: ["{RAW}"]
source: {{title: "{RAW}", url: "javascript:alert(1)", author: "{RAW}", license: "{RAW}"}}
---

## 甲 {RAW} {{#a onclick=alert(1) title="{ESCAPED}" topic=moe}}

- [一](javascript:alert(1)) [二](<JAVASCRIPT:alert(1)>) [三](&#106;avascript:alert(1)) 混合专家
- [四](talk.md "{ESCAPED}") <a title="{ESCAPED}" href="https://x.example">五</a>
- <span aria-label="{ESCAPED}" title="<svg/onload=alert(1)>">六</span> ![{ESCAPED}](missing)
- **{ESCAPED}** [[moe|{ESCAPED}]] `{ESCAPED}`
- <a id="__search">七</a> <a class="nk-concept" href="https://x.example/concepts/moe/">八</a>

```python {{ onclick=alert(1) title="{ESCAPED}" }}
code
```

<template class="nk-cards"><div class="nk-card" data-href="x">{RAW}</div></template>

## {ESCAPED} {{#b}}

- 点
"""

CONCEPT = f"""\
---
labels: {{zh: "恶意 {ESCAPED}", en: "Evil {RAW}"}}
aliases: {{zh: ["{RAW}"], en: ["</script><script>alert(1)</script>"]}}
definition: {{zh: "</template><script>alert(1)</script>{RAW}", en: "{ESCAPED}"}}
sources: [{{title: "t](javascript:alert(1))", url: "javascript:alert(1)"}}]
---

正文 <script>alert(1)</script> {RAW} <a title="{ESCAPED}" href="https://x.example">九</a>

混合专家
"""

TREE_OF_EVIL = {
    **TREE,
    "docs/notes/evil.md": NOTE,
    "docs/notes/evil.en.md": NOTE,
    "docs/notes/paste.txt": f"{RAW}\n\n一、{RAW}\n\n  • 恶意 {ESCAPED} [x](javascript:alert(1))\n",
    "docs/concepts/evil.md": CONCEPT,
}
PAGES = [
    "",
    "notes/evil/",
    "notes/evil/parallel/",
    "notes/paste/",
    "en/notes/evil/",
    "concepts/",
    "concepts/evil/",
    "en/concepts/evil/",
    "topics/moe/",
    "translations/",
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A site with hostile content, every tooltip of the theme on, and no policy; served."""
    config = (
        CONFIG.replace("language: zh}", "language: zh, features: [content.tooltips]}")
        .replace("superfences]", "superfences, {toc: {permalink: true}}]")
        .replace("  - notes_kb", "  - notes_kb: {content_security_policy: false}")
    )
    built = build(tmp_path_factory.mktemp("hostile"), TREE_OF_EVIL, config=config)
    assert built.code == 0, built.log
    with serve(built.root / "site") as url:
        yield built, url


def test_nothing_of_it_runs(browser, hostile):
    """No dialog opens: on load, on hovering all that has a tooltip or card, on searching."""
    _, url = hostile
    context = browser.new_context()
    page = context.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(page.url), dialog.dismiss()))
    hovered = 0
    for path in PAGES:
        page.goto(url + path)
        for each in page.query_selector_all("article :is([title], a.nk-concept)")[:20]:
            if not each.is_visible():
                continue
            each.hover(force=True)
            page.wait_for_timeout(220)  # longer than tooltips and cards wait
            hovered += 1
    page.locator("label[for=__search]").last.evaluate("node => node.click()")
    for query in ("恶意", "Evil", "img"):
        page.locator("input[data-md-component=search-query]").fill(query)
        page.locator(".md-search-result__item").first.wait_for()
    context.close()
    assert dialogs == []
    assert hovered > 20


def test_what_programs_read_stays_well_formed(hostile):
    """One note's title breaks neither the feed of all nor the list of links."""
    built, _ = hostile
    feed = ElementTree.fromstring(built.read("feed.xml"))
    assert f"{ESCAPED}</title><script>alert(1)</script>" in [
        item.findtext("title") for item in feed.iter("item")
    ]
    for name in ("notes/evil/index.html", "topics/moe/index.html", "concepts/evil/index.html"):
        html = built.read(name)
        assert "<img src=x" not in html.replace('src="x"', "src=x").split("</head>")[0]
        assert "javascript:" not in html.split('class="nk-after"')[0].split("<article")[1]
