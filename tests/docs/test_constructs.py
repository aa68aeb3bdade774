"""The page of what notes may hold: every example does what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from notes_kb.mkdocs.findings import _of_pages, planned_site
from tests.docs.documents import GUIDE
from tests.site import CONCEPT, draw

CONFIG = """\
site_name: x
site_url: https://example.org/
theme: {name: material, language: zh}
plugins: [search, tags, notes_kb]
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - pymdownx.arithmatex: {generic: true}
  - pymdownx.caret
  - pymdownx.details
  - pymdownx.emoji
  - pymdownx.keys
  - pymdownx.mark
  - pymdownx.snippets
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          class: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist: {custom_checkbox: true}
  - pymdownx.tilde
"""

SHOWN = {
    "notes-links": ["nk-note-link", ">第一节</a>"],
    "embeds": ['<img alt="" loading="lazy"', 'class="nk-note-link"'],
    "callouts": ['<div class="admonition warning">', '<p class="admonition-title">小心</p>'],
    "admonitions": ['class="admonition note"', "<summary>更多</summary>"],
    "tasks": ["☑ 做完的", "☐ 没做的"],
    "keys": ["<kbd", ">Ctrl</kbd>"],
    "emoji": ["😄"],
    "math": ["<msub><mi>a</mi><mi>b</mi></msub>", 'display="block"'],
    "marks": ["<mark>标记</mark>", "<ins>插入</ins>", "<del>删除</del>", "<sub>2</sub>"],
    "footnotes": ['class="footnote-ref"', '<abbr title="超文本标记语言">', "<dt>词</dt>"],
    "annotations": ["annotate", "批注的内容"],
    "tabs": ['=== "甲"'],
    "mermaid": ["graph LR"],
    "snippets": ["--8&lt;-- "],
}
"""What the HTML of each example holds."""

TOLD = {
    "tabs": ["syntax-unread"],
    "mermaid": ["syntax-unread"],
    "embeds": ["syntax-unread"],
    "snippets": ["snippet-unread"],
}
"""What is found in an example; nothing in the others."""


def examples(page: Path) -> dict[str, str]:
    """Give the first block of each section of a page, by the section's anchor."""
    found = re.findall(
        r"^## [^\n]+\{#([a-z-]+)\}\n\n`{4}markdown\n(.*?)\n`{4}$",
        page.read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    return dict(found)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory):
    """Plan a site with a note for each example; gives HTML, findings and tags by the anchor."""
    folder = tmp_path_factory.mktemp("constructs")
    notes = {
        f"docs/notes/{name}.md": f"---\ntitle: {name}\ntags: [甲 & 乙]\n---\n\n"
        f"## 这里 {{#here}}\n\n{text}\n"
        for name, text in examples(GUIDE / "constructs.md").items()
    }
    picture = "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>"
    tree = {
        **notes,
        "docs/index.md": "# x\n",
        "docs/part.md": "part\n",
        "docs/notes/a-talk.md": "---\ntitle: 报告\n---\n\n## 一 {#first}\n\n文。\n",
        "docs/notes/curve.svg": picture,
        "docs/concepts/moe.md": CONCEPT,
    }
    root = draw(folder, tree, CONFIG)
    with planned_site(root / "mkdocs.yml") as plugin:
        assert plugin is not None
        site = plugin.site
        found = {*site.findings, *_of_pages(site)}
        html = {name: site.renderings[f"notes/{name}.md"].page.html for name in SHOWN}
        page = site.plan.by_source["notes/tasks.md"].page
        page.read_source(site.config)
        told = {
            name: [f.kind for f in found if f.path == f"notes/{name}.md" and f.kind in _OURS]
            for name in SHOWN
        }
    return html, told, page.meta["tags"]


_OURS = {"syntax-unread", "snippet-unread", "concept-unknown", "link-anchor", "link-broken"}


def test_both_pages_show_the_same_examples() -> None:
    """In both languages, and each is one that is tested here."""
    zh, en = examples(GUIDE / "constructs.md"), examples(GUIDE / "constructs.en.md")
    assert zh == en
    assert set(zh) == set(SHOWN)


@pytest.mark.parametrize("name", SHOWN)
def test_an_example_does_what_the_page_says(rendered, name: str) -> None:
    """It is shown as it should be, or the check says so."""
    html, told, _ = rendered
    assert [piece for piece in SHOWN[name] if piece not in html[name]] == [], html[name]
    assert told[name] == TOLD.get(name, [])


def test_tags_reach_the_plugin_for_tags(rendered) -> None:
    """As text, which a theme may put into HTML as it is."""
    assert rendered[2] == ["甲 &amp; 乙"]
