"""Labels that say what a statement is: 总结：, Key takeaway:, 問：, A:."""

from __future__ import annotations

import re
from collections.abc import Iterable

from notes_kb.domain.note import BlockKind
from notes_kb.languages import LANGUAGES

_WORDS = tuple(language.labels for language in LANGUAGES)
_COUNTING = "".join(dict.fromkeys("".join(one.ordinals.counting for one in LANGUAGES)))
_NUMBER = rf"[ ]?[0-9{_COUNTING}]{{0,3}}"
_OPEN = r"(?:\*\*|__|【)?"
_CLOSE = r"(?:\*\*|__|】)?[ ]?[:：]"


def _label(words: Iterable[tuple[str, ...]], number: str = "") -> re.Pattern[str]:
    either = "|".join(dict.fromkeys(word for group in words for word in group))
    return re.compile(rf"{_OPEN}(?:{either}){number}{_CLOSE}", re.IGNORECASE)


_LABELS = (
    (BlockKind.SUMMARY, _label(words.summary for words in _WORDS)),
    (BlockKind.QUESTION, _label((words.question for words in _WORDS), _NUMBER)),
    (BlockKind.ANSWER, _label((words.answer for words in _WORDS), _NUMBER)),
)


def statement_kind(text: str, otherwise: BlockKind) -> BlockKind:
    """Tell what the label at the head of a text makes of it."""
    head = text[:40]
    if ":" not in head and "：" not in head:
        return otherwise  # No label is without its colon.
    return next((kind for kind, label in _LABELS if label.match(head)), otherwise)
