"""Another id for a note or a concept: what follows, what stays, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_kb.checks import run_checks
from notes_kb.cli import main
from notes_kb.cli.files import replace_files
from notes_kb.review.coverage import Thing
from notes_kb.review.id_editor import Rename, RenameRefusedError
from notes_kb.review.renaming import plan_rename, render_plan, with_former_id
from tests.review.sites import CONFIG, draw, known, record

NOTE = """\
---
title: 甲
no_links: [moe]
---

## 一 {#one topic=moe}

- 见 [[moe]]、[[moe|它]]、[[MoE]]、`[[moe]]` 与[概念](../concepts/moe.md#why)。
- 表里 [[moe\\|它]]，[本篇](a.md#one)，[英文](a.en.md)，[并排](a/parallel.md)。 {topic=moe}

```
[[moe]] 与 {topic=moe}
```

[参考]: ../concepts/moe.en.md

[参考]
"""

Files = Mapping[str, str]

SITE: Files = {
    "notes/a.md": NOTE,
    "notes/b.md": (
        "# 乙\n\n## 二 {topic=moe}\n\n见[甲](a.md)与 <a href='../concepts/moe/#why'>它</a>。\n"
    ),
    "concepts/moe.md": record(
        "专家", "aliases: {en: [MoE]}\ntopic: 1\n", "\n见 [[moe]]。\n\n## 因 {#why}\n"
    ),
    "concepts/moe.en.md": (
        "See [it](moe.en.md#why) and [the note](../notes/a.md).\n\n## Why {#why}\n"
    ),
    "concepts/router.md": record("路由", "broader:\n  - moe\nrelated: ['moe', \"router\"]\n"),
    "guide.md": "# 指南\n\n[[moe]] [专家](concepts/moe.md) [题](topics/moe.md) [甲](notes/a.md)\n",
    "search.yml": "- {query: 专家, url: concepts/moe/}\n- {query: 甲, url: notes/a/}\n",
}


def _renamed(root: Path, thing: Thing, old: str, new: str) -> dict[str, str]:
    """Rename in a docs folder; give its files afterwards."""
    library, kb = known(root)
    plan = plan_rename(root, None, library, kb, Rename(thing=thing, old=old, new=new))
    replace_files(root, plan.files(root))
    return {
        file.relative_to(root).as_posix(): file.read_bytes().decode()
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }


def _findings(root: Path) -> list[str]:
    told = run_checks(*known(root))
    return sorted(f"{d.path} {d.kind} {d.message}" for d in told)


def test_everything_that_names_a_concept_follows(tmp_path: Path) -> None:
    """Files, explicit links, links, topics, front matter and golden queries; code does not."""
    files = _renamed(draw(tmp_path, SITE), Thing.CONCEPT, "moe", "experts")
    assert files["notes/a.md"] == (
        NOTE.replace("no_links: [moe]", "no_links: [experts]")
        .replace("topic=moe}\n\n-", "topic=experts}\n\n-")
        .replace("见 [[moe]]、[[moe|它]]", "见 [[experts]]、[[experts|它]]")
        .replace("[[moe\\|", "[[experts\\|")
        .replace("concepts/moe.md", "concepts/experts.md")
        .replace("concepts/moe.en.md", "concepts/experts.en.md")
        .replace("。 {topic=moe}", "。 {topic=experts}")
    )
    assert files["notes/b.md"].split("\n")[2:5] == [
        "## 二 {#moe topic=experts}",  # The anchor came from the topic, and stays.
        "",
        "见[甲](a.md)与 <a href='../concepts/experts/#why'>它</a>。",
    ]
    assert "concepts/moe.md" not in files
    assert files["concepts/experts.md"] == SITE["concepts/moe.md"].replace(
        "topic: 1\n---", "topic: 1\nformer_ids: [moe]\n---"
    ).replace("[[moe]]", "[[experts]]")
    assert files["concepts/experts.en.md"].startswith("See [it](experts.en.md#why) and")
    assert (
        "broader:\n  - experts\nrelated: ['experts', \"router\"]\n" in files["concepts/router.md"]
    )
    assert files["guide.md"].split("\n")[2] == (
        "[[experts]] [专家](concepts/experts.md) [题](topics/experts.md) [甲](notes/a.md)"
    )
    assert files["search.yml"].startswith(
        "- {query: 专家, url: concepts/experts/}\n- {query: 甲, url: notes/a/}"
    )


def test_everything_that_names_a_note_follows(tmp_path: Path) -> None:
    """Links to its pages in every language, and to its parallel page; no concept does."""
    files = _renamed(
        draw(tmp_path, {**SITE, "notes/a.en.md": "## A {#one}\n"}), Thing.NOTE, "a", "day"
    )
    assert set(files) >= {"notes/day.md", "notes/day.en.md"}
    assert not {"notes/a.md", "notes/a.en.md"} & set(files)
    line = files["notes/day.md"].split("\n")[9]
    assert line.startswith(
        "- 表里 [[moe\\|它]]，[本篇](day.md#one)，[英文](day.en.md)，[并排](day/parallel.md)。"
    )
    assert files["notes/day.md"].startswith(
        "---\ntitle: 甲\nno_links: [moe]\nformer_ids: [a]\n---\n"
    )
    assert "见[甲](day.md)" in files["notes/b.md"]
    assert files["concepts/moe.en.md"].startswith(
        "See [it](moe.en.md#why) and [the note](../notes/day.md)"
    )
    assert files["search.yml"].endswith("url: notes/day/}\n")


@pytest.mark.parametrize(
    ("thing", "old", "new"), [("concept", "moe", "experts"), ("note", "a", "day")]
)
def test_the_findings_stay_the_same(thing: str, old: str, new: str, tmp_path: Path) -> None:
    """But for the names in them; and what was renamed back is as it was, but for its address."""
    root = draw(tmp_path, SITE)
    before = _findings(root)
    first = _renamed(root, Thing(thing), old, new)
    folder = "concepts" if thing == "concept" else "notes"
    renamed = [re.sub(rf"\b{folder}/{old}\b", f"{folder}/{new}", one) for one in before]
    assert _findings(root) == sorted(renamed)
    back = _renamed(root, Thing(thing), new, old)
    assert {name: _without_former(text) for name, text in back.items()} == {
        name: _without_former(text) for name, text in SITE.items()
    } | ({"notes/b.md": back["notes/b.md"]} if thing == "concept" else {})
    assert len(first) == len(back)


def _without_former(text: str) -> str:
    return re.sub(r"former_ids: .*\n", "", text)


def test_stamps_follow_where_only_the_name_changed(tmp_path: Path) -> None:
    """A section that was up to date stays so; a stale one stays stale."""
    note = (
        "## 一 {#one}\n\n见 [[moe]]。\n\n## 二 {#two}\n\n见 [[moe]]。\n\n## 三 {#three}\n\n无。\n"
    )
    files = {"notes/a.md": note, "concepts/moe.md": record("专家")}
    root = draw(tmp_path, files)
    stamps = {mark.id: mark.fingerprint for mark in known(root)[1].summaries["notes/a.md"].marks}
    english = (
        f"## One {{#one from={stamps['one']}}}\n\nSee [[moe]].\n\n## Two {{#two from=00000000}}\n\n"
        f"x\n\n## Three {{#three from={stamps['three']}}}\n\nx\n"
    )
    draw(root, {"notes/a.en.md": english})
    before = known(root)[1].statuses["notes/a.en.md"]
    text = _renamed(root, Thing.CONCEPT, "moe", "experts")["notes/a.en.md"]
    after = known(root)[1].statuses["notes/a.en.md"]
    assert [s.state for s in after] == [s.state for s in before]
    assert f"from={stamps['one']}" not in text
    assert "{#two from=00000000}" in text
    assert f"from={stamps['three']}" in text
    assert "See [[experts]]." in text


REFUSED = {
    "an unknown one": ("none", "x", {}, "there is no concept 'none'"),
    "no id": (
        "moe",
        "Mixture of Experts",
        {},
        "'Mixture of Experts' is no id; write it as mixture-of-experts",
    ),
    "a page of the owner's": ("moe", "index", {}, "'index' is no id"),
    "itself": ("moe", "moe", {}, "the two ids are the same"),
    "one that is taken": ("moe", "router", {}, "there is a concept 'router' already"),
    "another's name": (
        "moe",
        "gate",
        {"concepts/router.md": record("路由", "aliases: {en: [gate]}\n")},
        "'gate' is a name of the concept 'router', so links would move",
    ),
    "a file of another kind": (
        "moe",
        "experts",
        {"concepts/experts.en.md": "An article alone.\n"},
        "there is a file concepts/experts.en.md already",
    ),
    "former ids on several lines": (
        "moe",
        "experts",
        {"concepts/moe.md": record("专家", "former_ids:\n  - mix\n")},
        "concepts/moe.md: write 'former_ids' as a list on one line first",
    ),
}


@pytest.mark.parametrize("story", REFUSED)
def test_what_cannot_be_done_whole_is_refused(story: str, tmp_path: Path) -> None:
    """In one sentence, before anything is written."""
    old, new, files, sentence = REFUSED[story]
    root = draw(tmp_path, {**SITE, **files})
    library, kb = known(root)
    with pytest.raises(RenameRefusedError, match=re.escape(sentence)):
        plan_rename(root, None, library, kb, Rename(thing=Thing.CONCEPT, old=old, new=new))


def test_files_that_are_no_utf8_or_links_are_refused(tmp_path: Path) -> None:
    """Writing them would change more than the name; those that do not name it do no harm."""
    root = draw(tmp_path / "docs", SITE)
    (root / "notes/c.txt").write_bytes(
        "甲乙丙丁，今天天气很好，我们一起去公园。\n".encode("gb18030")
    )
    library, kb = known(root)
    rename = Rename(thing=Thing.CONCEPT, old="moe", new="experts")
    plan_rename(root, None, library, kb, rename)
    (root / "old.md").write_bytes("见 [[moe]]，今天天气很好。\n".encode("gb18030"))
    with pytest.raises(RenameRefusedError, match=r"old\.md names 'moe' and is no UTF-8"):
        plan_rename(root, None, library, kb, rename)
    (root / "old.md").unlink()
    (root / "pages").mkdir()
    (root / "pages/link.md").symlink_to("../guide.md")
    with pytest.raises(RenameRefusedError, match=r"pages/link\.md is a link"):
        plan_rename(root, None, library, kb, rename)


def test_nothing_is_written_where_one_file_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up in the middle leaves every file as it was."""
    root = draw(tmp_path, {"a.md": "a\n", "b.md": "b\n", "c.md": "c\n"})
    real, failed = Path.replace, list[str]()

    def replace(self: Path, target: Path) -> Path:
        if Path(target).name == "c.md" and not failed:
            failed.append("c.md")
            raise OSError(28, "No space left on device", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(OSError, match="No space left"):
        replace_files(root, {"a.md": b"new\n", "b.md": None, "d.md": b"d\n", "c.md": b"new\n"})
    found = {file.name: file.read_text() for file in root.iterdir()}
    assert found == {"a.md": "a\n", "b.md": "b\n", "c.md": "c\n"}


FORMER = {
    "文\n": "---\nformer_ids: [old]\n---\n文\n",
    "---\ntitle: x\n---\n文\n": "---\ntitle: x\nformer_ids: [old]\n---\n文\n",
    "---\r\ntitle: x\r\n---\r\n文\r\n": "---\r\ntitle: x\r\nformer_ids: [old]\r\n---\r\n文\r\n",
    "---\nformer_ids: [a, b] # 旧\n---\n": "---\nformer_ids: [old, a, b] # 旧\n---\n",
    "---\nformer_ids: []\n---\n": "---\nformer_ids: [old]\n---\n",
    "\ufeff---\ntitle: x\n---\n": "\ufeff---\ntitle: x\nformer_ids: [old]\n---\n",
}


@pytest.mark.parametrize("text", FORMER)
def test_a_former_id_is_written_beside_what_is_there(text: str) -> None:
    """Line ends, comments and a byte order mark stay."""
    assert with_former_id(text, "old", "x.md") == FORMER[text]


def test_other_front_matter_than_yaml_is_refused() -> None:
    """A line of YAML would spoil it."""
    with pytest.raises(RenameRefusedError, match="write its front matter as YAML"):
        with_former_id("+++\ntitle = 'x'\n+++\n文\n", "old", "x.md")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "[[moe]]",
                "[[moe|x]]",
                "`",
                "```",
                "\r\n",
                "\n",
                "[a](moe.md)",
                "{topic=moe}",
                "字",
                " ",
                "](",
                "[[",
                "---\n",
            ]
        ),
        max_size=30,
    )
)
def test_only_the_name_changes(tmp_path_factory: pytest.TempPathFactory, pieces: list[str]) -> None:
    """Of any text, everything but the old id stays, byte for byte."""
    text = "".join(pieces)
    root = tmp_path_factory.mktemp("any")
    draw(root, {"concepts/moe.md": record("专家")})
    (root / "concepts/moe.en.md").write_bytes(f"{text}\n".encode())
    files = _renamed(root, Thing.CONCEPT, "moe", "experts")
    assert files["concepts/experts.en.md"].replace("experts", "moe") == f"{text}\n"


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what it writes, writes nothing when asked to, and takes the navigation along."""
    nav = f"{CONFIG}nav:\n  - guide.md\n  - 专家: concepts/moe.md\n"
    draw(tmp_path, {"mkdocs.yml": nav, **{f"docs/{name}": text for name, text in SITE.items()}})
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, ["rename", *arguments])
        return result.exit_code, result.output

    told = (
        "docs/concepts/moe.en.md: renamed to experts.en.md, 1 reference\n"
        "docs/concepts/moe.md: renamed to experts.md, 1 reference\n"
        "docs/concepts/router.md: 2 references\n"
        "docs/guide.md: 3 references\n"
        "docs/notes/a.md: 8 references\n"
        "docs/notes/b.md: 2 references\n"
        "docs/search.yml: 1 reference\n"
        "mkdocs.yml: 1 reference\n"
    )
    code, said = run("moe", "experts", "--dry-run")
    assert code == 0
    assert sorted(said.split("\n")) == sorted(told.split("\n"))
    assert (tmp_path / "docs/concepts/moe.md").exists()
    assert run("moe", "experts")[0] == 0
    assert (tmp_path / "mkdocs.yml").read_text().endswith("- 专家: concepts/experts.md\n")
    assert run("moe", "x")[0] == 2
    draw(tmp_path, {"docs/notes/experts.md": "x\n"})
    code, said = run("experts", "y")
    assert (code, "a note and a concept have the id 'experts'" in said) == (2, True)
    assert run("experts", "y", "--kind", "note")[0] == 0


def test_a_plan_names_each_file_once(tmp_path: Path) -> None:
    """Also one that is only moved."""
    root = draw(tmp_path, {"concepts/moe.md": record("专家"), "concepts/moe.en.md": "Text.\n"})
    library, kb = known(root)
    plan = plan_rename(root, None, library, kb, Rename(thing=Thing.CONCEPT, old="moe", new="x"))
    assert render_plan(plan, "docs") == (
        "docs/concepts/moe.en.md: renamed to x.en.md\ndocs/concepts/moe.md: renamed to x.md\n"
    )
