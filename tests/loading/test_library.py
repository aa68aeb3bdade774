"""A docs folder becomes notes and concepts; what cannot be taken is said with its remedy."""

from __future__ import annotations

from os import mkfifo
from pathlib import Path

import pytest

from notes_kb.domain.diagnostic import Severity
from notes_kb.domain.folders import Folders
from notes_kb.domain.language import Languages
from notes_kb.loading.library import Library, load_library

LANGUAGES = Languages({"zh": "简体中文", "en": "English"})
MOE = "---\nlabels: {zh: 混合专家模型, en: Mixture of Experts}\n---\n正文。\n"


def library(root: Path, files: dict[str, str | bytes]) -> Library:
    """Draw a docs folder and load it."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_library(root, LANGUAGES)


def found(lib: Library) -> list[tuple[str, str]]:
    return [(d.path, d.kind) for d in lib.diagnostics]


def test_notes_are_named_by_stem_language_and_suffix(tmp_path: Path) -> None:
    """A default-language note, its translation and a paste; sorted by path."""
    lib = library(
        tmp_path,
        {
            "notes/夜话.txt": "夜话\n\n一句话。\n",
            "notes/talk.md": "# 讲座\n",
            "notes/talk.en.md": "# Talk\n",
        },
    )
    assert [(n.path, n.id, n.language, n.pasted, n.title) for n in lib.notes] == [
        ("notes/talk.en.md", "talk", "en", False, "Talk"),
        ("notes/talk.md", "talk", "zh", False, "讲座"),
        ("notes/夜话.txt", "ye-hua", "zh", True, "夜话"),
    ]
    assert lib.diagnostics == ()
    assert lib.paths == {"notes/talk.en.md", "notes/talk.md", "notes/夜话.txt"}


def test_concepts_get_their_articles(tmp_path: Path) -> None:
    """The record holds the default language's article, a suffixed file another's."""
    lib = library(tmp_path, {"concepts/moe.md": MOE, "concepts/moe.en.md": "Text.\n"})
    (moe,) = lib.concepts
    assert set(moe.articles) == {"zh", "en"}
    assert moe.articles["en"].markdown.strip() == "Text."
    assert lib.paths == {"concepts/moe.md", "concepts/moe.en.md"}


REFUSED = {
    "notes/x.fr.md": "language-unknown",
    "concepts/only.en.md": "article-without-concept",
    "concepts/more/x.md": "concept-in-subfolder",
    "notes/x.EN.md": "language-unknown",
    "notes/x.eng.md": "language-unknown",
    "notes/x.en_US.md": "language-unknown",
    "notes/x.english.md": "language-unknown",
}


@pytest.mark.parametrize(("name", "kind"), REFUSED.items())
def test_a_file_that_cannot_be_taken_is_said_with_its_remedy(
    tmp_path: Path, name: str, kind: str
) -> None:
    """The file, what is wrong, what to do; the rest loads."""
    lib = library(tmp_path, {name: "# x\n", "notes/good.md": "# good\n"})
    assert found(lib) == [(name, kind)]
    assert lib.diagnostics[0].hint
    assert [note.id for note in lib.notes] == ["good"]
    if kind == "language-unknown":
        meant = "x.zh.md" if ".fr." in name else "x.en.md"
        assert meant in lib.diagnostics[0].hint


@pytest.mark.parametrize(
    "name",
    ["notes/index.md", "notes/README.md", "notes/.hidden.md", "notes/x.md~", "notes/.x.md.swp",
     "notes/#x.md#", "notes/picture.png", "notes/index.en.md", "concepts/index.md"],
)  # fmt: skip
def test_other_files_are_left_alone(tmp_path: Path, name: str) -> None:
    """Ordinary pages, hidden files and an editor's leavings are nobody's business."""
    lib = library(tmp_path, {name: "x"})
    assert (lib.notes, lib.concepts, lib.diagnostics, lib.paths) == ((), (), (), frozenset())


def test_of_two_files_with_one_id_the_first_stands(tmp_path: Path) -> None:
    """Also a note and a paste, and stems that come to one slug."""
    lib = library(
        tmp_path,
        {"notes/Talk.md": "# one\n", "notes/talk.md": "# two\n", "notes/talk.txt": "three\n"},
    )
    assert [note.path for note in lib.notes] == ["notes/Talk.md"]
    assert found(lib) == [("notes/talk.md", "duplicate-id"), ("notes/talk.txt", "duplicate-id")]
    assert "notes/Talk.md" in lib.diagnostics[0].message


def test_ids_are_slugs_and_no_devices(tmp_path: Path) -> None:
    """A name that no file system or address can bear becomes one that it can."""
    lib = library(tmp_path, {f"notes/{n}.md": "x" for n in ("NUL", "！！", "a" * 90, "A B_c")})
    assert sorted(note.id for note in lib.notes) == ["a-b-c", "a" * 80, "note", "nul-x"]


def test_links_that_leave_the_folder_are_refused(tmp_path: Path) -> None:
    """A symbolic link may point within the docs folder, not out of it."""
    (tmp_path / "secret.md").write_text("# secret\n", "utf-8")
    docs = tmp_path / "docs"
    library(docs, {"notes/real.md": "# real\n"})
    (docs / "notes" / "out.md").symlink_to(tmp_path / "secret.md")
    (docs / "notes" / "dangling.md").symlink_to(docs / "nowhere.md")
    (docs / "notes" / "again.md").symlink_to(docs / "notes" / "real.md")
    lib = load_library(docs, LANGUAGES)
    assert [note.id for note in lib.notes] == ["again", "real"]
    assert found(lib) == [
        ("notes/dangling.md", "link-to-nothing"),
        ("notes/out.md", "outside-docs"),
    ]


def test_a_picture_among_the_notes_is_a_note_that_says_so(tmp_path: Path) -> None:
    """The rest loads, and the page has its title from the stem."""
    lib = library(tmp_path, {"notes/x.md": b"\x89PNG\r\n\x1a\n\x00", "notes/y.md": "# y\n"})
    refused = lib.notes[0]
    assert (refused.id, refused.title, refused.sections) == ("x", "x", ())
    (finding,) = refused.diagnostics
    assert (finding.path, finding.kind) == ("notes/x.md", "file-not-text")


BOUNDS = {
    "headings": ("## x\n" * 2001, "note-too-complex"),
    "lists": ("".join("  " * n + "- x\n" for n in range(26)), "note-too-complex"),
    "quotes": (">" * 26 + " x\n", "note-too-complex"),
    "bytes": ("x" * (1024 * 1024 + 1), "file-too-large"),
}


@pytest.mark.parametrize(("text", "kind"), BOUNDS.values(), ids=BOUNDS)
def test_a_note_beyond_the_bounds_is_refused_and_the_rest_loads(
    tmp_path: Path, text: str, kind: str
) -> None:
    """There is a note without sections, and a finding that says why."""
    lib = library(tmp_path, {"notes/big.md": text, "notes/y.md": "# y\n"})
    big, other = lib.notes
    assert (big.title, big.sections, [d.kind for d in big.diagnostics]) == ("big", (), [kind])
    assert other.title == "y"


def test_a_paste_beyond_the_bounds_is_refused_too(tmp_path: Path) -> None:
    """The same bounds; the ledger names the rule that took the lines."""
    deep = "".join(" " * n + "• x\n" for n in range(25))
    many = "".join(f"## 第 {n} 题\n\n文\n\n" for n in range(2001))
    lib = library(tmp_path, {"notes/深.txt": deep, "notes/many.txt": many})
    assert [[d.kind for d in note.diagnostics] for note in lib.notes] == [["note-too-complex"]] * 2
    assert {entry.rule for note in lib.notes for entry in note.ledger} == {"note-refused"}
    assert [note.title for note in lib.notes] == ["many", "深"]


def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path: Path) -> None:
    """A pipe among the notes would never end."""
    (tmp_path / "notes").mkdir()
    mkfifo(tmp_path / "notes" / "pipe.txt")
    lib = load_library(tmp_path, LANGUAGES)
    assert found(lib) == [("notes/pipe.txt", "file-unreadable")]


def test_a_note_without_a_title_is_called_as_its_file(tmp_path: Path) -> None:
    """The stem as it is written, without the language."""
    lib = library(tmp_path, {"notes/夜话.md": "文\n", "notes/夜话.en.md": "Text.\n"})
    assert [(note.id, note.title) for note in lib.notes] == [("ye-hua", "夜话")] * 2


def test_within_the_bounds_all_is_read(tmp_path: Path) -> None:
    """2,000 headings and 24 levels are still a note."""
    lists = "".join("  " * n + "- x\n" for n in range(24))
    lib = library(tmp_path, {"notes/a.md": "## x\n" * 2000, "notes/b.md": lists})
    first, second = lib.notes
    assert len(list(first.walk())) == 2000
    assert second.sections[0].blocks[-1].depth == 23


IN_IDS = {
    "beside the original": (["talk.md", "talk_en.md"], {"talk_en.md": "talk.en.md"}),
    "a hyphen": (["talk.md", "talk-EN.md"], {"talk-EN.md": "talk.en.md"}),
    "both": (["day_zh.md", "day_en.md"], {"day_en.md": "day.en.md", "day_zh.md": "day.md"}),
    "cn": (["day_cn.md", "day_en.md"], {"day_en.md": "day.en.md", "day_cn.md": "day.md"}),
    "a word of the name": (["introduction-to-en.md"], {}),
    "as it should be": (["talk.md", "talk.en.md"], {}),
}


@pytest.mark.parametrize(("names", "told"), IN_IDS.values(), ids=IN_IDS.keys())
def test_a_language_behind_the_wrong_mark_is_told(
    tmp_path: Path, names: list[str], told: dict[str, str]
) -> None:
    """Where the file was meant to be a translation; it is read as a note of its own."""
    lib = library(tmp_path, {f"notes/{name}": "# x\n" for name in names})
    found = {d.path: d.hint for d in lib.diagnostics if d.kind == "language-in-id"}
    assert found == {f"notes/{n}": f"rename the file to {to}" for n, to in told.items()}
    assert len(lib.notes) == len(names)


ASTRAY = {
    "talk.md": ("---\ntitle: x\nevent: y\n---\n", True),
    "sourced.md": ("---\nsource: {url: 'https://example.org/'}\n---\n", True),
    "recap.txt": ("夜话\n", True),
    "page.md": ("---\ntitle: x\ntags: [a]\n---\n", False),
    "blog.md": ("---\nsource: a word\ndate: 2026-01-01\n---\n", False),
    "broken.md": ("---\nevent: [\n", False),
    "robots.txt": ("User-agent: *\n", False),
    "guide/talk.md": ("---\nevent: y\n---\n", False),
}


@pytest.mark.parametrize(("name", "text", "told"), [(n, *row) for n, row in ASTRAY.items()])
def test_a_note_or_recap_right_in_the_docs_folder_is_told(
    tmp_path: Path, name: str, text: str, told: bool
) -> None:
    """As a remark: an ordinary page may have such keys for another plugin."""
    lib = library(tmp_path, {name: text})
    assert found(lib) == ([(name, "note-astray")] if told else [])
    assert all(d.severity is Severity.NOTE for d in lib.diagnostics)


def test_folders_may_have_other_names(tmp_path: Path) -> None:
    """What is in the usual ones is then no note and no concept."""
    tree = {"报告/talk.md": "# x\n", "terms/moe.md": MOE, "notes/page.md": "# y\n"}
    library(tmp_path, tree)
    lib = load_library(tmp_path, LANGUAGES, folders=Folders(notes="报告", concepts="terms"))
    assert [note.path for note in lib.notes] == ["报告/talk.md"]
    assert [concept.path for concept in lib.concepts] == ["terms/moe.md"]
    assert lib.diagnostics == ()
