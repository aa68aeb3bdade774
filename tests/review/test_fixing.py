"""What `check --fix` mends: the characters of the finding and no others."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_kb.cli import main
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.loading.notes import parse_note
from notes_kb.review.fixing import mend
from notes_kb.translation.status import State
from tests.review.sites import CONFIG, draw, known

TEXTS = {
    # A note, and the same mended.
    "a link with a blank": (
        "见 [页] (b.md) 与 `[x] (b.md)`。\n",
        "见 [页](b.md) 与 `[x] (b.md)`。\n",
    ),
    "full-width parentheses": ("见 [页]（b.md）。\n", "见 [页](b.md)。\n"),
    "two links of a line": ("[a] (b.md) [c] (d.md)\n", "[a](b.md) [c](d.md)\n"),
    "every narrow mark": (
        "中文,中文;中文!`码,码`\n\n1,000 与 a,b\n\n中文?中文:中文\n",
        "中文，中文；中文!`码,码`\n\n1,000 与 a,b\n\n中文？中文：中文\n",
    ),
    "a full-width colon": (
        "---\ntitle：标题\ntags: [x]\nevent： 会\ndate: 2025-01-01\n---\n文\n",
        "---\ntitle: 标题\ntags: [x]\nevent: 会\ndate: 2025-01-01\n---\n文\n",
    ),
    "full-width colons alone": (
        "---\ntitle：标题\ndate：2025-01-01\n---\n文\n",
        "---\ntitle: 标题\ndate: 2025-01-01\n---\n文\n",
    ),
    "tabs": (
        "---\nsource:\n\ttitle: x\n\turl: https://x.org\n---\n文\n",
        "---\nsource:\n  title: x\n  url: https://x.org\n---\n文\n",
    ),
    "line ends of other systems": (
        "[a] (b.md)\r\n\r\n中文,中文\r\n",
        "[a](b.md)\r\n\r\n中文，中文\r\n",
    ),
    "code": ("```\n[a] (b.md)\n中文,中文\n```\n", "```\n[a] (b.md)\n中文,中文\n```\n"),
    "nothing": ("中文，中文。[a](b.md)\n", "中文，中文。[a](b.md)\n"),
}


def _found(text: str) -> list[Diagnostic]:
    note = parse_note(
        text.replace("\r\n", "\n").replace("\r", "\n"),
        path="notes/a.md",
        note_id="a",
        language="zh",
        pasted=False,
    )
    return [finding for finding in note.diagnostics if finding.fix]


@pytest.mark.parametrize("story", TEXTS)
def test_what_can_mean_one_thing_only_is_mended(story: str) -> None:
    """And nothing of it is left to mend."""
    text, expected = TEXTS[story]
    mended, done = mend(text, _found)
    assert mended == expected
    assert (len(done) > 0) == (text != expected)
    assert _found(mended) == []


PIECES = [
    "[a] (b.md)",
    "中文,中文",
    "`",
    "```\n",
    "\n",
    "\r\n",
    " ",
    "- ",
    "# ",
    "title：x\n",
    "---\n",
    "\t",
    "字",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_no_other_character_changes(text: str) -> None:
    """Of any text: what was replaced, put back in place of what was written, gives the text."""
    mended, done = mend(text, _found)
    kept = set(text) | set("，；！？：: ")
    assert set(mended) <= kept
    before = sum(len(one.before) for one in done)
    after = sum(len(one.after) for one in done)
    assert len(mended) - after == len(text) - before


NOTE = "---\ntitle: 甲\ndate: 2025-01-01\n---\n\n## 一 {#one}\n\n- 中文,中文 [页] (b.md)\n"


def test_stamps_follow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A comma needs no new translation; what was said is told, and the check goes on."""
    draw(tmp_path, {"mkdocs.yml": CONFIG, "docs/notes/a.md": NOTE})
    docs = tmp_path / "docs"
    (mark,) = known(docs)[1].summaries["notes/a.md"].marks
    draw(docs, {"notes/a.en.md": f"## One {{#one from={mark.fingerprint}}}\n\n- text\n"})
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["check", "--no-pages", "--fix"])
    assert result.output == (
        "docs/notes/a.md:8: fixed: '，' in place of ',' [punctuation-narrow]\n"
        "docs/notes/a.md:8: fixed: '[页](b.md)' in place of '[页] (b.md)' [link-unread]\n"
        "docs/notes/a.en.md: 1 stamp followed\n"
        "no findings\n"
    )
    assert (docs / "notes/a.md").read_text("utf-8").endswith("- 中文，中文 [页](b.md)\n")
    (status,) = known(docs)[1].statuses["notes/a.en.md"]
    assert status.state is State.CURRENT
    again = CliRunner().invoke(main, ["check", "--no-pages", "--fix"])
    assert again.output == "no findings\n"


def test_only_what_was_asked_for_is_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither other files, nor kinds that the site ignores, nor files in other encodings."""
    config = CONFIG.replace("- notes_kb", "- notes_kb: {ignore: [punctuation-narrow]}")
    draw(tmp_path, {"mkdocs.yml": config, "docs/notes/a.md": NOTE, "docs/notes/b.md": NOTE})
    gbk = tmp_path / "docs/notes/c.md"
    gbk.write_bytes("# 丙\n\n今天天气很好，我们去 [公园] (b.md) 散步。\n".encode("gb18030"))
    monkeypatch.chdir(tmp_path)
    before = gbk.read_bytes()
    CliRunner().invoke(main, ["check", "--no-pages", "--fix", "docs/notes/a.md"])
    assert "中文,中文 [页](b.md)" in (tmp_path / "docs/notes/a.md").read_text("utf-8")
    assert (tmp_path / "docs/notes/b.md").read_text("utf-8") == NOTE
    result = CliRunner().invoke(main, ["check", "--no-pages", "--fix", "--format", "json"])
    assert "docs/notes/c.md: not changed: it is no UTF-8" in result.stderr
    assert result.stdout.startswith("{")
    assert gbk.read_bytes() == before


def test_articles_in_other_languages_are_mended_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bar in a table, in the record's article and in its translation."""
    table = "| a | b |\n|---|---|\n| [[moe|x]] | [[moe\\|y]] |\n"
    record = "---\nlabels: {zh: 专家混合, en: MoE}\n---\n\n"
    draw(tmp_path, {"mkdocs.yml": CONFIG, "docs/concepts/moe.md": record + table})
    draw(tmp_path / "docs", {"concepts/moe.en.md": table})
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(main, ["check", "--no-pages", "--fix"])
    for name in ("moe.md", "moe.en.md"):
        text = (tmp_path / "docs/concepts" / name).read_text("utf-8")
        assert text.endswith("| [[moe\\|x]] | [[moe\\|y]] |\n")
