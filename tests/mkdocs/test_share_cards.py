"""Pictures for sharing pages: named in the head, drawn once, with the site's own font."""

from __future__ import annotations

import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest

from notes_kb.mkdocs.share_cards import HEIGHT, WIDTH, ShareCard, draw_card
from tests.site import CONFIG, TREE, build

image = pytest.importorskip("PIL.Image")
image_font = pytest.importorskip("PIL.ImageFont")


@pytest.fixture(scope="module")
def font(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The font that Pillow brings, as a file."""
    found = image_font.load_default(12)
    path = Path(tmp_path_factory.mktemp("font"), "font.ttf")
    path.write_bytes(found.font_bytes)
    return path


TITLES = ["A talk", "", "x" * 300, "word " * 80, "混合专家模型" * 30, "\n\t", "&<b>"]


@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
def test_any_title_is_drawn_the_same_way_twice(title: str, font: Path) -> None:
    """In a picture of its size, of few bytes."""
    card = ShareCard(title, "Note", title, "zh", 1)
    drawn = draw_card(card, font)
    assert draw_card(card, font) == drawn
    assert image.open(BytesIO(drawn)).size == (WIDTH, HEIGHT)
    assert len(drawn) < 60_000


def _image(html: str) -> str:
    found = re.search(
        r'<meta property="og:image" content="https://example.org/base/([^"]+)">', html
    )
    return found[1] if found else ""


def test_each_page_names_its_picture(tmp_path: Path, font: Path) -> None:
    """Made and ordinary ones; another title has another picture, and the rest stays."""
    shutil.copy(font, tmp_path / "font.ttf")
    config = CONFIG.replace("  - notes_kb\n", "  - notes_kb: {card_font: font.ttf}\n")
    tree = {**TREE, "docs/page.md": "# A page\n"}
    built = build(tmp_path, tree, "--strict", config=config)
    assert built.code == 0, built.log
    pages = [
        "index.html",
        "concepts/moe/index.html",
        "en/concepts/moe/index.html",
        "page/index.html",
    ]
    before = {page: _image(built.read(page)) for page in pages}
    assert len(set(before.values())) == len(pages)
    for uri in before.values():
        assert (tmp_path / "site" / uri).read_bytes().startswith(b"\x89PNG")
    built = build(tmp_path, {**tree, "docs/page.md": "# Another\n"}, "--strict", config=config)
    after = {page: _image(built.read(page)) for page in pages}
    assert [page for page in pages if before[page] != after[page]] == ["page/index.html"]
    assert not built.has(before["page/index.html"])


def test_a_file_that_is_no_font_ends_the_build_before_it_begins(tmp_path: Path) -> None:
    """With the name of the option."""
    config = CONFIG.replace("  - notes_kb\n", "  - notes_kb: {card_font: mkdocs.yml}\n")
    built = build(tmp_path, config=config)
    assert built.code == 1
    assert "card_font" in built.log
    assert "is no font that can be read" in built.log
