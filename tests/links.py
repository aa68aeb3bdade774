"""Follows every internal link of a built site, as a reader's browser would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit


class _Reader(HTMLParser):
    """Collects what a page links to and what it can be linked at."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take ids, links and pictures; hover cards stand in templates and count too."""
        for name, value in attrs:
            if name == "id" and value:
                self.ids[value] += 1
            elif name in {"href", "src"} and value is not None:
                self.links.append(value)


@dataclass(frozen=True)
class LinkedSite:
    """The pages of a built site with their links and anchors."""

    root: Path
    pages: dict[str, _Reader] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Path) -> LinkedSite:
        """Read every page below the root of a site."""
        site = cls(root)
        for path in sorted(root.rglob("*.html")):
            reader = _Reader()
            reader.feed(path.read_text("utf-8"))
            site.pages[path.relative_to(root).as_posix()] = reader
        return site

    def internal_links(self, uri: str) -> Iterator[tuple[str, str, str]]:
        """Yield each relative link of a page: as written, its file, its anchor."""
        for written in self.pages[uri].links:
            parts = urlsplit(written)
            if parts.scheme or parts.netloc or parts.path.startswith("/"):
                continue
            path = unquote(urlsplit(urljoin(f"https://site/{uri}", written)).path).lstrip("/")
            yield written, f"{path}index.html" if path[-1:] in {"", "/"} else path, parts.fragment

    def faults(self) -> list[str]:
        """List what is broken: missing files, missing anchors, ids that stand twice."""
        found = set()
        for uri, page in self.pages.items():
            found |= {f"{uri}: id {i} stands {n} times" for i, n in page.ids.items() if n > 1}
            for written, target, anchor in self.internal_links(uri):
                if not (self.root / target).is_file():
                    found.add(f"{uri}: {written} leads nowhere")
                elif anchor and unquote(anchor) not in self.pages[target].ids:
                    found.add(f"{uri}: {written} has no such anchor")
        return sorted(found)
