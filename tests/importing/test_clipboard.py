"""The clipboard is read by the platform's tool; HTML before text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from notes_kb.importing.clipboard import read_clipboard
from notes_kb.importing.refusal import Refusal


def reader(answers: dict[str, bytes]) -> bytes:
    """Read from tools that answer so, by `program what`."""

    def run(command: Sequence[str]) -> bytes | None:
        return next((said for key, said in answers.items() if key in " ".join(command)), None)

    programs = {key.split(maxsplit=1)[0] for key in answers}
    return read_clipboard(find=lambda name: name if name in programs else None, run=run)


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"wl-paste --no-newline --type text/html": b"<b>x</b>"}, b"<b>x</b>"),
        ({"wl-paste --no-newline --type text": b"plain"}, b"plain"),
        ({"xclip -selection clipboard -out -target text/html": b"<p>x</p>"}, b"<p>x</p>"),
        ({"osascript -e": "«data HTML3C623E»\n".encode()}, b"<b>"),
        ({"osascript -e": b"", "pbpaste": b"plain"}, b"plain"),
        ({"powershell -NoProfile": b"Version:0.9"}, b"Version:0.9"),
    ],
)
def test_the_tool_that_is_there_is_asked(answers: dict[str, bytes], found: bytes) -> None:
    """Each platform has its own; one without HTML gives its text."""
    assert reader(answers) == found


def test_no_tool_and_nothing_to_read_are_refused() -> None:
    """With what to do instead."""
    with pytest.raises(Refusal, match="notes-kb import -"):
        reader({})
    with pytest.raises(Refusal, match="holds no text"):
        reader({"pbpaste": b" \n"})
