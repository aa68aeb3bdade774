"""What fuzzing found once does not come back: every find is run again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.fuzz.targets import TARGETS, bounded

CASES = Path(__file__).with_name("cases")
FINDS = sorted(path for path in CASES.rglob("*") if path.is_file())
SMALL = [b"", b"\0", b"\1", b"\0---\n", b"\1" + bytes(range(256)), b"\0" + bytes(range(256))]


@pytest.mark.parametrize("find", FINDS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_find_stays_mended(find: Path) -> None:
    """Each file is an input of the target that its folder names."""
    bounded(TARGETS[find.parent.name].run, find.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_runs(name: str) -> None:
    """The targets work on any bytes, so that `make fuzz` begins with a sound one."""
    for data in SMALL:
        bounded(TARGETS[name].run, data)
