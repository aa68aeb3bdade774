"""Edits in `serve`: the page is shown before the whole site is built again, and is the same."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from notes_kb.mkdocs.plugin import NotesKbPlugin
from notes_kb.mkdocs.previews import Previews
from tests.site import CONFIG, NOTE_ZH, TREE, draw

ADDRESS = "http://127.0.0.1:8000/base/"
MORE = {
    "docs/notes/single.md": "---\ntitle: 只有中文\n---\n\n## 甲 {#a}\n\n混合专家的一段。\n",
    "docs/plain.en.md": "# Only English\n\nA page with [a link](guide.md).\n",
}


class Server:
    """What of the host's server a preview needs: its builder, and the files it watches."""

    def __init__(self, root: Path) -> None:
        """Build the site in a folder once."""
        self.root, self.builds = root, 0
        self.watched: list[str] = []
        self.builder = self.build
        os.chdir(root)
        config = load_config("mkdocs.yml", site_dir="site")
        config.plugins.on_startup(command="serve", dirty=False)
        build(config, serve_url=ADDRESS)
        plugin = config.plugins["notes_kb"]
        assert isinstance(plugin, NotesKbPlugin)
        self.plugin = plugin
        Previews.install(plugin, self, config)  # type: ignore[arg-type]

    def build(self) -> None:
        """Build the whole site, as the host does."""
        self.builds += 1
        build(load_config("mkdocs.yml", site_dir="site"), serve_url=ADDRESS)

    def watch(self, path: str) -> None:
        """Watch a file."""
        self.watched.append(path)

    def write(self, name: str, text: str) -> None:
        """Write a file as an author does, at another time than before."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        later = path.stat().st_mtime_ns + 1_000_000_000
        os.utime(path, ns=(later, later))

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace text in a file."""
        text = (self.root / name).read_text("utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def files(self) -> dict[str, bytes]:
        """Give the pages of the site as they are."""
        site = self.root / "site"
        return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*.html")}

    def finish(self) -> None:
        """Do what the pause after an edit does."""
        previews = self.builder
        assert isinstance(previews, Previews)
        if previews._timer is not None:
            previews._timer.cancel()
        previews._ask_for_build()
        previews()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve a small site with every kind of page."""
    before = Path.cwd()
    yield Server(draw(tmp_path_factory.mktemp("served"), {**TREE, **MORE}))
    os.chdir(before)


@dataclass(frozen=True)
class Edit:
    """An edit, and the pages that show it at once."""

    name: str
    old: str
    new: str
    pages: tuple[str, ...]


EDITS = [
    Edit(
        "docs/notes/talk.md",
        "第二点。",
        "第二点，改过，也提到混合专家。\n- 第三点。",
        (
            "notes/talk/index.html",
            "notes/talk/parallel/index.html",
            "en/notes/talk/parallel/index.html",
        ),
    ),
    Edit(
        "docs/notes/talk.en.md",
        "A second point.",
        "Another point, `code` and **MoE**.",
        ("en/notes/talk/index.html", "notes/talk/parallel/index.html"),
    ),
    Edit(
        "docs/notes/single.md",
        "混合专家的一段。",
        "一段。\n\n## 乙 {#b}\n\n- 新的一节。",
        ("notes/single/index.html", "en/notes/single/index.html"),
    ),
    Edit(
        "docs/concepts/moe.md",
        "条目正文。",
        "另一篇正文。\n\n## 小节\n",
        ("concepts/moe/index.html",),
    ),
    Edit(
        "docs/concepts/moe.en.md",
        "The article.",
        "Another article.",
        ("en/concepts/moe/index.html",),
    ),
    Edit(
        "docs/guide.md",
        "见[笔记]",
        "混合专家：见[笔记]",
        ("guide/index.html", "en/guide/index.html"),
    ),
    Edit("docs/index.md", "欢迎。", "欢迎来看混合专家。", ("index.html",)),
    Edit("docs/index.en.md", "Welcome.", "Be welcome.", ("en/index.html",)),
    Edit("docs/plain.en.md", "A page", "Still a page", ("en/plain/index.html",)),
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_an_edit_is_shown_at_once(server: Server, edit: Edit) -> None:
    """The pages of the text are what the build makes that follows, and no build is waited for."""
    before, builds = server.files(), server.builds
    server.edit(edit.name, edit.old, edit.new)
    server.builder()
    shown = server.files()
    assert server.builds == builds
    changed = {uri for uri in shown if shown[uri] != before[uri]}
    assert changed >= set(edit.pages)
    server.finish()
    assert server.builds == builds + 1
    built = server.files()
    assert {uri for uri in changed if shown[uri] != built[uri]} == set()


def test_one_save_seen_twice(server: Server) -> None:
    """A save of which the host hears twice is shown once, and built when the pause is over."""
    builds = server.builds
    server.edit("docs/index.md", "欢迎", "再次欢迎")
    server.builder()
    server.builder()
    assert server.builds == builds
    server.finish()
    assert server.builds == builds + 1


def test_the_pause_writes_the_watched_file(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the pause is over, the file that the host watches has changed, which has it build."""
    monkeypatch.setattr("notes_kb.mkdocs.previews.PAUSES", (0.01, 0.01))
    (watched,) = server.watched
    before = Path(watched).read_bytes()
    server.edit("docs/index.md", "欢迎", "三次欢迎")
    server.builder()
    previews = server.builder
    assert isinstance(previews, Previews)
    assert previews._timer is not None
    previews._timer.join()
    assert Path(watched).read_bytes() != before
    server.finish()


def test_two_edits_before_the_build(server: Server) -> None:
    """The second edit is shown over the first, both as the build makes them."""
    builds = server.builds
    for name, old in (("docs/notes/talk.md", "只有中文。"), ("docs/concepts/moe.md", "正文。")):
        server.edit(name, old, f"{old}又改。")
        server.builder()
    shown = server.files()
    assert server.builds == builds
    server.finish()
    built = server.files()
    for uri in ("notes/talk/index.html", "concepts/moe/index.html"):
        assert "又改。".encode() in shown[uri]
        assert shown[uri] == built[uri]


WHOLE = {
    "a title": ("docs/notes/talk.md", NOTE_ZH.replace("一场报告", "另一场报告")),
    "a note's date": ("docs/notes/talk.md", NOTE_ZH.replace("2025-02-03", "2025-02-04")),
    "an alias": (
        "docs/concepts/moe.md",
        TREE["docs/concepts/moe.md"].replace("[MoE]", "[MoE, mix]"),
    ),
    "a page's title": ("docs/guide.md", "# 别的指南\n\n见[笔记](notes/talk.md)。\n"),
    "a page's front matter": (
        "docs/guide.md",
        "---\ndescription: x\n---\n\n# 别的指南\n\n一段。\n",
    ),
    "an empty note": ("docs/notes/talk.md", ""),
    "a new file": ("docs/new.md", "# 新\n"),
    "a new note": ("docs/notes/new.md", "# 新\n\n## 甲\n\n一段。\n"),
    "a file of another kind": ("docs/extra.css", "p { color: red }\n"),
    "the configuration": ("mkdocs.yml", CONFIG + "copyright: x\n"),
}


@pytest.mark.parametrize("what", WHOLE)
def test_what_may_change_other_pages_is_built(server: Server, what: str) -> None:
    """Front matter, records, new files and the configuration have the whole site built at once."""
    name, text = WHOLE[what]
    builds = server.builds
    server.write(name, text)
    server.builder()
    assert server.builds == builds + 1


def test_a_file_that_goes_away(server: Server) -> None:
    """A page that is deleted is gone after a whole build."""
    server.write("docs/gone.md", "# 去\n")
    server.builder()
    builds = server.builds
    (server.root / "docs/gone.md").unlink()
    server.builder()
    assert server.builds == builds + 1
    assert "gone/index.html" not in server.files()


def test_without_an_edit_the_signal_builds(server: Server) -> None:
    """Where only the watched signal has changed, the build is the whole one."""
    builds = server.builds
    server.builder()
    assert server.builds == builds + 1


def test_a_failure_leads_to_a_build(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a preview cannot do, the build does, which tells what is wrong."""
    builds = server.builds
    server.edit("docs/index.en.md", "# Home", "# Home\n\nMore.")
    monkeypatch.setattr(server.plugin.site, "ordinary_source", None)
    server.builder()
    assert server.builds == builds + 1


def test_other_plugins_have_no_previews(tmp_path: Path) -> None:
    """Where a hook takes part in making pages, each edit is a build, as with the host alone."""
    hook = "def on_page_content(html, page, config, files):\n    return html + '<p>hook</p>'\n"
    config = CONFIG + "hooks: [hook.py]\n"
    before = Path.cwd()
    try:
        server = Server(draw(tmp_path, {**TREE, "hook.py": hook}, config))
        server.edit("docs/guide.md", "见", "再见")
        server.builder()
    finally:
        os.chdir(before)
    assert server.builds == 1
    assert "hook" in server.files()["guide/index.html"].decode()
