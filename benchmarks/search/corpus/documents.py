"""A corpus of any size whose words are as frequent as in Chinese at large.

Pages draw from jieba's dictionary by frequency, each with favourite words of its own,
mixed with English terms: shares of pairs and lengths of posting lists are those of
real text, though the sentences say nothing. The same seed gives the same corpus.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import accumulate

from notes_kb.search.documents import Document

TERMS = (
    "transformer attention gradient reward policy token cache kernel routing expert sparse dense "
    "reasoning distillation alignment training inference pipeline parallel scheduler compiler "
    "quantization embedding tokenizer optimizer checkpoint cluster bandwidth latency throughput "
    "GRPO PPO MoE MLA RLHF SFT LoRA FP8 GPU CUDA NVLink DeepSeek Dijkstra KMP C++ Python R1 V3"
).split()


@cache
def frequent_words() -> tuple[list[str], list[int]]:
    words, weights = [], []
    for line in (files("jieba") / "dict.txt").read_text("utf-8").splitlines():
        word, frequency, _ = line.split(" ")
        words.append(word)
        weights.append(int(frequency))
    return words, list(accumulate(weights))


def documents(
    pages: int, characters: int, *, seed: int = 1, pairs: float = 0.1
) -> Iterator[Document]:
    """Yield the documents of `pages` pages of about `characters` each; some have translations."""
    words, weights = frequent_words()
    for number in range(pages):
        chance = random.Random(f"{seed}-{number}")
        own = [w for w in chance.choices(words, cum_weights=weights, k=120) if len(w) > 1]
        pair = f"p{number}" if chance.random() < pairs else ""
        title = _heading(chance, own)
        url = f"notes/{number:05}/"
        length = 0
        sections = max(1, characters // 350)
        for part in range(sections):
            text = _text(chance, words, weights, own, characters // sections)
            length += len(text)
            yield Document(
                url=url,
                title=title,
                language="zh",
                anchor=f"s{part}" if part else "",
                heading=_heading(chance, own) if part else "",
                level=2 if part else 1,
                text=text,
                pair=pair,
            )
        if pair:
            yield Document(
                url=f"en/{url}",
                title=" ".join(chance.choices(TERMS, k=4)),
                language="en",
                text=" ".join(chance.choices(TERMS, k=80)),
                pair=pair,
            )


def _heading(chance: random.Random, own: list[str]) -> str:
    parts = chance.sample(own, k=chance.randint(2, 3))
    if chance.random() < 0.2:
        parts.insert(chance.randint(0, len(parts)), f" {chance.choice(TERMS)} ")
    return "".join(parts).strip()


def _text(
    chance: random.Random, words: list[str], weights: list[int], own: list[str], size: int
) -> str:
    out: list[str] = []
    length = 0
    while length < size:
        sentence = []
        for _ in range(chance.randint(4, 14)):
            roll = chance.random()
            if roll < 0.06:
                sentence.append(f" {chance.choice(TERMS)} ")
            elif roll < 0.35:
                sentence.append(chance.choice(own))
            else:
                sentence.append(chance.choices(words, cum_weights=weights)[0])
        text = "".join(sentence).strip() + chance.choice("，，。")
        out.append(text)
        length += len(text)
        if chance.random() < 0.1:
            out.append("\n")
    return "".join(out)
