"""Content security policies of built pages, read as a browser does (CSP Level 3)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from urllib.parse import urlsplit

from tests.plugins.html import Element, Page
from tests.plugins.outcome import Outcome

_DATA = ("application/json", "application/ld+json", "text/template", "importmap-shim")


def script_sources(policy: str) -> frozenset[str]:
    """Give the sources of a policy's ``script-src``."""
    for directive in policy.split(";"):
        name, *sources = directive.split() or [""]
        if name == "script-src":
            return frozenset(sources)
    return frozenset()


def policy_of(page: Page) -> frozenset[str]:
    """Give the script sources that a page's own policy allows; none without a policy."""
    metas = page.select("head meta[http-equiv='Content-Security-Policy']")
    return script_sources(metas[0].get("content")) if metas else frozenset()


def needed_by(element: Element) -> str:
    """Give the source that a script element needs; empty for none."""
    if element.get("type") in _DATA:
        return ""
    source = urlsplit(element.get("src"))
    if source.netloc:
        return f"{source.scheme or 'https'}://{source.netloc}"
    if "src" in element.attributes:
        return "'self'"
    digest = base64.b64encode(hashlib.sha256(element.raw.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def scripts_of(page: Page) -> list[Element]:
    """Give the script elements of a page; those in templates do not run."""
    return [e for e in page.select("script") if all(p.tag != "template" for p in e.parents)]


def allows(sources: frozenset[str], needed: str, element: Element) -> bool:
    """Tell whether sources allow what is needed: by host, or by the full address."""
    named = element.get("src").split("?")[0]
    return not needed or needed in sources or (bool(named) and named in sources)


def header_sources(built: Outcome) -> frozenset[str]:
    """Give the script sources that the site's header file allows; none without one."""
    lines = [line.partition(":")[2] for line in built.read("_headers").splitlines()]
    return frozenset().union(*(script_sources(line) for line in lines))


def find_forbidden(built: Outcome) -> Iterator[str]:
    """Yield the scripts of the finished pages that a policy of the site forbids."""
    everywhere = header_sources(built)
    for uri in built.html_files:
        page = built.page(uri)
        own = policy_of(page)
        if not own and page.select("article"):
            yield f"{uri}: no policy"
        for element in scripts_of(page):
            needed, told = needed_by(element), (element.get("src") or element.raw)[:70]
            if own and not allows(own, needed, element):
                yield f"{uri}: its policy forbids {told!r}"
            if everywhere and not allows(everywhere, needed, element):
                yield f"{uri}: _headers forbids {told!r}"
