"""Drafts: left out of the built site in every language, shown by `serve`."""

import re
import subprocess
import sys

import pytest

from tests.site import CONFIG, TREE, Built, build, draw

DRAFTS = f"{CONFIG}draft_docs: |\n  guide.md\n  index.md\n"


def test_a_draft_is_left_out_of_the_site(tmp_path):
    """No page in any language shows a draft; its translation is what there is."""
    built = build(tmp_path, TREE, config=DRAFTS)
    assert built.code == 0, built.log
    assert not built.has("guide/index.html")
    assert not built.has("en/guide/index.html")
    assert "Welcome" in built.read("en/index.html")
    assert not re.search(r'<link[^>]*hreflang="zh"', built.read("en/index.html"))


SERVE = """\
from mkdocs.commands.build import build
from mkdocs.config import load_config
config = load_config("mkdocs.yml", site_dir="site")
config.plugins.on_startup(command="serve", dirty=False)
build(config, serve_url="http://127.0.0.1:8000/")
"""


@pytest.mark.parametrize("uri", ["guide/index.html", "en/guide/index.html", "index.html"])
def test_serve_shows_drafts(tmp_path, uri):
    """What `serve` builds has them, in every language."""
    draw(tmp_path, TREE, DRAFTS)
    command = [sys.executable, "-c", SERVE]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "DRAFT" in Built(tmp_path, 0, "").read(uri)


DRAFT = {
    **TREE,
    "docs/notes/plan.md": "---\ntitle: 草稿\ndraft: true\n---\n\n还没写完，讲混合专家。\n",
}


def test_a_note_that_is_a_draft_is_in_no_build(tmp_path):
    """No page, no list, no mention; one remark with `-v`, and `serve` shows it."""
    built = build(tmp_path, DRAFT, "--strict", "-v")
    assert built.code == 0, built.log
    assert "[note-draft]" in built.log
    files = {name: data.decode("utf-8", "replace") for name, data in built.files().items()}
    assert [name for name, text in files.items() if "plan" in name or "草稿" in text] == []
    command = [sys.executable, "-c", SERVE]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "还没写完" in built.read("notes/plan/index.html")
    assert "还没写完" in built.read("concepts/moe/index.html")
