"""What the rows of a platform's part say of the origin: author, publication, day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from notes_kb.loading.platforms.rule import Rule, find_cue
from notes_kb.loading.provenance import Facts, leading_date, read_credit
from notes_kb.loading.recap_lines import fits
from notes_kb.loading.rows import Row

_LONGEST_NAME = 40
"""Columns of the longest name that stands alone on a row."""
_NO_NAME = re.compile(r"[，。！？；：!?;:]|[A-Za-z]\.[A-Za-z]{2}|^[#@]|[0-9]{4}")
"""What no name holds: marks of sentences, an address, a tag, a year."""

_NEXT = re.compile("向上滑动看下一个")
"""The call of WeChat's own page above which it names the account."""


def read_byline(rows: Sequence[Row], rule: Rule) -> Facts:
    """Read who wrote a text, where it appeared and when.

    What a row is known to say counts more than names that stand alone on theirs.

    Args:
        rows: The rows of the part, in the order of the file.
        rule: The rule that took them.
    """
    said: Facts = {}
    named: Facts = {}
    alone: list[str] = []
    for row in rows:
        groups = _known(row, rule)
        if groups is not None:
            said = dict(_facts(groups, row.text)) | said
            named = _names_of_a_line(groups.get("names", "").strip(), row) | named
        elif rule.authors and _is_name(row):
            alone.append(row.text)
    people = _people(list(dict.fromkeys(alone)), account=rule.account)
    return people | named | said


def read_account(rows: Sequence[Row], rule: Rule) -> Facts:
    """Read the account whose name WeChat shows above the call to go on to its next article."""
    speaking = [row for row in rows if row.speaks]
    for name, call in pairwise(speaking):
        if _NEXT.fullmatch(call.text) and _is_name(name) and _known(name, rule) is None:
            return {"title": name.text, "account": name.text}
    return {}


def read_label(rows: Iterable[Row], rule: Rule) -> Facts:
    """Read the author whom a row names as such, rather than by where the name stands."""
    for row in rows:
        if author := (_known(row, rule) or {}).get("author", "").strip(" .·"):
            return {"author": author}
    return {}


def _known(row: Row, rule: Rule) -> dict[str, str] | None:
    """Give what the groups of a row's cue hold; None for a row that no cue knows."""
    if row.opaque:
        return None
    for kind in (rule.strong, rule.weak, rule.inner):
        if (n := find_cue(kind, row)) >= 0 and (match := kind[n].text.fullmatch(row.text)):
            return {name: text for name, text in match.groupdict().items() if text}
    return None


def _facts(groups: dict[str, str], text: str) -> Iterator[tuple[str, str]]:
    day = leading_date(groups.get("day", "")) or (read_credit(text) or {}).get("date", "")
    if day:
        yield "date", day
    for group, fact in (("author", "author"), ("account", "title")):
        if name := groups.get(group, "").strip(" .·"):
            yield fact, name


def _names_of_a_line(names: str, row: Row) -> Facts:
    """Cut the names of one line: a link is the account's, else the last word is.

    A name in Latin letters may have several words; where no other script tells them apart,
    nobody can.
    """
    account = next((link.text for link in reversed(row.links) if names.endswith(link.text)), "")
    if account:
        return _people([name for name in (names[: -len(account)].strip(), account) if name])
    words = names.split()
    first = len(words) - 1
    while first > 0 and words[first].isascii() and words[first - 1].isascii():
        first -= 1
    return _people([name for name in (" ".join(words[:first]), " ".join(words[first:])) if name])


def _people(names: Sequence[str], *, account: bool = True) -> Facts:
    if not names:
        return {}
    if account and len(names) > 1:
        return {"author": " ".join(names[:-1]), "title": names[-1]}
    return {"author": names[0]}


def _is_name(row: Row) -> bool:
    return (
        not row.opaque
        and not row.heading
        and row.speaks
        and any(c.isalpha() for c in row.text)
        and fits(row.text, _LONGEST_NAME)
        and not _NO_NAME.search(row.text)
        and read_credit(row.text) is None
    )
