"""The languages of a site that names none: which of the usual ones stands at its root."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePath

from notes_kb.domain.language import LANGUAGE_CODE, Languages
from notes_kb.languages import find_language, guess_language, own_names
from notes_kb.loading.decode import decode
from notes_kb.loading.front_matter import parse_front_matter

USUAL = ("zh", "en")
"""The languages of a site that says nothing, in their order where its texts say nothing."""
_OF_THEMES = "en"
"""The language of themes that are told none, and so of no weight."""
_MOST_FILES = 60
_MOST_BYTES = 8_000
"""Of a file that is looked at."""
_FEWEST_LETTERS = 24
"""Letters from which a text tells its language."""


def told_languages(theme_language: object, docs: Path) -> Languages:
    """Tell the languages of a site that does not name them.

    The first, which stands at the site's root, is that of the theme, if that was told one; else
    the language of most of the texts in the docs folder.
    """
    written = str(theme_language or "").replace("_", "-").casefold()
    theme = written.partition("-")[0]
    known = find_language(theme).code
    first = known if known == theme != _OF_THEMES else _of_texts(docs)
    return Languages(own_names(first, *(code for code in USUAL if code != first)))


def _of_texts(docs: Path) -> str:
    letters: Counter[str] = Counter()
    for file in islice(_texts(docs), _MOST_FILES):
        try:
            with file.open("rb") as stream:
                head = decode(stream.read(_MOST_BYTES)).text
        except OSError:
            continue
        text = parse_front_matter(head, path="").body
        count = sum(1 for c in text if c.isalpha())
        if count >= _FEWEST_LETTERS:
            letters[guess_language(text, otherwise=_OF_THEMES)] += count
    return max((*USUAL, *letters), key=lambda code: letters[code])


def _texts(docs: Path) -> Iterator[Path]:
    """Yield the Markdown that says no language by its name, in the order of the paths."""
    for parent, folders, names in os.walk(docs):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = PurePath(name)
            ending = PurePath(path.stem).suffix.removeprefix(".")
            if path.suffix == ".md" and not LANGUAGE_CODE.fullmatch(ending):
                file = Path(parent, name)
                if file.is_file() and not file.is_symlink():
                    yield file
