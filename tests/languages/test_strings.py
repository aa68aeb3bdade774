"""The interface's words in every language."""

from string import Formatter

import pytest

from notes_kb.languages import LANGUAGES
from notes_kb.languages.strings import FALLBACK, strings

OTHERS = [language.code for language in LANGUAGES if language.code != FALLBACK]


def fields(text: str) -> frozenset[str]:
    """Name the ``{fields}`` of a text."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


@pytest.mark.parametrize("code", OTHERS)
def test_every_locale_has_the_same_words_and_fields(code: str) -> None:
    """A key that a locale lacks would show in English; a lost field would lose a number."""
    english, other = strings(FALLBACK), strings(code)
    assert set(english) == set(other)
    for key, text in english.items():
        assert fields(text) == fields(other[key]), key
        assert text != other[key], key


def test_a_language_without_a_locale_speaks_english() -> None:
    """A script or region falls back to its language, an unknown one to English."""
    assert strings("zh-Hant")["notes"] == strings("zh")["notes"]
    assert strings("fr")["notes"] == "Notes"
