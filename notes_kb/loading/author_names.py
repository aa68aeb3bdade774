"""Names of authors, as lines of credits and clippers give them.

What stands beside a name is no part of it: a label, a mark that says who wrote first, a
means of contact. Behind the author stands the account, where pages belong to one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from notes_kb.languages import LANGUAGES
from notes_kb.loading.platforms.sites import HOST

_CREDITS = tuple(language.credits for language in LANGUAGES)


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, dict.fromkeys(words)), key=len, reverse=True))


def _all(groups: Iterable[tuple[str, ...]]) -> str:
    return _either(word for group in groups for word in group)


_UNSEEN = re.compile("[\u200b-\u200d\u2060\ufeff\ue000-\uf8ff]|[(（]\\s*[)）]")
"""Joiners, symbols of a page's own font, and brackets that a lost link leaves."""
_EDGES = " ·|｜©-–+`，,、：:/"
"""Marks between names, which a copy leaves at their ends."""
_CONTACT = re.compile(
    rf"[ （(,，]\s{{0,3}}(?:{_all(one.contacts for one in _CREDITS)})\s?[:：].*$",
    re.I,
)
_FIRST_HAND = re.compile(rf"(?<=\S)[ ·|｜]*(?:{_all(one.first_hand for one in _CREDITS)})$", re.I)
_ROLE = re.compile(rf"\S{{0,20}}(?:{_all(one.roles for one in _CREDITS)})(?:[:：]\s?| )(?=\S)")
"""What an author is to whom, before the name: 某报记者 林某."""
_BY = re.compile(rf"(?:.{{1,20}} )?(?:{_all(one.before_author for one in _CREDITS)}) (?=\S)", re.I)
_GROUP = re.compile(r"[^:：，,、]{2,20}[:：]\s?(?=[^:：]{2,80}$)")
"""A group of people, before a colon and their names."""
_NO_NAMES = tuple(word for one in _CREDITS for word in one.no_names)
_SURNAMED = re.compile(
    rf"[{''.join(language.labels.surnames for language in LANGUAGES)}][^\W\d_a-zA-Z]{{1,2}}"
)


@cache
def bare_author(text: str) -> str:
    """Take labels, marks and means of contact off the names of authors; a host is no name."""
    name = _UNSEEN.sub("", text).strip(_EDGES)
    name = _FIRST_HAND.sub("", _CONTACT.sub("", name))
    for label in (_ROLE, _BY, _GROUP):
        match = label.match(name)
        name = name[match.end() :] if match else name
    name = name.strip(_EDGES)
    return "" if HOST.fullmatch(name) else name


def split_account(words: Sequence[str]) -> tuple[str, str]:
    """Cut what a clipper shows of a page that belongs to an account: the author, then that.

    A name in Latin letters may have several words, so that two of them are cut only where
    the same comes twice.

    Returns:
        The author, and the account; it is empty where it is the author, or nobody can tell.
    """
    for cut in range(1, len(words)):
        if "".join(words[:cut]).casefold() == "".join(words[cut:]).casefold():
            return " ".join(words[cut:]), ""
    first = max(len(words) - 1, 0)
    while first > 0 and words[first].isascii() and words[first - 1].isascii():
        first -= 1
    author, account = " ".join(words[:first]), " ".join(words[first:])
    if not first or all(map(_SURNAMED.fullmatch, words[first - 1 : first + 1])):
        return " ".join(words), ""
    named = any(c.isalnum() for c in author) and not author.endswith(_NO_NAMES)
    return (author, account) if named else (account, "")
