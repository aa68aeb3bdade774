"""The documented keys of a note's front matter."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.language import LANGUAGE_CODE, Languages
from notes_kb.domain.note import NoteMeta, Source
from notes_kb.loading.bounded_yaml import Path
from notes_kb.loading.front_matter import FrontMatter, key_path
from notes_kb.loading.record import RecordReader

SOURCE_KEYS = ("title", "url", "author", "license")
_NO_LANGUAGES = Languages({})
"""No key of a note holds a value for each language."""
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")


class _Reader(RecordReader):
    """Takes a note's values, more forgiving than a concept's: a number is a title, too."""

    def text(self, key: Path, value: object) -> str:
        """Take a string; a number is taken as it is written, everything else is reported."""
        if value is None:
            return ""
        if isinstance(value, str):
            return " ".join(value.split())
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        self.wrong(key, "takes text", 'write it as text, in quotes: "…"')
        return ""

    def texts(self, key: Path, value: object) -> tuple[str, ...]:
        """Take a list of strings; one string stands for a list of one."""
        if value is None:
            return ()
        if isinstance(value, str):
            return (self.text(key, value),)
        if not isinstance(value, list):
            self.wrong(key, "takes a list of texts", f"write '{key_path(key)}: [one, two]'")
            return ()
        texts = (self.text((*key, n), item) for n, item in enumerate(value))
        return tuple(dict.fromkeys(text for text in texts if text))

    def date(self, key: Path, value: object) -> str:
        """Take a day, or a day with a time, and give it in ISO 8601."""
        text = self.text(key, value)
        iso = iso_date(text)
        if text and not iso:
            self.wrong(key, f"takes a date, not '{text}'", "write it as 2025-02-03")
        return iso

    def source(self, key: Path, value: object) -> Source | None:
        """Take where the note comes from: a mapping, or only the title."""
        if value is None:
            return None
        if isinstance(value, str):
            url = value if value.startswith(("http://", "https://")) else ""
            return Source(title=value, url=url)
        if not isinstance(value, dict):
            hint = "write 'source: {title: …, url: …, author: …, license: …}'"
            self.wrong(key, "takes a title or a mapping", hint)
            return None
        for name in value:
            if name not in SOURCE_KEYS:
                self.unknown((*key, name), SOURCE_KEYS)
        texts = {n: self.text((*key, n), value.get(n)) for n in SOURCE_KEYS}
        if texts["url"] and not texts["url"].startswith(("http://", "https://")):
            self.wrong((*key, "url"), "takes an address", "begin it with https://")
            texts["url"] = ""
        if not any(texts.values()):
            return None
        return Source(
            title=texts["title"] or texts["url"],
            url=texts["url"],
            author=texts["author"],
            license=texts["license"],
        )

    def language(self, key: Path, value: object) -> str:
        """Take a language code."""
        text = self.text(key, value)
        if text and not LANGUAGE_CODE.fullmatch(text):
            self.wrong(key, f"takes a language code, not '{text}'", "write 'zh' or 'en'")
            return ""
        return text


_KEYS: dict[str, Callable[[_Reader, Path, object], object]] = {
    "title": _Reader.text,
    "date": _Reader.date,
    "event": _Reader.text,
    "summary": _Reader.text,
    "source": _Reader.source,
    "tags": _Reader.texts,
    "no_links": _Reader.texts,
    "original": _Reader.language,
}
NOTE_KEYS = tuple(_KEYS)
"""Every key that a note's front matter may have."""


def parse_note_meta(front: FrontMatter) -> tuple[NoteMeta, tuple[Diagnostic, ...]]:
    """Read the documented keys; every other one is reported and ignored."""
    reader = _Reader(front, front.path, _NO_LANGUAGES)
    values: dict[str, object] = {}
    for key, value in front.values.items():
        if key in _KEYS:
            values[key] = _KEYS[key](reader, (key,), value)
        else:
            reader.unknown((key,), NOTE_KEYS)
    return NoteMeta(**values), tuple(reader.findings)  # type: ignore[arg-type]


def iso_date(text: str) -> str:
    """Give a date, or a date with a time, in ISO 8601; empty where it is none."""
    if match := _DATE.fullmatch(text):
        text = f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}"
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        return ""
