"""README's commands print what it shows, run by the wheel that users get.

The wheel is built and installed into an empty environment. Its dependencies are those of the
environment that runs the tests, so that nothing is downloaded; what is imported of this
project is the wheel alone, which the first test makes sure of.
"""

from __future__ import annotations

import email
import os
import re
import subprocess
import sys
import venv
import zipfile
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import mkdocs
import pytest

from notes_kb.search.node import find_node
from tests.docs.documents import ROOT_DOCUMENTS, CodeBlock, split_code
from tests.docs.test_document_examples import draw, spoil
from tests.site import REPOSITORY

READMES = ROOT_DOCUMENTS[:2]


@dataclass(frozen=True)
class Installed:
    """A wheel in an environment of its own."""

    wheel: Path
    bin: Path

    def run(self, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the environment in a folder."""
        environment = {
            name: value for name, value in os.environ.items() if name not in _OF_THIS_RUN
        }
        environment |= {"NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1", "PYTHONUTF8": "1"}
        return subprocess.run(
            [self.bin / command[0], *command[1:]],
            cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip


_OF_THIS_RUN = frozenset({"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"})


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build the wheel and install it."""
    builder = pytest.importorskip("hatchling.builders.wheel")
    root = tmp_path_factory.mktemp("wheel")
    (wheel,) = builder.WheelBuilder(str(REPOSITORY)).build(directory=str(root / "dist"))
    venv.create(root / "venv", with_pip=False, symlinks=True)
    python = root / "venv" / "bin" / "python"
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps",
         "--no-index", "--disable-pip-version-check", wheel],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (packages,) = (root / "venv" / "lib").glob("python*/site-packages")
    dependencies = Path(mkdocs.__file__).parent.parent
    (packages / "zz_dependencies.pth").write_text(f"{dependencies}\n", "utf-8")
    return Installed(Path(wheel), python.parent)


def test_the_wheel_is_what_is_imported(installed: Installed, tmp_path: Path) -> None:
    """Not the checkout, whose folder lies beside the dependencies."""
    code = "import notes_kb, notes_kb.mkdocs.plugin as p; print(notes_kb.__file__, p.__file__)"
    done = installed.run(tmp_path, "python", "-c", code)
    assert done.returncode == 0, done.stderr
    files = done.stdout.split()
    assert len(files) == 2
    assert all(Path(file).is_relative_to(installed.bin.parent) for file in files), files


@pytest.mark.parametrize("readme", READMES, ids=lambda p: p.name)
def test_the_commands_of_a_readme(installed: Installed, readme: Path, tmp_path: Path) -> None:
    """From the shown configuration and files to the shown output of parse, check and search."""
    blocks = split_code(readme)[1]
    draw(tmp_path, [readme])
    (config,) = [b.text for b in blocks if b.language == "yaml" and "notes_kb" in b.text]
    (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
    built = installed.run(tmp_path, "python", "-m", "mkdocs", "build")
    assert built.returncode == 0, built.stderr
    consoles = [b.text for b in blocks if b.language == "console"]
    assert [text.split()[2] for text in consoles] == ["parse", "check", "search"]
    for text in consoles:
        _compare(installed, tmp_path, text)
    _run_shell(installed, tmp_path, blocks)


def _compare(installed: Installed, folder: Path, shown: str) -> None:
    """Run one shown command, and compare its output; how long a search takes is left out."""
    command, _, expected = shown.partition("\n")
    words = command.removeprefix("$ ").split()
    kept = {}
    if words[1] == "check":
        note = folder / words[2]
        kept[note] = note.read_text("utf-8")
        spoil(note)
    if words[1] != "search" or find_node() is not None:
        done = installed.run(folder, *words)
        assert _lines(done.stdout) == _lines(expected), done.stderr
    for note, text in kept.items():
        note.write_text(text, "utf-8")


def _lines(output: str) -> list[str]:
    lines = [line.rstrip() for line in output.rstrip().split("\n")]
    return [re.sub(r", \d+ ms$", "", line) for line in lines]


def _run_shell(installed: Installed, folder: Path, blocks: tuple[CodeBlock, ...]) -> None:
    """Run the commands that are shown without output, on a paste of the name that they use."""
    paste = (folder / "docs/notes/kernel-talk.txt").read_text("utf-8")
    (folder / "talk.txt").write_text(paste, "utf-8")
    lines = [line for b in blocks if b.language == "sh" for line in b.text.split("\n")]
    commands = [line.split("#")[0].split() for line in lines if line.startswith("notes-kb ")]
    assert [command[1] for command in commands] == ["import", "check"]
    for command in commands:
        done = installed.run(folder, *command)
        assert done.returncode == 0, (command, done.stdout, done.stderr)


@pytest.mark.parametrize("document", [*READMES, REPOSITORY / "PACKAGE.md"], ids=lambda p: p.name)
def test_every_command_that_is_named_exists(
    installed: Installed, document: Path, tmp_path: Path
) -> None:
    """Whatever stands behind `notes-kb` is a command, and what behind `make` a target."""
    text = document.read_text("utf-8")
    told = installed.run(tmp_path, "notes-kb", "--help").stdout
    known = set(re.findall(r"^  ([a-z]+)  ", told, re.MULTILINE))
    named = set(re.findall(r"notes-kb ([a-z]+)", text))
    assert len(known) >= 8
    assert named
    assert named <= known
    targets = set(re.findall(r"^([a-z-]+):", (REPOSITORY / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"^make ([a-z-]+)", text, re.MULTILINE)) <= targets
    for path in re.findall(r"pip install (\S+)$", text, re.MULTILINE):
        assert path == "-r" or (REPOSITORY / path / "pyproject.toml").is_file(), path


def _metadata(wheel: Path) -> Message:
    archive = zipfile.ZipFile(wheel)
    (name,) = [n for n in archive.namelist() if n.endswith(".dist-info/METADATA")]
    return email.message_from_bytes(archive.read(name))


def test_an_index_can_show_the_wheel(installed: Installed) -> None:
    """A long description without relative links, known classifiers, a licence, what it needs."""
    said = _metadata(installed.wheel)
    text = str(said.get_payload())
    assert said["Description-Content-Type"] == "text/markdown"
    assert text.startswith("# notes_kb\n")
    assert len(text) > 1_000
    links = re.findall(r"\]\(([^)\s]+)|(?:src|href)=\"([^\"]+)", text)
    assert [link for link in links if not "".join(link).startswith("https://")] == []
    known = pytest.importorskip("trove_classifiers").classifiers
    named = said.get_all("Classifier") or []
    assert len(named) >= 8
    assert [one for one in named if one not in known] == []
    assert said["License-Expression"] == "MIT"
    assert said["Requires-Python"] == ">=3.11"
    assert said["Summary"].endswith(".")
    assert any(need.startswith("mkdocs-material") for need in said.get_all("Requires-Dist") or [])


def test_make_serve_repeats_no_notice(tmp_path: Path) -> None:
    """Material's notice of its end is printed by the first run, and by no other."""
    stamps = ("pip.stamp", "site.stamp")
    for name in stamps:
        (tmp_path / name).touch()
    command = ["make", "--dry-run", f"VENV={tmp_path}", "--assume-old=pyproject.toml", "serve"]
    first = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert "mkdocs serve" in first.stdout
    assert "NO_MKDOCS_2_WARNING" not in first.stdout
    (tmp_path / "notice.stamp").touch()
    later = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert "NO_MKDOCS_2_WARNING=1 " in later.stdout
