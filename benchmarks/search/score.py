"""What the answers are worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from benchmarks.search.outcome import Answer, Outcome
from benchmarks.search.pages import Page
from benchmarks.search.query import Query

TOP = 10
MOST = 100
BY_TEXT = frozenset({"substrings", "spaced", "several", "typos", "forms"})
"""Sets whose queries are cut out of texts; the others ask for headings and pages."""


@dataclass(frozen=True, slots=True)
class Score:
    """The worth of one answer."""

    answer: Answer
    rank: int
    """Place of the first right page, from 1; 0 where there is none among the first hundred."""
    recall: float
    """Share of the right pages among the first hundred, of those that could be there."""
    precision: float
    """Share of the first ten that are right; 0 where there are none."""
    leading: float = 1.0
    """Share of right ones among as many first places as there are right pages, ten at most."""


class Truth:
    """Which pages answer, by the folder's own pages and by what an engine's site shows."""

    def __init__(self, pages: Sequence[Page], own: Sequence[Page]) -> None:
        self._pages = pages
        self._by_source = {page.source: page for page in pages}
        self._by_url = {page.url: page for page in own}
        self._url_of = {page.source: page.url for page in own}
        self._wholes: dict[str, Page] = {}
        self._wanted: dict[Query, frozenset[str]] = {}

    def wanted(self, query: Query) -> frozenset[str]:
        """Give the places, on the engine's site, of the folder's pages that answer.

        What is asked for by its text must stand on that site too: there, a folder's
        ``[[moe|experts]]`` is a link, or text.
        """
        if query not in self._wanted:
            self._wanted[query] = self._find_wanted(query)
        return self._wanted[query]

    def _find_wanted(self, query: Query) -> frozenset[str]:
        sources = (page.source for page in self._pages if query.answers(page))
        places = [self._url_of[source] for source in sources if source in self._url_of]
        if query.kind in BY_TEXT:
            places = [place for place in places if query.answers(self._whole(place))]
        return frozenset(places)

    def _whole(self, place: str) -> Page:
        """Give a page of the engine's site, with its code."""
        if place not in self._wholes:
            self._wholes[place] = self._by_url[place].with_inert()
        return self._wholes[place]

    def is_right(self, query: Query, url: str, wanted: frozenset[str]) -> bool:
        """Judge a result: by the page of the folder, or by all that the site's page holds."""
        accepts = query.accepts or query.answers
        return url in wanted or (url in self._by_url and accepts(self._whole(url)))

    def score(self, answer: Answer) -> Score:
        """Judge one answer."""
        wanted = self.wanted(answer.query)
        first = answer.places[:TOP]
        right = [self.is_right(answer.query, url, wanted) for url in first]
        rank = right.index(True) + 1 if True in right else 0
        found = len(wanted & set(answer.places[:MOST]))
        possible = min(len(wanted), MOST)
        precision = sum(right) / len(first) if first else 0.0
        places = min(len(wanted), TOP)
        leading = sum(right[:places]) / places if places else 1.0
        return Score(answer, rank, found / possible if possible else 1.0, precision, leading)


def scores_by_kind(outcome: Outcome, truth: Truth) -> Mapping[str, list[Score]]:
    """Judge all answers, set by set, to queries that a page of the engine's site answers.

    What is drawn from a notation that the site reads is not shown there.
    """
    found: dict[str, list[Score]] = {}
    for answer in outcome.answers:
        if answer.query.kind not in BY_TEXT or truth.wanted(answer.query):
            found.setdefault(answer.query.kind, []).append(truth.score(answer))
    return found


def mrr(scores: Iterable[Score]) -> float:
    """Mean of one over the place of the first right page, within the first ten."""
    return _mean(1 / s.rank if s.rank else 0.0 for s in scores)


def hit(scores: Iterable[Score]) -> float:
    """Share of queries with a right page among the first ten."""
    return _mean(float(s.rank > 0) for s in scores)


def recall(scores: Iterable[Score]) -> float:
    """Mean recall within the first hundred."""
    return _mean(s.recall for s in scores)


def precision(scores: Iterable[Score]) -> float:
    """Mean precision of the first ten; no results are worth nothing."""
    return _mean(s.precision for s in scores)


def leading(scores: Iterable[Score]) -> float:
    """Mean R-precision: whether the right pages come before all others, however many follow."""
    return _mean(s.leading for s in scores)


def zero(scores: Iterable[Score]) -> float:
    """Share of queries without any result."""
    return _mean(float(not s.answer.places) for s in scores)


def lost_again(scores: Iterable[Score]) -> float:
    """Headings of a hundred that typing finds and further typing loses."""
    found: set[str] = set()
    lost: set[str] = set()
    groups: set[str] = set()
    for score in scores:
        group = score.answer.query.group
        groups.add(group)
        if score.rank:
            found.add(group)
        elif group in found:
            lost.add(group)
    return 100 * len(lost) / len(groups) if groups else float("nan")


def quantile(values: Sequence[float], share: float) -> float:
    """Give the value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def middle(values: Sequence[float]) -> float:
    """Give the median, or nothing of nothing."""
    return median(values) if values else float("nan")


def _mean(values: Iterable[float]) -> float:
    kept = list(values)
    return fmean(kept) if kept else float("nan")
