"""Scripts and style sheets as they are published."""

from __future__ import annotations

import subprocess

import pytest

from notes_kb.mkdocs.assets import WEB, published
from notes_kb.text.source_comments import without_comments


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("// a\nlet x = 1; // kept\n", "let x = 1; // kept\n"),
        ("/** a */\nlet x = 1;\n", "let x = 1;\n"),
        ("/**\n * a\n */\n  let x = 1;\n", "  let x = 1;\n"),
        ("/** @type {X} */ let x = 1;\n", " let x = 1;\n"),
        ("/* a */ /* b */ let x = 1;\n", " let x = 1;\n"),
        ("/* a\n b */ let x = 1; /* kept */\n", " let x = 1; /* kept */\n"),
        ("let x = `\n  a // b`;\n", "let x = `\n  a // b`;\n"),
        ("/* a\n// b */ c\n", " c\n"),
        ("/**/a\n", "a\n"),
        ("/* never closed\nlet x;\n", ""),
        ("\n\na\n\n", "a\n"),
    ],
)
def test_comments_at_the_beginning_of_lines_are_left_out(source: str, left: str) -> None:
    """And empty lines; what stands behind a comment stays."""
    assert without_comments(source).lstrip("\n") == left


@pytest.mark.parametrize("name", sorted(path.name for path in WEB.glob("*.js")))
def test_a_published_script_is_one(name: str) -> None:
    """Node reads it, and it is smaller than its source."""
    text = published(WEB / name)
    assert len(text) < (WEB / name).stat().st_size
    subprocess.run(["node", "--check", "-"], input=text, check=True, capture_output=True)


def test_the_published_style_sheet_has_every_rule() -> None:
    """Nothing but comments and empty lines is gone."""
    source, text = (WEB / "notes-kb.css").read_text("utf-8"), published(WEB / "notes-kb.css")
    assert text.decode().count("{") == source.count("{")
    assert text.decode().count("}") == source.count("}")
