"""A real browser agrees with the widths that the layout estimates."""

from __future__ import annotations

import shutil

import pytest

from tools.diagrams.diagram import Diagram
from tools.diagrams.sources import all_diagrams
from tools.diagrams.text import LANGS
from tools.labs import IDS, load, read

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
LENGTHS = "[...document.querySelectorAll('svg text')].map((t) => t.getComputedTextLength())"


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM, reason="no Chromium here")
def test_no_text_is_wider_than_its_room_in_chromium() -> None:
    """With the fonts of this machine, every line of every drawing fits where it stands."""
    sync = pytest.importorskip("playwright.sync_api")
    plots: list[Diagram] = [
        d for lab in IDS for d in load(lab, "plot").diagrams(read(lab)["data"]).values()
    ]
    with sync.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        for diagram in [*all_diagrams(), *plots]:
            for lang in LANGS:
                placed = diagram.paint(lang)[0].placed
                page.set_content(diagram.render(lang))
                lengths = page.evaluate(LENGTHS)
                assert len(lengths) == len(placed)
                for line, length in zip(placed, lengths, strict=True):
                    assert length <= line.room.x1 - line.room.x0 + 2, (diagram.id, line.text)
        browser.close()
