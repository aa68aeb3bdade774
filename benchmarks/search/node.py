"""Our engine under Node: the same queries without a browser, for what a reader fetches."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from benchmarks.search.engines import OURS
from benchmarks.search.measure import REPEATED, WHOLE, cold_sample, place_of
from benchmarks.search.outcome import Answer, Costs, Outcome
from benchmarks.search.query import Query
from benchmarks.search.sites import Site
from notes_kb.search.assets import scripts
from notes_kb.search.node import NodeError, find_node

DRIVER = Path(__file__).with_name("node_driver.mjs")


class Node:
    """The engine's own scripts on the index of a folder; use it as a context manager."""

    def __init__(self, site: Path) -> None:
        self.index = site / OURS
        self.script = next(iter(sorted(self.index.glob("*/engine.js"))), None)

    @contextmanager
    def running(self) -> Iterator[Node]:
        """Start Node; raises `NodeError` where there is none, or no index."""
        node = find_node()
        if node is None or self.script is None:
            raise NodeError("there is no Node, or the site has no index of ours")
        command = [node, "--expose-gc", str(DRIVER), str(self.script), str(self.index)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        ) as process:
            assert process.stdin
            assert process.stdout
            self._to: IO[str] = process.stdin
            self._from: IO[str] = process.stdout
            yield self
            self._to.close()

    def ask(self, query: str, language: str, **wishes: bool) -> dict[str, Any]:
        """Ask one query; see the driver for what may be wished for."""
        self._to.write(json.dumps({"query": query, "language": language, **wishes}) + "\n")
        self._to.flush()
        answer: dict[str, Any] = json.loads(self._from.readline())
        return answer


def measure_under_node(site: Site, queries: Sequence[Query]) -> Outcome:
    """Ask all queries, and some of them from a cold start."""
    with Node(site.folder).running() as node:
        costs = _costs(node, queries)
        answers = tuple(_answer(node, query) for query in queries)
    return Outcome("ours", site.seconds, site.index_bytes, answers, costs)


def _answer(node: Node, query: Query) -> Answer:
    said = node.ask(
        query.text,
        query.language,
        rest=query.kind in WHOLE,
        again=query.kind in REPEATED,
    )
    unique = tuple(dict.fromkeys(map(place_of, said["places"])))
    return Answer(query, unique, said["ms"], said.get("error", ""), said.get("again"))


def _costs(node: Node, queries: Sequence[Query]) -> Costs:
    costs = Costs(before=_loaded_before())
    engine = len(_script("engine.js"))
    for query in cold_sample(queries):
        said = node.ask(query.text, query.language, cold=True)
        ready, spent = said["ready"], said["spent"]
        costs.ready.append(costs.before + engine + ready["bytes"])
        costs.first.append(costs.ready[-1] + spent["bytes"])
        costs.ready_requests.append(1 + ready["requests"])
        costs.first_requests.append(costs.ready_requests[-1] + spent["requests"])
        costs.rounds.append(spent["rounds"])
        costs.heap_ready = max(costs.heap_ready, int(said["heap"]))
    return costs


def _loaded_before() -> int:
    return sum(len(_script(name)) for name in ("worker.js", "dialog.js"))


def _script(name: str) -> bytes:
    """Give a script as hosts send it: gzipped."""
    import gzip  # noqa: PLC0415

    return gzip.compress(scripts()[1][name], 6, mtime=0)


def spread(values: Iterable[int]) -> str:
    """Say the middle and the most of some numbers."""
    ordered = sorted(values)
    return f"{ordered[len(ordered) // 2]} (most {ordered[-1]})" if ordered else "-"
