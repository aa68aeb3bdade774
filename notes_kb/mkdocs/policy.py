"""A content security policy without ``unsafe-inline`` scripts (W3C CSP Level 3).

What is inline on a page is the theme's own, known when the page is built: the
policy names its hashes, so that a script which got in any other way does not run.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

_SCRIPT = re.compile(r"<script\b([^<>]{0,2000})>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_DATA = re.compile(r"""type=["']?(?:application/(?:ld\+)?json|text/template)""", re.IGNORECASE)
_SOURCE = re.compile(r"""\bsrc=["']?(https?://[^/"'\s<>]{1,200})""", re.IGNORECASE)


def allowed_scripts(html: str) -> frozenset[str]:
    """Give the sources that a page's scripts need: hashes of inline ones, hosts of others."""
    needed: set[str] = set()
    for attributes, code in _SCRIPT.findall(html):
        source = _SOURCE.search(attributes)
        if source:
            needed.add(source.group(1))
        elif "src=" not in attributes and not _DATA.search(attributes):
            digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
            needed.add(f"'sha256-{digest}'")
    return frozenset(needed)


def policy(needed: Iterable[str]) -> str:
    """Give the policy: own scripts and the needed ones, no plug-ins, no other base."""
    scripts = " ".join(["'self'", *sorted(needed)])
    return f"script-src {scripts}; object-src 'none'; base-uri 'self'"


def with_policy(html: str) -> str:
    """Put the policy of a page into its head, before anything that it governs."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy(allowed_scripts(html))}">'
    return re.sub(r"<head>", lambda found: found.group(0) + meta, html, count=1)


def headers_file(needed: Iterable[str]) -> str:
    """Give a ``_headers`` file, as several static hosts read it, for the whole site."""
    return f"/*\n  Content-Security-Policy: {policy(needed)}\n  X-Content-Type-Options: nosniff\n"
