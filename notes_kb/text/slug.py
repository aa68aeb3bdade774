"""Anchors and ids from headings in any script."""

from __future__ import annotations

import re
import unicodedata

from notes_kb.languages import latinise

MAX_SLUG = 80
"""Characters of the longest id: it is a file name too."""

_RUN = re.compile(r"[a-z0-9]+")
_WINDOWS_DEVICES = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(10)}
)


def slugify(text: str) -> str:
    """Give the ASCII id of a text: ``推理模型 R1`` becomes ``tui-li-mo-xing-r1``.

    Han characters become toneless pinyin syllables and kana Hepburn's, other letters
    lose their diacritics, everything else separates. The result matches
    ``[a-z0-9]+(-[a-z0-9]+)*``, is at most `MAX_SLUG` long and no Windows device
    name; it is empty where the text has no letter or digit.
    """
    folded = unicodedata.normalize("NFKD", latinise(text))
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    runs = _RUN.findall(bare.casefold())
    slug = ""
    for run in runs:
        longer = f"{slug}-{run}" if slug else run[:MAX_SLUG]
        if len(longer) > MAX_SLUG:
            break
        slug = longer
    return f"{slug}-x" if slug in _WINDOWS_DEVICES else slug
