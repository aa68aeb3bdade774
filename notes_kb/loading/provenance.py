"""Lines that say who wrote a text, when it appeared and where: 作者：, Published, 原文链接：."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from notes_kb.domain.note import LedgerEntry, NoteMeta, Source
from notes_kb.domain.span import Lines
from notes_kb.languages import LANGUAGES
from notes_kb.loading.ledger import META
from notes_kb.loading.note_meta import iso_date
from notes_kb.loading.rows import Row

_HEAD = 14
"""Rows, the title among them, among which the lines of credits are."""

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


def find_credits(
    rows: Sequence[Row], dropped: Sequence[Row] = ()
) -> tuple[tuple[LedgerEntry, ...], NoteMeta]:
    """Find the lines above the first heading that say who, when and where.

    What the platform's own lines say about the source counts where the text says nothing.

    Args:
        rows: The rows of the text, without what was dropped.
        dropped: The rows of dropped parts that say where the text comes from.
    """
    claims: list[LedgerEntry] = []
    facts: dict[str, str] = {}
    for n, row in enumerate(rows[:_HEAD]):
        if row.opaque:
            continue
        if n and row.raw.lstrip().startswith("#"):
            break
        found = read_credit(row.text)
        if found is not None:
            claims.append(LedgerEntry(lines=Lines(row.number, row.number), role=META))
            facts = found | facts
    for row in dropped:
        facts |= (read_credit(row.text) or {}) | facts
    return tuple(claims), _meta(facts)


def read_credit(text: str) -> dict[str, str] | None:
    """Read one such line into facts: ``author``, ``url``, ``title``, ``date``."""
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
