"""A content security policy without ``unsafe-inline`` scripts (W3C CSP Level 3).

What a page needs is read from its finished HTML, when every other plugin has been there:
the hashes of its inline scripts, the hosts that scripts are loaded from, and those of
pictures, media, fonts and frames. What got in any other way neither runs nor loads. In
what contributors wrote nothing is read, so that a hole in the sanitiser opens no policy.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
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
_ASKS = (
    re.compile(r"<(?:script|style|link)", re.IGNORECASE),
    re.compile(r"\((?<=url\()", re.IGNORECASE),
)
"""What runs or loads something; each begins with a mark that is found fast in a whole page."""
_MERMAID = re.compile(r"""["'](https?://[^"'\s]{1,300}/mermaid[^"'\s]{0,100}\.m?js)["']""")

_META = '<meta http-equiv="Content-Security-Policy" content="{}">'
_HEAD = re.compile(
    r"(<head(?:\s[^<>]{0,2000})?>)"
    r'(?:<meta http-equiv="Content-Security-Policy" content="([^"<>]*)">)?',
    re.IGNORECASE,
)
"""The head's opening tag, with our policy behind it where the page has one already."""


def needed_sources(
    html: str, mermaid: str = "", *, contributed: bool = False, body: str = ""
) -> frozenset[str]:
    """Give what a page needs: sources, each behind its directive, as in ``img-src https://x``.

    `mermaid` is the address from which the theme loads Mermaid on a page with diagrams,
    unless the page has a Mermaid of its own; empty where it loads none. The article of a
    `contributed` page may load nothing from elsewhere. No script is allowed that stands in
    `body`, the part of the page that contributors wrote, wherever else it stands.
    """
    scripts, hosts = _needed_scripts(html)
    if "<script" in body.lower():
        strange, strangers = _needed_scripts(body)
        scripts, hosts = scripts - strange, hosts - strangers
    needed = {f"script-src {source}" for source in scripts}
    if hosts:
        # What another host's script loads cannot be read from the page; it is the owner's.
        needed |= {f"{directive} https:" for directive in _LOADS}
    own_mermaid = any("mermaid" in _address(attributes) for attributes, _ in _scripts(html))
    if mermaid and not own_mermaid and "mermaid" in html and _DIAGRAM.search(html):
        needed.add(f"script-src {mermaid}")
    files = set(_needed_files(_without_article(html) if contributed else html))
    if contributed and files:  # A heading stands in the contents too, outside of the article.
        files -= set(_needed_files(body))
    return frozenset(needed | files)


def _needed_scripts(html: str) -> tuple[set[str], set[str]]:
    """Give the sources of a page's scripts, and those of them that are other hosts."""
    hashes: set[str] = set()
    hosts: set[str] = set()
    for attributes, code in _scripts(html):
        if _SOURCE.search(attributes):
            hosts |= _host(_address(attributes))
        elif not _DATA.search(attributes):
            own, loaded = _needed_by(code)
            hashes.add(own)
            hosts |= loaded
    return hashes | hosts, hosts


@lru_cache(maxsize=64)  # The theme's scripts stand on all pages.
def _needed_by(code: str) -> tuple[str, frozenset[str]]:
    """Give the source that allows an inline script, and the hosts that it loads others from."""
    return _digest(code), frozenset().union(*map(_host, _LOADED.findall(code)))


def _address(attributes: str) -> str:
    source = _SOURCE.search(attributes)
    return source[1] if source else ""


_ELEMENT = re.compile(
    r"<(img|input|image|source|video|audio|track|iframe|embed|link)\b([^<>]{0,4000})", re.IGNORECASE
)
_FILE = re.compile(
    r"""\s(src|srcset|poster|href|rel)\s{0,9}=\s{0,9}(?:"([^"<>]{0,2000})"|'([^'<>]{0,2000})'|([^\s"'<>]{1,2000}))""",
    re.IGNORECASE,
)
_DIRECTIVES = {
    "img": ("img-src",),
    "input": ("img-src",),
    "image": ("img-src",),
    "source": ("img-src", "media-src"),
    "video": ("media-src", "img-src"),
    "audio": ("media-src",),
    "track": ("media-src",),
    "iframe": ("frame-src",),
    "embed": ("frame-src",),
}
"""What governs the files of an element."""
_LINKED = {
    # A style sheet of another host mostly loads its fonts from there.
    "stylesheet": ("style-src", "font-src", "img-src"),
    "preconnect": ("font-src",),
    "icon": ("img-src",),
}
"""What governs what a link element leads to, by its relation."""
_ADDRESS = r"""\s{0,9}["']?((?i:https?:)?//[^"'\s()<>\\]{1,500})"""
# Each begins with a mark that is found fast: a whole page is searched.
_BRACKET = re.compile(rf"\({_ADDRESS}")
_IMPORTED = re.compile(rf"@(?i:import)\s{{0,9}}(?i:url\()?{_ADDRESS}")


def _needed_files(html: str) -> Iterator[str]:
    """Yield the sources of the pictures, media, fonts and frames that a page names."""
    for name, attributes in _ELEMENT.findall(html):
        if "//" not in attributes:
            continue
        values = {n.lower(): a or b or c for n, a, b, c in _FILE.findall(attributes)}
        directives = _DIRECTIVES.get(name.lower(), ())
        for relation in values.pop("rel", "").lower().split():
            directives = _LINKED.get(relation, directives)
        for key, value in values.items():
            addresses = [part.strip() for part in value.split(",")] if key == "srcset" else [value]
            for host in frozenset().union(*(_host(a.split(" ")[0]) for a in addresses)):
                yield from (f"{directive} {host}" for directive in directives)
    yield from _needed_styles(html)


def _needed_styles(css: str) -> Iterator[str]:
    for found in _BRACKET.finditer(css):
        if css[max(found.start() - 3, 0) : found.start()].lower() == "url":
            for host in _host(found[1]):
                yield from (f"font-src {host}", f"img-src {host}")
    for address in _IMPORTED.findall(css):
        for host in _host(address):
            yield from (f"font-src {host}", f"img-src {host}", f"style-src {host}")


def _without_article(html: str) -> str:
    """Give a page without what stands in its article."""
    start, end = html.find("<article"), html.rfind("</article>")
    return html[:start] + html[end:] if 0 <= start < end else html


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


def _host(address: str) -> frozenset[str]:
    """Give the source that allows scripts of another host; none for an address of the site."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return frozenset()
    if not parts.netloc or not re.fullmatch(r"[\w.:\[\]-]+", parts.netloc):
        return frozenset()
    return frozenset({f"{parts.scheme or 'https'}://{parts.netloc}"})


_BASE = {
    "default-src": "'self'",
    "script-src": "'self'",
    # The theme, and code that is highlighted, style elements in place.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "media-src": "'self' data:",
    "font-src": "'self' data:",
    "frame-src": "'self'",
    "connect-src": "'self'",
}
"""What every page may load, by directive, in the order in which they are written."""
_LOADS = ("style-src", "img-src", "media-src", "font-src", "frame-src", "connect-src")


def policy(needed: Iterable[str]) -> str:
    """Give the policy: own files and the needed ones, no plug-ins, no other base."""
    sources: dict[str, list[str]] = {directive: [] for directive in _BASE}
    for one in sorted(needed):
        directive, _, source = one.partition(" ")
        sources[directive].append(source)
    allowed = [" ".join([d, own, *sources[d]]) for d, own in _BASE.items()]
    return "; ".join([*allowed, "object-src 'none'", "base-uri 'self'"])


def needed_of(written: str) -> frozenset[str]:
    """Give what a policy of ours allows beyond what every page may load."""
    needed = set()
    for directive in written.split(";"):
        name, *sources = directive.split() or [""]
        if name in _BASE:
            own = _BASE[name].split()
            needed |= {f"{name} {source}" for source in sources if source not in own}
    return frozenset(needed)


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


_REPOSITORIES = {"github.com": "https://api.github.com", "gitlab.com": "https://gitlab.com"}
"""Where the theme asks for the stars of a repository, by its host."""
_NAMED = re.compile(r"https?://[\w.:\[\]-]{1,300}")


def configured_sources(config: MkDocsConfig) -> frozenset[str]:
    """Give what a site's own style sheets, scripts and repository load from other hosts."""
    needed: set[str] = set()
    for css in config.extra_css:
        needed.update(_needed_styles(_own_file(config, css)))
    for script in config.extra_javascript:
        for address in _NAMED.findall(_own_file(config, str(script))):
            for host in _host(address):
                needed |= {f"{directive} {host}" for directive in _LOADS}
    asked = repository_host(config)
    return frozenset(needed | ({f"connect-src {asked}"} if asked else set()))


def repository_host(config: MkDocsConfig) -> str:
    """Give the host that the theme asks about the site's repository; empty for none."""
    try:
        host = urlsplit(config.repo_url or "").hostname or ""
    except ValueError:
        return ""
    return _REPOSITORIES.get(host, "")


def _own_file(config: MkDocsConfig, name: str) -> str:
    """Give the text of a file of the docs folder; empty where there is none."""
    path = Path(config.docs_dir, name)
    inside = "://" not in name and path.is_file()
    return path.read_text("utf-8", errors="replace") if inside else ""


@dataclass(slots=True)
class Policies:
    """The policies of the pages of one build."""

    mermaid: str
    """Where the theme loads Mermaid from; empty for nowhere."""
    shared: bool
    """Whether the first page's policy governs the others, which `navigation.instant` puts
    in its place; then every page has the policy of the whole site."""
    always: frozenset[str] = frozenset()
    """What every page needs by the site's configuration: `configured_sources`."""
    needed: dict[str, frozenset[str]] = field(default_factory=dict)
    """What each HTML file needs, by its path from the site's root."""
    _contributed: set[str] = field(default_factory=set)
    """Pages whose articles may load nothing from elsewhere."""
    _strange: dict[str, str] = field(default_factory=dict)
    """What contributors wrote that runs or loads something; the sanitiser leaves none."""
    _secured: set[str] = field(default_factory=set)
    _written: dict[str, int] | None = None
    """When each was modified before other plugins ended the build; None where none does."""

    def secure(self, uri: str, html: str, *, contributed: bool = False, body: str = "") -> str:
        """Put the policy of a page into its head, as the host is about to write it.

        `body` is what contributors wrote of it, whether or not it may load files.
        """
        if contributed:
            self._contributed.add(uri)
        if any(asks.search(body) for asks in _ASKS):
            self._strange[uri] = body
        self.needed[uri] = self._needed(uri, html)
        self._secured.add(uri)
        return with_policy(html, self.needed[uri])

    def _needed(self, uri: str, html: str) -> frozenset[str]:
        contributed = uri in self._contributed
        body = self._strange.get(uri, "")
        return self.always | needed_sources(html, self.mermaid, contributed=contributed, body=body)

    def know(self, uri: str, needed: frozenset[str], *, contributed: bool = False) -> None:
        """Remember what a page needs that has its policy already."""
        if contributed:
            self._contributed.add(uri)
        self.needed[uri] = needed
        self._secured.add(uri)

    def before_others(self, site_dir: Path) -> None:
        """Remember when the pages were written, before other plugins end the build."""
        self._written = {uri: entry.stat().st_mtime_ns for uri, entry in _html_files(site_dir)}

    def join(self, site_dir: Path, uri: str) -> None:
        """Give a page that was written again the policy that all pages share, where they do."""
        if self.shared:
            _rewrite(site_dir / uri, frozenset().union(*self.needed.values()))

    def finish(self, site_dir: Path) -> None:
        """Hear what other plugins wrote as they ended the build; write the header file.

        Files that are no pages of the host, such as a redirect or the owner's own HTML,
        stay as they are; the header file governs them too.
        """
        changed = set()
        there = dict(_html_files(site_dir))
        for uri in sorted(there):
            if uri not in self.needed or self._is_rewritten(uri, there[uri]):
                html = (site_dir / uri).read_text("utf-8", errors="replace")
                self.needed[uri] = self._needed(uri, html)
                changed.add(uri)
        everything = frozenset().union(*self.needed.values())
        for uri in sorted(self._secured if self.shared else self._secured & changed):
            path = site_dir / uri
            if path.is_file():
                _rewrite(path, everything if self.shared else self.needed[uri])
        (site_dir / "_headers").write_bytes(headers_file(everything).encode())

    def _is_rewritten(self, uri: str, entry: os.DirEntry[str]) -> bool:
        return self._written is not None and self._written.get(uri) != entry.stat().st_mtime_ns


def _html_files(site_dir: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield the HTML files of a site's folder.

    By `os.scandir`: `Path.rglob` takes four times as long, twice in each build.
    """
    waiting, root = [""], os.fspath(site_dir)
    while waiting:
        folder = waiting.pop()
        with os.scandir(f"{root}/{folder}") as entries:
            for entry in entries:
                uri = f"{folder}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{uri}/")
                elif uri.endswith(".html"):
                    yield uri, entry


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
    allowed = needed_of(found[2])
    scripts, _ = _needed_scripts(html)
    secured = with_policy(html, allowed.union(f"script-src {source}" for source in scripts))
    return secured.encode("utf-8", errors="surrogateescape")
