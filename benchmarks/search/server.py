"""Serves a site on the loopback interface as a good host does, and counts the bytes."""

from __future__ import annotations

import gzip
import mimetypes
import threading
import time
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

BLANK = "/__bench__/"
"""A page of the site's origin on which nothing happens."""
_COMPRESSED = (
    "text/",
    "application/javascript",
    "application/json",
    "image/svg",
    "application/xml",
)
_MOST_COMPRESSED = 60_000_000


@dataclass(slots=True)
class Link:
    """What the reader's connection is like."""

    delay: float = 0.0
    """Seconds until a response begins."""
    rate: float = 0.0
    """Bytes a second, shared by all responses; no limit where 0."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def carry(self, size: int) -> None:
        """Take as long as the connection would."""
        time.sleep(self.delay)
        if self.rate:
            with self.lock:
                time.sleep(size / self.rate)


@dataclass(frozen=True, slots=True)
class Request:
    """One answered request."""

    path: str
    size: int
    """Bytes of the body on the wire."""
    ended: float
    """When it was sent, on the clock of `time.monotonic`."""


class Host:
    """One site behind one port; use it as a context manager."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.link = Link()
        self.requests: list[Request] = []
        host = self

        class Handler(_Handler):
            site = host

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/"

    def __enter__(self) -> Host:
        """Begin to answer."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()

    def received(self, since: int, prefixes: tuple[str, ...]) -> list[Request]:
        """Give the requests since the number `since` whose paths begin so."""
        return [r for r in self.requests[since:] if r.path.startswith(prefixes)]


class _Handler(BaseHTTPRequestHandler):
    site: Host
    protocol_version = "HTTP/1.1"
    # Head and body leave together and at once, as from any real host: in two packets the second
    # waits up to 40 ms for the browser to confirm the first.
    wbufsize = 1 << 16
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer with a file of the site."""
        path = unquote(urlsplit(self.path).path)
        found = _load(self.site.folder, path)
        body, kind, encoding = found or (b"not here", "text/plain", "")
        self.site.link.carry(len(body))
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        # Both are what lets a page measure the memory of its workers.
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        self.end_headers()
        self.wfile.write(body)
        self.site.requests.append(Request(path, len(body), time.monotonic()))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@lru_cache(maxsize=4096)
def _load(folder: Path, path: str) -> tuple[bytes, str, str] | None:
    if path == BLANK:
        return b'<!doctype html><html lang="zh"><title>blank</title>', "text/html", ""
    file = folder / path.lstrip("/")
    file = file / "index.html" if file.is_dir() else file
    if not file.is_file() or not file.resolve().is_relative_to(folder.resolve()):
        return None
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    kind = "text/javascript" if file.suffix in (".js", ".mjs") else kind
    body = file.read_bytes()
    if kind.startswith(_COMPRESSED) and len(body) < _MOST_COMPRESSED:
        return gzip.compress(body, 6, mtime=0), kind, "gzip"
    return body, kind, ""
