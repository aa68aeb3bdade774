"""``notes-kb parse`` from the outside."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from notes_kb.cli import main

RECAP = """\
夜话

一、推理

• 混合专家模型省算力。
• 总结：先推理。

在这里插入图片描述

二、训练

一段话。
"""
MOE = "---\nlabels: {zh: 混合专家模型, en: Mixture of Experts}\ntopic: 1\n---\n正文。\n"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run where there is no docs folder."""
    monkeypatch.chdir(tmp_path)


def run(*args: str, stdin: bytes | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["parse", *args], input=stdin)
    return result.exit_code, result.stdout, result.stderr


def parsed(*args: str, stdin: bytes | None = None) -> dict[str, object]:
    code, out, _ = run(*args, "--format", "json", stdin=stdin)
    assert code == 0
    value: dict[str, object] = json.loads(out)
    return value


def test_the_json_is_the_documented_one(tmp_path: Path) -> None:
    """Every key of the format, for a small paste, whole."""
    file = tmp_path / "talk.txt"
    file.write_bytes(RECAP.encode("gb18030"))
    value = parsed(str(file))
    assert {k: value[k] for k in ("format_version", "title", "language", "encoding")} == {
        "format_version": 1,
        "title": "夜话",
        "language": "zh",
        "encoding": "gb18030",
    }
    sections = value["sections"]
    assert isinstance(sections, list)
    assert sections[0] == {
        "id": "tui-li",
        "level": 2,
        "ordinal": "一",
        "heading": "推理",
        "lines": [3, 8],
        "topic": None,
        "blocks": [
            {
                "kind": "point",
                "text": "混合专家模型省算力。",
                "depth": 0,
                "ordinal": "",
                "lines": [5, 5],
                "topic": None,
                "concepts": [],
            },
            {
                "kind": "summary",
                "text": "总结：先推理。",
                "depth": 0,
                "ordinal": "",
                "lines": [6, 6],
                "topic": None,
                "concepts": [],
            },
            {
                "kind": "figure",
                "text": "在这里插入图片描述",
                "lines": [8, 8],
                "alt": "",
                "target": None,
            },
        ],
        "sections": [],
    }
    ledger = value["ledger"]
    assert isinstance(ledger, list)
    assert ledger[:3] == [
        {"lines": [1, 1], "role": "title"},
        {"lines": [2, 2], "role": "blank"},
        {"lines": [3, 3], "role": "heading"},
    ]
    diagnostics = value["diagnostics"]
    assert isinstance(diagnostics, list)
    assert [set(d) for d in diagnostics] == [
        {"kind", "severity", "line", "column", "message", "hint"}
    ]


def test_concepts_and_topics_come_from_the_docs_folder(tmp_path: Path) -> None:
    """``--docs`` names them; a point has its topic and concepts."""
    (tmp_path / "concepts").mkdir()
    (tmp_path / "concepts" / "moe.md").write_text(MOE, "utf-8")
    value = parsed("-", "--docs", str(tmp_path), stdin=RECAP.encode())
    sections = value["sections"]
    assert isinstance(sections, list)
    point = sections[0]["blocks"][0]
    assert (point["concepts"], point["topic"]) == (["moe"], "moe")


def test_standard_input_is_a_paste_unless_told_otherwise() -> None:
    """``-`` reads bytes; ``--as`` decides."""
    text = "---\ntitle: Night\n---\n\n## One\n\nText.\n"
    assert parsed("-", "--as", "note", stdin=text.encode())["title"] == "Night"
    assert parsed("-", stdin="夜话\n\n一、甲\n\n乙\n".encode())["title"] == "夜话"
    assert parsed("-", stdin=b"A talk\n\nText.\n")["language"] == "en"
    assert parsed("-", "--language", "zh-Hant", stdin=b"x")["language"] == "zh-Hant"


def test_findings_do_not_change_the_exit_code(tmp_path: Path) -> None:
    """A picture is read, refused and reported; the code stays 0."""
    file = tmp_path / "x.txt"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    value = parsed(str(file))
    diagnostics = value["diagnostics"]
    assert isinstance(diagnostics, list)
    assert [d["kind"] for d in diagnostics] == ["file-not-text"]


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_a_file_that_cannot_be_read_exits_with_one(tmp_path: Path, name: str) -> None:
    """One sentence, no traceback."""
    code, out, err = run(str(tmp_path / name))
    assert (code, out) == (1, "")
    assert "cannot be read" in err
    assert "Traceback" not in err


def test_the_outline_shows_numbers_lines_and_what_was_dropped() -> None:
    """For people: sections with anchors, blocks with lines, the ledger summed up."""
    code, out, _ = run("-", stdin=("@[TOC](目录)\n" + RECAP + "a\n").encode())
    assert code == 0
    assert "一 推理  #tui-li  line 4" in out
    assert "lines 1-1 dropped by csdn-toc-mark" in out
    assert "14 lines:" in out
    assert "[stray-text]" in out


def test_the_same_input_gives_the_same_bytes() -> None:
    """Keys sorted, Unicode as it is."""
    first = run("-", "--format", "json", stdin=RECAP.encode())
    assert first == run("-", "--format", "json", stdin=RECAP.encode())
    assert "推理" in first[1]
    assert first[1].index('"diagnostics"') < first[1].index('"encoding"')


def test_help_teaches_and_loads_nothing_heavy() -> None:
    """An example of each, and no parser imported for the list of commands."""
    assert "notes-kb parse talk.txt" in run("--help")[1]
    script = (
        "import sys; from click.testing import CliRunner; from notes_kb.cli import main;"
        "r = CliRunner().invoke(main, ['--help']); assert 'parse' in r.stdout, r.stdout;"
        "print(sorted({'yaml', 'markdown_it', 'opencc', 'jieba'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_wrong_language_is_wrong_usage() -> None:
    """Exit code 2, with an example."""
    code, _, err = run("-", "--language", "Chinese", stdin=b"x")
    assert code == 2
    assert "write zh or en" in err
