"""The documented keys of a note's front matter."""

from __future__ import annotations

import re
from calendar import monthrange

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.language import LANGUAGE_CODE
from notes_kb.domain.note import NoteMeta, Source
from notes_kb.loading.bounded_yaml import Path
from notes_kb.loading.foreign_keys import is_private, is_told, meaning_of, says_nothing
from notes_kb.loading.front_matter import FrontMatter, key_path
from notes_kb.loading.note_dates import iso_date, read_date
from notes_kb.loading.record import (
    IDS,
    LANGUAGE_SCHEMA,
    SOURCE_PARTS,
    TEXT_SCHEMA,
    TEXTS_SCHEMA,
    Key,
    RecordReader,
    ValueType,
    is_web_address,
    keys_by_name,
    object_schema,
)

_COMMAS = re.compile("[,;\uff0c\uff1b\u3001]")


def _text(reader: RecordReader, key: Path, value: object) -> str:
    """Take a string; a number is taken as it is written, everything else is reported."""
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    reader.wrong(key, "takes text", 'write it as text, in quotes: "…"')
    return ""


def _texts(reader: RecordReader, key: Path, value: object) -> tuple[str, ...]:
    """Take a list of strings; one string stands for a list, with commas between its items."""
    if isinstance(value, str):  # Tools write several texts as one, with commas.
        value = _COMMAS.split(value)
    if not isinstance(value, list):
        reader.wrong(key, "takes a list of texts", f"write '{key_path(key)}: [one, two]'")
        return ()
    texts = (_text(reader, (*key, n), item) for n, item in enumerate(value))
    return tuple(dict.fromkeys(text for text in texts if text))


def _date(reader: RecordReader, key: Path, value: object) -> str:
    """Take a day, or a day with a time, and give it in ISO 8601."""
    text = _text(reader, key, value)
    iso = iso_date(text) or _with_time(text)
    if text and not iso:
        reader.wrong(key, f"takes a date, not '{text}'", _days(text) or "write it as 2025-02-03")
    return iso


def _days(text: str) -> str:
    """Say how many days a month has where a date names one more; nothing for other mistakes."""
    found = re.fullmatch(r"([0-9]{4})-(0?[1-9]|1[0-2])-[0-9]{1,2}", text)
    if not found or found[1] == "0000":
        return ""
    return f"{found[1]}-{found[2]:0>2} has {monthrange(int(found[1]), int(found[2]))[1]} days"


def _with_time(text: str) -> str:
    """Read a time with a zone as blog generators write it, in ISO 8601."""
    return read_date(text) if " " in text and "-" in text else ""


def _source(reader: RecordReader, key: Path, value: object) -> Source | None:
    """Take where the note comes from: a mapping, or only the title."""
    if isinstance(value, str):
        if says_nothing(value):
            return None
        if not is_web_address(value):
            return Source(title=value)
        url, _, words = value.strip().partition(" ")
        words = words.strip()
        bracketed = words[:1] in {"(", "（"} and words[-1:] in {")", "）"}
        return Source(title=words[1:-1].strip() if bracketed else words, url=url)
    if not isinstance(value, dict):
        hint = "write 'source: {title: …, url: …, author: …, license: …}'"
        reader.wrong(key, "takes a title or a mapping", hint)
        return None
    for name in value:
        if name not in SOURCE_PARTS:
            reader.unknown((*key, name), SOURCE_PARTS)
    texts = {name: _text(reader, (*key, name), value.get(name)) for name in SOURCE_PARTS}
    if texts["url"] and not is_web_address(texts["url"]):
        reader.wrong((*key, "url"), "takes an address", "begin it with https://")
        texts["url"] = ""
    if not any(texts.values()):
        return None
    return Source(**{**texts, "title": texts["title"] or texts["url"]})


def _language(reader: RecordReader, key: Path, value: object) -> str:
    """Take a language code."""
    text = _text(reader, key, value)
    if text and not LANGUAGE_CODE.fullmatch(text):
        reader.wrong(key, f"takes a language code, not '{text}'", "write 'zh' or 'en'")
        return ""
    return text


def _flag(reader: RecordReader, key: Path, value: object) -> bool:
    """Take yes or no."""
    if not isinstance(value, bool):
        reader.wrong(key, "takes true or false", f"write '{key_path(key)}: true'")
        return False
    return value


_TEXT = ValueType(_text, TEXT_SCHEMA)
_TEXTS = ValueType(_texts, TEXTS_SCHEMA)

FORMER_IDS = Key(
    name="former_ids",
    type=IDS,
    takes={"en": "a list of ids", "zh": "id 的列表"},
    purpose={
        "en": "Ids that it had before; their addresses lead here. `notes-kb rename` writes them",
        "zh": "从前的 id，旧网址会转到这里；`notes-kb rename` 会写上",
    },
)
"""Of notes and of concepts."""

NOTE_KEYS = keys_by_name(
    Key(
        name="title",
        type=_TEXT,
        takes={"en": "text", "zh": "文字"},
        purpose={
            "en": "The title; without it the first heading of level one, else the file's name",
            "zh": "标题；不写就取正文第一个一级标题，再没有就用文件名",
        },
    ),
    Key(
        name="date",
        type=ValueType(_date, TEXT_SCHEMA),
        takes={"en": "`2026-03-14`, with a time if you like", "zh": "`2026-03-14`，可带时间"},
        purpose={
            "en": "Order, years, dates in the feed",
            "zh": "排序、按年分组、订阅源里的日期",
        },
    ),
    Key(
        name="updated",
        type=ValueType(_date, TEXT_SCHEMA),
        takes={"en": "a date", "zh": "日期"},
        purpose={
            "en": "When the text was last changed, below the title",
            "zh": "正文最近一次改动的日期，显示在标题下",
        },
    ),
    Key(
        name="checked",
        type=ValueType(_date, TEXT_SCHEMA),
        takes={"en": "a date", "zh": "日期"},
        purpose={
            "en": "When it was last held against its sources, below the title",
            "zh": "最近一次与出处核对的日期，显示在标题下",
        },
    ),
    Key(
        name="event",
        type=_TEXT,
        takes={"en": "text", "zh": "文字"},
        purpose={"en": "The event, below the title", "zh": "活动名，显示在标题下"},
    ),
    Key(
        name="summary",
        type=_TEXT,
        takes={"en": "a sentence or two", "zh": "一两句话"},
        purpose={
            "en": "Lists, the feed, the page's description",
            "zh": "列表、订阅源和网页描述",
        },
    ),
    Key(
        name="source",
        type=ValueType(_source, {"anyOf": [object_schema(SOURCE_PARTS), TEXT_SCHEMA]}),
        takes={
            "en": "`{title, url, author, license}`, or a line of text",
            "zh": "`{title, url, author, license}` 或一行文字",
        },
        purpose={
            "en": "The source box; `url` begins with `https://` or `http://`",
            "zh": "出处框；`url` 以 `https://` 或 `http://` 开头",
        },
    ),
    Key(
        name="tags",
        type=_TEXTS,
        takes={"en": "a list", "zh": "列表"},
        purpose={"en": "Tags", "zh": "标签"},
    ),
    Key(
        name="no_links",
        type=_TEXTS,
        takes={"en": "a list of concepts", "zh": "概念的列表"},
        purpose={
            "en": "Concepts that this page neither links nor mentions",
            "zh": "这一页不自动链接这些概念，也不算提到它们",
        },
    ),
    Key(
        name="original",
        type=ValueType(_language, LANGUAGE_SCHEMA),
        takes={"en": "a language code", "zh": "语言代码"},
        purpose={
            "en": "The language it was first written in, "
            "see [Translations](translations.en.md#original)",
            "zh": "这篇笔记最初是哪种语言写的，见[译文](translations.md#original)",
        },
    ),
    FORMER_IDS,
    Key(
        name="draft",
        type=ValueType(_flag, {"type": "boolean"}),
        takes={"en": "`true` or `false`", "zh": "`true` 或 `false`"},
        purpose={
            "en": "With `true` only `mkdocs serve` shows the note",
            "zh": "写 `true` 时，只有 `mkdocs serve` 显示这篇笔记",
        },
    ),
)
"""Every key that a note's front matter may have; each fills the field of `NoteMeta` of its name."""


def parse_note_meta(front: FrontMatter) -> tuple[NoteMeta, tuple[Diagnostic, ...]]:
    """Read the documented keys; every other one is reported, those of other tools as a note."""
    reader = RecordReader(front)
    foreign = [
        name for name, value in front.values.items() if is_told(name, value) or is_private(name)
    ]
    values = reader.read_keys(NOTE_KEYS, expected=foreign)
    for name in foreign:
        if name not in NOTE_KEYS:
            _report_foreign(reader, name)
    return NoteMeta(**values), tuple(reader.findings)


def _report_foreign(reader: RecordReader, name: str) -> None:
    ours = meaning_of(name)
    reader.report(
        kinds.FRONT_MATTER_FOREIGN_KEY,
        (name,),
        key=name,
        outcome=f"was read as '{ours}'" if ours else "says nothing here",
        remedy=f"write '{ours}: …'" if ours else "remove it",
    )
