"""Notes recombined from a folder's own paragraphs."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.search.corpus.paragraphs import Paragraph, paired_paragraphs

ASPECTS = """
训练成本 training cost|局限 limits|评测方法 evaluation|来龙去脉 background|历史 history
工程实现 implementation|显存占用 memory use|收敛速度 convergence|消融实验 ablations
适用范围 scope|数据来源 data sources|超参数选择 hyperparameters|并行策略 parallelism
推理延迟 inference latency|开源实现 open implementations|前景 outlook|失败案例 failures
理论解释 theory|基线 baselines|奖励设计 reward design|误差分析 error analysis
稳定性 stability|能耗 energy|复现笔记 reproduction notes|面试题 interview questions
代码走读 code walk-through|参数规模 parameter count|应用 applications|入门 first steps
常见误解 misreadings"""
FORMS = (
    ("{a}的{x}", "{X} of {a}"),
    ("{a}与{b}的{x}", "{X} of {a} and {b}"),
    ("从{a}到{b}：{x}", "From {a} to {b}: {x}"),
    ("为什么{a}离不开{b}", "Why {a} needs {b}"),
    ("{a}第{n}讲：{x}", "{a}, lecture {n}: {x}"),
    ("{x}：{a}对比{b}", "{X}: {a} against {b}"),
    ("用{b}改进{a}", "Improving {a} with {b}"),
)


@dataclass(frozen=True, slots=True)
class Material:
    """What notes are put together from."""

    paragraphs: tuple[Paragraph, ...]
    labels: tuple[tuple[str, str], ...]
    """Concept labels, Chinese and English."""
    aspects: tuple[tuple[str, str], ...]


def write_corpus(out: Path, source: Path, *, pages: int, seed: int = 1) -> int:
    """Write a folder of `pages` pages and the concepts; give the number of files written."""
    material = Material(paired_paragraphs(source), _labels(source), _aspects())
    concepts = source / "concepts"
    if concepts.is_dir():
        shutil.copytree(concepts, out / "concepts")
    written = sum(1 for _ in (out / "concepts").rglob("*.md")) + 1
    folder = out / "notes"
    folder.mkdir(parents=True, exist_ok=True)
    (out / "index.md").write_text("# 语料\n\n由既有段落重新组合而成。\n", "utf-8")
    number = 0
    while written < pages:
        chance = random.Random(f"{seed}-{number}")
        both = chance.random() < 0.5 and written + 1 < pages
        zh, en = _note(chance, material, number)
        (folder / f"n{number:05}.md").write_text(zh, "utf-8")
        if both:
            (folder / f"n{number:05}.en.md").write_text(en, "utf-8")
        written += 1 + both
        number += 1
    return written


def _note(chance: random.Random, material: Material, number: int) -> tuple[str, str]:
    title = _heading(chance, material)
    date = f"{2020 + number % 6}-{1 + number % 12:02}-{1 + number % 28:02}"
    lines = [[f"---\ntitle: {_quoted(text)}\ndate: {date}\n---\n"] for text in title]
    for section in range(chance.randint(3, 7)):
        heading = _heading(chance, material)
        chosen = chance.sample(material.paragraphs, k=chance.randint(2, 5))
        for side, text in enumerate(heading):
            body = [f"- {p.en if side else p.zh}" for p in chosen]
            lines[side] += [f"## {text} {{#s{section}}}\n", *body, ""]
    return "\n".join(lines[0]), "\n".join(lines[1])


def _heading(chance: random.Random, material: Material) -> tuple[str, str]:
    (a, a_en), (b, b_en) = chance.sample(material.labels, k=2)
    x, x_en = chance.choice(material.aspects)
    n = chance.randint(1, 60)
    zh, en = chance.choice(FORMS)
    english = en.format(a=a_en, b=b_en, x=x_en, X=x_en.capitalize(), n=n)
    return zh.format(a=a, b=b, x=x, n=n), english[:1].upper() + english[1:]


def _labels(source: Path) -> tuple[tuple[str, str], ...]:
    found = []
    for path in sorted((source / "concepts").glob("*.md")):
        parts = path.read_text("utf-8").split("---\n")
        record = yaml.safe_load(parts[1]) if len(parts) > 2 else None
        labels = record.get("labels") if isinstance(record, dict) else None
        if labels and "zh" in labels and "en" in labels:
            found.append((str(labels["zh"]), str(labels["en"])))
    return tuple(found)


def _aspects() -> tuple[tuple[str, str], ...]:
    pairs = [item.split(" ", 1) for item in ASPECTS.strip().replace("\n", "|").split("|")]
    return tuple((zh, en) for zh, en in pairs)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
