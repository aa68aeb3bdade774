"""Where the author wrote what the sanitiser took out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.span import Place

_FENCE = re.compile(r"[ \t>]*(```+|~~~+)")
_OF_A_PROGRAM = "readers have no program for such addresses; link a page, or take the link off"
_CODE = re.compile(r"(?<!`)(`{1,9})(?!`)[^`]*+\1(?!`)")


def removed_findings(
    removed: Iterable[str], path: str, text: str, first_line: int = 1
) -> Iterator[Diagnostic]:
    """Report what went, each line once with all that first stands on it.

    `removed` are names as `sanitise` gives them. What the text does not show (an extension
    may have made it) is reported on the file as a whole.
    """
    missing = dict.fromkeys(removed)
    if not missing:
        return
    for number, line in _lines_without_code(text):
        here = {name: at for name in missing if (at := _column(name, line))}
        if not here:
            continue
        for name in here:
            del missing[name]
        first = min(here.values())
        place = Place(line=number + first_line, column=first, source=line)
        yield _finding(here, path, place)
        if not missing:
            return
    yield _finding(missing, path)


def _finding(names: Iterable[str], path: str, place: Place | None = None) -> Diagnostic:
    names = list(names)
    hint = _OF_A_PROGRAM if all(name.endswith(":") for name in names) else ""
    return kinds.HTML_REMOVED.at(place, path=path, removed=", ".join(names), hint=hint)


def _column(name: str, line: str) -> int:
    """Give the column of the first place where a name stands as markup; 0 for none."""
    lower = line.lower()
    if name.startswith("<"):
        tag = lower.find(name.rstrip(">"))
        return tag + 1
    if name.startswith("."):  # Classes, of which all on an element are named together.
        return max((lower.find(one) for one in name[1:].lower().split()), default=-1) + 1
    if name.endswith(":"):
        return lower.find(name) + 1
    found = re.search(rf"[\s\"'/{{]{re.escape(name)}\s*+=", lower)
    return found.start() + 2 if found else (lower.find("{#") + 1 if name == "id" else 0)


def _lines_without_code(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines from 0 that are no block of code; code within a line is blanked out."""
    fence = ""
    for number, line in enumerate(text.split("\n")):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence):
                fence = ""
        elif mark:
            fence = mark[1]
        elif not line.startswith(("    ", "\t")) or "<" in line:
            yield number, _CODE.sub(lambda code: " " * len(code[0]), line)
