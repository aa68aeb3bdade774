"""The languages of a site."""

from __future__ import annotations

import pytest

from notes_kb.domain.language import Languages


def test_there_is_always_a_default() -> None:
    """The first language is the default; without any there are no languages of a site."""
    languages = Languages({"zh": "简体中文", "en": "English"})
    assert (languages.default, languages.others("zh")) == ("zh", ("en",))
    with pytest.raises(ValueError, match="at least one language"):
        Languages({})
