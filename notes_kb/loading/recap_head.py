"""The head of a paste: its title, and the lines that say who, when and where."""

from __future__ import annotations

import re
from collections.abc import Sequence

from notes_kb.domain.note import NoteMeta, Source
from notes_kb.loading.note_meta import iso_date
from notes_kb.loading.recap_blocks import Draft, Shape
from notes_kb.loading.recap_lines import Line, stripped

_LONGEST_TITLE = 160
"""Columns."""
_HEAD = 12
"""Lines behind the title among which the meta lines are."""

_META = re.compile(
    r"(?P<key>原文链接|原文地址|本文链接|原文|来源|出处|作者|撰文|整理|编辑|日期|时间|"
    r"发布时间|发布日期|发表于|发布于|更新时间|标签|文章标签|"
    r"author|written by|by|source|original|link|url|published|posted|date|updated|tags)"
    r" ?[:：] ?(?P<value>\S.{0,300})",
    re.I,
)
_DATE = re.compile(
    r"(?:发布于|发表于|已于|于|published|posted|updated)?[ ]?(?:on )?"
    r"(?P<y>[12][0-9]{3})[-/.年][ ]?(?P<m>[0-9]{1,2})[-/.月][ ]?(?P<d>[0-9]{1,2})日?"
    r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?[ ]?(?:发布|修改|更新)?",
    re.I,
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_ENGLISH_DATE = re.compile(
    r"(?:published |posted |updated )?(?:on )?(?:(?P<m1>[a-z]{3,9})\.? (?P<d1>[0-9]{1,2})"
    r"|(?P<d2>[0-9]{1,2}) (?P<m2>[a-z]{3,9})\.?),? (?P<y>[12][0-9]{3})",
    re.I,
)
_URL = re.compile(r"https?://[!-~]+")


def find_title(drafts: Sequence[Draft]) -> int:
    """Count the leading drafts that are the title: 0 for none, 2 where it stands twice."""
    if not drafts:
        return 0
    first = drafts[0]
    if first.shape is Shape.HASH:
        titled = first.level == 1
    elif first.shape in {Shape.PLAIN, Shape.BOLD, Shape.NUMBERED}:
        titled = _is_titular(first, drafts)
    else:
        titled = False
    if not titled:
        return 0
    again = len(drafts) > 1 and drafts[1].text == first.text
    return 2 if again else 1


def _is_titular(first: Draft, drafts: Sequence[Draft]) -> bool:
    """A line that is no sentence, no label and no first numbered heading."""
    line = first.lines[0]
    if first.shape is Shape.NUMBERED:
        return False
    if len(drafts) > 1 and not drafts[1].lines[0].after_blank and line.width > 90:
        return False
    return (
        line.width <= _LONGEST_TITLE
        and not line.text.endswith(("。", "；", ";", "，", ",", "：", ":"))
        and not (line.text.endswith(".") and line.width > 60)
        and read_meta(line) is None
    )


def find_meta(
    drafts: Sequence[Draft], dropped: Sequence[str] = ()
) -> tuple[frozenset[int], NoteMeta]:
    """Find the lines behind the title that say who, when and where, up to the first heading.

    What the platform's own lines say about the source counts where the text says nothing.
    """
    rows: set[int] = set()
    facts: dict[str, str] = {}
    for n, draft in enumerate(drafts[:_HEAD]):
        if draft.shape is Shape.HASH:
            break
        found = read_meta(draft.lines[0]) if draft.shape in {Shape.PLAIN, Shape.QUOTE} else None
        if found is not None:
            rows.add(n)
            facts = found | facts
    for raw in dropped:
        match = _META.fullmatch(stripped(raw))
        if match is not None and (url := _URL.search(match["value"])):
            facts.setdefault("url", url[0])
    return frozenset(rows), _meta(facts)


def read_meta(line: Line) -> dict[str, str] | None:
    """Read one such line into facts: ``author``, ``url``, ``title``, ``date``."""
    text = line.text
    if day := _whole_date(text):
        return {"date": day}
    match = _META.fullmatch(text)
    if match is None:
        return None
    value = match["value"].strip()
    if url := _URL.search(value):
        return {"url": url[0]}
    if day := _any_date(value):
        return {"date": day}
    name, longest = _fact(match["key"].lower())
    if not name or len(value) > longest:
        return None
    return {name: value}


def _fact(key: str) -> tuple[str, int]:
    """Tell which fact a label announces, and how long it may be before it is a sentence."""
    if key in {"作者", "撰文", "整理", "编辑", "author", "by", "written by"}:
        return "author", 60
    if key in {"来源", "出处", "source", "原文", "original"}:
        return "title", 100
    return ("tags", 120) if key in {"标签", "文章标签", "tags"} else ("", 0)


def _whole_date(text: str) -> str:
    if match := _DATE.fullmatch(text):
        return iso_date(f"{match['y']}-{match['m']}-{match['d']}")
    return _english_date(text)


def _any_date(text: str) -> str:
    if match := _DATE.match(text):
        return iso_date(f"{match['y']}-{match['m']}-{match['d']}")
    return _english_date(text)


def _english_date(text: str) -> str:
    match = _ENGLISH_DATE.fullmatch(text)
    if match is None:
        return ""
    name = (match["m1"] or match["m2"]).lower()[:3]
    if name not in _MONTHS:
        return ""
    day = match["d1"] or match["d2"]
    return iso_date(f"{match['y']}-{_MONTHS.index(name) + 1}-{day}")


def _meta(facts: dict[str, str]) -> NoteMeta:
    source = None
    if facts.keys() & {"url", "author", "title"}:
        url = facts.get("url", "")
        source = Source(
            title=facts.get("title", "") or url, url=url, author=facts.get("author", "")
        )
    tags = tuple(dict.fromkeys(re.split(r"[,，、;； #]+", facts.get("tags", "").strip("# "))))
    return NoteMeta(
        date=facts.get("date", ""), source=source, tags=tuple(tag for tag in tags if tag)
    )
