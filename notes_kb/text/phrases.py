"""Where a short text, such as a heading or a label, may be broken into lines."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from notes_kb.languages import Language, find_language, guess_language
from notes_kb.languages.scripts import script_of


def writing_of(text: str, language: str) -> Language:
    """Give the language that a text is broken by: its own script's, else the one that is named."""
    return find_language(guess_language(text, otherwise=language))


def phrases_of(text: str, language: Language) -> Iterator[str]:
    """Yield a text in pieces behind which a line may end; joined they are the text.

    Text of a language without `phrases` is one piece: its lines end at blanks.
    """
    if language.phrases is None:
        yield text
        return
    piece, before = "", ""
    for script, characters in groupby(text, script_of):
        run = "".join(characters)
        if before and _meets_letters(before, run, language):
            yield piece
            piece = ""
        first, *rest = language.phrases(run) if script is language.told_by else (run,)
        piece += first
        for phrase in rest:
            yield piece
            piece = phrase
        before = run
    yield piece


def _meets_letters(before: str, run: str, language: Language) -> bool:
    """Whether a run in the language's script stands beside a word of Latin letters."""
    edge = before[-1] + run[0]
    letters = edge[0].isascii() != edge[1].isascii() and any(
        c.isascii() and c.isalpha() for c in edge
    )
    return letters and language.told_by in {script_of(run[0]), script_of(before[-1])}
