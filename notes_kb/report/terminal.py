"""Renders findings for a terminal: what is wrong, its source line with a mark, the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wcwidth import iter_graphemes, wcswidth

from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.report.summary import closing_line, path_from

WIDEST = 100
"""Columns of a source line that is shown; the rest is cut around the mistake."""

TAB = 4
"""Columns of a tab in a source line that is shown."""
LOOKED_AT = 4 * WIDEST
"""Characters on each side of a mistake that are measured, however long the line."""

INDENT = "    "
ELLIPSIS = "…"

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


def render_diagnostic(diagnostic: Diagnostic, *, root: str = "", colour: bool = False) -> str:
    """Render a finding with its source line, a mark under the mistake, and the hint.

    `root` is the docs folder, as it is to stand before the path.

    ::

        docs/notes/x.md:14:12: error: unknown concept 'self-attenton' [concept-unknown]
            see [[self-attenton]]
                  ~~~~~~~~~~~~~^  did you mean 'self-attention'?
    """
    paint = _paint if colour else _plain
    severity = paint(f"{diagnostic.severity}:", _COLOURS[diagnostic.severity])
    place = place_of(diagnostic, root)
    head = f"{place}: " if place else ""
    kind = paint(f"[{diagnostic.kind}]", "2")
    lines = [f"{head}{severity} {_line(diagnostic.message)} {kind}"]
    hint = _line(diagnostic.hint)
    if diagnostic.source.strip() and diagnostic.column:
        excerpt, before, marked = _excerpt(diagnostic)
        mark = "~" * marked + "^"
        lines.append(f"{INDENT}{excerpt}")
        under = f"{INDENT}{' ' * before}{paint(mark, _COLOURS[diagnostic.severity])}"
        lines.append(f"{under}  {hint}".rstrip())
    else:
        if diagnostic.source.strip():
            line = printable(diagnostic.source.strip()[:LOOKED_AT])
            lines.append(f"{INDENT}{_cut(line, WIDEST)}")
        if hint:
            lines.append(f"{INDENT}{hint}")
    return "\n".join(lines)


def render_report(
    diagnostics: Iterable[Diagnostic], *, root: str = "", colour: bool = False
) -> str:
    """Render all findings, and their counts in a closing line; ends with a line break."""
    found = list(diagnostics)
    told = [render_diagnostic(diagnostic, root=root, colour=colour) for diagnostic in found]
    return "\n".join([*told, closing_line(found)]) + "\n"


def place_of(diagnostic: Diagnostic, root: str = "") -> str:
    """Give ``path:line:column``, as far as it is known."""
    path = path_from(root, diagnostic.path)
    numbers = (diagnostic.line, diagnostic.column) if diagnostic.line else ()
    return ":".join([_line(path), *(str(n) for n in numbers if n)])


def _excerpt(diagnostic: Diagnostic) -> tuple[str, int, int]:
    """Give the line to show, the columns before the mistake, and the columns it takes up.

    The last are 0 where only the place is known, not the extent.
    """
    source = diagnostic.source
    start = min(diagnostic.column - 1, len(source))
    end = min(max(diagnostic.end_column - 1, start), len(source))
    lead = len(source) - len(source.lstrip())
    lead = max(min(lead, start), start - LOOKED_AT)
    before, mistake = source[lead:start], source[start : min(end, start + LOOKED_AT)]
    after = source[end : end + LOOKED_AT].rstrip()
    before, mistake, after = printable(before), printable(mistake), printable(after)
    if columns(before + mistake + after) > WIDEST:
        mistake = _cut(mistake, WIDEST // 2)
        before = _cut_left(before, (WIDEST - columns(mistake)) // 2)
        after = _cut(after, WIDEST - columns(before + mistake))
    return before + mistake + after, columns(before), columns(mistake)


def _cut(text: str, width: int) -> str:
    """Keep the beginning of a text within a width."""
    if columns(text) <= width:
        return text
    return "".join(_fitting(iter_graphemes(text), width - 1)) + ELLIPSIS


def _cut_left(text: str, width: int) -> str:
    """Keep the end of a text within a width."""
    if columns(text) <= width:
        return text
    kept = list(_fitting(reversed(list(iter_graphemes(text))), width - 1))
    return ELLIPSIS + "".join(reversed(kept))


def _fitting(graphemes: Iterable[str], width: int) -> Iterator[str]:
    """Yield what readers see as one character each, as long as they fit a width."""
    for grapheme in graphemes:
        width -= columns(grapheme)
        if width < 0:
            return
        yield grapheme


def _line(text: str) -> str:
    """Keep a text on one line, whatever a file or its name holds."""
    return printable(" ".join(text.split()))


def _paint(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _plain(text: str, code: str) -> str:
    return text


def printable(line: str) -> str:
    """Make a source line fit to be shown: no tab, no control or invisible character."""
    return "".join(" " * TAB if c == "\t" else c if c.isprintable() else "\ufffd" for c in line)


def columns(text: str) -> int:
    """Count the columns that a printable text takes on a terminal.

    Wide East Asian characters and emoji take two, and combining marks none.
    """
    return wcswidth(text)
