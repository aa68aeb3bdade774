"""References to characters in HTML, such as ``&amp;`` and ``&#20013;``."""

from __future__ import annotations

import html
import re

_ENDLESS = re.compile("&#(?:[0-9]{600}|[xX][0-9A-Fa-f]{600})[0-9A-Fa-f]*+;?")
"""A number with which `html.unescape` may raise: Python bounds the digits that `int` reads."""

REPLACEMENT = "\ufffd"
"""What HTML shows for a number that is no character."""


def without_endless(text: str) -> str:
    """Replace references whose number is so long that Python refuses to read it."""
    return _ENDLESS.sub(REPLACEMENT, text) if "&#" in text else text


def unescape(text: str) -> str:
    """Give the characters that references stand for; never raises."""
    return html.unescape(without_endless(text)) if "&" in text else text
