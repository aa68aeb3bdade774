"""Square brackets in Markdown: whose they are, and how a link's words hold them."""

from __future__ import annotations

import re


def escape_label(text: str) -> str:
    """Keep a text from ending the link whose words it is."""
    return re.sub(r"([\\\[\]])", r"\\\1", text)


def opens_markdown_link(text: str, end: int) -> bool:
    """Whether what stands behind ``[[name]]``, which ends at `end`, makes a link text of it.

    ``[[1]](#note)`` and ``[[1]][note]`` are links of Markdown whose text is ``[1]``. Two
    names that follow each other, as in ``[[a]][[b]]``, are none.
    """
    return text.startswith("(", end) or (
        text.startswith("[", end) and not text.startswith("[[", end)
    )
