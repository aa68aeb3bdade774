"""``[[note]]`` and ``[[note#section]]`` lead to notes, and notes know who links to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from notes_kb.mkdocs.findings import site_findings
from tests.site import CONCEPT, Built, build, draw

TALK = """\
---
title: 一场报告
---

## 专家 {#moe}

- 一点，见 [[#rest]]。

## 其他 {#rest}

- 两点。
"""
OTHER = """\
---
title: 另一场
---

- 见 [[talk]]、[[talk#rest]]、[[talk#moe|那里]]、[[一场报告]] 与 [[moe]]。

| 表 |
| --- |
| [[talk\\|格]] |
"""
TREE = {
    "docs/index.md": "# 首页\n",
    "docs/concepts/moe.md": f"{CONCEPT}\n见 [[talk#rest]]。\n",
    "docs/notes/talk.md": TALK,
    "docs/notes/talk.en.md": "---\ntitle: A talk & more\n---\n\n## Experts {#moe}\n\n- One.\n",
    "docs/notes/other.md": OTHER,
    "docs/notes/other.en.md": "---\ntitle: Another\n---\n\n- See [[talk]] and [[TALK|it]].\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the site, twice: the second time from the cache."""
    root = tmp_path_factory.mktemp("notes")
    first = build(root, TREE)
    assert first.code == 0, first.log
    return build(root, TREE)


def links(html: str) -> list[tuple[str, str]]:
    """Give the address and the words of each link to a note."""
    return re.findall(r'<a class="nk-note-link" href="([^"]*)">([^<]*)</a>', html)


def test_notes_are_linked_by_id_and_title(site: Built) -> None:
    """In the reader's language; without words of its own, a link shows the title or heading."""
    assert links(site.read("notes/other/index.html")) == [
        ("../talk/", "一场报告"),
        ("../talk/#rest", "其他"),
        ("../talk/#moe", "那里"),
        ("../talk/", "一场报告"),
        ("../talk/", "格"),
    ]
    assert links(site.read("en/notes/other/index.html")) == [
        ("../talk/", "A talk &amp; more"),
        ("../talk/", "it"),
    ]
    assert links(site.read("notes/talk/index.html")) == [("#rest", "其他")]
    assert links(site.read("concepts/moe/index.html"))[0] == ("../../notes/talk/#rest", "其他")


def test_a_note_knows_who_links_to_it(site: Built) -> None:
    """Once each, and never itself."""
    page = site.read("notes/talk/index.html")
    below = page.split('id="__nk-linking"')[1].split("</section>")[0]
    assert re.findall(r'href="([^"]+)"', below) == ["../other/"]
    assert "__nk-linking" not in site.read("notes/other/index.html")


def test_twins_link_too(site: Built) -> None:
    """With the same words."""
    assert "见 [一场报告](../talk/)、[其他](../talk/#rest)" in site.read("notes/other/index.md")


FAULTS = [
    ("[[nowhere]]", "concept-unknown"),
    ("[[talk#nowhere]]", "link-anchor"),
    ("[[#nowhere]]", "link-anchor"),
]


@pytest.mark.parametrize(("written", "kind"), FAULTS)
def test_what_leads_nowhere_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, kind: str
) -> None:
    """With its line: an unknown name, and a section that the note lacks."""
    note = f"---\ndate: 2025-01-01\n---\n\n见 {written}。\n"
    draw(tmp_path, {**TREE, "docs/notes/bad.md": note})
    monkeypatch.chdir(tmp_path)
    found = [f for f in site_findings(Path("mkdocs.yml")) or () if f.path == "notes/bad.md"]
    assert [(f.kind, f.line) for f in found if f.kind != "translation-missing"] == [(kind, 5)]
