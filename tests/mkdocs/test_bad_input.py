"""Bad content costs what is bad: a finding each, and the rest of the site is there."""

import re

import pytest

from tests.site import CONFIG, NOTE_ZH, TREE, build

BAD = {
    "broken link": (
        {"docs/notes/bad.md": "---\ntitle: 坏\n---\n\n- 见 [[moo]]。\n"},
        r"notes/bad\.md:5:7: error: unknown concept 'moo' \[concept-unknown\]",
    ),
    "wrong record": (
        {"docs/concepts/bad.md": "---\nlabels: [a]\n---\n"},
        r"concepts/bad\.md:2:",
    ),
    "a list for a record": (
        {"docs/concepts/bad.md": "---\n- a\n- {b: [c]}\n---\n"},
        r"concepts/bad\.md:2:\d+: error: ",
    ),
    "broken yaml": (
        {"docs/concepts/bad.md": "---\nlabels: {zh: 甲\n---\n"},
        r"concepts/bad\.md:\d",
    ),
    "same id twice": (
        {"docs/notes/Talk.md": NOTE_ZH},
        r"notes/\w+\.md.*: error: .*talk",
    ),
    "unknown language": (
        {"docs/notes/talk.fr.md": NOTE_ZH},
        r"notes/talk\.fr\.md.*fr",
    ),
    "no text": (
        {"docs/notes/picture.md": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))},
        r"notes/picture\.md: error: ",
    ),
    "script": (
        {"docs/notes/evil.md": "---\ntitle: 坏\n---\n\n<script>alert(1)</script>\n\n正文\n"},
        r"notes/evil\.md.*<script>",
    ),
    "drawing with a script": (
        {"docs/notes/x.svg": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'},
        r"notes/x\.svg: warning: .* \[svg-script\]",
    ),
    "front matter of the host": (
        {"docs/notes/sly.md": "---\ntitle: 坏\ntemplate: /etc/passwd\n---\n\n正文\n"},
        r"notes/sly\.md:3:1: warning: .*template",
    ),
}


@pytest.mark.parametrize(("tree", "finding"), BAD.values(), ids=BAD.keys())
def test_the_rest_builds_and_strict_fails_with_the_same_list(tmp_path, tree, finding):
    """The build says file and line and goes on; ``--strict`` fails on the same findings."""
    built = build(tmp_path / "plain", {**TREE, **tree})
    assert built.code == 0, built.log
    assert "Traceback" not in built.log
    assert built.has("notes/talk/index.html")
    assert built.has("en/concepts/moe/index.html")
    assert not built.has("notes/talk.fr/index.html")
    strict = build(tmp_path / "strict", {**TREE, **tree}, "--strict")
    assert "Traceback" not in strict.log
    assert re.search(finding, built.log), built.log
    assert strict.code == 1
    assert re.search(finding, strict.log)


def test_html_that_python_s_parser_refuses_is_text(tmp_path):
    """The host reads pages with `html.parser`, which raises on this; a note's page shows it."""
    note = "---\ntitle: 怪\n---\n\n前 <![> 后\n\n<!-- 未完\n"
    article = "---\nlabels: {zh: 甲, en: A}\n---\n\n前 <![> 后\n"
    tree = {**TREE, "docs/notes/odd.md": note, "docs/concepts/odd.md": article}
    built = build(tmp_path, tree)
    assert built.code == 0, built.log
    assert "Traceback" not in built.log
    for page in ("notes/odd", "en/notes/odd", "concepts/odd"):
        assert "前 &lt;![&gt; 后" in built.read(f"{page}/index.html")
    assert "&lt;!-- 未完" in built.read("notes/odd/index.html")


def test_html_that_python_s_parser_refuses_ends_no_build_on_ordinary_pages(tmp_path):
    """The host looks for anchors in code too, and gives up on it; nothing is lost there."""
    page = (
        "# 页\n\n<a id='here'></a>\n\n| 甲 | `<![>`) | 乙; `html` |\n|---|---|---|\n\n[去](#here)\n"
    )
    built = build(tmp_path, {**TREE, "docs/odd.md": page}, "--strict")
    assert built.code == 0, built.log
    assert "<code>&lt;![&gt;</code>" in built.read("odd/index.html")
    again = build(tmp_path, {**TREE, "docs/odd.md": "# 页\n\n前 <![> 后\n"})
    assert again.code == 0, again.log
    assert "前 &lt;![&gt; 后" in again.read("odd/index.html")


def test_titles_are_text_everywhere(tmp_path):
    """A title with markup is shown as written, in HTML, attributes, JSON-LD and feeds."""
    evil = "</title><img src=x onerror=alert(1)>"
    note = NOTE_ZH.replace("title: 一场报告", f"title: '{evil}'").replace("其他", evil)
    concept = TREE["docs/concepts/moe.md"].replace("zh: 混合专家模型", f"zh: '{evil}'")
    tree = {**TREE, "docs/notes/talk.md": note, "docs/concepts/moe.md": concept}
    built = build(tmp_path, tree)
    assert built.code == 0, built.log
    for name, content in built.files().items():
        if name.endswith((".html", ".xml")):
            assert b"<img src=x" not in content, name


def test_a_paste_is_a_note(tmp_path):
    """A text file dropped into the folder is parsed and rendered, without touching it."""
    paste = "一场报告\n\n一、开头\n\n  • 第一点\n  • 第二点\n在这里插入图片描述\n\n二、结尾\n\n完\n"
    tree = {**TREE, "docs/notes/pasted.txt": paste.encode("gb18030")}
    built = build(tmp_path, tree)
    assert built.code == 0, built.log
    html = built.read("notes/pasted/index.html")
    for text in ("一场报告", "第一点", "第二点", "完"):
        assert text in html
    assert "nk-lost-figures" in html
    assert not built.has("notes/pasted.txt")


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("languages: [zh]", "languages"),
        ("languages: {chinese: 中文}", "chinese"),
        ("layout: wild", "layout"),
        ("translations: {en: {site_nam: X}}", "site_nam"),
        ("remote_images: perhaps", "remote_images"),
        ("executor: threads", "'executor': 'threads' is not known; write auto, serial"),
    ],
)
def test_a_wrong_option_is_named(tmp_path, option, message):
    """A configuration error names the key."""
    config = CONFIG.replace("  - notes_kb", f"  - notes_kb: {{{option}}}")
    built = build(tmp_path, TREE, config=config)
    assert built.code == 1
    assert message in built.log
    assert "Traceback" not in built.log


def test_an_existing_site_in_one_language_stays_as_it_is(tmp_path):
    """With neither notes nor a second language, the plugin adds no page."""
    tree = {"docs/index.md": "# 首页\n", "docs/a/b.md": "# 乙\n"}
    built = build(tmp_path, tree, "--strict")
    assert built.code == 0, built.log
    pages = {name for name in built.files() if name.endswith(".html")}
    assert pages == {"404.html", "index.html", "a/b/index.html"}


def test_an_empty_site_says_what_to_do(tmp_path):
    """No content at all is no error."""
    built = build(tmp_path, {"docs/.keep": ""}, "--strict")
    assert built.code == 0, built.log
