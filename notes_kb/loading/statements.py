"""Labels that say what a statement is: 总结：, Key takeaway:, 问：, A:."""

from __future__ import annotations

import re

from notes_kb.domain.note import BlockKind

_SUMMARY = (
    "总结一下|一句话总结|本节总结|本章总结|本节小结|本章小结|要点总结|总结|小结|结论|核心要点|"
    "總結|小結|結論|"
    "key takeaways?|takeaways?|tl;?dr|in summary|to sum up|summary|conclusions?|bottom line"
)
_QUESTION = r"提问|问题|问|問題|問|question|q"
_ANSWER = r"回答|解答|答|answer|a"
_NUMBER = r"[ ]?[0-9一二三四五六七八九十]{0,3}"
_OPEN = r"(?:\*\*|__|【)?"
_CLOSE = r"(?:\*\*|__|】)?[ ]?[:：]"


def _label(words: str, number: str = "") -> re.Pattern[str]:
    return re.compile(rf"{_OPEN}(?:{words}){number}{_CLOSE}", re.IGNORECASE)


_LABELS = (
    (BlockKind.SUMMARY, _label(_SUMMARY)),
    (BlockKind.QUESTION, _label(_QUESTION, _NUMBER)),
    (BlockKind.ANSWER, _label(_ANSWER, _NUMBER)),
)


def statement_kind(text: str, otherwise: BlockKind) -> BlockKind:
    """Tell what the label at the head of a text makes of it."""
    head = text[:40]
    return next((kind for kind, label in _LABELS if label.match(head)), otherwise)
