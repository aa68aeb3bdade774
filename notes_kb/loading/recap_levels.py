"""How the headings of a paste nest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from notes_kb.loading.recap_blocks import Draft, Shape

_BOLD_RANK = 50
"""Lines without a number stand inside every numbering."""
_SKIPPED = 2
"""Numbers that may be missing from a run."""


def set_levels(drafts: list[Draft], title: str) -> list[Draft]:
    """Give each heading its level: 2 for the outermost, one more for each one around it."""
    kinds = [_kind(d) for d in drafts if d.shape is Shape.HASH]
    inside = _Nesting([d for d in drafts if d.shape is Shape.HASH])
    levels: list[int] = []
    stack: list[int] = []
    for kind in kinds:
        while stack and not inside(kind, stack[-1]):
            stack.pop()
        stack.append(kind)
        levels.append(min(len(stack) + 1, 6))
    given = iter(levels)
    return [replace(d, level=next(given)) if d.shape is Shape.HASH else d for d in drafts]


def _kind(draft: Draft) -> int:
    """Number the kinds of headings, the ones that usually stand outside first."""
    if draft.level:
        return draft.level - 100
    return int(draft.numbering.style) if draft.numbering else _BOLD_RANK


class _Nesting:
    """Which kind stands inside which, by what the document itself does.

    A numbering that begins again at one while another counts on stands inside it.
    """

    def __init__(self, headings: Sequence[Draft]) -> None:
        self._inside: dict[tuple[int, int], int] = {}
        last: dict[int, int] = {}
        seen: dict[int, set[int]] = {}
        for heading in headings:
            kind = _kind(heading)
            number = heading.numbering.numbers[-1] if heading.numbering else 0
            if number > 1 and follows(last.get(kind, 0), number):
                for other in seen.get(kind, ()):
                    self._inside[other, kind] = self._inside.get((other, kind), 0) + 1
            seen[kind] = set()
            if number == 1:
                for others in seen.values():
                    others.add(kind)
                seen[kind] = set()
            last[kind] = number

    def __call__(self, inner: int, outer: int) -> bool:
        there = self._inside.get((inner, outer), 0)
        back = self._inside.get((outer, inner), 0)
        return there > back if there != back else inner > outer


def follows(before: int, after: int) -> bool:
    """Tell whether a number continues another; people skip one now and then."""
    return 0 < after - before <= _SKIPPED + 1
