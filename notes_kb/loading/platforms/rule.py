"""A rule: the vocabulary of one part that a platform puts round its articles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from notes_kb.loading.rows import Row

LONGEST = 400
"""Characters of the longest line that a platform writes itself."""

NO_POINT = r"(?![•·*-] )"
"""What no item of a list begins with."""
AMOUNT = r"[¥￥]? ?[0-9]{1,8}(?:\.[0-9]{1,2})?"
"""Money."""
COUNT = r"[0-9][0-9,.]{0,9} ?(?:k|w|m|万|千)?\+?"
"""A counter: 12, 1,234, 1.2k, 3 万, 10万+."""
DATE = (
    r"[12][0-9]{3} ?[-/.年] ?[0-9]{1,2} ?[-/.月] ?[0-9]{1,2} ?日?"
    r"(?:[ T]{0,2}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"
)
"""A day, with or without a time."""
ENGLISH_DATE = r"(?:[a-z]{3,9} [0-9]{1,2}(?:, [12][0-9]{3})?|[0-9]{1,3} ?(?:days?|hours?|d|h) ago)"
"""Feb 3, 2025; 2 days ago."""


class Place(StrEnum):
    """Where a part stands."""

    HEAD = "head"
    """Before the text: first, or behind the title."""
    TAIL = "tail"
    """Behind the text, up to the end."""
    TOP = "top"
    """A directive for the platform's own renderer, alone on its line, among the first lines."""


@dataclass(frozen=True, kw_only=True)
class Cue:
    """What one kind of row looks like. Case does not matter."""

    written: str
    """The pattern of the whole row, Markdown marks taken off. Its groups say what the row tells
    of the origin: ``author``, ``account`` (the publication), ``names`` (the one and then the
    other), ``day``."""
    address: str = ""
    """The pattern of the beginning of the address that one of its links leads to, where that
    matters."""
    whole: bool = False
    """Whether the row is nothing but links."""
    mark: str = ""
    """What the line begins with, emphasis and escapes taken off: ``>>``."""

    text: re.Pattern[str] = field(init=False, compare=False, repr=False)
    target: re.Pattern[str] | None = field(init=False, compare=False, repr=False)

    def __getattr__(self, name: str) -> re.Pattern[str] | None:
        """Compile a pattern where it is first asked for.

        A process that parses needs few of hundreds: most rows fit none, as one pattern tells.
        """
        if name not in {"text", "target"}:
            raise AttributeError(name)
        written = self.written if name == "text" else self.address
        found = re.compile(written, re.IGNORECASE) if written or name == "text" else None
        self.__dict__[name] = found
        return found

    def fits(self, row: Row) -> bool:
        """Tell whether a row is of this kind."""
        if len(row.text) > LONGEST or not self.text.fullmatch(row.text):
            return False
        if not row.begins_with(self.mark):
            return False
        if self.whole and not row.linked:
            return False
        return self.target is None or any(self.target.match(link.target) for link in row.links)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a part is made of.

    A part is taken only as a whole: it reaches the document's edge, and enough different
    rows of its vocabulary stand in it that nobody but the platform can have written them.
    """

    name: str
    """In kebab case; the ledger shows it."""
    place: Place
    strong: tuple[Cue, ...]
    """Rows that only this platform writes."""
    weak: tuple[Cue, ...] = ()
    """Rows that belong to it but could stand elsewhere."""
    opening: tuple[Cue, ...] = ()
    """The weak rows that may stand between the article and the part's strong rows."""
    inner: tuple[Cue, ...] = ()
    """Rows that may stand between known ones, but count for nothing and open nothing."""
    cards: tuple[Cue, ...] = ()
    """Rows that end a card: a picture, a name and a line about it stand above them."""
    lists: tuple[Cue, ...] = ()
    """Rows that head a list of other articles; with several of them below, short rows that
    nobody knows may stand between the list and the part."""
    listed: tuple[Cue, ...] = ()
    """The rows of such a list."""
    need_strong: int = 2
    """How many different strong rows must be there."""
    need: int = 3
    """How many different rows, strong or weak, must be there."""
    authored: bool = False
    """Whether authors write it, not a platform: then a sentence that is not known ends it."""
    links: bool = False
    """Whether rows that are nothing but links belong to it: lists of other articles."""
    plain: bool = False
    """Whether no item of a list belongs to it: an author may list such words."""
    source: bool = False
    """Whether its rows say where the text comes from."""
    authors: bool = False
    """Whether a short row of it that is not known is an author's name."""
    account: bool = False
    """Whether the last of several such names is the publication's."""


def cues(*patterns: str) -> tuple[Cue, ...]:
    """Make cues of whole-row patterns; case does not matter."""
    return tuple(Cue(written=pattern) for pattern in patterns)


def link_cue(pattern: str, target: str, *, whole: bool = False) -> Cue:
    """Make a cue of a whole-row pattern and the address that a link of the row leads to.

    Where the cue is `whole`, the row is nothing but links.
    """
    return Cue(written=pattern, address=target, whole=whole)


def marked_cue(mark: str, pattern: str) -> Cue:
    """Make a cue of the marks that a line begins with, and of what may follow them."""
    return Cue(written=pattern, mark=mark)


def find_cue(kinds: tuple[Cue, ...], row: Row) -> int:
    """Give the number of the cue that a row fits, or -1."""
    return next((n for n, cue in enumerate(kinds) if cue.fits(row)), -1)
