"""A content security policy without ``unsafe-inline`` scripts (W3C CSP Level 3).

What a page needs is read from its finished HTML, when every other plugin has been there:
the hashes of its inline scripts, and the hosts that scripts are loaded from. A script that
got in any other way does not run.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_OPENING = re.compile(r"<script\b([^<>]{0,2000})>", re.IGNORECASE)
_CLOSING = re.compile(r"</script", re.IGNORECASE)
_DATA = re.compile(r"""\btype=["']?(?:application/(?:ld\+)?json|text/template)""", re.IGNORECASE)
_SOURCE = re.compile(r"""(?:^|\s)src\s{0,9}=\s{0,9}["']?([^"'\s<>]{0,2000})""", re.IGNORECASE)

_LOADED = re.compile(
    r"""(?:\.src\s{0,9}=|\bfrom\b|\bimport\b\s{0,9}\(?)\s{0,9}["']((?:https?:)?//[^"'\s<>\\]{1,500})"""
)
"""An address that an inline script loads another script from: analytics do, and modules."""

_DIAGRAM = re.compile(
    r"""<pre\b[^<>]{0,200}\bclass=["']?(?:[^"'<>]{0,200}\s)?mermaid[\s"'>]""", re.IGNORECASE
)
_MERMAID = re.compile(r"""["'](https?://[^"'\s]{1,300}/mermaid[^"'\s]{0,100}\.m?js)["']""")

_META = '<meta http-equiv="Content-Security-Policy" content="{}">'
_HEAD = re.compile(
    r"(<head(?:\s[^<>]{0,2000})?>)"
    r'(?:<meta http-equiv="Content-Security-Policy" content="([^"<>]*)">)?',
    re.IGNORECASE,
)
"""The head's opening tag, with our policy behind it where the page has one already."""


def needed_scripts(html: str, mermaid: str = "") -> frozenset[str]:
    """Give the sources that a page's scripts need: hashes of inline ones, hosts of others.

    `mermaid` is the address from which the theme loads Mermaid on a page with diagrams,
    unless the page has a Mermaid of its own; empty where it loads none.
    """
    needed: set[str] = set()
    own_mermaid = False
    for attributes, code in _scripts(html):
        source = _SOURCE.search(attributes)
        if source:
            needed |= _host(source[1])
            own_mermaid = own_mermaid or "mermaid" in source[1]
        elif not _DATA.search(attributes):
            needed.add(_digest(code))
            needed.update(*(_host(address) for address in _LOADED.findall(code)))
    if mermaid and not own_mermaid and "mermaid" in html and _DIAGRAM.search(html):
        needed.add(mermaid)
    return frozenset(needed)


def _scripts(html: str) -> Iterator[tuple[str, str]]:
    """Yield the attributes and the text of each script element."""
    opening = _OPENING.search(html)
    while opening:
        closing = _CLOSING.search(html, opening.end())
        end = closing.start() if closing else len(html)
        yield opening[1], html[opening.end() : end]
        opening = _OPENING.search(html, end)


def _digest(code: str) -> str:
    """Give the source that allows an inline script, whose line ends HTML normalises."""
    text = code.replace("\r\n", "\n").replace("\r", "\n")
    digest = hashlib.sha256(text.encode(errors="xmlcharrefreplace")).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _host(address: str) -> set[str]:
    """Give the source that allows scripts of another host; none for an address of the site."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return set()
    if not parts.netloc or not re.fullmatch(r"[\w.:\[\]-]+", parts.netloc):
        return set()
    return {f"{parts.scheme or 'https'}://{parts.netloc}"}


def policy(needed: Iterable[str]) -> str:
    """Give the policy: own scripts and the needed ones, no plug-ins, no other base."""
    scripts = " ".join(["'self'", *sorted(needed)])
    return f"script-src {scripts}; object-src 'none'; base-uri 'self'"


def with_policy(html: str, needed: Iterable[str]) -> str:
    """Put a page's policy into its head, before anything that it governs."""
    meta = _META.format(policy(needed))
    return _HEAD.sub(lambda found: found[1] + meta, html, count=1)


def mermaid_address(config: MkDocsConfig) -> str:
    """Give the address from which the theme's script loads Mermaid; empty for none."""
    for folder in config.theme.dirs:
        for bundle in sorted(Path(folder).glob("assets/javascripts/bundle.*.js")):
            found = _MERMAID.search(bundle.read_text("utf-8", errors="replace"))
            if found:
                return found[1]
    return ""


@dataclass(slots=True)
class Policies:
    """The policies of the pages of one build."""

    mermaid: str
    """Where the theme loads Mermaid from; empty for nowhere."""
    shared: bool
    """Whether the first page's policy governs the others, which `navigation.instant` puts
    in its place; then every page has the policy of the whole site."""
    needed: dict[str, frozenset[str]] = field(default_factory=dict)
    """What the scripts of each HTML file need, by its path from the site's root."""
    _secured: set[str] = field(default_factory=set)
    _written: dict[str, int] = field(default_factory=dict)

    def secure(self, uri: str, html: str) -> str:
        """Put the policy of a page into its head, as the host is about to write it."""
        self.needed[uri] = needed_scripts(html, self.mermaid)
        self._secured.add(uri)
        return with_policy(html, self.needed[uri])

    def know(self, uri: str, needed: frozenset[str]) -> None:
        """Remember what a page needs that has its policy already."""
        self.needed[uri] = needed
        self._secured.add(uri)

    def before_others(self, site_dir: Path) -> None:
        """Remember when the pages were written, before other plugins end the build."""
        self._written = {uri: path.stat().st_mtime_ns for uri, path in _html_files(site_dir)}

    def finish(self, site_dir: Path) -> None:
        """Hear what other plugins wrote as they ended the build; write the header file.

        Files that are no pages of the host, such as a redirect or the owner's own HTML,
        stay as they are; the header file governs them too.
        """
        changed = set()
        for uri, path in _html_files(site_dir):
            unseen = uri not in self.needed
            if unseen or self._written.get(uri) != path.stat().st_mtime_ns:
                html = path.read_text("utf-8", errors="replace")
                self.needed[uri] = needed_scripts(html, self.mermaid)
                changed.add(uri)
        everything = frozenset().union(*self.needed.values())
        for uri in sorted(self._secured if self.shared else self._secured & changed):
            path = site_dir / uri
            if path.is_file():
                _rewrite(path, everything if self.shared else self.needed[uri])
        (site_dir / "_headers").write_bytes(headers_file(everything).encode())


def _html_files(site_dir: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(site_dir.rglob("*.html")):
        yield path.relative_to(site_dir).as_posix(), path


def _rewrite(path: Path, needed: frozenset[str]) -> None:
    html = path.read_bytes().decode("utf-8", errors="replace")
    secured = with_policy(html, needed)
    if secured != html:
        path.write_bytes(secured.encode())


def headers_file(needed: Iterable[str]) -> str:
    """Give a ``_headers`` file, as several static hosts read it, for the whole site."""
    return f"/*\n  Content-Security-Policy: {policy(needed)}\n  X-Content-Type-Options: nosniff\n"


def serving(app: WSGIApplication) -> WSGIApplication:
    """Let the policy of served pages allow the script that the server puts in as it answers.

    The script of live reload holds numbers that are new with each answer, so that its hash
    cannot stand in the page that was built.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def hear(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[..., object]:
            told.append((status, headers))
            return lambda _: None

        body = app(environ, hear)
        status, headers = told[-1]
        if not any(k.lower() == "content-type" and v.startswith("text/html") for k, v in headers):
            start_response(status, headers)
            return body
        page = _with_needed(b"".join(body))
        close = getattr(body, "close", None)
        if close is not None:
            close()
        kept = [(k, v) for k, v in headers if k.lower() != "content-length"]
        start_response(status, [*kept, ("Content-Length", str(len(page)))])
        return [page]

    return answer


def _with_needed(body: bytes) -> bytes:
    """Add to a page's policy what its scripts need now; a page without one stays as it is."""
    html = body.decode("utf-8", errors="surrogateescape")
    found = _HEAD.search(html)
    if found is None or found[2] is None:
        return body
    allowed = found[2].split(";")[0].split()[2:]  # Behind ``script-src 'self'``.
    secured = with_policy(html, needed_scripts(html).union(allowed))
    return secured.encode("utf-8", errors="surrogateescape")
