"""Every kind of finding, with the line that explains it to users."""

from __future__ import annotations

from types import MappingProxyType

KINDS = MappingProxyType(
    {
        "encoding-guessed": "The file is no UTF-8 and names no encoding; the likeliest was used",
    }
)
"""Stable name to explanation, in alphabetical order; a test sees that no other is used."""
