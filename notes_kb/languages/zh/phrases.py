"""Where a Chinese heading may be broken: between words, and not beside a word that leans on one.

The words are those of the likeliest cut into jieba's dictionary, as a product of their shares
of its corpus. jieba's own segmenter would cut about as well, and takes a second to set up.
"""

from __future__ import annotations

from functools import lru_cache

from notes_kb.languages.zh.characters import traditional_to_simplified
from notes_kb.languages.zh.words import MAX_WORD, log_probability, words_from

WHOLE = 6
"""Characters of a run up to which it is not cut: it has room on a line of a phone, and reads
better whole (三篇笔记, 混合专家模型)."""
LEAN_BACK = frozenset("的地得之了着过们吗呢吧啊者性化率式型类版章节")
"""Single characters that go with the word before them."""
LEAN_FORWARD = frozenset("与和及或对从把被在向为以不非更最各每该本新再可多单")
"""Single characters that go with the word behind them."""


@lru_cache(maxsize=2048)  # A heading stands on several pages, and in two tables of contents.
def phrases(run: str) -> tuple[str, ...]:
    """Cut a run of Han characters where a line may end; joined, the pieces are the run."""
    if len(run) <= WHOLE:
        return (run,)
    folded = run.translate(traditional_to_simplified())
    out: list[str] = []
    joins = False
    start = 0
    for end in _ends(folded):
        word = folded[start:end]
        if out and (joins or word in LEAN_BACK):
            out[-1] += run[start:end]
        else:
            out.append(run[start:end])
        joins = word in LEAN_FORWARD
        start = end
    return tuple(out)


def split_words(run: str) -> tuple[str, ...]:
    """Cut a run of Han characters into the words of the dictionary; joined, they are the run."""
    ends = _ends(run.translate(traditional_to_simplified()))
    return tuple(run[start:end] for start, end in zip([0, *ends], ends, strict=False))


def _ends(run: str) -> list[int]:
    """Give the ends of the words of the likeliest cut; `MAX_WORD` bounds the work for each."""
    best, begins = [0.0], [0]
    known = [words_from(character) for character in run]
    for end in range(1, len(run) + 1):
        options = [
            (best[begin] + log_probability(run[begin:end]), begin)
            for begin in range(max(0, end - MAX_WORD), end)
            if begin == end - 1 or run[begin:end] in known[begin]
        ]
        likeliest, begin = max(options)
        best.append(likeliest)
        begins.append(begin)
    ends = [len(run)]
    while begins[ends[-1]]:
        ends.append(begins[ends[-1]])
    return ends[::-1]
