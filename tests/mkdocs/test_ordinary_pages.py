"""What an existing site's own pages are with the plugin: what they were without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.page_changes import EXTENSIONS, build_both, default_config, find_changes, main

DOCS = Path(__file__).parent.parent / "ordinary_pages" / "docs"
"""A handbook with every construct of CommonMark and of the usual extensions."""

SITES = {
    "extensions that are known": {},
    # Not one of `KNOWN`, so that the host renders the pages with our extensions beside its own.
    "an extension that is not known": {
        "markdown_extensions": [*EXTENSIONS, "pymdownx.snippets", "smarty", "sane_lists"]
    },
    "pages as files": {"use_directory_urls": False},
}


@pytest.mark.parametrize("config", SITES.values(), ids=SITES.keys())
def test_pages_differ_only_where_a_concept_is_linked(tmp_path, config):
    """Every page of a real-life folder reads the same, and its links lead where they led."""
    plain, ours, _ = build_both(DOCS, tmp_path, default_config(**config))
    assert "nk-concept" in (ours / "index.html").read_text("utf-8")
    assert [str(change) for change in find_changes(plain, ours, ("zh", "en"))] == []


def test_a_sites_own_theme_folder_and_hooks_are_found(tmp_path):
    """Where its configuration names them by paths that begin at its own folder."""
    tree = {
        "site/mkdocs.yml": "site_name: x\nINHERIT: base.yml\nhooks: [hooks/hook.py]\n",
        "site/base.yml": "theme: {name: material, font: false, custom_dir: theme}\n",
        "site/theme/main.html": '{% extends "base.html" %}{% block content %}OWN{% endblock %}',
        "site/hooks/hook.py": "def on_page_content(html, **_):\n    return html\n",
        "site/docs/index.md": "# 首页\n",
    }
    for name, text in tree.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    config, work = tmp_path / "site/mkdocs.yml", tmp_path / "work"
    named = ["--config", str(config), "--work", str(work)]
    assert main([str(tmp_path / "site/docs"), *named]) == 0
    assert "OWN" in (work / "ours/site/index.html").read_text("utf-8")
