"""Notes that speak of the same things."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

COMMON = 50
"""A concept in more notes than this says little about any two of them."""


def related_notes(
    concepts: Mapping[str, Sequence[str]], limit: int
) -> Mapping[str, tuple[str, ...]]:
    """Give each note the notes that share the rarest concepts with it, best first.

    `concepts` maps note ids to the concepts they mention, with repetition. The
    score is the sum of the shared concepts' inverse document frequencies; ties go
    by id. Concepts in more than `COMMON` notes are left out where there are more
    notes than that, which keeps the cost linear in the number of notes.
    """
    holders: dict[str, list[str]] = {}
    for note, mentioned in concepts.items():
        for concept in dict.fromkeys(mentioned):
            holders.setdefault(concept, []).append(note)
    scores: dict[str, Counter[str]] = {note: Counter() for note in concepts}
    for notes in holders.values():
        if len(notes) > COMMON:
            continue
        weight = math.log(1 + len(concepts) / len(notes))
        for note in notes:
            for other in notes:
                if other != note:
                    scores[note][other] += weight  # type: ignore[assignment]
    return {
        note: tuple(sorted(found, key=lambda other: (-round(found[other], 6), other))[:limit])
        for note, found in scores.items()
    }
