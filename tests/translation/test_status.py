"""Which sections of a translation are out of date."""

import hashlib

import pytest

from notes_kb.checks.notes import check_translations
from notes_kb.domain.language import Languages
from notes_kb.domain.note import NoteMeta
from notes_kb.knowledge_base import build
from notes_kb.loading.library import Library
from notes_kb.loading.notes import parse_note
from notes_kb.translation.arrange import arrange
from notes_kb.translation.fingerprint import fingerprints
from notes_kb.translation.pairing import pair_notes
from notes_kb.translation.parallel import align
from notes_kb.translation.status import State, compare_sections

LANGUAGES = Languages({"zh": "简体中文", "en": "English"})

ORIGINAL = """\
## 推理 {#r1}

- 第一点
- 第二点

## 专家 {#moe}

正文

### 负载 {#load}

细节
"""


def note(text, language="zh", note_id="x"):
    suffix = "" if language == "zh" else f".{language}"
    return parse_note(
        text, path=f"notes/{note_id}{suffix}.md", note_id=note_id, language=language, pasted=False
    )


def stamps(original):
    return {anchor: hashed for anchor, hashed in fingerprints(original).items() if anchor}


def states(original, translation):
    return {s.section: s.state for s in compare_sections(original, translation)}


def test_each_state_is_told_apart():
    """A right stamp is current, a wrong one stale, none unknown; lacks and extras are named."""
    original = note(ORIGINAL)
    now = stamps(original)
    translation = note(
        f"## R1 {{#r1 from={now['r1']}}}\n\ntext\n\n## MoE {{#moe from=00000000}}\n\ntext\n\n"
        "## More {#more}\n\ntext\n",
        "en",
    )
    assert states(original, translation) == {
        "r1": State.CURRENT,
        "moe": State.STALE,
        "load": State.MISSING,
        "more": State.EXTRA,
    }
    assert states(original, note("## R1 {#r1}\n\nx\n", "en"))["r1"] is State.UNKNOWN


@pytest.mark.parametrize(
    ("edit", "changed"),
    [
        (("- 第二点", "- 第二点改了"), {"r1"}),
        (("细节", "别的细节"), {"load"}),
        (("正文", "正\n文"), set()),
        (("- 第一点\n", "-   第一点\n\n"), set()),
        (("{#moe}", "{#moe topic=moe}"), set()),
        (("## 专家", "## 专家们"), {"moe"}),
    ],
    ids=["text", "subsection", "wrapped", "spaced", "attribute", "heading"],
)
def test_a_fingerprint_changes_with_what_its_own_section_says(edit, changed):
    """White space and attributes do not count; a subsection's change is its own."""
    before, after = stamps(note(ORIGINAL)), stamps(note(ORIGINAL.replace(*edit)))
    assert {s for s in before if before[s] != after[s]} == changed


def test_missing_sections_stand_where_the_original_has_them():
    """A section that the translation lacks follows the one that it follows in the original."""
    original = note(ORIGINAL)
    translation = note("## Load {#load}\n\nx\n\n## R1 {#r1}\n\nx\n", "en")
    parts = [(p.section.id, p.note.language) for p in arrange(translation, original)]
    assert parts == [("load", "en"), ("r1", "en"), ("moe", "zh")]


def test_the_original_is_what_the_front_matter_says():
    """Else it is the version in the default language, else the only one."""
    both = pair_notes([note("x"), note("x", "en")], LANGUAGES)[0]
    assert both.original == "zh"
    assert pair_notes([note("x", "en")], LANGUAGES)[0].original == "en"
    told = note("---\noriginal: en\n---\nx", "zh")
    assert told.meta == NoteMeta(original="en")
    assert pair_notes([told, note("x", "en")], LANGUAGES)[0].original == "en"


def test_a_stale_section_is_reported_with_the_stamp_to_write():
    """The finding names the translation's line and the fingerprint that makes it current."""
    original, translation = note(ORIGINAL), note("\n## R1 {#r1 from=00000000}\n\nx\n", "en")
    library = Library(languages=LANGUAGES, notes=(original, translation))
    found = check_translations(library, build(library))
    stale = [d for d in found if d.kind == "translation-stale"]
    assert [(d.path, d.line) for d in stale] == [("notes/x.en.md", 2)]
    assert f"from={stamps(original)['r1']}" in stale[0].hint


def test_blocks_pair_by_kind_and_none_is_lost():
    """Every block of every language stands in exactly one row."""
    original = note("## 一 {#a}\n\n- 甲\n- 乙\n\n![缺图](missing)\n\n尾\n")
    translation = note("## A {#a}\n\nIntro\n\n- one\n- two\n\nEnd\n\nMore\n", "en")
    group = pair_notes([original, translation], LANGUAGES)[0]
    rows = [{c: b.text for c, b in r.blocks.items()} for r in align(group) if r.blocks]
    assert {"zh": "甲", "en": "one"} in rows
    assert {"zh": "乙", "en": "two"} in rows
    for code, version in group.versions.items():
        texts = [b.text for s in version.walk() for b in s.blocks]
        assert [row[code] for row in rows if code in row] == texts


FILLED = {
    "the slot is filled": ("![缺图：曲线](missing)", "![曲线](../img/c.svg)", State.CURRENT),
    "with attributes": (
        "![缺图：曲线](missing)",
        '![曲线](c.svg "曲线"){width=300}',
        State.CURRENT,
    ),
    "the file is another": ("![曲线](a.png)", "![曲线](b.png)", State.CURRENT),
    "other words": ("![曲线](a.png)", "![损失曲线](a.png)", State.STALE),
    "the picture is gone": ("![曲线](a.png)", "", State.STALE),
    "in a line": ("见 ![曲线](missing) 的下半", "见 ![曲线](<a b.png>) 的下半", State.CURRENT),
    "a link is no picture": ("[曲线](a.md)", "[曲线](b.md)", State.STALE),
}


@pytest.mark.parametrize(("before", "after", "state"), FILLED.values(), ids=FILLED.keys())
def test_the_file_of_a_picture_makes_no_translation_stale(before, after, state):
    """What a picture says is text; where its file lies is not."""
    first = note(f"## 一 {{#a}}\n\n先。\n\n{before}\n")
    translation = note(f"## One {{#a from={fingerprints(first)['a']}}}\n\nFirst.\n", "en")
    assert states(note(f"## 一 {{#a}}\n\n先。\n\n{after}\n"), translation)["a"] is state


def test_a_stamp_from_before_the_files_of_pictures_were_left_out_stays_true():
    """It was made of the section's text with the file's name in it."""
    section = "## 一 {#a}\n\n先。\n\n![曲线](a.png)\n"
    old = hashlib.sha256("##一先。![曲线](a.png)".encode()).hexdigest()[:8]
    translation = note(f"## One {{#a from={old}}}\n\nFirst.\n", "en")
    assert states(note(section), translation)["a"] is State.CURRENT
    assert states(note(section.replace("先", "后")), translation)["a"] is State.STALE
