"""What is installed and what is shipped: locked, of compatible licences, built alike twice."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.site import REPOSITORY
from tools.licences import COMPATIBLE, licence, locked, parts, read_table

LOCKS = ("site", "test")
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
NEEDED = {
    "site": [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["fast"]],
    "test": [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]],
}


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=! ;]", requirement, maxsplit=1)[0].lower().replace("_", "-")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_package_by_hashes(lock: str) -> None:
    """One version each, at least one SHA-256, and no address of an index."""
    text = (REPOSITORY / "requirements" / f"{lock}.txt").read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^--", text, re.MULTILINE)
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[a-z0-9][a-z0-9._-]*==[^\s;]+", entry), entry[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}(?:$| \\)", entry, re.MULTILINE), entry[:80]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_what_the_project_names(lock: str) -> None:
    """A dependency that is added is locked too: `make lock`."""
    assert {_name(one) for one in NEEDED[lock]} <= set(locked(lock))


def test_every_licence_is_compatible() -> None:
    """Of all packages that a site needs, as their metadata says: `python -m tools.licences`."""
    table = read_table()
    assert list(table) == locked("site")
    for package, spdx in table.items():
        assert any(one in COMPATIBLE for one in parts(spdx)), (package, spdx)
        if " AND " in spdx:
            assert all(one in COMPATIBLE for one in parts(spdx)), (package, spdx)
        assert licence(package) in {spdx, None}, package


def test_two_builds_give_the_same_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whenever and wherever the files were written; it holds the package and nothing beside it."""
    wheel = pytest.importorskip("hatchling.builders.wheel")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    wheels = []
    for number, folder in enumerate(("one", "a longer name/two")):
        root = tmp_path / folder
        left = shutil.ignore_patterns("__pycache__")
        shutil.copytree(REPOSITORY / "notes_kb", root / "notes_kb", ignore=left)
        for name in ("pyproject.toml", "PACKAGE.md", "LICENSE"):
            shutil.copy(REPOSITORY / name, root / name)
        for file in sorted(root.rglob("*"), reverse=bool(number)):
            os.utime(file, (1_600_000_000 + number * 1000, 1_600_000_000 + number * 5000))
        (path,) = wheel.WheelBuilder(str(root)).build(directory=str(root / "dist"))
        wheels.append(Path(path))
    assert wheels[0].read_bytes() == wheels[1].read_bytes()
    names = zipfile.ZipFile(wheels[0]).namelist()
    assert "notes_kb/search/js/engine.js" in names
    assert "notes_kb/mkdocs/templates/notes_kb/note.html" in names
    assert all(name.startswith(("notes_kb/", "notes_kb-0.1.0.dist-info/")) for name in names)
