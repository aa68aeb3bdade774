"""Terms, unlinked forms and unused aliases, told to people and to programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence

from notes_kb.report.terminal import printable
from notes_kb.review.tables import counted
from notes_kb.review.terms import Term
from notes_kb.review.unlinked import REASONS, UnlinkedForm

FORMAT_VERSION = 1


def render_suggestions(
    terms: Sequence[Term],
    unlinked: Sequence[UnlinkedForm],
    unused: Mapping[str, Sequence[str]],
    root: str,
) -> str:
    """Write terms, unlinked forms and unused aliases for people; ends with a line break."""
    lines = ["terms that no concept names" if terms else "no terms that no concept names"]
    for number, term in enumerate(terms, 1):
        asked = ", asked for by [[…]]" if term.asked else ""
        told = f"{counted(term.count, 'time')} in {counted(term.texts, 'text')}{asked}"
        lines.append(f"{number:3}. {' / '.join(term.names.values())}: {told}")
        lines += [f"       {root}/{path}: {sentence}" for path, sentence in term.sentences]
    if unlinked:
        lines += ["", "forms of concepts that are not linked"]
    for one in unlinked:
        told = counted(one.count, "time")
        lines.append(f"  {one.form} ({one.concept}), {told}: it {REASONS[one.reason]}")
        lines.append(f"       {root}/{one.path}: {one.sentence}")
    if unused:
        lines += ["", "aliases that no note and no article uses; the search may need them"]
    lines += [f"  {concept}: {', '.join(aliases)}" for concept, aliases in unused.items()]
    return "\n".join(map(printable, lines)) + "\n"


def suggestions_json(
    terms: Iterable[Term],
    unlinked: Iterable[UnlinkedForm],
    unused: Mapping[str, Sequence[str]],
    record: Callable[[Term], str],
) -> str:
    """Write the same for programs, each term with its record; ends with a line break."""
    report = {
        "format_version": FORMAT_VERSION,
        "terms": [
            {
                "id": term.id,
                "names": dict(term.names),
                "count": term.count,
                "texts": term.texts,
                "score": round(term.score, 3),
                "asked": term.asked,
                "sentences": [{"path": p, "text": text} for p, text in term.sentences],
                "record": record(term),
            }
            for term in terms
        ],
        "unlinked": [
            {
                "concept": one.concept,
                "form": one.form,
                "reason": str(one.reason),
                "count": one.count,
                "path": one.path,
                "sentence": one.sentence,
            }
            for one in unlinked
        ],
        "unused_aliases": {concept: list(aliases) for concept, aliases in unused.items()},
    }
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"
