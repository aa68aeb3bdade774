"""Verifying traces: results whose dependencies become known only while they are computed.

After Mokhov, Mitchell and Peyton Jones, "Build systems à la carte" (ICFP 2018), section 4.2.2.
A step asks questions while it runs ("what does [[moe]] resolve to?"). Its trace lists each question
with the digest of its answer. A later build takes the value if every question still has that
answer, and so need not know in advance what the step will ask.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from notes_kb.build.keys import Digests
from notes_kb.build.store import Store

MAX_TRACES = 4
"""Traces kept for one key, the newest first: an edit that is undone finds its value again."""

Question = Hashable
"""A small value that `notes_kb.build.keys.digest` accepts, such as ``("label", "moe", "zh")``."""

Ask = Callable[[Question], bytes]
"""Gives the digest of the present answer. It must answer every question, also about things that
no longer exist, and always the same within one search."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What one run of a step asked, and where its value stands."""

    answers: tuple[tuple[Question, bytes], ...]
    """(question, digest of its answer), in the order of asking."""
    value: bytes
    """Key of the value in the store."""

    def holds(self, ask: Ask) -> bool:
        """Whether each question still has its answer.

        Asks in the recorded order and stops at the first difference, since what was asked after
        it may have depended on it.
        """
        return all(ask(question) == answer for question, answer in self.answers)


class Traces:
    """Results in a store under keys that need not name all that the results depend on.

    The key covers what is known before a step runs (its text, options, versions), the questions
    cover the rest. The step must be a pure function of both.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, step: str, key: bytes, ask: Ask) -> bytes | None:
        """Give the name under which a step's valid value is stored, or None where it must run.

        The value is not read, and may have been pruned since.
        """
        data = self._store.get(_trace_step(step), key)
        known = _load(data) if data else ()
        answers = _Answers(ask)
        return next((trace.value for trace in known if trace.holds(answers)), None)

    def record(
        self, step: str, key: bytes, questions: Mapping[Question, bytes], value: bytes
    ) -> bytes:
        """Store what a step gave, with the digests of the answers it got, in the order of asking.

        Gives the name of the value in the store.

        Of two builds at once that record under one key, one trace may be lost, which costs a run.
        """
        answers = tuple(questions.items())
        trace = Trace(answers, Digests()(key, answers))
        known = self._store.get(_trace_step(step), key)
        others = [other for other in _load(known) if other != trace] if known else []
        newest = [(one.answers, one.value) for one in (trace, *others)[:MAX_TRACES]]
        self._store.put(step, trace.value, value)
        self._store.put(_trace_step(step), key, pickle.dumps(newest, 5))
        return trace.value


class _Answers:
    """Asks each question once."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[Question, bytes] = {}

    def __call__(self, question: Question) -> bytes:
        answer = self._known.get(question)
        if answer is None:
            answer = self._known[question] = self._ask(question)
        return answer


def _load(data: bytes) -> Sequence[Trace]:
    return [Trace(answers, value) for answers, value in pickle.loads(data)]


def _trace_step(step: str) -> str:
    return f"{step}?"
