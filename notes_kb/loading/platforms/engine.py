"""Finds the platform parts at both ends of a text.

Each row is evidence for a part, or against it, or neither. A part is the run of rows
from the document's edge whose evidence sums up highest: the method by which maximal
scoring segments are found in sequences (Ruzzo and Tompa 1999), for segments that begin
at an edge.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache, lru_cache
from itertools import chain

from notes_kb.loading.platforms.banners import RULE as BANNER
from notes_kb.loading.platforms.banners import count_banner
from notes_kb.loading.platforms.buttons import RULE as BUTTON
from notes_kb.loading.platforms.buttons import find_buttons
from notes_kb.loading.platforms.bylines import read_account, read_byline, read_label
from notes_kb.loading.platforms.cards import RULE as CARD
from notes_kb.loading.platforms.cards import (
    find_cards,
    find_copied_cards,
    find_copied_list,
    is_wechat,
)
from notes_kb.loading.platforms.comments import RULE as COMMENTS
from notes_kb.loading.platforms.comments import find_comments
from notes_kb.loading.platforms.contents import RULE as CONTENTS
from notes_kb.loading.platforms.contents import find_contents
from notes_kb.loading.platforms.decks import RULE as DECKS
from notes_kb.loading.platforms.decks import find_decks
from notes_kb.loading.platforms.japanese import ZENN, ZENN_HEAD, ZENN_TAIL
from notes_kb.loading.platforms.note_foot import RULE as FOOT
from notes_kb.loading.platforms.note_foot import find_foot
from notes_kb.loading.platforms.notices import RULE as NOTICE
from notes_kb.loading.platforms.notices import find_head_notice, find_notice
from notes_kb.loading.platforms.own_cards import RULE as OWN_CARD
from notes_kb.loading.platforms.own_cards import find_own_card
from notes_kb.loading.platforms.packs import RULES
from notes_kb.loading.platforms.paywalls import BYLINE, find_account, find_paywall
from notes_kb.loading.platforms.paywalls import RULE as PAYWALL
from notes_kb.loading.platforms.related import RULE as RELATED
from notes_kb.loading.platforms.related import find_related
from notes_kb.loading.platforms.repeats import (
    ORIGIN_AGAIN,
    SITE_HEADING,
    TITLE_AGAIN,
    behind_title,
    find_origin_again,
    find_site_heading,
    find_title_again,
    find_title_below,
    find_told_title,
)
from notes_kb.loading.platforms.rule import COUNT, LONGEST, Cue, Place, Rule, find_cue
from notes_kb.loading.platforms.sites import host_of
from notes_kb.loading.platforms.talks import count_questions
from notes_kb.loading.platforms.wechat import ACCOUNT, BYLINE_ALONE, LABELS_BELOW, is_byline
from notes_kb.loading.platforms.wechat import ARTICLES as OTHERS
from notes_kb.loading.platforms.widgets import RULE as WIDGET
from notes_kb.loading.platforms.widgets import find_widgets
from notes_kb.loading.provenance import Facts, find_labelled_addresses, read_credit
from notes_kb.loading.rows import Row

_AT = {place: tuple(rule for rule in RULES if rule.place is place) for place in Place}
"""The rules by the place of their parts."""
_TOP = 40
"""Rows among which a renderer's directive is looked for."""
_LONGEST = 600
"""Rows of the longest part."""
_SILENT = 40
"""Rows at the edge, none of which is known, behind which a part is no longer looked for."""
_LEAD = 5
"""Rows between the strong row that stands furthest in and a row that opens the part."""
_EDGE = 5
"""Rows at each edge of what is kept that are looked at for what a platform may have written."""
_BESIDE = 4
"""Rows beside a part that was taken that are looked at for what may belong to it."""
_COUNTER = re.compile(COUNT)
_ITEM = re.compile(r"[ \t]{0,9}[-*+][ \t]")
_DIGITS = re.compile(r"[0-9]{1,6}")
_LIKES = 2
"""Counters of a page of Zenn's: likes and comments."""
_CARD, _ABOUT = 4, 160
"""Rows of a card above its last one, and the characters of the longest of them."""
_OF_ACCOUNTS = frozenset({CARD, ACCOUNT.name})
LABEL_BELOW = "wechat-label-below"
"""The rule of a label that is the last of a text."""
_FEWEST_LISTED = 3
"""Rows of the shortest list of other articles that short unknown rows may follow."""
_ROUNDS = 8
"""Parts that may follow each other at one end."""

_STRONG, _WEAK, _AGAIN = 4, 2, 1
"""What a known row is worth: a strong one, a weak one, a strong one that came before."""
_NAME, _PHRASE, _SENTENCE = 40, 120, 400
"""Characters of the longest unknown row of each kind; what is longer is a paragraph."""
_COSTS = {_NAME: 1, _PHRASE: 4, _SENTENCE: 7}
_PARAGRAPH = 10
_REMARK = 16
"""Characters of the longest sentence that is no statement: 祝大家新年快乐！"""
_ENDS = ("。", "！", "？", "；", "：", ".", "!", "?", ":")
_DEBT = -3
"""The sum below which no part can be: rows that nothing speaks for stand at the edge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Rows that a platform wrote."""

    rule: str
    rows: tuple[Row, ...]
    """In the order of the file."""
    source: bool = False
    """Whether they say where the text comes from."""
    said: Facts = field(default_factory=dict)
    """What they say of the author, the publication and the day."""
    labelled: Facts = field(default_factory=dict)
    """The author or the account that one of them names as such."""


def find_parts(
    rows: Sequence[Row],
    address: str = "",
    title: str = "",
    *,
    of_account: bool = False,
    account: str = "",
    byline: int = 0,
) -> tuple[tuple[Part, ...], list[Row]]:
    """Find the heads and tails that known platforms put round an article, and what is left.

    Args:
        rows: All rows of the document, in order.
        address: Where a tool says that the text comes from, or empty.
        title: The title that a tool gives the text beside it, or empty.
        of_account: Whether the rows are a copy of an account's page, without links.
        account: The name of the account that a tool gives, or empty.
        byline: The line on which a tool does so; 0 for none.
    """
    for row in chain.from_iterable(find_labelled_addresses(rows)):
        row.credited = True
    own = account if of_account or is_wechat(address) else ""
    parts = [Part(rule=BUTTON, rows=(row,)) for row in find_buttons(rows)]
    left = _without(rows, parts)
    parts += _take(left, find_told_title(left, title), TITLE_AGAIN)
    if (site := find_site_heading(left, title, address)) is not None:
        left.remove(site)
        said = {"title": site.text.strip("# ")}
        parts.append(Part(rule=SITE_HEADING, rows=(site,), said=said))
    parts += _find_lists_below(left, of_account)
    widgets = [left[slice(*at)] for at in find_widgets(left)]
    parts += [Part(rule=DECKS, rows=tuple(left[slice(*at)])) for at in find_decks(left, address)]
    left = _without(left, parts)
    if is_wechat(address) and left and is_byline(left[0]):
        parts.append(_part([left.pop(0)], BYLINE_ALONE))
    parts += _take_tails(left, address, own)
    if cards := [part for card in widgets if (part := _what_is_left(card, left))]:
        left = _without(left, cards)
        parts += [*cards, *_take_tails(left, address, own)]
    if (label := _find_label_below(left)) is not None:
        parts.append(Part(rule=LABEL_BELOW, rows=(left.pop(label),)))
    parts += _take_heads(left)
    below = next((n for n, row in enumerate(left[:2]) if row.number > byline > 0), len(left))
    if length := count_banner(left[below : below + 3], address, account):
        parts.append(Part(rule=BANNER, rows=tuple(left[below : below + length])))
        del left[below : below + length]
    parts += _find_likes(left, address)
    parts += [*_find_likes_again(left, parts), *_take_account(left, address)]
    if is_wechat(address):
        parts += [Part(rule=CARD, rows=tuple(left[slice(*card)])) for card in find_cards(left)]
        left = _without(left, parts)
    for start, end in () if address else find_copied_cards(rows):
        card = _without(rows[start:end], parts)
        parts += [Part(rule=CARD, rows=tuple(card))] if card else []
    left = _without(left, parts)
    parts += _take_tails(left, address, own)  # A card may have stood below one.
    if not address and _account_below(left, parts) and (others := find_copied_list(left)):
        parts.append(Part(rule=OTHERS.name, rows=tuple(left[others:])))
        del left[others:]
    parts += _take(left, find_title_again(left), TITLE_AGAIN)
    parts += _take(left, find_title_below(left, byline), TITLE_AGAIN)
    parts += _take(left, find_origin_again(left), ORIGIN_AGAIN)
    parts += _find_directives(left)
    left = _without(rows, parts)
    if (contents := find_contents(left)) is not None:
        parts.append(Part(rule=CONTENTS, rows=tuple(left[slice(*contents)])))
        del left[slice(*contents)]
    return tuple(parts), left


def _what_is_left(card: Sequence[Row], left: Sequence[Row]) -> Part | None:
    """Make a part of the rows of a card that no tail has taken, of which it may be evidence."""
    last = left[-1].number if left else 0
    rows = tuple(row for row in card if row.number <= last)
    return Part(rule=WIDGET, rows=rows) if rows else None


def _take(left: list[Row], again: Iterable[Row], rule: str) -> Iterator[Part]:
    """Take out rows that the page says twice, each by itself."""
    for row in again:
        left.remove(row)
        yield Part(rule=rule, rows=(row,))


def _take_heads(left: list[Row]) -> Iterator[Part]:
    """Take off one part after the other that stands below the title."""
    for _ in range(_ROUNDS):
        if (head := _find_head(left)) is not None:
            start, end, rule = head
            yield _part(left[start:end], rule)
        elif (notice := find_head_notice(left)) is not None:
            start, end = notice
            yield Part(rule=NOTICE, rows=tuple(left[start:end]))
        else:
            break
        del left[start:end]


def _take_tails(left: list[Row], address: str, account: str) -> Iterator[Part]:
    """Take off one part after the other that ends with the text."""
    whole = len(left)
    for _ in range(_ROUNDS):
        if (tail := _find_tail(left)) is not None:
            start, rule = tail
            start -= count_questions(left[:start], left[start:])
            yield _part(left[start:], rule)
        elif (foot := find_foot(left, address)) is not None:
            start = foot
            yield Part(rule=FOOT, rows=tuple(left[start:]))
        elif (wall := find_paywall(left)) is not None:
            start = wall
            yield Part(rule=PAYWALL, rows=tuple(left[start:]))
        elif (notice := find_notice(left)) is not None:
            start = notice
            own = (row for row in left[start:] if not row.defines and not _credits(row))
            yield Part(rule=NOTICE, rows=tuple(own))
        elif (card := find_own_card(left, account, below=len(left) < whole)) is not None:
            start = card
            own = (row for row in left[start:] if not row.defines and not _credits(row))
            yield Part(rule=OWN_CARD, rows=tuple(own))
        elif (others := find_related(left, address)) is not None:
            start = others
            own = (row for row in left[start:] if not row.defines and not _credits(row))
            yield Part(rule=RELATED, rows=tuple(own))
        else:
            break
        del left[start:]


def _take_account(left: list[Row], address: str) -> Iterator[Part]:
    """Take off the line of note.com that is its author's name."""
    start, end = find_account(left, address)
    if end > start:
        rows = tuple(left[start:end])
        del left[start:end]
        yield Part(rule=BYLINE, rows=rows, said={"author": rows[-1].text})


def _account_below(left: Sequence[Row], parts: Sequence[Part]) -> bool:
    """Tell whether an account's tail or card was taken below all that is left."""
    last = left[-1].number if left else 0
    return any(part.rule in _OF_ACCOUNTS and part.rows[0].number > last for part in parts)


def _find_lists_below(left: list[Row], of_account: bool) -> Iterator[Part]:
    """Take off the comments below an article, and the titles of others above them."""
    if (start := find_comments(left)) is not None:
        yield Part(rule=COMMENTS, rows=tuple(left[start:]))
        del left[start:]
    while of_account and (others := find_copied_list(left)):
        yield Part(rule=OTHERS.name, rows=tuple(left[others:]))
        del left[others:]


def _without(rows: Sequence[Row], parts: Sequence[Part]) -> list[Row]:
    gone = {row.number for part in parts for row in part.rows}
    return [row for row in rows if row.number not in gone]


def find_suspects(left: Sequence[Row], parts: Sequence[Part]) -> Iterator[tuple[Row, str]]:
    """Yield rows that stay though a platform may have written them, with the rule's name.

    They stand at the edges of what is left and only a platform writes such, or they adjoin
    a part that was taken and its vocabulary knows them. One such row proves nothing, so it
    stays: a person has to judge it. Each is told once, in the order of the file.

    Args:
        left: The rows that are left and say something.
        parts: What was taken.
    """
    edges = dict(_at_edges(left))
    beside = {row: rule for part in parts for row, rule in _beside(left, part)}
    told = beside | edges
    yield from sorted(told.items(), key=lambda pair: pair[0].number)


def _beside(left: Sequence[Row], part: Part) -> Iterator[tuple[Row, str]]:
    """Yield the rows right before a tail, or right behind a head, that its words may be about."""
    rule = next((rule for rule in RULES if rule.name == part.rule), None)
    if rule is None or rule.place is Place.TOP:
        return
    first, last = part.rows[0].number, part.rows[-1].number
    head = rule.place is Place.HEAD
    near = [row for row in left if (row.number > last if head else row.number < first)]
    near = near[:_BESIDE] if head else near[: -_BESIDE - 1 : -1]
    for row in near:
        known = _find_cue(rule.weak, row) >= 0 or _find_cue(rule.strong, row) >= 0
        if row.opaque or row.heading or not (known or (rule.links and row.linked)):
            return
        yield row, rule.name


def _at_edges(left: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    told: set[int] = set()
    edges = {Place.HEAD: left[:_EDGE], Place.TAIL: left[max(0, len(left) - _EDGE) :]}
    for place, rows in edges.items():
        for row in rows:
            if row.opaque or row.heading or row.number in told or not _is_known(row):
                continue
            for rule in _AT[place]:
                if not rule.authored and find_cue(rule.strong, row) >= 0:
                    told.add(row.number)
                    yield row, rule.name
                    break


def _part(rows: Iterable[Row], rule: Rule) -> Part:
    """Make a part of rows, without those in between that are not the platform's."""
    own = tuple(row for row in rows if not _stays(row, rule))
    return Part(
        rule=rule.name,
        rows=own,
        source=rule.source,
        said=read_byline(own, rule),
        labelled=read_label(own, rule) | read_account(own, rule),
    )


def _stays(row: Row, rule: Rule) -> bool:
    """Tell whether a row is kept within a part: definitions of links, and credits."""
    if row.defines or row.credited:
        return True
    known = (rule.strong, rule.weak, rule.inner)
    return _is_credit(row.text.lstrip("/> ")) and all(_find_cue(kind, row) < 0 for kind in known)


def _find_tail(rows: Sequence[Row]) -> tuple[int, Rule] | None:
    """Find the longest part that ends with the document."""
    if rows and _is_text(rows[-1]) and not rows[-1].linked and _least_cost(rows[-1]) > -_DEBT:
        return None  # As most texts end: no rule goes beyond such a row.
    best: tuple[int, Rule] | None = None
    upward = rows[: -_LONGEST - 1 : -1]
    for rule in _AT[Place.TAIL]:
        if length := _reach(upward, rule):
            start = len(rows) - length
            if best is None or start < best[0]:
                best = (start, rule)
    return best


def _find_label_below(rows: Sequence[Row]) -> int | None:
    """Find a label that stands last, with nothing but pictures below: it heads nothing."""
    n = next((n for n in range(len(rows) - 1, 0, -1) if rows[n].speaks), 0)
    if not n or rows[n].opaque or find_cue(LABELS_BELOW, rows[n]) < 0:
        return None
    within = rows[n - 1].number == rows[n].number - 1 and rows[n - 1].speaks
    return None if within else n


def _find_head(rows: Sequence[Row]) -> tuple[int, int, Rule] | None:
    """Find a part that begins with the document, or behind its title and its author's name."""
    behind = behind_title(rows)
    for start in dict.fromkeys((0, behind, 1, 2)):
        downward = rows[start : start + _LONGEST]
        text = bool(downward) and _is_text(downward[0])
        for rule in _AT[Place.HEAD]:
            below_subtitle = start == behind + 1 and rule.authors and not rule.account
            named = 0 < start <= behind or below_subtitle
            if text and not named and not (rule.links and downward[0].linked):
                continue  # A head begins with a known row.
            if length := _reach(downward, rule, named=named):
                end = start + length
                first = start - _has_picture_above(rows, start, rule)
                return first, end + _named_again(rows[start:end], rows[end:], rule), rule
    return None


def _has_picture_above(rows: Sequence[Row], start: int, rule: Rule) -> bool:
    """Tell whether a head begins with a card whose picture stands above it, behind the title."""
    card = any(_find_cue(rule.cards, row) >= 0 for row in rows[start + 1 : start + _CARD - 1])
    return card and start > 1 and rows[start - 1].pictured and not rows[start - 1].speaks


def _named_again(part: Sequence[Row], behind: Sequence[Row], rule: Rule) -> int:
    """Count the rows behind a head up to the last that is the name which the head gives.

    A card of the account that the text was taken from repeats its name below its picture.
    """
    said = read_byline(part, rule)
    names = {said[fact] for fact in ("author", "title") if fact in said}
    count = 0
    for n, row in enumerate(behind[:_CARD]):
        if row.speaks and (row.opaque or row.heading or row.text.strip(" .") not in names):
            break
        count = n + 1 if row.speaks else count
    return count


def _find_likes(left: list[Row], address: str) -> list[Part]:
    """Take the two counters off the head of a page of Zenn's, where the same end it."""
    above, below = left[:_LIKES], [row.text for row in left[-_LIKES:]]
    counters = all(_DIGITS.fullmatch(row.text) for row in above) and len(left) > 2 * _LIKES
    if not counters or host_of(address) != ZENN or [row.text for row in above] != below:
        return []
    del left[:_LIKES]
    return [Part(rule=ZENN_HEAD.name, rows=tuple(above))]


def _find_likes_again(left: list[Row], parts: Sequence[Part]) -> list[Part]:
    """Take the counters of a head of Zenn's off the end, where the page shows them again."""
    heads = [row for part in parts if part.rule == ZENN_HEAD.name for row in part.rows]
    counts = {match[0] for row in heads if (match := _DIGITS.match(row.text))}
    again: list[Row] = []
    while left and left[-1].text in counts:
        again.insert(0, left.pop())
    return [Part(rule=ZENN_TAIL.name, rows=tuple(again))] if again else []


class _Kind(Enum):
    UNKNOWN = auto()
    NEUTRAL = auto()
    WEAK = auto()
    STRONG = auto()


@dataclass(slots=True)
class _Evidence:
    """What the rows from the edge up to here say about a rule's part."""

    rule: Rule
    total: int = 0
    seen: set[tuple[_Kind, int]] = field(default_factory=set)
    opened: set[int] = field(default_factory=set)
    listed: int = 0
    """How many rows of a list of other articles came last."""
    named: bool = True
    """Whether the unknown rows since the innermost one are as short as names and slogans."""

    def take(self, row: Row) -> _Kind:
        """Add a row, and tell what it was."""
        kind, cue = self._classify(row)
        known = cue >= 0 and (kind, cue) in self.seen
        if kind is _Kind.STRONG:
            self.total += _AGAIN if known else _STRONG
            self.opened.clear()
        elif kind is _Kind.WEAK:
            self.total += 0 if known else _WEAK
        elif kind is _Kind.UNKNOWN:
            cost = _cost(row, self.rule)
            self.total -= cost
            self.named = self.named and cost == _COSTS[_NAME]
        if self.rule.listed and row.speaks:
            self.listed = self.listed + 1 if _find_cue(self.rule.listed, row) >= 0 else 0
        if kind is _Kind.STRONG or kind is _Kind.WEAK:
            self.seen.add((kind, cue))
        return kind

    def _classify(self, row: Row) -> tuple[_Kind, int]:
        if row.opaque or (self.rule.plain and _ITEM.match(row.raw)):
            return _Kind.UNKNOWN, -1
        if _is_text(row):
            listed = self.rule.links and row.linked
            return (_Kind.NEUTRAL if listed else _Kind.UNKNOWN), -1
        for kind, known in ((_Kind.STRONG, self.rule.strong), (_Kind.WEAK, self.rule.weak)):
            if (cue := _find_cue(known, row)) >= 0:
                return kind, cue
        neutral = (
            not row.speaks
            or row.defines
            or _credits(row)
            or (self.rule.links and row.linked)
            or _COUNTER.fullmatch(row.text)
            or _find_cue(self.rule.inner, row) >= 0
        )
        return (_Kind.NEUTRAL if neutral else _Kind.UNKNOWN), -1

    def opens(self, row: Row) -> bool:
        """Tell whether a weak row may open the part, each such row once."""
        cue = _find_cue(self.rule.opening, row)
        if cue < 0 or cue in self.opened:
            return False
        self.opened.add(cue)
        return True

    def heads_list(self, row: Row) -> bool:
        """Tell whether a row heads the list of other articles that was taken last."""
        full = self.listed >= _FEWEST_LISTED and self.named
        return full and _find_cue(self.rule.lists, row) >= 0

    @property
    def enough(self) -> bool:
        strong = sum(kind is _Kind.STRONG for kind, _ in self.seen)
        return strong >= self.rule.need_strong and len(self.seen) >= self.rule.need


@lru_cache(maxsize=1024)
def _is_text(row: Row) -> bool:
    """Tell whether a row is text to every rule that takes no links; every rule asks."""
    return not (
        _is_known(row)
        or not row.speaks
        or row.defines
        or _credits(row)
        or _COUNTER.fullmatch(row.text)
    )


def _find_cue(kinds: tuple[Cue, ...], row: Row) -> int:
    """Give the number of the cue that a row fits, or -1, without asking each for most rows."""
    return find_cue(kinds, row) if kinds and _is_known(row) else -1


def _is_known(row: Row) -> bool:
    """Tell whether a cue of any rule may fit a row."""
    return _may_be_known(row.text, bool(row.links), _is_marked(row))


@lru_cache(maxsize=1024)
def _may_be_known(text: str, linked: bool, marked: bool) -> bool:
    """Tell whether a cue of any rule may fit a row; every rule asks."""
    return len(text) <= LONGEST and _vocabulary(linked, marked).fullmatch(text) is not None


@cache
def _vocabulary(linked: bool, marked: bool) -> re.Pattern[str]:
    """Join the patterns of all rules; those that ask for links or marks only where a row has some.

    Two of them know any title: what is no link and has no mark need not be asked about.
    """
    return _joined(
        cue.written
        for cue in _all_cues()
        if (linked or not cue.address) and (marked or not cue.mark)
    )


def _is_marked(row: Row) -> bool:
    return row.begins_with(_marks())


@cache
def _marks() -> tuple[str, ...]:
    return tuple({cue.mark for cue in _all_cues() if cue.mark})


def _all_cues() -> Iterator[Cue]:
    for rule in RULES:
        for kind in (rule.strong, rule.weak, rule.opening, rule.inner, rule.cards):
            yield from kind


def _joined(patterns: Iterable[str]) -> re.Pattern[str]:
    unnamed = (re.sub(r"\(\?P<\w+>", "(?:", pattern) for pattern in dict.fromkeys(patterns))
    return re.compile("|".join(f"(?:{pattern})" for pattern in unnamed), re.IGNORECASE)


def _credits(row: Row) -> bool:
    return row.credited or _is_credit(row.text)


@lru_cache(maxsize=1024)
def _is_credit(text: str) -> bool:
    """Tell whether a row is one of credits; every rule asks."""
    return read_credit(text) is not None


def _cost(row: Row, rule: Rule) -> int:
    """Count what an unknown row says against a part: little for a name, much for prose."""
    if row.opaque or (rule.authored and row.text.endswith(_ENDS) and len(row.text) > _REMARK):
        return _PARAGRAPH
    return _least_cost(row)


def _least_cost(row: Row) -> int:
    """Count what an unknown row says against the part of a rule that knows least of it."""
    if len(row.text) <= _NAME and row.text.endswith(_ENDS):
        return _COSTS[_PHRASE]
    return next((cost for most, cost in _COSTS.items() if len(row.text) <= most), _PARAGRAPH)


def _reach(rows: Sequence[Row], rule: Rule, *, named: bool = False) -> int:
    """Count the leading rows that are the part; 0 where it is not there.

    A head begins with a known row, or with the author's name behind the title (`named`).
    The innermost row is strong, or one that opens the part and adjoins a strong one,
    because beyond it the article begins.
    """
    evidence = _Evidence(rule)
    length = edge = best = strangers = 0
    for n, row in enumerate(rows):
        if n < edge:
            continue
        if n >= _SILENT and not evidence.seen:
            break
        heads = evidence.heads_list(row)
        kind = evidence.take(row)
        if kind is _Kind.UNKNOWN:
            strangers = n + 1
            first = rule.place is Place.HEAD and not named and not evidence.seen
            if first or evidence.total < _DEBT:
                break
            continue
        if kind is _Kind.STRONG:
            inmost = evidence.total >= best
        else:
            near = (strangers <= edge or rule.place is Place.HEAD) and n - edge < _LEAD
            inmost = kind is _Kind.WEAK and near and evidence.opens(row)
        if inmost or heads:
            evidence.named = True
            edge, best = n + 1 + _card(rows, n, rule), evidence.total
            if evidence.enough:
                length = edge
    return length


def _card(rows: Sequence[Row], at: int, rule: Rule) -> int:
    """Count the rows above a row that ends a card: a picture, a name, a line about it."""
    if rule.place is not Place.TAIL or _find_cue(rule.cards, rows[at]) < 0:
        return 0
    for length in range(1, _CARD + 1):
        row = rows[at + length] if at + length < len(rows) else None
        if row is None or row.opaque or row.heading or len(row.text) > _ABOUT:
            return 0
        if row.pictured and not row.speaks:
            return length
    return 0


def _find_directives(rows: Sequence[Row]) -> list[Part]:
    return [
        _part([row], rule)
        for row in rows[:_TOP]
        if not row.opaque and _directives().fullmatch(row.text)
        for rule in _AT[Place.TOP]
        if find_cue(rule.strong, row) >= 0
    ]


@cache
def _directives() -> re.Pattern[str]:
    """Join the patterns of all directives."""
    return _joined(cue.written for rule in _AT[Place.TOP] for cue in rule.strong)
