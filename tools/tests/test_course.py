"""The concepts that matter most are taught, and every concept asks something."""

from __future__ import annotations

import re

import pytest

from tools import course

NOW = course.of_tree()
FAILS = re.compile(
    r"\{#(?:limits|difficult[a-z]*|costs?|when-not|open|replications|bypassed|more-results)\}"
)
MARKED = """---
labels: {zh: 甲}
sources:
  - {title: A, url: "https://example.org/a"}
---

## 做法 {#how}

一二三[四](https://example.org/b)，[[moe|五]] `x`<!--=worked//grpo/mean-->。

![编者绘图：不算](a.svg)

??? question "问"
    答。
"""


def test_only_what_a_reader_sees_is_counted() -> None:
    """Neither markup nor comments, addresses, descriptions of figures and blanks."""
    found = course.read(MARKED)
    assert course.shown(MARKED) == '做法一二三四，五x。???question"问"答。'
    assert (found.figures, found.exercises, found.sources, found.worked) == (1, 1, 2, True)


@pytest.mark.parametrize("name", course.TWENTY)
def test_each_of_the_twenty_is_taught(name: str) -> None:
    """Twice a long card, a figure, an example or a table, where it fails, and an exercise."""
    chinese, english = NOW[f"{name}.md"], NOW[f"{name}.en.md"]
    page = course.read(chinese)
    assert page.characters >= course.LONG
    assert page.figures
    assert page.sources >= 3
    for text in (chinese, english):
        assert FAILS.search(text)
        assert re.search(r"^\?\?\? question .*\n {4}\S", text, re.MULTILINE)


TAUGHT = (
    *("agent", "web-search", "agi", "reasoning-model", "chain-of-thought", "deepseek-r1-zero"),
    *("cold-start", "rejection-sampling", "distillation", "supervised-fine-tuning", "rlhf"),
    *("reward-model", "reward-hacking", "value-model", "pre-training", "llm", "scaling-laws"),
    *("moores-law", "compute-algorithms-data", "closed-loop", "deepseek-v2", "shared-experts"),
    *("fine-grained-experts", "auxiliary-loss-free-balancing", "communication-overlap"),
    *("tensor-parallelism", "nvlink", "h800", "gpu-hour", "gpu-kernel", "kernel-compiler"),
    *("streaming-multiprocessor", "warp", "tensor-core", "cuda-driver-jit", "bubble-sort"),
    "assembly-language",
)
"""Further concepts that the forum leans on, which are more than a card."""
SHORT = 700
"""Characters that they have at least."""


@pytest.mark.parametrize("name", TAUGHT)
def test_what_the_forum_leans_on_is_more_than_a_card(name: str) -> None:
    """It is of some length and says where it fails or what it is not, in both languages."""
    assert course.read(NOW[f"{name}.md"]).characters >= SHORT
    for text in (NOW[f"{name}.md"], NOW[f"{name}.en.md"]):
        assert FAILS.search(text) or re.search(r"\{#(?:caveats|hard-to-measure|caution)\}", text)


@pytest.mark.parametrize("name", sorted({name.split(".")[0] for name in NOW}))
def test_both_languages_teach_the_same(name: str) -> None:
    """The same sections in the same order, the same figures, the same computed values."""

    def outline(text: str) -> list[list[str]]:
        return [
            re.findall(r"^## .*\{#([a-z0-9-]+)\}", text, re.MULTILINE),
            re.findall(r"!\[[^\]]*\]\(([^)]*?)\.(?:zh|en)\.svg\)", text),
        ]

    assert outline(NOW[f"{name}.md"]) == outline(NOW[f"{name}.en.md"])


def test_every_concept_asks_something() -> None:
    """A question with a folded answer, in both languages."""
    assert len(course.pages(NOW)) > 70
    for name, text in NOW.items():
        assert "\n??? question" in text, name


DEPTH = (
    *(("r1-reasoning", name) for name in ("template", "transcript", "length-curve")),
    *(("pass-at-k", name) for name in ("estimate", "votes")),
    *((name, "worked") for name in ("policy-gradient", "ppo", "grpo", "kl-divergence", "router")),
    ("ppo", "gae"),
    ("kl-divergence", "estimators"),
    ("rule-based-reward", "code"),
    ("cuda", "memory"),
    *(("ptx-vs-cuda", name) for name in ("one-line", "what-deepseek-did")),
    *(("co-design", name) for name in ("one-token", "stages")),
    ("attention", "worked"),
    ("token", "how"),
    ("rope", "yarn"),
    ("data-parallelism", "zero"),
    *((name, "") for name in ("tensor-parallelism", "pipeline-parallelism", "rdma")),
    ("speculative-decoding", ""),
)
"""What a student of the forum has to find, by page and section."""


@pytest.mark.parametrize(("name", "anchor"), DEPTH)
def test_what_a_student_needs_is_there(name: str, anchor: str) -> None:
    """The page has the section, in both languages."""
    for text in (NOW[f"{name}.md"], NOW[f"{name}.en.md"]):
        assert not anchor or f"{{#{anchor}}}" in text
