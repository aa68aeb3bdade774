"""Links within a page lead to what came along of it, or back to the page."""

from __future__ import annotations

import pytest

from notes_kb.importing.note_import import write_note
from notes_kb.loading.notes import parse_note

HEAD = "---\ntitle: Pumps\nauthor: Lin\n{url}---\n"
URL = "url: https://example.org/pumps#top\n"
BODY = """\
See [the figure below]({target}) before you open the case of the pump.

## Pump Cases

Open the four screws, and keep the seal.

1. Lift the case.

```
[code](#nowhere)
```

And `[code](#nowhere)` stays.
"""
LINKS = {
    "lost": ("#PumpFigure", URL, "https://example.org/pumps#PumpFigure"),
    "a section": ("#pump-cases", URL, "#pump-cases"),
    "a section under its title": ("#Pump-Cases", URL, "#pump-cases"),
    "a section in one word": ("#PumpCases", URL, "#pump-cases"),
    "a statement": ("#pump-cases--1", URL, "#pump-cases--1"),
    "escaped": ("#%E6%B0%B4", URL, "https://example.org/pumps#%E6%B0%B4"),
    "lost, of a page with a bracket": (
        "#PumpFigure",
        "url: https://example.org/a(b\n",
        "https://example.org/a%28b#PumpFigure",
    ),
    "lost, and nobody knows the page": ("#PumpFigure", "", "#PumpFigure"),
}


@pytest.mark.parametrize(("target", "url", "led"), LINKS.values(), ids=LINKS.keys())
def test_a_link_leads_to_a_place_that_is_there(target: str, url: str, led: str) -> None:
    """Code stays as it is, and importing again changes nothing."""
    text = HEAD.format(url=url) + BODY.format(target=target)
    source = parse_note(text, path="x.md", note_id="x", language="en", pasted=False)
    imported = write_note(source, "notes/x.md")
    assert f"[the figure below]({led})" in imported.text
    assert imported.text.count("[code](#nowhere)") == 2
    assert imported.difference is None
    assert write_note(imported.note, "notes/x.md").text == imported.text
