"""``python -m benchmarks.loading``: seconds per megabyte of a paste, from 1 to 8 times its size.

The pastes are the stories of ``tests/loading/cases``, or the files that are named, put one
behind another: as they are, as lines of one size without an end, and as numbered headings only.
Exit 1 where a megabyte of the largest takes more than `MOST_GROWTH` times the smallest's time.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from notes_kb.loading.notes import parse_note

CASES = Path(__file__).parents[2] / "tests" / "loading" / "cases"
UNIT = 32 * 1024
"""Characters of the smallest paste."""
FACTORS = (1, 2, 4, 8)
ROUNDS = 3
MOST_GROWTH = 1.6


def pastes(text: str) -> dict[str, str]:
    """Give the kinds of pastes by name, each of one unit."""
    plain = "某人说了一句没有句号的话 and went on\n\n" * UNIT
    numbered = "".join(f"{n}. 标题{n}\n\n正文一句。\n\n" for n in range(1, UNIT))
    return {"stories": (text * (UNIT // len(text) + 1))[:UNIT], "short lines": plain[:UNIT],
            "numbered": numbered[:UNIT]}  # fmt: skip


def seconds(text: str) -> float:
    """Give the processor seconds of one parse, the median of several."""
    taken = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        parse_note(text, path="x.txt", note_id="x", language="zh", pasted=True)
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def main(files: Sequence[str]) -> int:
    """Measure and print."""
    paths = [Path(file) for file in files] or sorted(CASES.glob("*.txt"))
    text = "\n\n".join(path.read_bytes().decode("utf-8", "replace") for path in paths)
    worst = 0.0
    print("| paste | " + " | ".join(f"{f} x" for f in FACTORS) + " | growth |")
    print("|---|" + "---|" * (len(FACTORS) + 1))
    for name, unit in pastes(text).items():
        rates = []
        for factor in FACTORS:
            whole = unit * factor
            rates.append(seconds(whole) / (len(whole.encode()) / 1e6))
        growth = rates[-1] / rates[0]
        worst = max(worst, growth)
        print(f"| {name} | " + " | ".join(f"{rate:.2f}" for rate in rates) + f" | {growth:.2f} |")
    return int(worst > MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
