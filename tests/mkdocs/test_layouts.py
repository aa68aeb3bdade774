"""A layout tells which page a file is, and in which language."""

import pytest

from notes_kb.domain.language import Languages
from notes_kb.mkdocs.config import NotesKbConfig
from notes_kb.mkdocs.layouts import LAYOUTS

LANGUAGES = Languages({"zh": "简体中文", "en": "English"})

ROWS = [
    # layout, file, page, named language
    ("suffix", "guide/x.md", "guide/x", None),
    ("suffix", "guide/x.en.md", "guide/x", "en"),
    ("suffix", "guide/x.zh.md", "guide/x", "zh"),
    ("suffix", "guide/x.fr.md", "guide/x.fr", None),
    ("suffix", "指南/README.en.md", "指南/index", "en"),
    ("suffix", "README.md", "index", None),
    ("suffix", "en/x.md", "en/x", None),
    ("suffix", ".en.md", ".en", None),
    ("folder", "guide/x.md", "guide/x", None),
    ("folder", "en/guide/x.md", "guide/x", "en"),
    ("folder", "zh/guide/x.md", "guide/x", "zh"),
    ("folder", "zh/README.md", "index", "zh"),
    ("folder", "README.md", "index", None),
    ("folder", "en.md", "en", None),
    ("folder", "guide/en/x.md", "guide/en/x", None),
    ("folder", "en/x.zh.md", "x.zh", "en"),
]


@pytest.mark.parametrize(("layout", "file", "page", "language"), ROWS)
def test_a_layout_splits_a_file(layout, file, page, language):
    """What names no language is in the default one, and a link to it is not bound to that."""
    chosen = LAYOUTS[layout](LANGUAGES)
    assert chosen.named(file) == (page, language)
    assert chosen.split(file) == (page, language or "zh")


def test_the_layouts_are_the_values_of_the_option():
    """A class that is listed can be chosen, and every listed one has its rows above."""
    for name in LAYOUTS:
        config = NotesKbConfig()
        config.load_dict({"layout": name})
        assert config.validate() == ([], [])
    assert {layout for layout, *_ in ROWS} == set(LAYOUTS)
