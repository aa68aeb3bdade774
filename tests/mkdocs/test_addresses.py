"""The addresses of made pages are those that the host would give them."""

from types import SimpleNamespace

import pytest
from mkdocs.structure.pages import Page

from notes_kb.mkdocs.pages import MadePage

BASES = [
    *("https://example.org/", "https://example.org", "https://example.org/sub/folder"),
    *("http://127.0.0.1:8000/base/", "/base/", "//example.org/", "https://example.org/?q=1"),
    *("https://example.org/a/../b/", "https://example.org/;p/", "https://example.org/#top", ""),
]
URLS = [
    *("", "notes/", "notes/a/", "en/notes/a-b_c/", "notes/a.html", "notes/v1.2/", "%E4%B8%AD/b/"),
    *("./", ".", "../up/", ".hidden/", "notes/.hidden/", "a//b/", "/top/", "a:b/", "a;p/", "a?q/"),
    *("a#f/", "~me/", "a+b/", "中/b/", "notes/.", "notes/a/..", "notes/a/../b/"),
]


def addresses(kind: type[Page], base: str, url: str) -> tuple[str | None, str | None]:
    """The whole address of a page of some kind, and that from the host's root."""
    page = object.__new__(kind)
    page.file = SimpleNamespace(url=url)  # type: ignore[assignment]
    page._set_canonical_url(base or None)
    return page.canonical_url, page.abs_url


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("url", URLS)
def test_addresses_are_the_hosts(base: str, url: str) -> None:
    """Whatever the site's address and the page's are made of."""
    assert addresses(MadePage, base, url) == addresses(Page, base, url)
