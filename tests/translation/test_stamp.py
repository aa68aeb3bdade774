"""Stamps on translated headings."""

import pytest
from click.testing import CliRunner

from notes_kb.cli import main
from notes_kb.loading.notes import parse_note
from notes_kb.translation.stamp import stamp
from notes_kb.translation.status import State, compare_sections

ORIGINAL = "## 一 {#a}\n\n甲\n\n## 二 {#b}\n\n乙\n"


def note(text, language):
    return parse_note(text, path="notes/x.md", note_id="x", language=language, pasted=False)


@pytest.mark.parametrize(
    "heading",
    ["## One {#a}", "## One {#a topic=t}", "## One {#a from=00000000 topic=t}", "## A {: #a }"],
)
def test_a_stamped_section_is_current(heading):
    """Whatever attributes the heading has, they stay, and its state becomes current."""
    original = note(ORIGINAL, "zh")
    translation = note(f"{heading}\n\ntext\n", "en")
    text, stamped = stamp(original, translation, set(State))
    again = note(text, "en")
    assert [s.section for s in stamped] == ["a"]
    assert compare_sections(original, again)[0].state is State.CURRENT
    assert again.section_by_id()["a"].topic == translation.section_by_id()["a"].topic
    assert text.count("from=") == 1


def test_only_the_wanted_states_are_stamped():
    """A stale section keeps its old stamp until somebody says that it is up to date."""
    original = note(ORIGINAL, "zh")
    source = "## One {#a from=00000000}\n\ntext\n\n## Two {#b}\n\ntext\n"
    text, stamped = stamp(original, note(source, "en"), {State.UNKNOWN})
    assert [s.section for s in stamped] == ["b"]
    assert "from=00000000" in text


def test_the_command_writes_the_translation_only(tmp_path, monkeypatch):
    """`notes-kb stamp` changes headings of translations and nothing else; twice is once."""
    notes = tmp_path / "docs" / "notes"
    notes.mkdir(parents=True)
    (notes / "x.md").write_text(ORIGINAL, "utf-8")
    (notes / "x.en.md").write_text("## One {#a}\n\ntext\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    first = CliRunner().invoke(main, ["stamp"])
    assert first.exit_code == 0, first.output
    assert "x.en.md:1: a from=" in first.output
    assert (notes / "x.md").read_text("utf-8") == ORIGINAL
    assert CliRunner().invoke(main, ["stamp"]).output.startswith("nothing to stamp")
    assert CliRunner().invoke(main, ["stamp", "y"]).exit_code == 1


def test_braces_that_are_no_attributes_stay_words():
    """A heading that ends in a set keeps it, the stamp stands behind."""
    original = note("## he {a, b}\n\n- 文\n", "zh")
    translation = note("## he {a, b}\n\n- text\n", "en")
    text, _ = stamp(original, translation, set(State))
    assert text.startswith("## he {a, b} {#he-a-b from=")
    assert compare_sections(original, note(text, "en"))[0].state is State.CURRENT
