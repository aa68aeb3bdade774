"""Whether a Latin form stands as words of its own."""

from __future__ import annotations

from notes_kb.domain.span import Span
from notes_kb.text.script import is_han


def is_word_character(character: str) -> bool:
    """Tell whether a character continues a word of letters and digits.

    Han, kana and hangul begin a word of their own; hyphens and apostrophes are
    boundaries; an underscore makes an identifier.
    """
    if character.isascii():
        return character.isalnum() or character == "_"
    return character.isalpha() and not is_han(character) and not _is_east_asian(character)


def latin_edges_hold(text: str, span: Span) -> bool:
    """Tell whether a form is no part of a name that only looks like separate words.

    ``V3`` is not in ``V3.1``, ``agent`` not in ``agent.run()``, ``torch.agent``,
    ``@agent`` or ``agent@host``, and a full stop that ends a sentence does no harm.
    """
    before, after = text[max(0, span.start - 2) : span.start], text[span.end : span.end + 2]
    first, last = text[span.start], text[span.end - 1]
    if first.isascii() and before.endswith(("@", "\\")):
        return False
    if last.isascii() and after.startswith("@") and is_word_character(after[1:] or " "):
        return False
    if len(before) == 2 and before[1] == "." and is_word_character(before[0]):
        return not (first.isascii() and (first.islower() or first.isdigit()))
    if len(after) == 2 and after[0] == "." and last.isascii() and after[1].isascii():
        return not (after[1].islower() or (after[1].isdigit() and last.isdigit()))
    return True


def _is_east_asian(character: str) -> bool:
    return "\u3040" <= character <= "\u30ff" or "\uac00" <= character <= "\ud7af"
