"""The recorded listing is explained whole, and the compiler still gives its like."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tools import labs

lab = labs.load("ptx-vector-add", "lab")
DATA = labs.read("ptx-vector-add")["data"]
LISTINGS = {"ptx": DATA["ptx"]["lines"], "sass": DATA["sass"]["sm_90"]["code"]}


@pytest.mark.parametrize("page", labs.PAGES)
@pytest.mark.parametrize("kind", ["ptx", "sass"])
def test_every_line_of_the_listing_is_explained(page: str, kind: str) -> None:
    """Each line stands in a table of the page, in order, with a meaning beside it."""
    text = (labs.LABS / "ptx-vector-add" / page).read_text(encoding="utf-8")
    section = text.split(f"{{#{kind}}}")[1].split("\n#")[0]
    rows = [row.strip("| ").split(" | ") for row in section.split("\n") if row.startswith("| `")]
    assert [row[0].strip("`") for row in rows] == LISTINGS[kind]
    assert all(len(row[1]) >= 2 for row in rows)


@pytest.mark.parametrize("page", labs.PAGES)
def test_the_page_shows_the_source_that_was_compiled(page: str) -> None:
    """The code block is vector_add.cu, letter by letter."""
    text = (labs.LABS / "ptx-vector-add" / page).read_text(encoding="utf-8")
    assert lab.SOURCE.read_text(encoding="utf-8") in text
    assert lab.SOURCE.read_text(encoding="utf-8").splitlines() == DATA["source"]


def test_one_ptx_becomes_two_machine_codes() -> None:
    """The claim of the page: one PTX file, made for the older target, gives different SASS."""
    assert not DATA["same_sass_for_all_targets"]
    assert DATA["ptx"]["target"] == next(iter(DATA["sass"]))
    assert f".target {DATA['ptx']['target']}" in DATA["ptx"]["lines"]
    assert DATA["ptx"]["count"] == len(DATA["ptx"]["instructions"])
    for row in DATA["sass"].values():
        assert row["count"] == len(row["code"])


def test_directives_and_labels_are_no_instructions() -> None:
    """Only what is executed counts, guards included."""
    lines = lab.lines_of(
        "//c\n.reg .f32 %f<4>;\n\n$L_2:\n@%p1 bra $L_2; // x\nadd.f32  %f3, %f2, %f1;\n}"
    )
    assert lab.instructions(lines) == ["@%p1 bra $L_2;", "add.f32 %f3, %f2, %f1;"]
    assert [lab.opcode(line) for line in lab.instructions(lines)] == ["bra", "add.f32"]


@pytest.mark.skipif(not shutil.which("nvcc"), reason="no CUDA compiler here")
def test_the_compiler_still_adds_once() -> None:
    """Whatever the version: two loads, one addition, one store, a guard against i >= n."""
    listing = lab.run(**lab.SMALL)["ptx"]
    assert (listing["loads"], listing["adds"], listing["stores"]) == (2, 1, 1)
    assert any(line.startswith("@") for line in listing["instructions"])


def test_without_a_compiler_the_record_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nvcc is missing, running the lab gives the recorded data."""
    monkeypatch.setattr(lab.shutil, "which", lambda _: None)
    assert lab.run(**lab.SMALL) == DATA


@pytest.mark.skipif(not shutil.which("ptxas"), reason="needs ptxas")
@pytest.mark.parametrize("page", ["ptx.md", "ptx.en.md"])
def test_the_page_says_for_which_gpus_ptx_can_be_assembled(page: str, tmp_path: Path) -> None:
    """Each cell of the table on forward compatibility is tried with ptxas."""
    text = (labs.LABS.parent / "concepts" / page).read_text(encoding="utf-8")
    section = text.split("{#compatibility}")[1].split("\n## ")[0]
    header, _, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in section.splitlines()
        if line.startswith("|")
    ]
    assert len(rows) == 3
    for target, *cells in rows:
        source = tmp_path / f"{target}.ptx"
        source.write_text(
            f".version 8.0\n.target {target}\n.address_size 64\n.entry f() {{ret;}}\n"
        )
        for gpu, cell in zip(header[1:], cells, strict=True):
            done = subprocess.run(
                ["ptxas", f"-arch={gpu}", "-o", str(tmp_path / "out"), str(source)],
                capture_output=True,
                check=False,
            )
            assert (done.returncode == 0) == cell.startswith(("能", "yes")), (target, gpu)
