"""``notes-kb import`` and ``notes-kb new`` from the outside."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from notes_kb.cli import main, site_config
from notes_kb.cli.site_config import find_site
from notes_kb.domain.kinds import KINDS
from notes_kb.domain.language import Languages
from notes_kb.loading.concepts import parse_concept

RECAP = "夜话\n作者：林某\n\n一、推理\n\n• 混合专家模型省算力。\n• 总结：先推理。\n\n在这里插入图片描述\n\n二、训练\n\n一段话。\n"  # noqa: E501
JUNK = "评论\n\n添加红包\n红包个数最小为10个\n需支付：10.00\n钱包余额 0\n抵扣说明：\n"
NOTE = "docs/notes/talk.md"


@pytest.fixture(autouse=True)
def _in_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run where a site of two languages is."""
    monkeypatch.chdir(tmp_path)
    Path("mkdocs.yml").write_text(
        "site_name: x\nplugins:\n  - notes_kb:\n      languages: {zh: 中文, en: English}\n", "utf-8"
    )
    Path("talk.txt").write_text(RECAP, "utf-8")


def run(*args: str, stdin: bytes | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, args, input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


def files() -> set[str]:
    return {p.as_posix() for p in Path().rglob("*") if p.is_file()} - {"mkdocs.yml", "talk.txt"}


def test_one_command_makes_a_note_that_check_accepts() -> None:
    """The report opens with the file and what to do next, and names what was not found."""
    code, out, _ = run("import", "talk.txt")
    assert code == 0
    assert out.split("\n")[:3] == [
        f"{NOTE}: written, 2 sections, 4 statements, 1 figure missing",
        f"  next: notes-kb check {NOTE}",
        "  8 lines kept, 0 dropped",
    ]
    assert "no date was found" in out
    assert run("check")[0] == 0
    text = Path(NOTE).read_text("utf-8")
    assert text.startswith("---\ntitle: 夜话\nsource: {author: 林某}\n---\n")
    assert (
        "\n## 一、推理 {#tui-li}\n\n- 混合专家模型省算力。\n- 总结：先推理。\n\n![](missing)\n"
        in text
    )


def test_a_line_that_a_platform_may_have_written_is_to_be_looked_at() -> None:
    """Too little stands beside it for a rule to drop it, and an import is the time to judge."""
    Path("talk.txt").write_text(f"{RECAP}\n长按图片识别二维码\n", "utf-8")
    _, out, _ = run("import", "talk.txt")
    assert "looks like what the rule 'wechat-tail' drops" in out.split("  look at:\n")[1]
    assert "长按图片识别二维码" in Path(NOTE).read_text("utf-8")


def test_front_matter_that_means_nothing_here_is_named() -> None:
    """What a note cannot hold is told by its name, once."""
    Path("film.md").write_text(
        f"---\ntitle: 山里的灯\ndirector: 某导演\nstars: 9\n---\n\n{RECAP}", "utf-8"
    )
    _, out, _ = run("import", "film.md")
    assert "front matter left out: director, stars" in out.split("  look at:\n")[1]


def test_importing_the_note_again_changes_no_byte() -> None:
    """It is accepted, and nothing is written."""
    run("import", "talk.txt")
    before = Path(NOTE).stat().st_mtime_ns, Path(NOTE).read_bytes()
    assert run("import", NOTE)[0] == 0
    assert run("import", "talk.txt")[0] == 0
    assert (Path(NOTE).stat().st_mtime_ns, Path(NOTE).read_bytes()) == before


def test_another_note_of_that_name_is_not_written_over() -> None:
    """But for ``--force``."""
    Path("docs/notes").mkdir(parents=True)
    Path(NOTE).write_text("# mine\n", "utf-8")
    code, _, err = run("import", "talk.txt")
    assert (code, Path(NOTE).read_text("utf-8")) == (1, "# mine\n")
    assert "is there already" in err
    assert run("import", "talk.txt", "--force")[0] == 0
    assert "夜话" in Path(NOTE).read_text("utf-8")


def test_a_dry_run_prints_the_note_and_writes_nothing() -> None:
    """The note on standard output, the report beside it."""
    code, out, err = run("import", "talk.txt", "--dry-run")
    assert (code, files()) == (0, set())
    assert out.startswith("---\ntitle: 夜话\n")
    assert "would be written" in err


def test_a_dry_run_refuses_what_a_run_would_refuse() -> None:
    """A note that somebody edited is not written over, and the dry run says so too."""
    Path("docs/notes").mkdir(parents=True)
    Path(NOTE).write_text("mine", "utf-8")
    refused = run("import", "talk.txt")
    dry = run("import", "talk.txt", "--dry-run")
    assert (dry[0], dry[2]) == (refused[0], refused[2])
    assert dry[1].startswith("---\ntitle: 夜话\n")
    assert "would be written" in run("import", "talk.txt", "--dry-run", "--force")[2]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is empty"),
        (b" \n\t\n", "it is empty"),
        (b"x" * (20 * 2**20), "more than the 1,048,576 of one note"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG picture"),
        (b"\xd0\xcf\x11\xe0 old", "old or locked Office document"),
        (b"PK\x03\x04 not one", "broken or locked"),
        (b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no article"),
        (JUNK.encode(), "nothing is left"),
        (b"%PDF-1.7\n1 0 obj", "PDF "),
    ],
    ids=["empty", "blank", "20 MB on a line", "picture", "doc", "zip", "menus", "junk", "pdf"],
)  # fmt: skip
def test_what_is_no_recap_is_refused_in_a_sentence(data: bytes, said: str) -> None:
    """Exit code 1, and nothing half-written is left."""
    Path("bad.txt").write_bytes(data)
    code, out, err = run("import", "bad.txt")
    assert (code, out, files()) == (1, "", {"bad.txt"})
    assert said in err
    assert err.count("\n") == 1


def test_the_report_counts_what_a_page_holds_beside_the_article() -> None:
    """Menus and comments are left out, and it is told how much that is."""
    text = "泥窑每个冬天都会裂，要先看裂缝是否漏烟。" * 9
    page = f"<html><head><title>窑</title></head><body>{{}}<article><p>{text}</p></article></body>"
    Path("page.html").write_text(
        page.format("<nav>Home Shop About us Write to us</nav>") + "</html>", "utf-8"
    )
    assert "\n  24 characters of the page outside the article left out\n" in run(
        "import", "page.html", "--id", "kiln"
    )[1]  # fmt: skip
    Path("page.html").write_text(page.format("<nav>Home</nav>") + "</html>", "utf-8")
    assert "outside the article" not in run("import", "page.html", "--id", "oven")[1]


HALF = """<!doctype html><html><head><title>半页</title></head><body><article><h1>半个页面</h1>
<p>第一段写到一半就断了，后面的内容没有保存下来，不过这一段还算完整，读得出在说什么。</p>
<p>第二段也在，讲的是保存的时候网络断开了，所以文件只有前面的一半。</p><h2>第二节</h2><p>这里断"""


def test_half_a_page_is_a_note_that_says_so() -> None:
    """What was saved of it is kept to the last word; a whole page is told of nothing."""
    Path("half.html").write_text(HALF, "utf-8")
    code, out, _ = run("import", "half.html", "--id", "half")
    assert code == 0
    assert "the page has no end: it may have been saved only in part" in out
    assert Path("docs/notes/half.md").read_text("utf-8").endswith("这里断\n")
    Path("whole.html").write_text(f"{HALF}</p></article></body></html>", "utf-8")
    assert "no end" not in run("import", "whole.html", "--id", "whole")[1]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("page.txt", f"{HALF}</p></body></html>".encode(), "the file is an HTML page"),
        ("talk.docx", RECAP.encode(), "the file is text"),
    ],
)
def test_a_file_of_another_kind_than_its_name_says_is_read_as_what_it_is(
    name: str, data: bytes, said: str
) -> None:
    """And the report says so."""
    Path(name).write_bytes(data)
    code, out, _ = run("import", name, "--id", "found")
    assert code == 0
    assert f"{said}, whatever its name says" in out


def test_a_paste_of_pictures_only_is_a_note_that_says_so() -> None:
    """With the figures as slots."""
    code, out, _ = run("import", "-", stdin=b"![](a.png)\n\n![](b.png)\n")
    assert code == 0
    assert "0 statements, 2 figures missing" in out


def test_pictures_come_along_from_the_files_folder_only() -> None:
    """Neither ``..`` nor a link in the file system leads out of it."""
    Path("in").mkdir()
    for name in ("secret.png", "in/board.png"):
        Path(name).write_bytes(b"\x89PNG picture")
    Path("in/link.png").symlink_to(Path("secret.png").resolve())
    pictures = "![白板](board.png)\n\n![](../secret.png)\n\n![](link.png)\n\n![](/etc/x.png)\n"
    Path("in/walk.md").write_text(f"# 图\n\n## 甲\n\n{pictures}", "utf-8")
    assert run("import", "in/walk.md")[0] == 0
    text = Path("docs/notes/walk.md").read_text("utf-8")
    assert text.count("](missing)") == 3
    assert "![白板](walk/board.png)" in text
    assert Path("docs/notes/walk/board.png").read_bytes() == b"\x89PNG picture"
    assert not any("secret" in name or "link" in name for name in files() if "docs" in name)


AMONG_TEXT = """# 一次散步

## 从 ![](in/a.png) 出发

我们看到 ![图 (1)](in/a.png "白板") 在中间，又看到 ![](gone.png)，继续。

- 甲 ![](b%201.png =300x) 里有 <img alt="丙" src="in/a.png"> 呢。
- 乙 [![](in/a.png)](b%201.png) 与 [![](in/a.png)](https://example.org) 点开。

| 板 | 字 |
| --- | --- |
| ![](in/a.png) | 字 |

代码 `![](in/a.png)` 不动，![按标签][1] 动，![](url) 与 ![](https://x.org/x.png) 不动。

![块](in/a.png)
"""
EMBEDDED = f"data:image/png;base64,{base64.b64encode(bytes(range(256)) * 2).decode()}"
WRITTEN_AMONG_TEXT = """
## 从 ![](walk/a.png) 出发 {#cong-chu-fa}

我们看到 ![图 (1)](walk/a.png) 在中间，又看到 ![gone.png](missing)，继续。

- 甲 ![](walk/b-1.png) 里有 ![丙](walk/a.png) 呢。
- 乙 ![](walk/a.png) 与 [![](walk/a.png)](https://example.org) 点开。

| 板 | 字 |
| --- | --- |
| ![](walk/a.png) | 字 |

代码 `![](in/a.png)` 不动，![按标签](walk/a.png) 动，![](url) 与 ![](https://x.org/x.png) 不动。

![块](walk/a.png)
"""


@pytest.mark.parametrize("name", ["walk.md", "walk.txt"])
def test_pictures_among_text_come_along_too(name: str) -> None:
    """In sentences, items, tables and headings, outside of code; and later nothing changes."""
    Path("in/in").mkdir(parents=True)
    for picture in ("in/in/a.png", "in/b 1.png"):
        Path(picture).write_bytes(b"\x89PNG picture")
    definition = "\n[1]: in/a.png\n" if name == "walk.md" else ""
    label = "![按标签][1]" if name == "walk.md" else "![按标签](in/a.png)"
    source = AMONG_TEXT.replace("![按标签][1]", label) + definition
    Path(f"in/{name}").write_text(source, "utf-8")
    before = json.loads(run("parse", f"in/{name}", "--format", "json")[1])
    code, out, _ = run("import", f"in/{name}", "--id", "walk")
    assert code == 0
    assert "2 pictures beside it, 1 figure missing" in out
    note = Path("docs/notes/walk.md")
    text = note.read_text("utf-8")
    assert text.removesuffix(definition).split("---\n", 2)[2] == WRITTEN_AMONG_TEXT
    after = json.loads(run("parse", str(note), "--format", "json")[1])
    assert shown_blocks(after) == shown_blocks(before)
    assert run("import", str(note), "--force")[0] == 0
    assert note.read_text("utf-8") == text


@pytest.mark.parametrize(
    ("name", "source", "written"),
    [
        # HTML in Markdown stays HTML, and what is not found there stays for `check` to tell.
        ("x.md", '# 图\n\n<p align="center"><img alt="a.png" src="a.png"><img src="b.png"> 图</p>',
         '<p align="center"><img alt="a.png" src="x/a.png"><img src="b.png"> 图</p>'),
        ("x.html", "<h1>图</h1><p>我们走了很远很远的路，看到<img src='a.png'>，看到很多东西。</p>",
         "看到![](x/a.png)，看到"),
        ("x.html", f"<h1>图</h1><p>我们走了很远很远的路，看到<img src='{EMBEDDED}'>，也好。</p>",
         "看到![](x/embedded-1.png)，也好"),
    ],
)  # fmt: skip
def test_pictures_in_html_come_along(name: str, source: str, written: str) -> None:
    """In the HTML of a note, and among the text of a page, where they may be embedded."""
    Path("a.png").write_bytes(b"\x89PNG picture")
    Path(name).write_text(source, "utf-8")
    assert run("import", name, "--id", "x", "--language", "zh")[0] == 0
    text = Path("docs/notes/x.md").read_text("utf-8")
    assert written in text
    assert len(files() & {"docs/notes/x/a.png", "docs/notes/x/embedded-1.png"}) == 1
    assert run("import", "docs/notes/x.md", "--force")[0] == 0
    assert Path("docs/notes/x.md").read_text("utf-8") == text


def shown_blocks(parsed: dict[str, Any]) -> list[tuple[object, ...]]:
    """Sections and blocks, without where they stand and where pictures are."""
    found: list[tuple[object, ...]] = []
    for section in parsed["sections"]:
        found += [(section["level"], section["id"])]
        found += [(block["kind"], block.get("depth")) for block in section["blocks"]]
        found += shown_blocks(section)
    return found


def test_several_files_are_imported_and_one_refusal_stops_none() -> None:
    """The exit code says that something was refused."""
    Path("empty.txt").write_text("", "utf-8")
    Path("more.txt").write_text(
        "A talk\n\n1. One\n\nWhat was said of it.\n\n2. Two\n\nAnd of that.\n", "utf-8"
    )
    code, out, err = run("import", "empty.txt", "talk.txt", "more.txt")
    assert code == 1
    assert err == "empty.txt: not imported: it is empty\n"
    assert {"docs/notes/talk.md", "docs/notes/more.en.md"} <= files()
    assert "more.en.md: written, 2 sections" in out


@pytest.mark.parametrize(
    "arguments",
    [(), ("talk.txt", "--id", "Not An Id"), ("a", "b", "--id", "x"), ("-", "--language", "cn1"),
     ("talk.txt", "--language", "fr")],
)  # fmt: skip
def test_wrong_usage_exits_with_two(arguments: tuple[str, ...]) -> None:
    """And nothing is written."""
    assert run("import", *arguments)[0] == 2
    assert files() == set()


def test_an_id_is_made_from_the_title_where_the_name_says_nothing() -> None:
    """The month before it, where the date is known."""
    text = "夜话推理\n发布于 2025-02-03\n\n一、甲\n\n乙。\n\n二、丙\n\n丁。\n"
    assert run("import", "-", stdin=text.encode())[0] == 0
    assert files() == {"docs/notes/2025-02-ye-hua-tui-li.md"}
    assert run("import", "-", "--id", "own", stdin=text.encode())[0] == 0
    assert "docs/notes/own.md" in files()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_new_scaffolds_is_valid(language: str) -> None:
    """`check` finds the source that is still to be named, and what nobody has replaced yet."""
    assert run("new", "note", "compiler-day", "--language", language)[0] == 0
    assert run("new", "concept", "auto-scheduler", "--language", language)[0] == 0
    assert run("new", "concept", "another", "--language", language)[0] == 0
    code, out, _ = run("check", "--no-pages")
    assert code == 1, out
    kinds = {line.rpartition(" [")[2].rstrip("]") for line in out.split("\n") if ": " in line[:60]}
    told = {"concept-orphan", "concept-unsourced", "note-undated", "scaffold-left"}
    assert kinds & set(KINDS) == told
    # The note; two articles, two definitions each, and their names in Chinese.
    assert out.count("[scaffold-left]") == 9
    name = "compiler-day.md" if language == "zh" else "compiler-day.en.md"
    Path(f"docs/notes/{name}").write_text("mine", "utf-8")
    assert run("new", "note", "compiler-day", "--language", language)[0] == 1
    assert run("new", "note", "Not An Id")[0] == 2
    assert run("new", "note", "x", "--language", "fr")[0] == 2


def test_an_english_id_is_no_chinese_name() -> None:
    """Until somebody writes one, `check` asks for it, and readers see the name that there is."""
    assert run("new", "concept", "auto-scheduler")[0] == 0
    file = Path("docs/concepts/auto-scheduler.md")
    asked = 'labels: {zh: "改写成中文名称", en: "auto scheduler"}'
    assert asked in file.read_text("utf-8")
    found = run("check", "--no-pages")[1]
    assert "auto-scheduler.md:3:10: warning: this name is still what 'notes-kb new'" in found
    assert "concept-label" not in found
    languages = Languages({"zh": "中文", "en": "English"})
    concept, _ = parse_concept(
        file.read_text("utf-8"), path="", concept_id="auto-scheduler", languages=languages
    )
    assert concept is not None
    assert concept.labels == {"en": "auto scheduler"}
    file.write_text(file.read_text("utf-8").replace("改写成中文名称", "自动调度器"), "utf-8")
    assert "this name is" not in run("check", "--no-pages")[1]


@pytest.mark.parametrize("command", ["import", "new"])
def test_help_teaches_by_examples(command: str) -> None:
    """Each option has its sentence, and there are lines to copy."""
    out = run(command, "--help")[1]
    assert f"notes-kb {command} " in out
    assert "Exits with 0" in out


ORIGINAL = """\
---
title: 夜话
date: 2025-02-03
former_ids: [old]
---

主讲：林某

## 一、推理

- 先推理。

![缺图：曲线](missing)

```python
print("推理")
```

## 论文 {#papers topic=x}

- Attention Is All You Need
"""


def test_a_translation_begins_with_the_headings_anchors_and_text_of_its_original() -> None:
    """What is not translated yet is told by its line, and gets no stamp."""
    Path("docs/notes").mkdir(parents=True)
    Path(NOTE).write_text(ORIGINAL, "utf-8")
    assert run("new", "note", "talk", "--language", "en")[0] == 0
    translation = Path("docs/notes/talk.en.md")
    text = translation.read_text("utf-8")
    assert "## 一、推理 {#tui-li}\n\n- 先推理。\n\n![缺图：曲线](missing)" in text
    assert "## 论文 {#papers topic=x}\n\n- Attention Is All You Need\n" in text
    assert "date: 2025-02-03\n" in text
    assert "former_ids" not in text
    told = run("check", "--no-pages", translation.as_posix())[1]
    lines = [line for line in told.split("\n") if "[translation-copied]" in line]
    told = ["the title", "before the first heading", "'tui-li'"]
    assert [words in line for words, line in zip(told, lines, strict=True)] == [True] * 3
    _, out, _ = run("stamp", "talk")
    assert "tui-li is still the original's text" in out
    assert re.findall(r"papers from=\w{8}", out)
    english = text.replace("一、推理", "Reasoning").replace("- 先推理。", "- Reason first.")
    english = english.replace("主讲：林某", "Speaker: Lin")
    translation.write_text(english.replace("title: 夜话", "title: A talk"), "utf-8")
    assert "translation-copied" not in run("check", "--no-pages")[1]
    assert re.findall(r"tui-li from=\w{8}", run("stamp", "talk")[1])
    assert run("stamp", "talk")[1].startswith("nothing to stamp")


def test_a_translation_into_the_default_language_names_its_original() -> None:
    """Without that it would count as the original itself, and the text it translates as stale."""
    Path("docs/notes").mkdir(parents=True)
    text = (
        "---\ntitle: A talk\ndate: 2025-02-03\n---\n\n## Load {#load}\n\n- It is balanced here.\n"
    )
    Path("docs/notes/talk.en.md").write_text(text, "utf-8")
    assert run("new", "note", "talk")[0] == 0
    assert "\noriginal: en\n---\n" in Path(NOTE).read_text("utf-8")
    assert re.search(rf"{NOTE}:\d+: .*'load'", run("check", "--no-pages")[1])
    assert "load is still the original's text" in run("stamp", "talk")[1]


def test_what_is_to_be_the_same_in_both_languages_is_stamped_on_demand() -> None:
    """``--same`` says that a section was looked at."""
    Path("docs/notes").mkdir(parents=True)
    Path(NOTE).write_text(ORIGINAL, "utf-8")
    run("new", "note", "talk", "--language", "en")
    assert "tui-li from=" in run("stamp", "--same", "talk")[1]
    assert "section 'tui-li'" not in run("check", "--no-pages")[1]


def test_a_paste_has_its_translation_begun_with_the_headings_that_were_found() -> None:
    """The anchors are those of the paste's sections."""
    Path("docs/notes").mkdir(parents=True)
    Path("docs/notes/talk.txt").write_text(RECAP, "utf-8")
    assert run("new", "note", "talk", "--language", "en")[0] == 0
    assert "## 一、推理 {#tui-li}\n\n- 混合专家" in Path("docs/notes/talk.en.md").read_text("utf-8")


def test_a_concept_that_is_there_gets_an_article_in_another_language() -> None:
    """Text alone: its record stays where it is."""
    run("new", "concept", "cache")
    assert run("new", "concept", "cache", "--language", "en")[0] == 0
    article = Path("docs/concepts/cache.en.md").read_text("utf-8")
    assert not article.startswith("---")
    assert "labels" not in article
    found = run("check", "--no-pages", "docs/concepts/cache.en.md")[1]
    assert "[scaffold-left]" in found
    assert "concept-article-keys" not in found


def test_commands_find_the_site_from_a_folder_below(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files go into the site's folders, and paths are told from where one is."""
    below = Path("a/b")
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    _, out, _ = run("import", "../../talk.txt")
    assert out.startswith("../../docs/notes/talk.md: written")
    assert run("new", "note", "another")[0] == 0
    assert run("check", "--no-pages", "../../docs/notes/talk.md")[0] == 0
    assert run("status")[0] == 0
    monkeypatch.chdir("../..")
    assert files() == {NOTE, "docs/notes/another.md"} | {f for f in files() if ".cache" in f}


COMMANDS = {
    "import": (["import", "talk.txt"], "--to"),
    "import of an export": (["import", "."], "--to"),
    "new note": (["new", "note", "x"], "--docs"),
    "new concept": (["new", "concept", "x"], "--docs"),
    "stamp": (["stamp"], "the folder of your site"),
    "check": (["check"], "the folder of your site"),
    "status": (["status"], "the folder of your site"),
    "search": (["search", "x"], "mkdocs build"),
    "export": (["export", "x"], "no mkdocs.yml here or in a folder above"),
}


@pytest.mark.parametrize(("command", "remedy"), COMMANDS.values(), ids=COMMANDS.keys())
def test_outside_of_a_site_nothing_is_written_and_a_sentence_says_what_to_do(
    command: list[str], remedy: str
) -> None:
    """Not even an empty folder."""
    Path("mkdocs.yml").unlink()
    code, out, err = run(*command)
    assert code in {1, 2}
    assert remedy in out + err
    assert files() == set()
    assert not Path("docs").exists()


def test_a_configuration_of_somebody_else_above_is_not_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its hooks would be run; nor does the search go beyond a repository."""
    Path("below/repository/.git").mkdir(parents=True)
    monkeypatch.chdir("below")
    assert find_site() == Path("..")
    monkeypatch.chdir("repository")
    assert find_site() == Path()
    monkeypatch.chdir("..")
    monkeypatch.setattr(site_config, "_is_own", lambda file: False)
    assert find_site() == Path()


VAULT = {
    "推理.md": "---\nurl: https://example.org/r\ndate: 2026-03-05\n---\n\n## 成本\n\n见[[训练#数据]]与[[空]]。\n",  # noqa: E501
    "训练.md": "## 数据\n\n回到[[推理|前一篇]]，[[别处]]没有。\n\n![[图 1.png]]\n",
    "空.md": "---\ntags: [x]\n---\n",
    "附件/图 1.png": "x",
}


def vault() -> None:
    """Write a folder as an editor leaves it."""
    for name, text in VAULT.items():
        Path("vault", name).parent.mkdir(parents=True, exist_ok=True)
        Path("vault", name).write_text(text, "utf-8")


def test_a_folder_is_imported_with_its_links_and_pictures() -> None:
    """In one command, summed up; `check` accepts it, and a second time changes nothing."""
    vault()
    before = files()
    code, out, err = run("import", "vault")
    assert (code, err) == (0, "")
    assert out.split("\n") == [
        "vault: 2 notes written to docs/notes, 2 sections, 2 statements, 1 picture beside them",
        "  next: notes-kb check",
        "  9 lines kept, 0 dropped",
        "  2 links from note to note kept, 2 name no note",
        "  1 file without text left out: vault/空.md",
        "  look at:",
        "    1 note without the source's address; add 'source: {title: …, url: https://…}'",
        "    1 note without a date; add 'date: YYYY-MM-DD'",
        "",
    ]
    assert files() - before == {
        "docs/notes/tui-li.md",
        "docs/notes/xun-lian.md",
        "docs/notes/xun-lian/tu-1.png",
    }
    assert "见[[xun-lian#shu-ju|训练]]与空。" in Path("docs/notes/tui-li.md").read_text("utf-8")
    assert "回到[[tui-li|前一篇]]" in Path("docs/notes/xun-lian.md").read_text("utf-8")
    assert run("check")[0] == 0
    assert run("import", "vault") == (code, out, err)


def test_a_folder_is_looked_at_first() -> None:
    """Nothing is written, and no note is printed."""
    vault()
    before = files()
    code, out, _ = run("import", "vault", "--dry-run")
    assert code == 0
    assert out.startswith("vault: 2 notes would be written to docs/notes, ")
    assert files() == before


def test_a_folder_whose_note_is_there_already_is_told() -> None:
    """The others are written; a note that links to one that is refused links nowhere."""
    vault()
    Path("docs/notes").mkdir(parents=True)
    Path("docs/notes/tui-li.md").write_text("---\ntitle: 另一篇\n---\n\n文字。\n", "utf-8")
    Path("vault/长.md").write_bytes(b"word " * 300_000)
    Path("vault/短.md").write_text("见[[长]]。\n", "utf-8")
    code, out, err = run("import", "vault")
    assert code == 1
    assert "vault: 2 notes written to docs/notes" in out
    assert "docs/notes/tui-li.md is there already" in err
    assert "vault/长.md: not imported: it has 1,500,000 bytes" in err
    assert "见长。" in Path("docs/notes/duan.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("make", "said"),
    [
        ("vault", "there is no Markdown in it; name other files one by one"),
        ("vault/.obsidian", "there is no Markdown in it"),
    ],
)
def test_a_folder_without_texts_is_refused(make: str, said: str) -> None:
    """In one sentence."""
    Path(make).mkdir(parents=True)
    code, _, err = run("import", "vault")
    assert code == 1
    assert said in err


def test_files_that_are_imported_together_keep_their_links() -> None:
    """As those of a folder."""
    vault()
    code, _, _ = run("import", "vault/推理.md", "vault/训练.md")
    assert code == 0
    assert "[[xun-lian#shu-ju|训练]]" in Path("docs/notes/tui-li.md").read_text("utf-8")


def test_a_text_alone_has_no_links_by_names() -> None:
    """Its own name, too: `--id` may give it another."""
    Path("a.md").write_text("## 成本\n\n见[[a]]与[[#成本]]。\n", "utf-8")
    assert run("import", "a.md", "--id", "other")[0] == 0
    assert "见a与[[#cheng-ben|成本]]。" in Path("docs/notes/other.md").read_text("utf-8")
