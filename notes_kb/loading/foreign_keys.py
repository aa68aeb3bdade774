"""Front matter that other tools wrote: clippers, blog generators, exporters.

Their keys say the same as ours under other names. What they say fills gaps only; the
documented keys decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from notes_kb.domain.note import NoteMeta, Source
from notes_kb.languages import LANGUAGES
from notes_kb.loading.author_names import bare_author
from notes_kb.loading.note_dates import read_date

_MEANINGS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "name"),
    "date": (
        "date", "published", "publish_date", "published_at", "publish_time", "date_published",
        "published_date", "release_date", "pubdate", "posted",
    ),
    "made": ("created", "created_at", "create_time", "date_created"),
    "event": ("event", "conference"),
    "summary": ("summary", "description", "desc", "excerpt", "abstract", "synopsis", "intro"),
    "url": (
        "url", "link", "source_url", "original_url", "origin_url", "origin", "canonical",
        "canonical_url", "website", "href", "media", "video", "video_url", "recording",
    ),
    "author": (
        "author", "authors", "creator", "writer", "by", "byline", "speaker", "speakers",
        "presenter", "presenters",
    ),
    "site": ("site_name", "site", "publisher", "publication", "account", "journal"),
    "tags": ("tags", "keywords", "categories", "category"),
}  # fmt: skip
"""What a key means, in the order in which keys of one meaning are asked."""
_LABELS: Mapping[str, tuple[str, ...]] = {
    "title": tuple(key for one in LANGUAGES for key in one.credits.name),
    "date": tuple(key for one in LANGUAGES for key in one.credits.date),
    "event": tuple(key for one in LANGUAGES for key in one.credits.event),
    "url": tuple(key for one in LANGUAGES for key in (*one.credits.link, *one.credits.source)),
    "author": tuple(key for one in LANGUAGES for key in one.credits.author),
    "site": tuple(key for one in LANGUAGES for key in one.credits.source),
    "tags": tuple(key for one in LANGUAGES for key in one.credits.tags),
}
"""The labels of credits, which are keys too where people name those in their own language."""
_KEYS: Mapping[str, tuple[str, ...]] = {
    meaning: (*keys, *(label for label in _LABELS.get(meaning, ()) if not label.isascii()))
    for meaning, keys in _MEANINGS.items()
}
_MEANT = {key: meaning for meaning, keys in reversed(list(_KEYS.items())) for key in keys}
_PRIVATE = frozenset(
    """abbrlink aliases archived banner bookmark clipped clipped_at comment comments
    copyright cover cover_image cssclass cssclasses date_clipped date_saved domain draft
    favicon hidden highlight_count id image images katex keyword_count language layout lang
    lastmod last_modified license_url mathjax modified note_type notebook permalink publish
    rating read reading_time saved saved_at saved_date slug status sticky thumbnail toc top
    top_img type updated_at update_time uuid word_count weight""".split()
)
"""Keys that tools write for themselves."""
_ADDRESS = re.compile(r"https?://|(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}$", re.IGNORECASE)
"""What names a site by its address, which is no title."""
_UNKNOWN = frozenset(word for one in LANGUAGES for word in one.credits.unknown)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z])")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]{0,199}[^\s\[\]|]\|(?=\S))?([^\[\]]{1,200})\]\]")
"""A link to another note and its text; a bar with blanks around it is part of a name."""


def says_nothing(value: str) -> bool:
    """Tell what tools and people write where they know nothing: unknown, N/A."""
    return value.strip().casefold() in _UNKNOWN


def _plain(key: object) -> str:
    """Write a key with small letters and underscores: datePublished as date_published."""
    parted = _HUMP.sub("_", str(key).strip()[:40])
    return re.sub(r"[\s_-]+", "_", parted.casefold())


def is_told(key: object, value: object = None) -> bool:
    """Tell whether a key of another tool says something of the note.

    A value that is given has to say it: the name of a file is no address.
    """
    meaning = _MEANT.get(_plain(key), "")
    if meaning == "url" and value is not None:
        return any(map(_address, _values(value)))
    return bool(meaning)


def meaning_of(key: object) -> str:
    """Give our key for a key of another tool, or nothing."""
    meaning = _MEANT.get(_plain(key), "")
    if meaning == "made":
        return "date"
    if meaning == "site":
        return "source.title"
    return f"source.{meaning}" if meaning in {"url", "author"} else meaning


def is_private(key: object) -> bool:
    """Tell whether a key of another tool is of use to nobody else."""
    return _plain(key) in _PRIVATE


def read_foreign_keys(values: Mapping[str, object]) -> NoteMeta:
    """Read what keys of other tools say of a note; values that do not fit say nothing."""
    if not values:
        return NoteMeta()
    found = {_plain(key): value for key, value in reversed(list(values.items()))}
    texts = {meaning: list(_texts(found, keys)) for meaning, keys in _KEYS.items()}
    url = next((url for text in texts["url"] if (url := _address(text))), "")
    author = ", ".join(bare_author(name) or name for name in _said(found, _KEYS["author"]))
    site = next((text for text in texts["site"] if not _ADDRESS.match(text)), "")
    site = "" if site == author else site
    return NoteMeta(
        title=next(iter(texts["title"]), ""),
        date=next((day for text in texts["date"] if (day := read_date(text))), ""),
        event=next(iter(texts["event"]), ""),
        summary=next(iter(texts["summary"]), ""),
        source=_source(site, url, author),
        tags=tuple(dict.fromkeys(_said(found, _KEYS["tags"]))),
    )


def read_day_made(values: Mapping[str, object]) -> str:
    """Read the day on which a file was made; a clip is younger than its page.

    Nothing where the tool has a key for the page's own day, and left it empty.
    """
    found = {_plain(key): value for key, value in reversed(list(values.items()))}
    if any(key in found for key in _KEYS["date"]):
        return ""
    return next((day for text in _texts(found, _KEYS["made"]) if (day := read_date(text))), "")


def _address(text: str) -> str:
    """Give an address with the scheme that it may leave to the page that it stood on."""
    text = f"https:{text}" if text.startswith("//") else text
    return text if text.startswith(("http://", "https://")) else ""


def _source(site: str, url: str, author: str) -> Source | None:
    """Name the publication beside who wrote or where it stands; alone it may be the own site."""
    return Source(title=site, url=url, author=author) if url or author else None


def _texts(found: Mapping[str, object], keys: tuple[str, ...]) -> Iterator[str]:
    for key in keys:
        if key in found:
            yield from _values(found[key])


def _said(found: Mapping[str, object], keys: tuple[str, ...]) -> list[str]:
    """Give the values of the first key that has some."""
    return next((values for key in keys if (values := list(_values(found.get(key))))), [])


def _values(value: object) -> Iterator[str]:
    """Yield the texts of a value: itself, or the items of a list; wiki links as their text."""
    items = value if isinstance(value, list) else [value]
    for item in items:
        if isinstance(item, str | int | float) and not isinstance(item, bool):
            text = " ".join(_WIKI_LINK.sub(r"\1", str(item)).split()).lstrip("@")
            if text and not says_nothing(text):
                yield text
