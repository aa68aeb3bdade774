"""Fuzzes the targets one after the other, each in a process of its own.

    python -m tools.fuzz [--minutes N] [--corpus FOLDER] [TARGET ...]

The minutes are shared by the targets. An input that breaks a property is written to
``tests/fuzz/cases/<target>``, where `make test` runs it from then on, and the target goes on.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tools.fuzz.targets import LONGEST, TARGETS

ROOT = Path(__file__).resolve().parent.parent.parent
FINDS = ROOT / "tests" / "fuzz" / "cases"
MEGABYTES = 2048
"""Memory of a process, above which its input is a find."""
STUCK = 60
"""Seconds after which an input that does not end is a find."""
MOST_FINDS = 5
"""Of one target in one run: the first ones are to be mended before there is sense in more."""


def main() -> int:
    """Run, print a line for each target, and fail where one has a find."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", default=list(TARGETS))
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--corpus", type=Path, default=ROOT / ".cache" / "fuzz")
    asked = parser.parse_args()
    if unknown := set(asked.targets) - set(TARGETS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    seconds = asked.minutes * 60 / len(asked.targets)
    found = 0
    for name in asked.targets:
        runs, finds = fuzz(name, seconds, asked.corpus / name)
        print(f"{name}: {runs:,} inputs, {len(finds)} finds", *finds, sep="\n  ", flush=True)
        found += len(finds)
    return 1 if found else 0


def fuzz(name: str, seconds: float, corpus: Path) -> tuple[int, list[Path]]:
    """Fuzz one target; give the number of inputs tried and the files of the finds."""
    plant_seeds(name, corpus)
    (FINDS / name).mkdir(parents=True, exist_ok=True)
    ends, runs = time.monotonic() + seconds, 0
    finds: list[Path] = []
    while (left := int(ends - time.monotonic())) > 0 and len(finds) < MOST_FINDS:
        known = set((FINDS / name).iterdir())
        done = subprocess.run(
            [
                sys.executable, "-m", "tools.fuzz.one", name, str(corpus),
                f"-max_total_time={left}", f"-max_len={LONGEST}", f"-timeout={STUCK}",
                f"-rss_limit_mb={MEGABYTES}", f"-artifact_prefix={FINDS / name}/",
                "-print_final_stats=1",
            ],
            cwd=ROOT, capture_output=True, text=True, errors="replace", check=False,
        )  # fmt: skip
        counted = re.search(r"number_of_executed_units: (\d+)", done.stderr)
        runs += int(counted[1]) if counted else 0
        new = sorted(set((FINDS / name).iterdir()) - known)
        finds += new
        if done.returncode and not new:
            raise SystemExit(f"{name} could not be fuzzed:\n{done.stderr[-2000:]}")
    return runs, finds


def plant_seeds(name: str, corpus: Path) -> None:
    """Give a target files to begin with, each behind the byte that says what it is."""
    corpus.mkdir(parents=True, exist_ok=True)
    for file in _seeds(name):
        planted = corpus / f"seed-{file.name}"
        if not planted.exists():
            planted.write_bytes(b"\0" + file.read_bytes()[: LONGEST - 1])


def _seeds(name: str) -> Iterator[Path]:
    for pattern in TARGETS[name].seeds:
        yield from sorted(ROOT.glob(pattern))


if __name__ == "__main__":
    raise SystemExit(main())
