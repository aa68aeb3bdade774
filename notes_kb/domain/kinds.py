"""Every kind of finding, with the line that explains it to users."""

from __future__ import annotations

from types import MappingProxyType

KINDS = MappingProxyType(
    {
        "encoding-guessed": "The file is no UTF-8 and names no encoding; the likeliest was used",
        "front-matter-bounds": "The front matter is too long, nests too deeply or holds too many values",
        "front-matter-duplicate-key": "A key stands twice in the front matter; the first counts",
        "front-matter-syntax": "The front matter is no valid YAML, or uses a part of YAML that is not allowed",
        "front-matter-type": "A key of the front matter holds another kind of value than it takes",
        "front-matter-unclosed": "The front matter has no closing line",
        "front-matter-unknown-key": "A key of the front matter is not documented and was ignored",
    }
)
"""Stable name to explanation, in alphabetical order; a test sees that no other is used."""
