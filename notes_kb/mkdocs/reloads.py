"""Which browsers reload while a site is served: those that show a page which has changed.

The host has every browser reload after each build. An edit is shown before the site is built
(see `previews`), so that it would do so twice, the second time for nothing in most cases: what
somebody reads, types or has opened would be gone. So its answer is held back as long as the page
is byte by byte the one that the browser has, and nothing but texts was edited.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

MOST = 500
"""Pages that are remembered; a browser with an older one reloads."""

_POLL = re.compile(r"/livereload/([0-9]{1,20})/([0-9]{1,20})")
"""What the host's script asks for: the state of the site, and the answer that the page was."""
_CALL = re.compile(rb"livereload\([0-9]{1,20}, ([0-9]{1,20})\);")
"""Where the host's script begins to ask; both numbers are new in each answer."""


class _Answer(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: Iterable[bytes]

    @property
    def is_page(self) -> bool:
        """Whether it is HTML; anything else may be large, and passes by as it is read."""
        named = (value for name, value in self.headers if name.lower() == "content-type")
        return self.status.startswith("200") and any(v.startswith("text/html") for v in named)


class _Shown(NamedTuple):
    """A page as a browser has it."""

    path: str
    digest: bytes
    builds: int
    """What `Reloads.builds` was when it was asked for."""


@dataclass(slots=True)
class Reloads:
    """Stands between the host's server and the browsers."""

    app: WSGIApplication
    """The host's own."""
    builds: int = 0
    """Counts the builds after which a page may look otherwise though its HTML is the same."""
    _shown: dict[str, _Shown] = field(default_factory=dict)
    """By the number that is the answer's own."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a browser."""
        poll = _POLL.fullmatch(str(environ["PATH_INFO"]))
        if poll:
            answer = self._when_changed(environ, int(poll[1]), poll[2])
        else:
            builds = self.builds  # Before the page is read: a build may begin meanwhile.
            answer = self._asked(environ)
            if answer.is_page:
                answer = answer._replace(body=[_joined(answer.body)])
                self._remember(str(environ["PATH_INFO"]), builds, answer)
        start_response(answer.status, answer.headers)
        return answer.body

    def _asked(self, environ: WSGIEnvironment) -> _Answer:
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def hear(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[..., object]:
            told.append((status, headers))
            return lambda _: None

        body = self.app(environ, hear)
        return _Answer(*told[-1], body)

    def _remember(self, path: str, builds: int, answer: _Answer) -> None:
        (page,) = answer.body
        call = _CALL.search(page)
        if call:
            while len(self._shown) >= MOST:
                self._shown.pop(next(iter(self._shown)), None)
            self._shown[call[1].decode()] = _Shown(path, _digest(page), builds)

    def _when_changed(self, environ: WSGIEnvironment, state: int, number: str) -> _Answer:
        """Wait with the host for the next build until there is another page to show."""
        known = state
        while True:
            answer = self._asked({**environ, "PATH_INFO": f"/livereload/{known}/{number}"})
            told = _joined(answer.body)
            now = int(told) if told.isdigit() else known
            if now <= known:  # The host has waited long enough; the browser will ask again.
                return answer._replace(body=[b"%d" % state])
            if not self._is_same(environ, number):
                return answer._replace(body=[told])
            known = now

    def _is_same(self, environ: WSGIEnvironment, number: str) -> bool:
        shown = self._shown.get(number)
        if shown is None or shown.builds != self.builds:
            return False
        now = self._asked({**environ, "PATH_INFO": shown.path})
        return _digest(_joined(now.body)) == shown.digest


def _joined(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        close = getattr(body, "close", None)
        if close is not None:
            close()


def _digest(page: bytes) -> bytes:
    return sha256(_CALL.sub(b"", page)).digest()
