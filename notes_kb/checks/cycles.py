"""Concepts that are, along ``broader``, broader than themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from notes_kb.checks.subject import Subject, finding_at
from notes_kb.domain.concept import Concept
from notes_kb.domain.diagnostic import Diagnostic, Severity


def check_cycles(subject: Subject) -> Iterator[Diagnostic]:
    """Report each cycle of ``broader`` once, at its alphabetically first concept."""
    for cycle in find_cycles(subject.concepts):
        first = subject.concepts[cycle[0]]
        following = cycle[1]
        n = first.broader.index(following)
        yield finding_at(
            first.places.get(("broader", n)),
            path=first.path,
            kind="concept-cycle",
            severity=Severity.ERROR,
            message=f"'broader' runs in a circle: {' > '.join((*cycle, cycle[0]))}",
            hint=f"remove '{following}' here, or the step back in one of the others",
        )


def find_cycles(concepts: Mapping[str, Concept]) -> Iterator[tuple[str, ...]]:
    """Yield cycles of two or more, each beginning with its alphabetically first id.

    One cycle for each step that leads back in a depth-first walk in alphabetical
    order; removing what they report makes the graph free of cycles. Iterative, so
    that a chain of any length does not exhaust the stack.
    """
    done: set[str] = set()
    for root in sorted(concepts):
        if root in done:
            continue
        path, on_path = [root], {root}
        open_steps = [_steps(concepts, root)]
        while path:
            following = next(open_steps[-1], None)
            if following is None:
                done.add(path[-1])
                on_path.discard(path.pop())
                open_steps.pop()
            elif following in on_path:
                cycle = path[path.index(following) :]
                first = cycle.index(min(cycle))
                yield (*cycle[first:], *cycle[:first])
            elif following not in done:
                path.append(following)
                on_path.add(following)
                open_steps.append(_steps(concepts, following))


def _steps(concepts: Mapping[str, Concept], concept_id: str) -> Iterator[str]:
    broader = concepts[concept_id].broader
    return iter([b for b in broader if b in concepts and b != concept_id])
