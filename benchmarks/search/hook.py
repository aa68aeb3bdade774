"""A MkDocs hook that keeps what each page shows, before the theme wraps it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

SEEN = "NOTES_KB_BENCH_PAGES"
"""Variable of the environment that names the file to write."""

_pages: dict[str, dict[str, str]] = {}


def on_page_context(context: Any, *, page: Any, **_: Any) -> Any:
    """Keep a page; its content is final here, whichever plugin made it.

    Nobody is to find a page that its author took out of the search.
    """
    options = page.meta.get("search")
    if isinstance(options, dict) and options.get("exclude"):
        return context
    _pages[page.url] = {
        "source": page.file.src_uri,
        "url": page.url,
        "title": str(page.meta.get("title", "")),
        "html": page.content or "",
    }
    return context


def on_post_build(**_: Any) -> None:
    """Write the pages where the benchmark asked for them."""
    if path := os.environ.get(SEEN):
        Path(path).write_text(json.dumps(list(_pages.values()), ensure_ascii=False), "utf-8")
