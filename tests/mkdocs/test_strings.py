"""The plugin's words in every language."""

from notes_kb.mkdocs.strings import placeholders, strings


def test_every_locale_has_the_same_words_and_fields():
    """A key that Chinese lacks would show in English; a lost field would lose a number."""
    english, chinese = strings("en"), strings("zh")
    assert set(english) == set(chinese)
    for key, text in english.items():
        assert placeholders(text) == placeholders(chinese[key]), key
        assert text != chinese[key], key


def test_a_language_without_a_locale_speaks_english():
    """A script or region falls back to its language, an unknown one to English."""
    assert strings("zh-Hant")["notes"] == strings("zh")["notes"]
    assert strings("fr")["notes"] == "Notes"
