"""The pages of a small site, as files."""

import json
import re
import xml.etree.ElementTree as ET

import pytest

from notes_kb.search.node import Ask, ask
from tests.site import CONFIG, NOTE_ZH, TREE, build


@pytest.mark.parametrize("root", ["", "en/"])
@pytest.mark.parametrize(
    "uri",
    [
        "index.html",
        "guide/index.html",
        "notes/index.html",
        "notes/talk/index.html",
        "notes/talk/parallel/index.html",
        "topics/index.html",
        "topics/moe/index.html",
        "concepts/index.html",
        "concepts/moe/index.html",
        "translations/index.html",
    ],
)
def test_every_page_exists_in_every_language(small_site, root, uri):
    """The default language stands at the root, others below their code."""
    html = small_site.read(root + uri)
    assert f'<html lang="{root.strip("/") or "zh"}"' in html


def test_the_theme_speaks_the_language_of_the_page(small_site):
    """One build, and yet each page has its own language's theme strings."""
    assert "回到页面顶部" not in small_site.read("en/notes/talk/index.html")
    assert 'placeholder="搜索"' in small_site.read("notes/talk/index.html")
    assert 'placeholder="Search"' in small_site.read("en/notes/talk/index.html")


def test_sources_are_not_published_as_they_are(small_site):
    """Notes and concepts are pages, never raw files with their front matter."""
    assert not small_site.has("notes/talk.md")
    assert not small_site.has("notes/talk.en/index.html")
    assert "topic: 1" not in small_site.read("concepts/moe/index.html")


def test_anchors_are_the_same_in_every_language(small_site):
    """Sections and statements keep their anchors, numbering is no part of them."""
    for uri in ("notes/talk/index.html", "en/notes/talk/index.html"):
        html = small_site.read(uri)
        assert re.search(r'<h2 id="moe">', html)
        assert '<li id="moe--1" class="nk-statement">' in html.replace(
            'class="nk-statement" id="moe--1"', 'id="moe--1" class="nk-statement"'
        )


def test_a_concept_is_linked_once_a_section_in_the_page_s_language(small_site):
    """The link leads to the concept's page in the same language."""
    assert '<a class="nk-concept" href="../../concepts/moe/">混合专家</a>' in small_site.read(
        "notes/talk/index.html"
    )
    english = small_site.read("en/notes/talk/index.html")
    assert '<a class="nk-concept" href="../../concepts/moe/">MoE</a>' in english


def test_a_bare_explicit_link_shows_the_label(tmp_path):
    """``[[moe]]`` reads as the concept's name in the page's language, not as an id."""
    tree = {"docs/a.md": "# 甲\n\n见 [[moe]]。\n", "docs/a.en.md": "# A\n\nSee [[moe]].\n"}
    built = build(tmp_path, {**TREE, **tree}, "--strict")
    assert built.code == 0, built.log
    assert '<a class="nk-concept" href="../concepts/moe/">混合专家模型</a>' in built.read(
        "a/index.html"
    )
    assert ">Mixture of Experts</a>" in built.read("en/a/index.html").split("<article")[1]


def test_a_section_without_a_translation_stands_in_the_original(small_site):
    """It carries its language and a notice, in its place."""
    english = small_site.read("en/notes/talk/index.html")
    fallback = re.search(r'<div class="nk-fallback" lang="zh">(.*?)</div>', english, re.DOTALL)
    assert fallback
    assert "只有中文。" in fallback[1]
    assert "has not been translated yet" in fallback[1]
    assert "nk-fallback" not in small_site.read("notes/talk/index.html")


def test_a_page_without_a_translation_names_its_original(small_site):
    """A fallback page says so, carries the language, and is canonical nowhere."""
    html = small_site.read("en/guide/index.html")
    assert '<link rel="canonical" href="https://example.org/base/guide/">' in html
    assert "<title>指南 - 笔记</title>" in html
    assert "nk-notice--fallback" in html
    assert "hreflang" not in html.split("</head>")[0]
    assert 'href="../notes/talk/"' in html  # its links stay in the reader's language


def test_hreflang_is_absolute_and_reciprocal(small_site):
    """Each version names all versions and the default one; the site map agrees."""
    pattern = r'<link rel="alternate " hreflang="([^"]+)" href="([^"]+)">'
    chinese = re.findall(pattern, small_site.read("notes/talk/index.html"))
    assert chinese == re.findall(pattern, small_site.read("en/notes/talk/index.html"))
    assert dict(chinese) == {
        "zh": "https://example.org/base/notes/talk/",
        "en": "https://example.org/base/en/notes/talk/",
        "x-default": "https://example.org/base/notes/talk/",
    }
    names = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    urls = ET.fromstring(small_site.read("sitemap.xml")).findall("s:url", names)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", u.findtext("s:lastmod", "", names)) for u in urls)
    listed = {u.findtext("s:loc", namespaces=names): u for u in urls}
    assert "https://example.org/base/en/guide/" not in listed
    there = listed["https://example.org/base/en/notes/talk/"].findall("x:link", names)
    assert {link.get("hreflang"): link.get("href") for link in there} == dict(chinese)


def test_nothing_is_fetched_from_elsewhere(small_site):
    """No font, script, style sheet or picture of another host."""
    for uri in ("index.html", "en/concepts/moe/index.html"):
        html = small_site.read(uri)
        assert not re.findall(r'(?:src|<link rel="(?:stylesheet|preconnect)" href)="https?:', html)


def test_a_concept_page_shows_record_and_mentions(small_site):
    """Labels in all languages, definition, source, and the sentence around each mention."""
    html = small_site.read("concepts/moe/index.html")
    for text in ("混合专家模型", "Mixture of Experts", "一种稀疏网络。", "条目正文。"):
        assert text in html
    assert "<mark>混合专家</mark>让参数变多。" in html
    assert 'href="../../notes/talk/#moe--1"' in html
    assert html.index("<mark>混合专家</mark>") < html.index("<mark>MoE</mark> adds")


def test_a_topic_page_shows_the_statements_with_their_places(small_site):
    """Statements of the topic, none of others, each with a link to its place."""
    html = small_site.read("topics/moe/index.html")
    assert "第二点。" in html
    assert "只有中文。" not in html
    assert '<a class="nk-source" href="../../notes/talk/#moe--2">' in html


def test_lost_figures_are_one_line(small_site):
    """Where the source lost a picture a line opens to say what it was; no image is broken."""
    html = small_site.read("notes/talk/index.html")
    assert "<summary>此处缺 1 张原图</summary><ul><li>缺图：结构</li></ul>" in html
    assert 'src="missing"' not in html


def test_hover_cards_stand_in_the_page(small_site):
    """Only the concepts that the page links to, with their definition."""
    html = small_site.read("en/notes/talk/index.html")
    card = re.search(r'<template class="nk-cards">.*?</template>', html, re.DOTALL)
    assert card
    assert "A sparse network." in card[0]
    assert "nk-cards" not in small_site.read("translations/index.html")


def test_programs_read_the_same_facts(small_site):
    """concepts.json, JSON-LD, the Markdown twins, llms.txt and the feed."""
    record = json.loads(small_site.read("concepts.json"))["concepts"][0]
    assert record["labels"] == {"zh": "混合专家模型", "en": "Mixture of Experts"}
    assert record["urls"]["en"] == "https://example.org/base/en/concepts/moe/"
    html = small_site.read("en/concepts/moe/index.html")
    term = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1])
    assert term["@type"] == "DefinedTerm"
    assert term["name"] == "Mixture of Experts"
    assert "\n# A talk\n\n## Experts\n" in small_site.read("en/notes/talk/index.md")
    assert "notes/talk/index.md" in small_site.read("llms.txt")
    feed = ET.fromstring(small_site.read("en/feed.xml"))
    own = feed.find(".//{http://www.w3.org/2005/Atom}link").get("href")
    assert own == "https://example.org/base/en/feed.xml"
    assert [i.findtext("title") for i in feed.iter("item")] == ["A talk"]
    assert feed.find(".//item/pubDate").text == "Mon, 03 Feb 2025 00:00:00 GMT"
    assert feed.findtext(".//item/description").startswith("MoE adds parameters.")


@pytest.mark.parametrize("query", ["独角兽", "dependencies", "dependencie", "dependenci"])
def test_pages_are_found_by_title_and_by_plural(tmp_path, query):
    """A title of the front matter counts without a heading; a last word may end in -ies."""
    tree = {
        "docs/index.md": "# 首页\n",
        "docs/a.md": "---\ntitle: 独角兽\n---\n\n## 小节\n\nThe dependencies of a page.\n",
        "docs/b.md": "# 乙\n\n一匹马，不是独角马。 A dependency.\n",
    }
    built = build(tmp_path, tree, "--strict")
    assert built.code == 0, built.log
    (answer,) = ask(built.root / "site", [Ask(query, "zh", limit=5)])
    assert answer["results"][0]["url"] == "a/", answer


def test_two_builds_give_the_same_bytes(small_site, tmp_path):
    """Same sources, same bytes: no clock, no order of a set."""
    ours, theirs = small_site.files(), build(tmp_path, TREE).files()
    assert sorted(ours) == sorted(theirs)
    different = [name for name in ours if ours[name] != theirs[name]]
    assert [name for name in different if name != "sitemap.xml.gz"] == []


def test_urls_without_directories(tmp_path):
    """``use_directory_urls: false`` and one language work as well."""
    config = CONFIG.replace("  - notes_kb", "  - notes_kb: {languages: {zh: 中文}}")
    built = build(
        tmp_path,
        {"docs/index.md": "# 首页\n", "docs/notes/talk.md": NOTE_ZH, **_concept()},
        "--strict",
        config=f"{config}use_directory_urls: false\n",
    )
    assert built.code == 0, built.log
    html = built.read("notes/talk.html")
    assert 'href="../concepts/moe.html"' in html
    assert "hreflang" not in html


def _concept():
    return {
        "docs/concepts/moe.md": TREE["docs/concepts/moe.md"]
        .replace(", en: Mixture of Experts", "")
        .replace(", en: [MoE]", "")
        .replace(", en: A sparse network.", "")
    }


def test_the_folder_layout_pairs_pages_too(tmp_path):
    """``zh/x.md`` and ``en/x.md`` are one page; the default language stands at the root."""
    config = CONFIG.replace("  - notes_kb", "  - notes_kb: {layout: folder}")
    tree = {
        "docs/zh/index.md": "# 首页\n\n见[甲](a.md)。\n",
        "docs/zh/a.md": "# 甲\n\n## 节 {#s}\n",
        "docs/en/index.md": "# Home\n\nSee [A](a.md).\n",
        "docs/en/a.md": "# A\n\nSee [the Chinese page](../zh/a.md).\n\n## Section {#s}\n",
    }
    built = build(tmp_path, tree, "--strict", config=config)
    assert built.code == 0, built.log
    assert "首页" in built.read("index.html")
    assert 'href="a/"' in built.read("en/index.html")
    assert 'href="../../a/">the Chinese page' in built.read("en/a/index.html")
    assert 'hreflang="en" href="https://example.org/base/en/a/"' in built.read("a/index.html")
    assert not built.has("zh/a/index.html")


def test_made_pages_may_stand_in_the_navigation(tmp_path):
    """``nav`` names them as if they had sources, and the host finds them all."""
    config = f"""{CONFIG}nav:
  - index.md
  - 知识:
      - notes/index.md
      - 主题: topics/moe.md
      - concepts/index.md
      - concepts/moe.md
      - notes/talk.md
"""
    built = build(tmp_path, TREE, "--strict", config=config)
    assert built.code == 0, built.log
    sidebar = built.read("guide/index.html").split('data-md-type="navigation"')[1]
    for uri in ("../notes/", "../topics/moe/", "../concepts/moe/", "../notes/talk/"):
        assert f'href="{uri}"' in sidebar


def test_a_dirty_build_is_a_build(tmp_path):
    """``--dirty`` on top of an older site gives the pages that a clean build gives."""
    assert build(tmp_path, TREE).code == 0
    tree = {**TREE, "docs/guide.md": "# 指南\n\n改过，说混合专家。\n"}
    dirty = build(tmp_path, tree, "--dirty")
    assert dirty.code == 0, dirty.log
    ours, theirs = dirty.files(), build(tmp_path / "clean", tree).files()
    pages = [name for name in theirs if name.endswith(".html")]
    assert [name for name in pages if ours[name] != theirs[name]] == []


def test_the_link_to_edit_a_page_leads_to_its_source(tmp_path):
    """Pastes, fallbacks and concepts without an article name the file that is there."""
    tree = {
        **TREE,
        "docs/notes/pasted.txt": "一场报告\n\n一、开头\n\n  • 点\n",
        "docs/concepts/expert.md": "---\nlabels: {zh: 专家, en: expert}\n---\n",
    }
    config = CONFIG.replace("language: zh}", "language: zh, features: [content.action.edit]}")
    where = "repo_url: https://example.org/repo\nedit_uri: edit/docs/\n"
    built = build(tmp_path, tree, config=f"{config}{where}")
    assert built.code == 0, built.log
    for page, source in {
        "notes/talk": "notes/talk.md",
        "en/notes/talk": "notes/talk.en.md",
        "notes/pasted": "notes/pasted.txt",
        "en/notes/pasted": "notes/pasted.txt",
        "en/concepts/expert": "concepts/expert.md",
        "en/concepts/moe": "concepts/moe.en.md",
    }.items():
        links = re.findall(r'repo/edit/docs/([^"]*)"', built.read(f"{page}/index.html"))
        assert set(links) == {source}, page
    assert "edit/docs" not in built.read("topics/moe/index.html")
