"""The head of a paste: its title, and the lines that say who, when and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from notes_kb.domain.note import NoteMeta, Source
from notes_kb.languages import LANGUAGES
from notes_kb.languages.numbering import Style
from notes_kb.loading.note_meta import iso_date
from notes_kb.loading.recap_blocks import Draft, Shape
from notes_kb.loading.recap_lines import Line, stripped

_LONGEST_TITLE = 160
"""Columns."""
_HEAD = 12
"""Lines behind the title among which the meta lines are."""

_CREDITS = tuple(language.credits for language in LANGUAGES)
_FACTS: Mapping[str, tuple[str, int]] = {
    label: fact
    for one in _CREDITS
    for labels, fact in (
        (one.author, ("author", 60)),
        (one.source, ("title", 100)),
        (one.tags, ("tags", 120)),
        (one.link, ("", 0)),
        (one.date, ("", 0)),
    )
    for label in labels
}
"""Which fact a label announces, and how long it may be before it is a sentence."""

_META = re.compile(rf"(?P<key>{'|'.join(_FACTS)}) ?[:：] ?(?P<value>\S.{{0,300}})", re.I)


def _either(groups: Iterable[tuple[str, ...]]) -> str:
    return "|".join(dict.fromkeys(word for group in groups for word in group if word))


_BEFORE = _either(one.before_date for one in _CREDITS)
_YEAR, _MONTH, _DAY = (
    "".join(dict.fromkeys(one.date_units[n] for one in _CREDITS)) for n in range(3)
)
_DATE = re.compile(
    rf"(?:{_BEFORE})?[ ]?(?:on )?"
    rf"(?P<y>[12][0-9]{{3}})[-/.{_YEAR}][ ]?(?P<m>[0-9]{{1,2}})[-/.{_MONTH}][ ]?"
    rf"(?P<d>[0-9]{{1,2}})[{_DAY}]?(?:[ T][0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?)?[ ]?"
    rf"(?:{_either(one.after_date for one in _CREDITS)})?",
    re.I,
)
_MONTHS = next(one.months for one in _CREDITS if one.months)
_NAMED_DATE = re.compile(
    rf"(?:(?:{_BEFORE}) )?(?:on )?(?:(?P<m1>[a-z]{{3,9}})\.? (?P<d1>[0-9]{{1,2}})"
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
    if first.shape is Shape.NUMBERED and not _is_only_chapter(first, drafts):
        return False
    if len(drafts) > 1 and not drafts[1].lines[0].after_blank and line.width > 90:
        return False
    return (
        line.width <= _LONGEST_TITLE
        and not line.text.endswith(("。", "；", ";", "，", ",", "：", ":"))
        and not (line.text.endswith(".") and line.width > 60)
        and read_meta(line) is None
    )


def _is_only_chapter(first: Draft, drafts: Sequence[Draft]) -> bool:
    """Tell the title of a chapter that was copied alone: no other line counts chapters."""
    numbering = first.numbering
    if numbering is None or numbering.style not in {Style.PART, Style.CHAPTER}:
        return False
    others = (draft.numbering for draft in drafts[1:] if draft.numbering is not None)
    return all(other.style is not numbering.style for other in others)


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
    name, longest = _FACTS[match["key"].lower()]
    if not name or len(value) > longest:
        return None
    return {name: value}


def _whole_date(text: str) -> str:
    if match := _DATE.fullmatch(text):
        return iso_date(f"{match['y']}-{match['m']}-{match['d']}")
    return _named_date(text)


def _any_date(text: str) -> str:
    if match := _DATE.match(text):
        return iso_date(f"{match['y']}-{match['m']}-{match['d']}")
    return _named_date(text)


def _named_date(text: str) -> str:
    match = _NAMED_DATE.fullmatch(text)
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
