"""Fit the weights by which a paste's headings are found and nested, on articles at hand.

python -m tools.recap_weights FOLDER... [--rounds N] [--levels | --signs | --company]

Each FOLDER holds articles in Markdown (any depth), other people's or ours; nothing of them is
kept. An article is stripped to what a browser's copy gives (`copied_pages`). Articles are
parted by a hash of their path: weights are fitted on one half and judged on the other. Printed
are the tables with the new weights, to be put into `recap_evidence.SIGNS` and
`recap_nesting.STANDS`, `MOVES` and `PLACES`, and the scores of the other half before and after.

Company (`--company`): boosted trees of four leaves over `recap_company.Company`, in whole
numbers, printed as the module `recap_trees`. This needs scikit-learn, in an environment of
your own. Every folder counts by the square root of its lines, so that none decides alone.

Signs of headings: logistic regression by AdaGrad, held near the present weights. Levels: an
averaged structured perceptron (Collins 2002) over the best sequences of levels; a heading
that the article does not have takes the level that fits its neighbours best.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

from notes_kb.loading.inline import plain_title
from notes_kb.loading.recap_blocks import Shape, scan
from notes_kb.loading.recap_company import MEASURES, Company, Tree, measure_company
from notes_kb.loading.recap_evidence import BIAS, SIGNS, Candidate
from notes_kb.loading.recap_head import find_title
from notes_kb.loading.recap_headings import decide_headings, weigh_lines
from notes_kb.loading.recap_levels import best_levels
from notes_kb.loading.recap_lines import read_lines
from notes_kb.loading.recap_nesting import (
    DEPTH,
    WEIGHTS,
    Tables,
    Trait,
    find_traits,
    moves,
    places,
    stands,
)
from notes_kb.loading.recap_reasons import Reasons
from notes_kb.loading.recap_turns import find_turns
from tools.copied_pages import copied

_SHORTEST, _LONGEST = 2_000, 80_000
"""Characters of an article that is worth a look."""
_FEWEST = 4
"""Headings of such an article."""
_NEAR = 0.002
"""How strongly weights are held near the present ones."""
_STEP = 0.1

Feature = tuple[str, str, int]
"""A table, a sign in it and a column."""


@dataclass(frozen=True, slots=True)
class Example:
    """One article: its lines that may be headings, and its headings as they are found."""

    lines: tuple[tuple[tuple[int, ...], bool], ...]
    """For each line that is weighed, which signs it shows and whether it is a heading."""
    traits: tuple[Trait, ...]
    levels: tuple[int | None, ...]
    """The level of each found heading in the article, from 0; None where it has none there."""
    company: tuple[tuple[Company, bool], ...] = ()
    """The weighed lines among each other, and whether each is a heading."""


def read_example(markdown: str) -> Example | None:
    """Read an article; None where it is too short, too long or has too few headings."""
    if not _SHORTEST < len(markdown) < _LONGEST:
        return None
    page = copied(markdown)
    headings = _without_title(page.headings)
    if len(headings) < _FEWEST:
        return None
    drafts = scan(read_lines(list(enumerate(page.text.split("\n"), 1))))
    titles = find_title(drafts)
    title = plain_title(drafts[0].text) if titles else ""
    body = find_turns(drafts[titles:], Reasons())
    document, _, weights = weigh_lines(body, title, Reasons())
    lines = tuple(
        (
            tuple(k for k, sign in enumerate(SIGNS) if sign.holds(Candidate(document, n))),
            document.drafts[n].first in headings,
        )
        for n in weights
    )
    decided = decide_headings(body, title, Reasons())
    at = [n for n, draft in enumerate(decided) if draft.shape is Shape.HASH]
    depths = _depths(headings)
    levels = tuple(depths.get(decided[n].first) for n in at)
    company = tuple(
        (measured, document.drafts[n].first in headings)
        for n, measured in measure_company(document, weights).items()
    )
    return Example(lines, tuple(find_traits(decided, at, title)), levels, company)


def _without_title(headings: Mapping[int, tuple[int, str]]) -> dict[int, tuple[int, str]]:
    """Leave out a first heading that is alone on the outermost level."""
    if not headings:
        return {}
    first, top = min(headings), min(level for level, _ in headings.values())
    alone = sum(level == top for level, _ in headings.values()) == 1
    drop = alone and headings[first][0] == top
    return {line: heading for line, heading in headings.items() if not drop or line != first}


def _depths(headings: Mapping[int, tuple[int, str]]) -> dict[int, int]:
    depths: dict[int, int] = {}
    around: list[int] = []
    for line in sorted(headings):
        level = headings[line][0]
        while around and around[-1] >= level:
            around.pop()
        depths[line] = min(len(around), DEPTH - 1)
        around.append(level)
    return depths


# Signs of headings


def fit_signs(examples: Sequence[Example], rounds: int) -> list[float]:
    """Give the weights of `SIGNS`, and of any line last."""
    old = [*(sign.weight for sign in SIGNS), BIAS]
    new, squares = list(old), [1e-6] * len(old)
    lines = [line for example in examples for line in example.lines]
    order = random.Random(0)
    for _ in range(rounds):
        order.shuffle(lines)
        for shown, heading in lines:
            wrong = heading - 1 / (1 + math.exp(-_weight(new, shown)))
            for k in (*shown, len(old) - 1):
                slope = wrong - _NEAR * (new[k] - old[k])
                squares[k] += slope * slope
                new[k] += _STEP * slope / math.sqrt(squares[k])
    return new


def _weight(weights: Sequence[float], shown: Iterable[int]) -> float:
    total = weights[-1] + sum(weights[k] for k in shown)
    return max(-30.0, min(30.0, total))


def judge_signs(examples: Sequence[Example], weights: Sequence[float]) -> float:
    """Give the F1 of the weighed lines."""
    hits = found = wanted = 0
    for example in examples:
        for shown, heading in example.lines:
            taken = _weight(weights, shown) > 0
            hits, found, wanted = hits + (taken and heading), found + taken, wanted + heading
    return 2 * hits / max(1, found + wanted)


# Company

_GROWN = {"max_leaf_nodes": 4, "max_iter": 40, "learning_rate": 0.3, "min_samples_leaf": 80,
          "l2_regularization": 2.0, "early_stopping": False, "random_state": 0}  # fmt: skip


def fit_company(sources: Sequence[Sequence[Example]]) -> tuple[int, tuple[Tree, ...]]:
    """Grow trees on the lines of several sources; give what any line weighs, and the trees."""
    ensemble = import_module("sklearn.ensemble")
    rows: list[tuple[object, ...]] = []
    headings: list[bool] = []
    weights: list[float] = []
    for examples in sources:
        lines = [line for example in examples for line in example.company]
        rows += [astuple(company) for company, _ in lines]
        headings += [heading for _, heading in lines]
        weights += [1 / math.sqrt(len(lines))] * len(lines)
    mean = sum(weights) / len(weights)
    model = ensemble.HistGradientBoostingClassifier(**_GROWN)
    model.fit(rows, headings, sample_weight=[weight / mean for weight in weights])
    return grown(model)


def grown(model: Any) -> tuple[int, tuple[Tree, ...]]:
    """Read the trees of a fitted model as whole numbers."""

    def read(nodes: Any, at: int) -> Tree | int:
        node = nodes[at]
        if node["is_leaf"]:
            return round(100 * float(node["value"]))
        return (
            MEASURES[int(node["feature_idx"])],
            math.floor(float(node["num_threshold"])),
            read(nodes, int(node["left"])),
            read(nodes, int(node["right"])),
        )

    trees = (read(step[0].nodes, 0) for step in model._predictors)
    base = round(100 * float(model._baseline_prediction[0][0]))
    return base, tuple(tree for tree in trees if not isinstance(tree, int))


def written(base: int, trees: Sequence[Tree]) -> str:
    """Write the module `recap_trees`."""
    rows = "".join(f"    {_row(tree)},\n" for tree in trees)
    return TREES_MODULE.format(base=base, rows=rows)


def _row(node: Tree | int) -> str:
    if isinstance(node, int):
        return str(node)
    return f'("{node[0]}", {node[1]}, {_row(node[2])}, {_row(node[3])})'


TREES_MODULE = '''"""What the company of a line says of its being a heading: a table of small trees.

Written by ``python -m tools.recap_weights FOLDER... --company``; see `recap_company` for the
measures and decision 21 for how the table was fitted and judged.
"""

from __future__ import annotations

from notes_kb.loading.recap_company import Tree

BASE = {base}
"""Hundredths that any line weighs."""

TREES: tuple[Tree, ...] = (
{rows})  # fmt: skip
"""A measure, the highest number that goes left, and what is there on the left and on the right:
a further question, or the hundredths that are added."""
'''


# Levels


def features(traits: Sequence[Trait], levels: Sequence[int]) -> Iterator[Feature]:
    """Name everything that the tables weigh in a sequence of levels."""
    stood: dict[int, int] = {traits[0].style: 0} if traits else {}
    for (above, here), (before, level) in zip(pairwise(traits), pairwise(levels), strict=True):
        move = 0 if level > before else 1 if level == before else 2
        yield from (("stands", sign, level) for sign in stands(here))
        yield from (("moves", sign, move) for sign in moves(above, here))
        yield from (("places", sign, 0) for sign in places(here, level, stood))
        stood[here.style] = level


def fit_levels(examples: Sequence[Example], rounds: int) -> Tables:
    """Give the three tables."""
    weights: dict[Feature, float] = dict(_flat(WEIGHTS))
    sums: defaultdict[Feature, float] = defaultdict(float)
    order, step = random.Random(0), 0
    several = [example for example in examples if len(example.traits) > 1]
    for _ in range(rounds):
        order.shuffle(several)
        for example in several:
            step += 1
            tables = _tables(weights)
            guess = best_levels(example.traits, tables)
            right = best_levels(example.traits, tables, fixed=example.levels)
            if not right or guess == right:
                continue
            for sign, levels in ((1.0, right), (-1.0, guess)):
                for feature in features(example.traits, levels):
                    change = sign * _STEP / len(levels)
                    weights[feature] += change
                    sums[feature] += step * change
    return _tables({f: w - sums[f] / max(1, step) for f, w in weights.items()})


def _flat(tables: Tables) -> Iterator[tuple[Feature, float]]:
    for name in ("stands", "moves"):
        for sign, row in getattr(tables, name).items():
            yield from (((name, sign, column), weight) for column, weight in enumerate(row))
    yield from ((("places", sign, 0), weight) for sign, weight in tables.places.items())


def _tables(weights: Mapping[Feature, float]) -> Tables:
    def rows(name: str) -> dict[str, tuple[float, ...]]:
        table = getattr(WEIGHTS, name)
        return {
            sign: tuple(weights[name, sign, column] for column in range(len(row)))
            for sign, row in table.items()
        }

    return Tables(
        stands=rows("stands"),
        moves=rows("moves"),
        places={sign: weights["places", sign, 0] for sign in WEIGHTS.places},
    )


def judge_levels(examples: Sequence[Example], tables: Tables) -> float:
    """Give the share of the articles' headings that stand under the right parent."""
    right = wanted = 0
    for example in examples:
        if not example.traits:
            continue
        guess = _parents(best_levels(example.traits, tables))
        truth = _parents(example.levels)
        for n, level in enumerate(example.levels):
            if level is not None:
                wanted += 1
                right += guess[n] == truth[n]
    return right / max(1, wanted)


def _parents(levels: Sequence[int | None]) -> list[int | None]:
    around: list[tuple[int, int]] = []
    parents: list[int | None] = []
    for n, level in enumerate(levels):
        if level is None:
            parents.append(None)
            continue
        while around and around[-1][0] >= level:
            around.pop()
        parents.append(around[-1][1] if around else None)
        around.append((level, n))
    return parents


def rounded(tables: Tables) -> Tables:
    """Round to what the tables in the code show."""

    def row(values: Sequence[float]) -> tuple[float, ...]:
        return tuple(round(value, 1) + 0.0 for value in values)

    return Tables(
        {sign: row(values) for sign, values in tables.stands.items()},
        {sign: row(values) for sign, values in tables.moves.items()},
        {sign: round(value, 1) + 0.0 for sign, value in tables.places.items()},
    )


def read_examples(folders: Sequence[Path]) -> tuple[list[Example], list[Example]]:
    """Read all articles below some folders: the half to fit on, and the half to judge."""
    halves: tuple[list[Example], list[Example]] = ([], [])
    for path in sorted(path for folder in folders for path in folder.rglob("*.md")):
        try:
            example = read_example(path.read_text("utf-8"))
        except UnicodeDecodeError:
            continue
        if example is not None:
            halves[hashlib.sha256(str(path).encode()).digest()[0] % 2].append(example)
    return halves


def main() -> None:
    """Fit, judge, print."""
    ask = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    ask.add_argument("folders", nargs="+", type=Path)
    ask.add_argument("--rounds", type=int, default=8)
    ask.add_argument("--signs", action="store_true", help="the signs of headings only")
    ask.add_argument("--levels", action="store_true", help="the levels only")
    ask.add_argument("--company", action="store_true", help="the trees only, on all articles")
    options = ask.parse_args()
    if options.company:
        sources = ([*fit, *judge] for fit, judge in (read_examples([f]) for f in options.folders))
        print(written(*fit_company([source for source in sources if source])), end="")
        return
    fit_on, judge_on = read_examples(options.folders)
    print(f"{len(fit_on)} articles to fit on, {len(judge_on)} to judge")
    if not options.levels:
        _print_signs(fit_on, judge_on, options.rounds)
    if not options.signs:
        _print_levels(fit_on, judge_on, options.rounds)


def _print_signs(fit_on: Sequence[Example], judge_on: Sequence[Example], rounds: int) -> None:
    old = [*(sign.weight for sign in SIGNS), BIAS]
    new = [round(weight, 1) for weight in fit_signs(fit_on, rounds)]
    for name, before, after in zip((*(s.name for s in SIGNS), "any line"), old, new, strict=True):
        print(f"{name:60} {before:+.1f} {after:+.1f}")
    print(f"F1 {judge_signs(judge_on, old):.3f} -> {judge_signs(judge_on, new):.3f}")


def _print_levels(fit_on: Sequence[Example], judge_on: Sequence[Example], rounds: int) -> None:
    new = rounded(fit_levels(fit_on, rounds))
    for name in ("stands", "moves", "places"):
        for sign, weights in getattr(new, name).items():
            print(f'    "{sign}": {weights},')
    before, after = judge_levels(judge_on, WEIGHTS), judge_levels(judge_on, new)
    print(f"right parent {before:.3f} -> {after:.3f}")


if __name__ == "__main__":
    main()
