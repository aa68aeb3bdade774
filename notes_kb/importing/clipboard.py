"""The clipboard, by the tool that each platform has for it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from notes_kb.importing.refusal import Refusal

SECONDS = 10
"""That a tool may take to answer."""
_HEX = re.compile(r"«data HTML([0-9A-Fa-f]*)»")

_POWERSHELL = (
    "[Console]::OutputEncoding=[Text.Encoding]::UTF8;"
    "$h=Get-Clipboard -TextFormatType Html -Raw; if($h){$h}else{Get-Clipboard -Raw}"
)


@dataclass(frozen=True, slots=True)
class _Tool:
    """A program that prints the clipboard."""

    program: str
    html: Sequence[str]
    """Its arguments for HTML; empty where it knows only text."""
    text: Sequence[str]
    decode: Callable[[bytes], bytes] = bytes


def _from_applescript(data: bytes) -> bytes:
    """Read what ``osascript`` prints of the clipboard's HTML: its bytes in hexadecimal."""
    match = _HEX.search(data.decode("utf-8", "replace"))
    return bytes.fromhex(match[1]) if match and len(match[1]) % 2 == 0 else b""


_TOOLS = (
    _Tool("wl-paste", ("--no-newline", "--type", "text/html"), ("--no-newline", "--type", "text")),
    _Tool(
        "xclip",
        ("-selection", "clipboard", "-out", "-target", "text/html"),
        ("-selection", "clipboard", "-out", "-target", "UTF8_STRING"),
    ),
    _Tool("osascript", ("-e", "the clipboard as «class HTML»"), (), _from_applescript),
    _Tool("pbpaste", (), ()),
    _Tool("powershell.exe", (), ("-NoProfile", "-Command", _POWERSHELL)),
    _Tool("powershell", (), ("-NoProfile", "-Command", _POWERSHELL)),
)


def read_clipboard(
    find: Callable[[str], str | None] = shutil.which,
    run: Callable[[Sequence[str]], bytes | None] | None = None,
) -> bytes:
    """Give the clipboard's HTML, which keeps headings and bold, else its text.

    Raises:
        Refusal: There is no tool for it here, or nothing in it.
    """
    run = run or _output
    known = [tool for tool in _TOOLS if find(tool.program)]
    if not known:
        raise Refusal(
            "no tool here reads the clipboard (wl-paste, xclip, pbpaste or PowerShell);"
            " pipe the text in with: notes-kb import -"
        )
    asked = [(tool, tool.html) for tool in known if tool.html]
    asked += [(tool, tool.text) for tool in known if tool.text or not tool.html]
    for tool, arguments in asked:
        data = run((tool.program, *arguments))
        if data and (found := tool.decode(data)).strip():
            return found
    raise Refusal("the clipboard holds no text")


def _output(command: Sequence[str]) -> bytes | None:
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
