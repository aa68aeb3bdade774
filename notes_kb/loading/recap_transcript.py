"""Transcripts: labels of speakers with the place in the recording beside them.

Programs that write down what is said put a time to each turn: 发言人 1 00:12, Ana (1:02:03),
[00:12] Ana: …. Here stands what the times tell; `recap_turns` asks who speaks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from notes_kb.loading.recap_blocks import Draft, Shape, written
from notes_kb.loading.speaker_labels import Label, read_label, read_timed_label

_SHAPES = frozenset({Shape.PLAIN, Shape.BOLD})
_FEWEST = 3
"""Turns of the shortest transcript."""
_TIMES = 2
"""Times that a label without a time comes at least, where it names who speaks."""
_FEWEST_ROWS = 2
"""Rows of a paragraph that holds more than one turn."""
_IN_ORDER = 0.9
"""The share of turns at least that are not earlier than the one before: recordings are joined."""
_FASTEST = 40.0
"""Characters a second that nobody speaks: numbers of verses are counted like times."""
_COME_BACK = 0.5
"""The share of turns at least whose speaker speaks again; what stands in a programme does not."""


def find_timed_labels(drafts: Sequence[Draft]) -> dict[int, Label]:
    """Find the labels with a time that may be those of a transcript: in order, and coming back."""
    labels = {
        n: label
        for n, draft in enumerate(drafts)
        if draft.shape in _SHAPES and (label := read_timed_label(written(draft))) is not None
    }
    if len(labels) < _FEWEST:
        return {}
    others = Counter(label.key for draft in drafts if (label := _plain_label(draft)) is not None)
    labels = {
        n: label for n, label in labels.items() if label.text or _says(drafts, labels, n, others)
    }
    return labels if _is_transcript(list(labels.values())) else {}


def turns_among(rows: Sequence[str]) -> frozenset[int]:
    """Find the rows of one paragraph that begin with such a label, where the first one does."""
    if len(rows) < _FEWEST_ROWS or read_timed_label(rows[0]) is None:
        return frozenset()
    return frozenset(n for n, row in enumerate(rows) if read_timed_label(row) is not None)


def _says(
    drafts: Sequence[Draft], labels: Mapping[int, Label], n: int, others: Mapping[str, int]
) -> bool:
    """Tell whether something that may be said stands below a label, and no other label."""
    if n + 1 >= len(drafts) or drafts[n + 1].shape not in _SHAPES or n + 1 in labels:
        return False
    below = read_label(written(drafts[n + 1]))
    return below is None or others[below.key] < _TIMES


def _plain_label(draft: Draft) -> Label | None:
    return read_label(written(draft)) if draft.shape in _SHAPES else None


def _is_transcript(labels: Sequence[Label]) -> bool:
    if len(labels) < _FEWEST:
        return False
    at = [label.at or 0.0 for label in labels]
    ordered = sum(a <= b for a, b in pairwise(at))
    times = Counter(label.key for label in labels)
    again = sum(count for count in times.values() if count > 1)
    return ordered >= _IN_ORDER * (len(at) - 1) and again >= _COME_BACK * len(labels)


def is_too_fast(labels: Sequence[Label], said: Sequence[str]) -> bool:
    """Tell whether most texts are longer than anybody could say until the next one begins."""
    spans = [(b.at or 0.0) - (a.at or 0.0) for a, b in pairwise(labels)]
    fast = sum(len(text) > _FASTEST * (span + 1) for text, span in zip(said, spans, strict=False))
    return fast * 2 > len(spans)
