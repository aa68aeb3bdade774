"""The tables of the documents say what the code says."""

import re
from configparser import ConfigParser
from importlib import import_module

import pytest
import yaml
from click import Context

from notes_kb.cli import main
from notes_kb.loading.concepts import CONCEPT_KEYS
from notes_kb.loading.note_meta import NOTE_KEYS
from notes_kb.mkdocs.config import NotesKbConfig
from notes_kb.mkdocs.plugin import NotesKbPlugin
from tests.docs.documents import (
    ALL_DOCUMENTS,
    DEVELOPING,
    GUIDE,
    REPOSITORY,
    read_table,
    split_code,
)
from tools import tables

OPTION_TABLES = [
    (REPOSITORY / "README.md", "## Options"),
    (REPOSITORY / "README.zh.md", "## 选项"),
    (GUIDE / "site.md", "{#options}"),
    (GUIDE / "site.en.md", "{#options}"),
]
HAN = re.compile("[一-鿿]")


def defaults():
    """Give every option with its default, as the plugin has it without configuration."""
    config = NotesKbConfig()
    config.load_dict({})
    assert config.validate() == ([], [])
    return {name: config[name] for name in config}


def code(cell):
    """Take the code out of a cell that is nothing else."""
    assert cell.startswith("`"), cell
    assert cell.endswith("`"), cell
    return cell[1:-1]


@pytest.mark.parametrize(("path", "heading"), OPTION_TABLES, ids=lambda v: getattr(v, "name", ""))
def test_option_tables_are_complete(path, heading):
    """Every option stands in each table with its default, and nothing else does."""
    rows = read_table(path, heading)
    told = {code(name): yaml.safe_load(code(default)) for name, default, _ in rows}
    assert told == defaults(), "add the option to both READMEs and to docs/guide/site*.md"
    assert all(text for _, _, text in rows)


def test_tables_of_findings_and_keys_are_those_of_the_declarations():
    """The guide has every finding and every key in both languages, in the declared words."""
    old = [path.name for path, text in tables.documents() if path.read_text("utf-8") != text]
    assert old == [], "run `make fmt`, which writes the tables from their declarations"


@pytest.mark.parametrize("key", [*NOTE_KEYS.values(), *CONCEPT_KEYS.values()], ids=lambda k: k.name)
def test_keys_are_described_in_both_languages(key):
    """Every key says what it takes and what it is for, in Chinese and in English."""
    assert key.takes["en"]
    assert HAN.search(key.purpose["zh"])
    assert key.description
    assert "`" not in key.description


def make_targets():
    """Give the targets of the Makefile that people may name."""
    text = (REPOSITORY / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):", text, re.MULTILINE))


def test_named_make_targets_exist():
    """Every `make` target that a document names is one of the Makefile."""
    named = set()
    for document in ALL_DOCUMENTS:
        prose, blocks = split_code(document)
        places = [*re.findall(r"`([^`\n]+)`", prose), *(b.text for b in blocks)]
        named |= {t for p in places for t in re.findall(r"(?:^|\n|&& )make ([a-z-]+)", p)}
    assert {"serve", "test", "check"} <= named
    assert named <= make_targets(), named - make_targets()


@pytest.mark.parametrize("name", ["index.md", "index.en.md"])
def test_the_developing_index_names_every_task(name):
    """The table of tasks has every target that `make help` shows, in both languages."""
    text = (REPOSITORY / "Makefile").read_text("utf-8")
    shown = set(re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE))
    cells = " ".join(row[0] for row in read_table(DEVELOPING / name, "{#tasks}"))
    assert shown - {"help"} <= set(re.findall(r"make ([a-z-]+)", cells)) | {"bench-search"}


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_readmes_name_every_command(name):
    """Each README has every command of `notes-kb`, and names no other."""
    text = (REPOSITORY / name).read_text("utf-8")
    named = set(re.findall(r"notes-kb ([a-z]+)\b", text))
    assert named == set(main.list_commands(Context(main)))


ARCHITECTURE = [DEVELOPING / "architecture.md", DEVELOPING / "architecture.en.md"]
both_architectures = pytest.mark.parametrize("page", ARCHITECTURE, ids=lambda p: p.name)


def priorities():
    """Give every priority that a module of `notes_kb.pages` states, by the module."""
    stated = {}
    for path in (REPOSITORY / "notes_kb" / "pages").glob("*.py"):
        found = re.findall(r"^[A-Z_]*PRIORITY = (-?[0-9.]+)$", path.read_text("utf-8"), re.M)
        if found:
            stated[path.stem] = {float(number) for number in found}
    return stated


@both_architectures
def test_passes_stand_where_the_architecture_says(page):
    """Every pass of ours is listed with the priority that its module states, highest first."""
    rows = read_table(page, "{#passes}")
    places = [float(re.split("[,，]", cell)[0]) for cell, *_ in rows]
    assert places == sorted(places, reverse=True)
    told: dict[str, set[float]] = {}
    for place, (_, name, _) in zip(places, rows, strict=True):
        for module in re.findall(r"`(\w+)\.py`", name):
            told.setdefault(module, set()).add(place)
    assert told == priorities()


@both_architectures
@pytest.mark.parametrize("way", ["{#note}", "{#concept}"])
def test_the_functions_of_a_way_exist(page, way):
    """Each step of the way of a note or concept names a function that is where it says."""
    rows = read_table(page, way)
    assert len(rows) > 10
    for _, place, _ in rows:
        file, function = re.fullmatch(r"`([\w/]+)\.py`: `([\w.]+)`", place).groups()
        found = import_module(f"notes_kb.{file.replace('/', '.')}".removesuffix(".__init__"))
        for name in function.split("."):
            found = getattr(found, name)
        assert callable(found)
        assert found.__module__.startswith("notes_kb.")


@both_architectures
def test_the_rooms_are_the_floors_of_the_import_contract(page):
    """The rooms stand in the order in which `.importlinter` has them."""
    contract = ConfigParser()
    contract.read(REPOSITORY / ".importlinter")
    floors = contract["importlinter:contract:floors"]["layers"].split("\n")
    stated = [set(re.findall(r"notes_kb\.(\w+)", floor)) for floor in floors if floor.strip()]
    drawn = next(block.text for block in split_code(page)[1]).split("\n")
    names = {name for floor in stated for name in floor}
    told = [names.intersection(re.findall(r"\b(\w+)(?:/|\.py)", line)) for line in drawn]
    assert [floor for floor in told if floor] == stated


@both_architectures
def test_hooks_are_those_of_the_plugin(page):
    """The architecture tells of every hook that the plugin has."""
    rows = read_table(page, "{#hooks}")
    hooks = {name for name in vars(NotesKbPlugin) if name.startswith("on_")}
    told = {name for cell, _ in rows for name in re.findall(r"`(on_\w+)`", cell)}
    assert told == hooks
