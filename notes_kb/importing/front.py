"""A note's metadata as the YAML block at its head."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

import yaml

from notes_kb.domain.note import NoteMeta

_WIDEST = 1 << 30
"""So that YAML breaks no line."""


def front_matter(title: str, meta: NoteMeta) -> str:
    """Write the keys that have a value, in the order of the guide, between its fences."""
    return "\n".join(["---", *_keys(title, meta), "---"])


def _keys(title: str, meta: NoteMeta) -> Iterator[str]:
    texts = {"title": title, "date": meta.date, "event": meta.event, "summary": meta.summary}
    for key, text in texts.items():
        if text:
            # A date stands as it is: YAML's own would put it in quotes.
            yield f"{key}: {text if key == 'date' else _flow(text)}"
    if meta.source:
        parts = {name: part for name, part in asdict(meta.source).items() if part}
        if parts.get("title") == parts.get("url"):
            parts.pop("title", None)
        yield f"source: {_flow(parts)}"
    for key, several in (("tags", meta.tags), ("no_links", meta.no_links)):
        if several:
            yield f"{key}: {_flow(list(several))}"
    if meta.original:
        yield f"original: {_flow(meta.original)}"
    if meta.draft:
        yield "draft: true"


def _flow(value: str | Sequence[str] | Mapping[str, str]) -> str:
    """Write a value on one line."""
    written: str = yaml.safe_dump(
        value, allow_unicode=True, default_flow_style=True, sort_keys=False, width=_WIDEST
    )
    return written.strip().removesuffix("\n...").rstrip()
