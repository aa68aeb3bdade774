"""A real browser agrees with the widths that the layout estimates."""

from __future__ import annotations

from itertools import product

import pytest
from playwright.sync_api import Browser

from tools.diagrams.diagram import Diagram
from tools.diagrams.sources import all_diagrams
from tools.diagrams.text import LANGS
from tools.labs import IDS, load, read

LENGTHS = "[...document.querySelectorAll('svg text')].map((t) => t.getComputedTextLength())"


@pytest.mark.browser
def test_no_text_is_wider_than_its_room_in_chromium(browser: Browser) -> None:
    """With the fonts of this machine, every line of every drawing fits where it stands."""
    plots: list[Diagram] = [
        d.with_landscape()
        for lab in IDS
        for d in load(lab, "plot").diagrams(read(lab)["data"]).values()
    ]
    page = browser.new_page()
    for diagram in [*all_diagrams(), *plots]:
        shapes = [False, True] if diagram.wide else [False]
        for lang, wide in product(LANGS, shapes):
            placed = diagram.paint(lang, wide=wide)[0].placed
            page.set_content(diagram.render(lang, wide=wide))
            lengths = page.evaluate(LENGTHS)
            assert len(lengths) == len(placed)
            for line, length in zip(placed, lengths, strict=True):
                assert length <= line.room.x1 - line.room.x0 + 2, (diagram.id, line.text)
    page.close()
