"""`check` and the build tell the same findings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from notes_kb.checks import reported
from notes_kb.cli import main
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.mkdocs.findings import SiteError, _of_pages, planned_site, site_findings
from notes_kb.mkdocs.plugin import NotesKbPlugin
from tests.site import CONFIG, TREE, build_here, draw

FAULTS = {
    "docs/notes/links.md": "---\ntitle: 链\n---\n\n见[无](none.md)和![图](none.png)。\n",
    "docs/notes/script.md": "---\ntitle: 坏\n---\n\n<script>alert(1)</script>\n\n[[moo]]\n",
    "docs/concepts/bad.md": "---\nlabels: {zh: 甲, en: A}\n---\n\n[无](none.md) [[moo]]\n",
    "docs/guide.md": "# 指南\n\n见 [[moo]]。\n",
    "docs/notes/x.svg": '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
}
"""A fault of each kind that only a site shows, beside those of notes and concepts."""


def _of_a_build(root: Path) -> set[str]:
    """Give what a build reports."""
    told: list[Diagnostic] = []
    report = NotesKbPlugin._report

    def listened(plugin: NotesKbPlugin) -> None:
        told.extend(plugin.site.findings)
        report(plugin)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(NotesKbPlugin, "_report", listened)
        build_here(root)
    return set(map(_key, told))


def _key(finding: Diagnostic) -> str:
    return f"{finding.path}:{finding.line}:{finding.column} {finding.kind}"


@pytest.mark.parametrize("cached", [False, True])
def test_check_tells_what_a_build_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cached: bool
) -> None:
    """Every finding of the build is told by the check, and no other, with and without a cache."""
    root = draw(tmp_path, {**TREE, **FAULTS})
    monkeypatch.chdir(root)
    first = _of_a_build(root) if cached else set()
    found = site_findings(Path("mkdocs.yml"))
    assert found is not None
    told = set(map(_key, found))
    assert {one.split()[1] for one in told} >= {
        "link-broken", "html-removed", "concept-unknown", "svg-script",
    }  # fmt: skip
    assert told == _of_a_build(root)
    assert not cached or told == first
    assert {f.path for f in found} >= {*(path.removeprefix("docs/") for path in FAULTS)}


ANCHORS = {
    "docs/notes/anchors.md": "---\ntitle: 锚\n---\n\n## 甲 {#a}\n\n"
    "[有](talk.md#rest)、[无](talk.md#none)、[[talk#moe]]、[[talk#nothing]]、"
    "[条](../concepts/moe.md#there)、[[moe#x]]。\n",
}
"""Links to anchors of texts that a check would not render for themselves."""


def test_a_check_renders_only_where_something_may_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It finds the same as if it had rendered all, also of links to what it has not rendered."""
    root = draw(tmp_path, {**TREE, **FAULTS, **ANCHORS})
    monkeypatch.chdir(root)
    found = site_findings(Path("mkdocs.yml"))
    shutil.rmtree(".cache")
    with planned_site(Path("mkdocs.yml")) as plugin:
        assert plugin is not None
        everything = {*plugin.site.findings, *_of_pages(plugin.site)}
        assert found == reported(everything, ())
        rendered = plugin.site.renderer.counted
    assert {f.kind for f in found} >= {"link-anchor", "link-broken"}
    shutil.rmtree(".cache")
    with planned_site(Path("mkdocs.yml"), only_finds=True) as plugin:
        assert plugin is not None
        assert {"notes/talk.md", "notes/talk.en.md", "concepts/moe.md"} <= plugin.site.spared
        assert plugin.site.renderer.counted == rendered - len(plugin.site.spared)


def test_an_undecided_form_in_an_article_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the renderer looks for one there, so articles are rendered where there may be one."""
    other = "---\nlabels: {zh: 其他, en: Other}\naliases: {en: [MoE]}\n---\n\nMoE 是什么？\n"
    monkeypatch.chdir(draw(tmp_path, {**TREE, "docs/concepts/other.md": other}))
    found = site_findings(Path("mkdocs.yml"))
    assert found is not None
    assert "concept-ambiguous" in {f.kind for f in found if f.path == "concepts/other.md"}


def test_check_makes_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command fails on what only pages show, writes no site, and can leave the site alone."""
    monkeypatch.chdir(
        draw(tmp_path, {**TREE, "docs/notes/links.md": FAULTS["docs/notes/links.md"]})
    )
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1
    assert "docs/notes/links.md:5:6: warning: " in result.output
    assert not Path("site").exists()
    assert CliRunner().invoke(main, ["check", "--no-pages"]).exit_code == 0


def test_a_build_behind_a_check_keeps_the_files_of_unchanged_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The host hands the same plugin to both, and only the check writes no site."""
    root = draw(tmp_path, TREE)
    monkeypatch.chdir(root)
    _of_a_build(root)
    page = root / "site" / "guide" / "index.html"
    before = page.stat().st_mtime_ns
    site_findings(Path("mkdocs.yml"))
    _of_a_build(root)
    assert page.stat().st_mtime_ns == before


def test_without_the_plugin_there_is_no_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site that does not use the plugin has no findings of pages."""
    monkeypatch.chdir(draw(tmp_path, TREE, CONFIG.replace("  - notes_kb\n", "")))
    assert site_findings(Path("mkdocs.yml")) is None


def test_a_site_that_cannot_be_planned_costs_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a plugin is not installed, notes and concepts are checked all the same."""
    config = CONFIG.replace("  - search\n", "  - search\n  - not-installed\n")
    monkeypatch.chdir(draw(tmp_path, {**TREE, **FAULTS}, config))
    with pytest.raises(SiteError):
        site_findings(Path("mkdocs.yml"))
    result = CliRunner().invoke(main, ["check"])
    assert "pages are not checked, only notes and concepts: " in result.stderr
    assert "docs/notes/script.md" in result.stdout
    assert result.exit_code == 1
