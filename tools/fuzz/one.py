"""Fuzzes one target until its time is up: ``python -m tools.fuzz.one TARGET -max_total_time=60 …``.

What follows the target's name is libFuzzer's.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["notes_kb", "markdown", "pymdownx", "markdown_it"]):
    from tools.fuzz.targets import TARGETS, bounded


def main() -> None:
    """Hand a target to libFuzzer, which ends the process at the first find."""
    target = TARGETS[sys.argv.pop(1)]

    def run(data: bytes) -> None:
        bounded(target.run, data)

    atheris.Setup(sys.argv, run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
