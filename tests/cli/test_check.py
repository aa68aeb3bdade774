"""`notes-kb check` from the shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from notes_kb.cli import main
from notes_kb.cli.site_config import read_site_config
from notes_kb.mkdocs.findings import SiteError, site_findings

RECORD = """\
---
labels: {zh: 智能体, en: agent}
definition: {zh: 一句。, en: One.}
sources: [{title: T, url: https://example.org}]
topic: 1
---
"""
DATE = "---\ndate: 2026-01-02\n---\n"


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Draw a folder with one good concept and stand in it."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "docs"
    (folder / "concepts").mkdir(parents=True)
    (folder / "notes").mkdir()
    (folder / "concepts" / "agent.md").write_text(RECORD, "utf-8")
    return folder


def _check(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def test_a_clean_site(docs: Path) -> None:
    """Nothing wrong: one line, exit 0."""
    (docs / "notes" / "a.md").write_text(f"{DATE}# 甲\n\n用智能体。\n", "utf-8")
    result = _check()
    assert (result.exit_code, result.output) == (0, "no findings\n")


def test_notes_are_fine(docs: Path) -> None:
    """A finding that is a note is told, and the exit code stays 0."""
    (docs / "notes" / "a.md").write_text(f"{DATE}# 甲\n\n![图](missing)\n", "utf-8")
    result = _check()
    assert result.exit_code == 0
    assert result.output.endswith("\n1 note\n")


def test_an_error_fails(docs: Path) -> None:
    """An error is told with its place, its line, a mark and the remedy; exit 1."""
    (docs / "notes" / "a.md").write_text(f"{DATE}# 甲\n\n见 [[agnt]]。\n", "utf-8")
    result = _check()
    assert result.exit_code == 1
    assert result.output == (
        "docs/notes/a.md:6:5: error: unknown concept 'agnt' [concept-unknown]\n"
        "    见 [[agnt]]。\n"
        "         ~~~~^  did you mean 'agent'?\n"
        "1 error\n"
    )


def test_paths_choose(docs: Path) -> None:
    """With paths, only what concerns them is told; they may be files or folders."""
    (docs / "notes" / "a.md").write_text("[[x]]\n", "utf-8")
    (docs / "notes" / "b.md").write_text("文\n", "utf-8")
    assert _check("docs/notes/b.md").exit_code == 0
    assert _check("docs/concepts").exit_code == 0
    assert _check("notes/a.md").exit_code == 1
    assert _check("docs").exit_code == 1


def test_other_formats(docs: Path) -> None:
    """JSON and SARIF are one object each; GitHub gets commands with paths from its root."""
    (docs / "notes" / "a.md").write_text(f"{DATE}[[x]]\n", "utf-8")
    report = json.loads(_check("--format", "json").output)
    assert report["counts"] == {"error": 1, "warning": 0, "note": 0}
    log = json.loads(_check("--format", "sarif").output)
    assert log["runs"][0]["results"][0]["ruleId"] == "concept-unknown"
    told = _check("--format", "github")
    assert told.exit_code == 1
    assert told.output.startswith("::error file=docs/notes/a.md,line=4,col=3,")


def test_languages_come_from_the_site(docs: Path) -> None:
    """`languages` of the plugin decide what is missing; the option overrides them."""
    config = docs.parent / "mkdocs.yml"
    config.write_text(
        "site_name: S\nplugins:\n  - search\n  - notes_kb:\n      languages: {en: E, fr: F}\n"
    )
    assert _check().output == "no findings\n"  # nothing is written in French yet
    (docs / "concepts" / "agent.fr.md").write_text("Un article.\n", "utf-8")
    assert "'agent' has no label in 'fr'" in _check().output
    assert "labels.zh" not in _check().output  # a name in a further language is welcome
    (docs / "concepts" / "agent.fr.md").unlink()
    assert _check("--languages", "zh,en").output == "no findings\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--docs", "nowhere"], "there is no folder 'nowhere'"),
        (["nowhere.md"], "there is no file or folder 'nowhere.md'"),
        ([".."], "is not below"),
        (["--languages", "Chinese"], "'Chinese' is no language code"),
        (["--format", "xml"], "'xml' is not one of"),
        (["--explain", "topic-unknwon"], "there is no finding 'topic-unknwon'"),
    ],
)
def test_wrong_usage(docs: Path, arguments: list[str], message: str) -> None:
    """Wrong usage exits with 2 and says what is wrong."""
    result = _check(*arguments)
    assert result.exit_code == 2
    assert message in result.output


def test_explain() -> None:
    """A kind of finding is explained in one line."""
    result = _check("--explain", "topic-unknown")
    assert (result.exit_code, result.output) == (0, "topic-unknown: A topic= names no topic\n")


def test_help_teaches() -> None:
    """The help shows what to type, and what the exit codes mean."""
    told = _check("--help").output
    for words in ("notes-kb check docs/notes/my-talk.md", "--format github", "Exits with 0"):
        assert words in told


@pytest.mark.parametrize(
    ("config", "codes", "folder"),
    [
        ("", ("zh", "en"), "docs"),
        ("plugins: [notes_kb]", ("zh", "en"), "docs"),
        ("docs_dir: pages\nplugins: {notes_kb: {languages: {en: E}}}", ("en",), "pages"),
        ("plugins:\n- notes_kb: {languages: {en: E, zh-Hant: 繁體}}", ("en", "zh-Hant"), "docs"),
        (
            "markdown_extensions:\n- x: {slugify: !!python/object/apply:os.system {kwds: {a: 1}}}\n"
            "site_url: !ENV [A, b]\nplugins:\n- notes_kb: {languages: {en: !ENV X}}",
            ("en",),
            "docs",
        ),
    ],
)
def test_the_configuration_is_read_without_running_it(
    tmp_path: Path, config: str, codes: tuple[str, ...], folder: str
) -> None:
    """Any tag is plain data, and what the configuration leaves out has its default."""
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    site = read_site_config(tmp_path)
    assert site.findings == ()
    assert (site.languages.codes, site.docs_dir) == (codes, tmp_path / folder)


BROKEN = {
    "bracket": (
        "site_name: x\nplugins: [\n",
        "mkdocs.yml:3:1: error: the configuration cannot be read: ",
    ),
    "tab": ("nav:\n\t- a\n", "mkdocs.yml:2:1: error: the configuration cannot be read: "),
    "line separator": ("a: \u2028b\nc: [", "mkdocs.yml:2:1: error: the configuration cannot"),
    "control": ("a: b\nc: \x00\n", "mkdocs.yml:2:4: error: the configuration cannot be read: "),
    "deep": (
        "a: " + "[" * 100_000,
        "mkdocs.yml: error: the configuration cannot be read: it nests",
    ),
    "list": ("- a\n", "mkdocs.yml:1:1: error: the configuration cannot be read: it is no list of"),
    "bytes": (
        b"a: b\nb: \xff\n",
        "mkdocs.yml:2: error: the configuration cannot be read: it is no",
    ),
    "no parent": (
        "INHERIT: nowhere.yml\n",
        "nowhere.yml: error: the configuration cannot be read: no such file or directory",
    ),
    "code": (
        "plugins:\n- notes_kb:\n    languages: {English: E}\n",
        "mkdocs.yml:3:5: error: 'languages' of the plugin notes_kb holds 'English', which is no",
    ),
    "names": (
        "plugins:\n- notes_kb: {languages: [zh]}\n",
        "mkdocs.yml:2:14: error: 'languages' of the plugin notes_kb is no mapping",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_configuration_is_a_finding(docs: Path, name: str) -> None:
    """It is told with file, line and remedy, also where one file was asked for; exit 1."""
    config, told = BROKEN[name]
    data = config if isinstance(config, bytes) else config.encode()
    (docs.parent / "mkdocs.yml").write_bytes(data)
    (docs / "notes" / "a.md").write_text("文\n", "utf-8")
    for arguments in ([], ["docs/notes/a.md"]):
        result = _check(*arguments)
        assert result.output.startswith(told)
        assert "[config-unreadable]" in result.output
        assert result.exit_code == 1
    report = json.loads(_check("--format", "json").output)["diagnostics"]
    assert report[0]["path"].startswith("../")
    assert report[0]["hint"]


def test_nothing_is_stamped_by_a_broken_configuration(docs: Path) -> None:
    """The languages are not known, so `stamp` says why and writes nothing."""
    (docs.parent / "mkdocs.yml").write_text("plugins: [", "utf-8")
    result = CliRunner().invoke(main, ["stamp"])
    assert (result.exit_code, "mkdocs.yml:1:11" in result.output) == (1, True)


def test_inherited_configuration(tmp_path: Path) -> None:
    """A configuration may build on another, and a circle of them ends."""
    (tmp_path / "mkdocs.yml").write_text("INHERIT: base.yml\n")
    (tmp_path / "base.yml").write_text("INHERIT: mkdocs.yml\ndocs_dir: pages\n")
    assert read_site_config(tmp_path).docs_dir == tmp_path / "pages"


IGNORE = "site_name: x\nplugins:\n  - search\n  - notes_kb: {ignore: [%s]}\n"


@pytest.mark.parametrize("pages", ["--pages", "--no-pages"])
def test_a_site_can_do_without_kinds_of_findings(
    pages: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the site's pages or without; the others are told as before."""
    (tmp_path / "docs/notes").mkdir(parents=True)
    note = "# 甲\n\n## 节\n\n中文,中文，见 [[none]]\n\n![图](missing)\n"
    (tmp_path / "docs/notes/a.md").write_text(note, "utf-8")
    monkeypatch.chdir(tmp_path)

    def kinds() -> set[str]:
        result = CliRunner().invoke(main, ["check", pages, "--format", "json"])
        return {one["kind"] for one in json.loads(result.stdout)["diagnostics"]}

    (tmp_path / "mkdocs.yml").write_text(IGNORE % "")
    everything = kinds()
    assert everything >= {"figure-missing", "concept-unknown", "punctuation-narrow"}
    (tmp_path / "mkdocs.yml").write_text(IGNORE % "figure-missing, punctuation-narrow")
    assert kinds() == everything - {"figure-missing", "punctuation-narrow"}


def test_a_kind_that_is_none_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told with its line and the one that was probably meant; a build says the same."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(IGNORE % "figure-misssing")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1
    assert (
        "mkdocs.yml:4:16: error: 'ignore' of the plugin notes_kb names 'figure-misssing', "
        "which is no kind of finding [config-unreadable]"
    ) in result.stdout
    assert "did you mean 'figure-missing'?" in result.stdout
    with pytest.raises(SiteError, match=r"no finding 'figure-misssing' to ignore; did you mean"):
        site_findings(tmp_path / "mkdocs.yml")
