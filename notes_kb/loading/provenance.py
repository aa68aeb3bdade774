"""Rows that say who wrote a text, when it appeared and where.

They are lines with a label (作者：, Published:, via:), sentences (本文来自…), and what
clippers write: the host as a link, and the author behind it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

from notes_kb.domain.note import NoteMeta, Source
from notes_kb.languages import LANGUAGES
from notes_kb.loading.author_names import bare_author, split_account
from notes_kb.loading.note_dates import NAMED_DAY, iso_date, named_day
from notes_kb.loading.platforms.sites import (
    ACCOUNTS,
    ACCOUNTS_NAME,
    cut_host,
    host_of,
    is_own_name,
    site_name,
)
from notes_kb.loading.recap_lines import fits
from notes_kb.loading.rows import Row

ANALYST, CREDIT_HEADING = "analyst-licence", "credit-heading"
"""The rules, in the ledger, of rows that leave the text because they tell who made it."""
_HEAD = 14
"""Rows, the title among them, among which credits are looked for."""
_LABELLED = 40
"""Rows among which a label that says which day it is has the day on the row below."""
_TAIL = 60
"""Rows at the end, link definitions among them, among which credits are looked for."""
_JOINT = "、"
"""What stands between the names of several authors."""
_BETWEEN = 6
"""Rows between two analysts that name their reports."""
_LAST = 4
"""Rows at the end, one of which may say the day."""
_LAST_AUTHOR = 14
"""Rows at the end, one of which may name the author."""
_BYLINE = 4
"""Rows among which a clipper's line stands."""
_BARE_LABEL = 2
"""Characters of a label that says of nothing which day it is: 日期."""
_FEWEST = 2
"""Lines of the shortest block of credits at the end."""

_CREDITS = tuple(language.credits for language in LANGUAGES)
_FACTS: Mapping[str, tuple[str, int]] = {
    label: fact
    for one in _CREDITS
    for labels, fact in (
        (one.author, ("author", 60)),
        (one.contributor, ("contributor", 120)),
        (one.source, ("title", 100)),
        (one.tags, ("tags", 120)),
        (one.event, ("event", 80)),
        (one.link, ("", 0)),
        (one.date, ("", 0)),
    )
    for label in labels
}
"""Which fact a label announces, and how long it may be before it is a sentence."""


def _either(words: Iterable[str]) -> str:
    """Give alternatives, the longest first."""
    return "|".join(sorted(dict.fromkeys(w for w in words if w), key=len, reverse=True))


def _all(groups: Iterable[tuple[str, ...]]) -> str:
    return _either(word for group in groups for word in group)


_KEY = rf"(?:(?:{_either(_FACTS)})[ ]?[、&/][ ]?){{0,3}}(?P<key>{_either(_FACTS)})"
_MARK = f"[:：|/{''.join(one.label_marks for one in _CREDITS)}]"
_META = re.compile(rf"[【\[]?{_KEY}[】\]]?[ ]?(?P<mark>{_MARK})[ ]?(?P<value>\S.{{0,300}})", re.I)
_NEXT = re.compile(rf"[ ，,；;|｜]{{1,3}}(?:{_either(_FACTS)})[ ]?{_MARK}", re.I)
"""The next label on the same line."""
_LONGEST_NAME = 40
"""Columns of the names behind the label of a credit."""
_LONGEST_SHOWN = 16
"""Columns of a name that a clipper shows alone; a longer one is glued to what it says of itself."""
_LONGEST_ORIGIN = 24
"""Columns of the longest name of an account that a text was taken from."""
_NO_ORIGIN = re.compile(r"[^\w ·&.-]")
"""What stands in the title of a text, and in no name of an account."""
_LONGEST_NAMES = 64
"""Characters of the names in a clipper's line."""
_LONGEST_BYLINE = 160
"""Characters of the longest line of a clipper; what a page counts may stand behind the day."""
_STATEMENTS = tuple(re.compile(text, re.I) for one in _CREDITS for text in one.statements)
_INNER_AUTHOR = re.compile(
    rf"[，,；; ](?:{_all(one.author for one in _CREDITS)})[ ]?[:：][ ]?"
    r"(?P<name>[^，,。；;]{1,40})"
)
_ADDRESS_LABELS = frozenset(
    word
    for one in _CREDITS
    for word in one.link
    if len(word) > _BARE_LABEL + 1 and (" " in word or not word.isascii())
)
"""Labels of addresses that nobody takes for another word, alone as they may stand."""
_BEFORE = _all(one.before_date for one in _CREDITS)
_YEAR, _MONTH, _DAY = (
    "".join(dict.fromkeys(one.date_units[n] for one in _CREDITS)) for n in range(3)
)
_DAY_WRITTEN = (
    rf"(?P<y>[12][0-9]{{3}})[ ]?[-/.{_YEAR}][ ]?(?P<m>[0-9]{{1,2}})[ ]?[-/.{_MONTH}][ ]?"
    rf"(?P<d>[0-9]{{1,2}})(?:[ ]?[{_DAY}])?(?:[ T][0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?)?"
)
_UNTIL = rf"(?:[-–—~～]|{_all(one.until for one in _CREDITS)})"
_LAST_DAY = (
    rf"(?:(?:[12][0-9]{{3}}[ ]?[-/.{_YEAR}][ ]?)?[0-9]{{1,2}}[ ]?[-/.{_MONTH}][ ]?)?"
    rf"[0-9]{{1,2}}(?:[ ]?[{_DAY}])?"
)
"""The last of several days, of which the first one counts."""
_DATE = re.compile(
    rf"(?:{_BEFORE})?[ ]?(?:on )?{_DAY_WRITTEN}(?:[ ]?{_UNTIL}[ ]?{_LAST_DAY})?[ ]?"
    rf"(?:{_all(one.after_date for one in _CREDITS)})?",
    re.I,
)
_FIRST_DAY = re.compile(rf"(?:{_BEFORE})[ ]?{_DAY_WRITTEN}")
"""When a text appeared first, within a sentence about its origin."""
_SET_DAY = re.compile(
    rf"[*_][ ]?[12][0-9]{{3}}[ ]?[-/.{_YEAR}][^*_\n]{{1,20}}[0-9]:[0-9]{{2}}[ ]?[*_]"
)
"""A day and an hour in emphasis, as a page sets them behind a name, and no title has them."""
_REPRINTS = tuple(
    re.compile(text.replace("<day>", _DAY_WRITTEN), re.I)
    for one in _CREDITS
    for text in one.reprints
)
_LICENSED = tuple(re.compile(text, re.I) for one in _CREDITS for text in one.licensed)
_ABOVE_CREDITS = frozenset(word for one in _CREDITS for word in one.above_credits)
_ACCOUNT_NAMES = tuple(re.compile(text) for one in _CREDITS for text in one.accounts)
_INTRODUCTIONS = tuple(re.compile(text) for one in _CREDITS for text in one.introductions)
PLACE = _all(one.places for one in _CREDITS)
"""A region, as a platform shows it beside a day."""
_DAY_ANYWHERE = re.compile(_DAY_WRITTEN)
_SPACED = re.compile(
    rf"(?P<first>(?:{_all(one.first_hand for one in _CREDITS)}) )?"
    r"(?P<names>\S?[^\n]{1,80}?) {2,9}"
    rf"{_DAY_WRITTEN}(?<=:[0-9]{{2}}) {{0,9}}"
)
"""Names, and a day with an hour, set apart by several blanks, as a tool lays out a page's head."""
_MOST_SPACED = 2
"""Names that such a line has: an author and an account."""
_OF_ACCOUNTS = re.compile(r"//(?:mmbiz\.qpic\.cn|mp\.weixin\.qq\.com)/")
"""Addresses in pages of that platform: of its pictures, and of other pages there."""
_DATE_WORDS = tuple(w for one in _CREDITS for w in (*one.date, *one.before_date) if w)
_DAY_LABELS = frozenset(w for one in _CREDITS for w in one.date if len(w) > _BARE_LABEL)
_DATED = re.compile(
    rf"(?P<name>[^，。,:：|]{{1,30}}?)(?:[ ]?[·|｜,，]?[ ]|·){_DAY_WRITTEN}(?:[ ](?:{PLACE}))?"
)
"""A name and a day, and perhaps a region: what a page shows below its title."""
_NAMED_DATE = re.compile(
    rf"(?:(?:{_BEFORE}) )?(?:on )?{NAMED_DAY}(?:,? (?:at )?[0-9]{{1,2}}:[0-9]{{2}}(?: ?[ap]m)?)?",
    re.I,
)
_BY = re.compile(
    rf"(?i:{_all(one.before_author for one in _CREDITS)}) "
    r"(?P<name>[A-Z][\w.'’-]{0,30}(?: [\w.'’-]{1,30}){0,4}?)"
    r"(?:[ ]?(?:,|\||·|on|-|–)[ ]?(?P<rest>.{4,40}))?"
)
_REPORTED = re.compile(
    rf"(?P<name>[^，。：:,.!?！？]{{1,24}}?) (?:{_all(one.reports_from for one in _CREDITS)})"
    r" [^\s，。：:,.!?！？]{1,10}"
)
"""A name, and the place that somebody reports from."""
_SIGNED = re.compile(r"[—–-]{2,8} ?(?P<names>@[\w.-]{2,30}(?: ?[&＆,，、] ?@?[\w.-]{2,30}){0,4})")
"""Names of accounts behind a dash, alone on a line."""
_BEHIND_NAME = re.compile(r"[,，;；]")
"""What stands between an author and what else a line says."""
_PUNCTUATED = re.compile(r"[，。！？；：!?;]")
_SENTENCE = re.compile(r"[。！？!?]")
_URL = re.compile(r"https?://[!-~]+")
_SAYS = re.compile(_all(one.no_names for one in _CREDITS))
"""What makes a sentence of the words behind a host."""
_COMMENT = re.compile(r"\[#\]: ?(?P<key>[a-z]{2,20}): ?(?P<value>.{0,1000})", re.I)
"""A line of metadata that is written as a link definition, so that no page shows it."""
_UNDERLINES = "-= \t"
"""What the lines are made of that end a paragraph by making a heading of it, and rules."""
_COMMENT_KEYS = {"via": "url", "author": "author", "subject": "title"}
_PROPERTY = re.compile(r"(?P<key>[A-Za-z][\w-]{0,30}):: ?(?P<value>.{0,400})")
"""A property of a page, as Logseq and Dataview have them."""
_PROPERTY_KEYS = {
    "title": "name", "source": "url", "url": "url", "link": "url", "author": "author",
    "authors": "author", "published": "date", "date": "date", "tags": "tags", "event": "event",
}  # fmt: skip
_PAGE_WORDS = re.compile("|".join(text for one in _CREDITS for text in one.page_words), re.I)
"""What a page shows beside an author's name."""


Facts = dict[str, str]
"""What a row says: ``name`` (of the note), ``date``, ``event``, ``tags``, and of the source
``title``, ``url``, ``author``, ``account``, ``contributor``; ``titled`` where nothing tells the
title, ``host`` of a page without an address, ``statement`` for a whole sentence.

``account`` is the publication on a site with many; ``shown`` is the one name that a clipper
shows of a page on such a site, which is the author's or the account's; ``origin`` is where the
page took its text from."""


# What tools write


def find_tool_rows(rows: Sequence[Row]) -> dict[int, Facts]:
    """Find rows that tools wrote, by number: all that they say is metadata."""
    return dict(_tool_rows(rows))


def _tool_rows(rows: Sequence[Row]) -> Iterator[tuple[int, Facts]]:
    last = 0
    for n, row in enumerate(rows[: _HEAD * 2]):
        # In code, or behind another line of its paragraph, it is the author's text.
        above = rows[n - 1] if n and rows[n - 1].number == row.number - 1 else None
        within = above and last != above.number and above.raw.strip(_UNDERLINES) != ""
        tool = _COMMENT.match(row.raw) or (n < _HEAD and _PROPERTY.fullmatch(row.text))
        if tool and (row.opaque or within):
            continue
        if match := tool:
            last = row.number
            keys = _COMMENT_KEYS if match.re is _COMMENT else _PROPERTY_KEYS
            yield row.number, _fact(keys.get(match["key"].lower(), ""), match["value"])
        elif (byline := _byline_at(rows, n)) is not None:
            yield row.number, byline


def _byline_at(rows: Sequence[Row], n: int) -> Facts | None:
    if n < _BYLINE and (byline := read_byline(rows[n])) is not None:
        return byline
    alone = n == 1 and _stands_alone(rows, n)
    if (alone or (n == 1 and rows[0].heading)) and (byline := _read_spaced_byline(rows)):
        return byline
    return _read_bare_byline(rows, n) if alone else None


def _stands_alone(rows: Sequence[Row], n: int) -> bool:
    """Tell a paragraph of one line below a title, however that is marked."""
    above, below = rows[n - 1], rows[n + 1 : n + 2]
    return rows[n].number > above.last + 1 and all(b.number > rows[n].number + 1 for b in below)


def _fact(name: str, written: str) -> Facts:
    """Take a value out of the quotes or parentheses that a tool puts round it."""
    value = written.strip()
    for opening, closing in (("(", ")"), ('"', '"'), ("[[", "]]")):
        if value.startswith(opening) and value.endswith(closing):
            value = value[len(opening) : -len(closing)].strip()
    if name == "url":
        match = _URL.search(value)
        return {"url": match[0]} if match else {}
    if name == "date":
        value = leading_date(value)
    if name == "author":
        value = _URL.sub("", value).strip()
    return {name: value} if name and value else {}


def read_byline(row: Row) -> Facts | None:
    """Read a clipper's line: the host as a link to the page, and the author behind it."""
    if not row.links or len(row.text) > _LONGEST_BYLINE:
        return None
    link = row.links[0]
    named = _DAY_ANYWHERE.split(row.text[len(link.text) :], maxsplit=1)[0]
    if (
        not link.text
        or len(named) > _LONGEST_NAMES
        or not row.text.startswith(link.text)
        or not _names_host(link.text, link.target)
        or _is_prose(row.text[len(link.text) :])
    ):
        return None
    said = _behind_host(row.text[len(link.text) :], link.text)
    return {"url": link.target} | ({} if "title" in said else {"titled": "yes"}) | said


def _read_bare_byline(rows: Sequence[Row], n: int) -> Facts | None:
    """Read a clipper's line in a copy, which has no links: the host, and the author glued to it."""
    row = rows[n]
    others = (one.text for one in rows[n + 1 :] if "://" in one.raw)
    cut = None if row.opaque or row.links else cut_host(row.text, others)
    if cut is None:
        return None
    host, behind, certain = cut
    if _PUNCTUATED.search(behind) or _says(_named(behind), certain=certain):
        return None
    named = _said(title=site_name(host), host=host.removeprefix("www."))
    return named | _behind_host(behind, host)


def _read_spaced_byline(rows: Sequence[Row]) -> Facts | None:
    """Read the names, set apart by several blanks, that stand before a day and an hour.

    A platform of accounts names the author first, then the account; where the author is nobody
    else, the first may be missing. Its pictures, or the mark of an original, show the platform.
    """
    row = rows[1]
    match = None if row.opaque or row.links or row.pictured else _SPACED.fullmatch(row.raw)
    names = [*dict.fromkeys(match["names"].split("  "))] if match else []
    names = [name.strip() for name in names if name.strip()]
    if match is None or not 0 < len(names) <= _MOST_SPACED or _PUNCTUATED.search(match["names"]):
        return None
    host = ACCOUNTS if any(_OF_ACCOUNTS.search(one.raw) for one in rows) else ""
    if not (host or match["first"]):
        return None  # Two places and an hour look the same.
    account, author = names[-1], names[0]
    return _dated(match) | _said(author=author, title=account, account=account, host=host)


def _says(names: str, *, certain: bool) -> bool:
    """Tell a sentence from names; those behind a `certain` host may hold the same words."""
    if not certain:
        return _SAYS.search(names) is not None
    return " " not in names and _SAYS.match(names) is not None


def _behind_host(behind: str, host: str) -> Facts:
    """Read what a clipper's line shows behind the host: names and a day."""
    day = _DAY_ANYWHERE.search(behind)
    facts = _dated(day) if day else {}
    words = _named(behind).split()
    if host == ACCOUNTS:
        author, account = split_account(words)
        shown = author if not account and (len(words) == 1 or author != " ".join(words)) else ""
        return facts | _said(author=author, title=account, account=account or author, shown=shown)
    author = " ".join(dict.fromkeys(words))
    if is_own_name(author, host):
        return facts | {"title": site_name(host) or author}
    one = site_name(host) and len(words) == 1 and fits(author, _LONGEST_SHOWN)
    return facts | _said(author=author, shown=author if one else "")


def _named(behind: str) -> str:
    """Give the names behind a host, without the day and what a page shows beside them."""
    if day := _DAY_ANYWHERE.search(behind):
        behind = behind[: day.start()]
    behind = _PAGE_WORDS.split(behind, maxsplit=1)[0] or _PAGE_WORDS.sub(" ", behind)
    return behind.strip(" ·|©-+")


def _said(**facts: str) -> Facts:
    """Give the facts that say something."""
    return {name: value for name, value in facts.items() if value}


def _is_prose(behind: str) -> bool:
    """Tell a sentence that begins with a link from a name, and from what a page shows beside it.

    Clippers set no blank behind the link, so that behind one only a plain name may stand.
    """
    return behind.endswith(("。", "？")) or (behind[:1] == " " and bool(_PUNCTUATED.search(behind)))


def _dated(match: re.Match[str]) -> Facts:
    day = iso_date(f"{match['y']}-{match['m']}-{match['d']}")
    return {"date": day} if day else {}


def _names_host(text: str, target: str) -> bool:
    try:
        return text.casefold() in {urlsplit(target).hostname, urlsplit(target).netloc}
    except ValueError:
        return False


# What people write


def find_credits(rows: Sequence[Row], *, titled: bool = False) -> dict[int, Facts]:
    """Find rows that people wrote above the first heading and at the end, by number.

    They stay in the text. The first may be the title, unless that is known (`titled`).
    """
    addresses: dict[int, Facts] = {}
    labelled = find_labelled_addresses(rows)
    for label, below in labelled:
        # A list of originals names none.
        addresses |= {
            label.number: {},
            below.number: {"url": below.text} if len(labelled) == 1 else {},
        }
    return {
        **_head_credits(rows, titled=titled),
        **_labelled_day(rows),
        **_last_day(rows),
        **_tail_credits(rows),
        **addresses,
        **_reprint(rows),
        **_bare_address(rows, titled=titled),  # What a label says counts first.
    }


def _bare_address(rows: Sequence[Row], *, titled: bool) -> dict[int, Facts]:
    """Find an address that stands alone right below the title: so people share pages.

    Several are a list of links.
    """
    first = 0 if titled else 1
    row = rows[first] if len(rows) > first + 1 else None
    if row is None or row.opaque or row.heading or not _URL.fullmatch(row.text):
        return {}
    others = rows[first + 1 : first + _HEAD]
    several = any(_URL.fullmatch(other.text) for other in others if not other.opaque)
    return {} if several else {row.number: {"url": row.text}}


def find_labelled_addresses(rows: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Find the rows near the end that label the original's address alone, with the one below."""
    near = [row for row in rows[-_TAIL:] if row.speaks]
    return [
        (label, below)
        for label, below in pairwise(near)
        if is_address_label(label.text) and not below.opaque and _URL.fullmatch(below.text)
    ]


def is_address_label(text: str) -> bool:
    """Tell the label of the original's address, alone: it heads nothing."""
    return len(text) <= _LONGEST_NAME and text.strip(":： ").casefold() in _ADDRESS_LABELS


def _head_credits(rows: Sequence[Row], *, titled: bool) -> dict[int, Facts]:
    """Find the credits above the first heading, by the number of their row."""
    found: dict[int, Facts] = {}
    pictured = False
    for n, row in enumerate(rows[:_HEAD]):
        if n and row.heading:
            break
        facts = None
        if not row.opaque and not row.pictured:
            facts = _linked_credit(row) or read_credit(row.text, titular=not (n or titled))
            facts = facts or (_described_host(row) if n == 1 and _stands_alone(rows, n) else None)
        below = n or titled or _SET_DAY.search(row.raw)
        if below and n < _BYLINE and facts is None and not row.opaque:
            facts = _read_author(row.text)
        if n and facts is None and not row.opaque and (reported := _REPORTED.fullmatch(row.text)):
            facts = {"author": reported["name"]}
        if facts is not None and not (pictured and "title" in facts):
            found[row.number] = facts
        pictured = row.pictured
    return found


def _described_host(row: Row) -> Facts | None:
    """Read a clipper's line with a sentence about the author glued to the host of a known site."""
    link = row.links[0] if len(row.links) == 1 else None
    if link is None or not row.text.startswith(link.text) or row.text[len(link.text) :][:1] in " ":
        return None
    known = _names_host(link.text, link.target) and site_name(link.text)
    return {"url": link.target, "titled": "yes"} if known else None


def _labelled_day(rows: Sequence[Row]) -> dict[int, Facts]:
    """Find the day on the row below its label, before the first heading: 分享日期：."""
    for n, row in enumerate(rows[1:_LABELLED], 1):
        if row.heading:
            break
        day = "" if row.opaque else _whole_date(row.text)
        if day and rows[n - 1].text.rstrip(":： ") in _DAY_LABELS and not rows[n - 1].opaque:
            return {row.number: {"date": day}}
    return {}


def _reprint(rows: Sequence[Row]) -> dict[int, Facts]:
    """Find the sentence near the end that says when the text appeared first."""
    for row in rows[-_TAIL:]:
        match = None if row.opaque else _reprinted(row.text)
        if match and (facts := _dated(match)):
            return {row.number: facts | {"title": match["source"]}}
    return {}


def find_licensed(rows: Sequence[Row]) -> dict[int, Facts]:
    """Find the analysts near the end, each with a licence; the first row gives all their names.

    A report of reports has those of each below its title.
    """
    names: dict[int, str] = {}
    left = _TAIL
    for row in reversed(rows):
        text = "" if row.opaque else row.text
        match = next((match for one in _LICENSED if (match := one.fullmatch(text))), None)
        if match is not None:
            names[row.number] = match["name"].replace(" ", "")
        left = _BETWEEN if match is not None else left - 1
        if not left:
            break
    found: dict[int, Facts] = {number: {} for number in names}
    if names:
        told = _JOINT.join(dict.fromkeys(reversed(names.values())))
        found[min(names)] = {"author": told}
    return found


def find_credit_headings(rows: Sequence[Row], credits: Collection[int]) -> set[int]:
    """Find the names of sections right above credits, in the second half, by their row: Source."""
    found: set[int] = set()
    above = False
    for row in reversed(rows[max(1, len(rows) // 2) :]):
        if row.number in credits:
            above = True
        elif row.speaks:
            # One with hashes is the author's own.
            named = above and not (row.opaque or row.heading)
            above = named and row.text.casefold().strip(":： ") in _ABOVE_CREDITS
            found |= {row.number} if above else set()
    return found


def _last_day(rows: Sequence[Row]) -> dict[int, Facts]:
    """Find the day that ends the text, or stands behind its label a few rows before the end."""
    last = [row for row in rows[-_TAIL:] if row.speaks and not row.defines][-_LAST:]
    for n, row in enumerate(reversed(last)):
        day = "" if row.opaque or row.heading else _told_day(row.text, alone=not n)
        if day:
            return {row.number: {"date": day}}
    return {}


def _told_day(text: str, *, alone: bool) -> str:
    match = _META.fullmatch(text)
    if match is not None:
        return leading_date(match["value"].strip()) if match["key"] in _DAY_LABELS else ""
    return _whole_date(text) if alone else ""


def _reprinted(text: str) -> re.Match[str] | None:
    return next((match for one in _REPRINTS if (match := one.fullmatch(text))), None)


def _tail_credits(rows: Sequence[Row]) -> dict[int, Facts]:
    """Find a block of several credits that ends the text; link definitions may follow."""
    found: dict[int, Facts] = {}
    for row in rows[: -_TAIL - 1 : -1]:
        if row.defines or not row.speaks:
            continue
        facts = None if row.opaque else read_credit(row.text)
        if facts is None:
            break
        found[row.number] = facts
    alone = len(found) < _FEWEST and not any("statement" in facts for facts in found.values())
    return {} if alone else found


def find_tail_author(rows: Sequence[Row]) -> dict[int, Facts]:
    """Find the one row near the end of a clip that names the author behind a label."""
    found: dict[int, Facts] = {}
    for row in [row for row in rows[-_TAIL:] if row.speaks and not row.defines][-_LAST_AUTHOR:]:
        match = None if row.opaque or row.heading else _META.fullmatch(row.text)
        if match is None or _FACTS[match["key"].lower()][0] != "author":
            continue
        name = _BEHIND_NAME.split(match["value"].strip(), maxsplit=1)[0].strip()
        if name and fits(name, _LONGEST_NAME) and not _SENTENCE.search(name):
            found[row.number] = {"author": name}
    return found if len(found) == 1 else {}


def read_credit(text: str, *, titular: bool = False) -> Facts | None:
    """Read a row with a label, or a day alone, or a sentence about the origin.

    Where the row may be a title (`titular`), only a colon makes a label.
    """
    if day := _whole_date(text):
        return {"date": day}
    for statement in _STATEMENTS:
        if said := statement.fullmatch(text):
            return _statement_facts(said)
    match = _META.fullmatch(text)
    if match is None or (titular and match["mark"] not in ":："):
        return None
    return _labelled_facts(match)


def _linked_credit(row: Row) -> Facts | None:
    """Read a label of an address behind which the title of the page stands as its link."""
    match = _META.fullmatch(row.text)
    if match is None or len(row.links) != 1 or _FACTS[match["key"].lower()][0]:
        return None
    link = row.links[0]
    if link.text != match["value"].strip() or not _URL.match(link.target):
        return None
    return {"url": link.target} | ({} if _URL.match(link.text) else {"title": link.text})


def is_credit(text: str) -> bool:
    """Tell a row that names in a few words who made a text, or where it is from: 作者｜林某."""
    match = _META.fullmatch(text)
    return match is not None and fits(match["value"], _LONGEST_NAME)


def _labelled_facts(match: re.Match[str]) -> Facts | None:
    value = match["value"].strip()
    if url := _URL.search(value):
        return {"url": url[0]}
    if day := leading_date(value):
        return {"date": day}
    name, longest = _FACTS[match["key"].lower()]
    if following := _NEXT.search(value):
        value = value[: following.start()]
    if not name or len(value) > longest or _SENTENCE.search(value):
        return None
    return _origin(value) if name == "title" else {name: value}


def _origin(value: str) -> Facts:
    """Read where a page took its text from: an account, or what else the label names."""
    account = next((m["account"] for one in _ACCOUNT_NAMES if (m := one.fullmatch(value))), value)
    short = fits(account, _LONGEST_ORIGIN) and not _NO_ORIGIN.search(account)
    return {"title": account} | ({"origin": account} if short else {})


def _statement_facts(match: re.Match[str]) -> Facts:
    facts = {"statement": match[0]}
    source = (match.groupdict().get("source") or "").strip()
    if day := _FIRST_DAY.search(match[0]):
        facts |= _dated(day)
    if source and not leading_date(source):
        facts |= _origin(source)
    if author := _INNER_AUTHOR.search(match[0]):
        facts["author"] = author["name"].strip()
    return facts


def _read_author(text: str) -> Facts | None:
    """Read a name and a day, or a name behind ``By``, below the title."""
    if match := _BY.fullmatch(text):
        day = leading_date(match["rest"] or "")
        return {"author": match["name"]} | ({"date": day} if day else {})
    match = _DATED.fullmatch(text)
    if match is None or match["name"].rstrip().endswith(_DATE_WORDS):
        return None
    day = iso_date(f"{match['y']}-{match['m']}-{match['d']}")
    return {"author": match["name"].strip(), "date": day} if day else None


def find_introduction(rows: Sequence[Row]) -> Facts:
    """Find the line at the head in which authors say who they are, or sign what stands above.

    It is text like any other.
    """
    for n, row in enumerate(rows[:_LABELLED]):
        if row.opaque or row.pictured or row.raw.lstrip().startswith(">"):
            continue
        for pattern in _INTRODUCTIONS if n < _HEAD else ():
            if match := pattern.fullmatch(row.text):
                return {"author": match["name"]}
        if signed := _SIGNED.fullmatch(row.text):
            return {"author": signed["names"].replace("@", "")}
    return {}


def read_source(row: Row) -> Facts:
    """Read a dropped row of a part about the source: its label, else where it leads."""
    if (facts := read_credit(row.text)) is not None:
        return facts
    if row.links:
        return {"url": row.links[-1].target, "titled": "yes"}
    match = _URL.search(row.text)
    return {"url": match[0]} if match else {}


# Dates


def _whole_date(text: str) -> str:
    if match := _DATE.fullmatch(text):
        return iso_date(f"{match['y']}-{match['m']}-{match['d']}")
    return _named_date(text)


def leading_date(text: str) -> str:
    """Give the date that a text begins with, in ISO 8601; empty where it begins with none."""
    if match := _DATE.match(text):
        return iso_date(f"{match['y']}-{match['m']}-{match['d']}")
    return _named_date(text)


def is_whole_date(text: str) -> bool:
    """Tell a line that is a day and nothing else."""
    return bool(_whole_date(text))


def _named_date(text: str) -> str:
    match = _NAMED_DATE.fullmatch(text)
    return named_day(match) if match else ""


def _tidy(one: Facts, told: Facts) -> Facts:
    """Give facts with the bare names of authors; a title that was told is not the note's."""
    tidy = {name: value for name, value in one.items() if name not in {"author", "titled"}}
    tidy |= _said(author=bare_author(one.get("author", "")))
    return tidy | ({"titled": "yes"} if "titled" in one and "title" not in told else {})


def _of_account(source: Source, facts: Facts) -> Source:
    """Name the account that a page belongs to, or was taken from, beside its site and its author.

    On a site of accounts alone it stands for the site.
    """
    site = site_name(host_of(source.url) or facts.get("host", ""))
    shown = bare_author(facts.get("shown", ""))
    if source.title not in {"", site, ACCOUNTS_NAME}:
        return source
    account = bare_author(facts.get("account", ""))
    if account:
        own = account != (source.author or account) or account == shown
        return replace(source, title=account) if own else source
    account = next((one for one in (facts.get("origin", ""), shown) if one), "")
    if not account:
        return source
    author = source.author or account
    another = account.casefold() not in author.casefold() and author not in account
    title = f"{site} · {account}" if site and another else source.title
    return replace(source, title=title, author=author)


def gather(found: Sequence[Facts]) -> NoteMeta:
    """Put facts together; what comes first counts, what comes later fills gaps.

    An account is the author of its pages where nobody else is, and their publication.
    """
    facts: Facts = {}
    for one in found:
        facts = _tidy(one, facts) | facts
    source = None
    if facts.keys() & {"url", "author", "title", "host"}:
        url = facts.get("url", "")
        title = "" if "titled" in facts else facts.get("title", "") or facts.get("host", "")
        source = _of_account(Source(title=title, url=url, author=facts.get("author", "")), facts)
    tags = tuple(dict.fromkeys(re.split(r"[,，、;； #]+", facts.get("tags", "").strip("# "))))
    return NoteMeta(
        title=facts.get("name", ""),
        date=facts.get("date", ""),
        event=facts.get("event", ""),
        source=source,
        tags=tuple(tag for tag in tags if tag),
    )
