"""What an engine answered, and what it cost."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.search.query import Query


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one query."""

    query: Query
    places: tuple[str, ...]
    """Places of pages under the site's root, the best first."""
    milliseconds: float
    """From typing to the first results."""
    error: str = ""
    again: float | None = None
    """Milliseconds of the same query, asked again: nothing needs to be fetched then."""


@dataclass(slots=True)
class Costs:
    """What a reader downloads and waits for."""

    before: int = 0
    """Bytes of the search that a page fetches before anyone opens it."""
    ready: list[int] = field(default_factory=list)
    """Bytes until the search is ready, of several cold starts."""
    first: list[int] = field(default_factory=list)
    """Bytes with the first results, of the same starts."""
    ready_requests: list[int] = field(default_factory=list)
    """Requests until the search is ready, of the same starts."""
    first_requests: list[int] = field(default_factory=list)
    """Requests with the first results."""
    rounds: list[int] = field(default_factory=list)
    """Round trips from typing to the first results, counted under Node only."""
    ready_ms: list[float] = field(default_factory=list)
    """Milliseconds until it is ready, on a connection of 10 Mbit/s and 60 ms."""
    first_ms: list[float] = field(default_factory=list)
    """Milliseconds from typing to results then."""
    heap_ready: int = 0
    """Bytes of JavaScript memory once ready, less those of a blank page."""
    heap_after: int = 0
    """The same after all queries."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that was measured of one engine."""

    engine: str
    build_seconds: float
    index_bytes: int
    answers: tuple[Answer, ...]
    costs: Costs
    skipped: int = 0
    """Queries that were not asked because their set had used up its time."""
