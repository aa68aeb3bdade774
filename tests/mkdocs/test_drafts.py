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
