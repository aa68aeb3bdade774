"""What an existing site's own pages are with the plugin: what they were without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.page_changes import EXTENSIONS, build_both, default_config, find_changes

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
