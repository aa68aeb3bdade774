"""What the page on changes says of files, and what must hold for it to stay true."""

import ast
import re
from dataclasses import fields
from importlib import import_module

import pytest
from click import Command, Context

from notes_kb import checks
from notes_kb.checks import RULES
from notes_kb.cli import main
from notes_kb.domain.concept import Concept
from notes_kb.domain.note import NoteMeta
from notes_kb.loading.concepts import CONCEPT_KEYS
from notes_kb.loading.note_meta import NOTE_KEYS
from notes_kb.mkdocs.layouts import LAYOUTS
from tests.docs.documents import DEVELOPING, REPOSITORY, read_table
from tests.docs.test_document_tables import OPTION_TABLES

PAGES = [DEVELOPING / "changes.md", DEVELOPING / "changes.en.md"]
PACKAGE = REPOSITORY / "notes_kb"


def named_files(cell):
    """Give the files that a cell names, in their order."""
    return re.findall(r"`([\w/.*-]+\.(?:py|js|css|html|yml|md))`", cell)


def modules(folder):
    """Import the modules of a folder of the package, the folder itself excepted."""
    names = sorted(path.stem for path in (PACKAGE / folder).glob("[!_]*.py"))
    return {name: import_module(f"notes_kb.{folder}.{name}") for name in names}


@pytest.mark.parametrize("heading", ["{#files}", "{#counts}"])
def test_both_languages_tell_the_same(heading):
    """The tables name the same files, and give the same numbers, in the same order."""
    told = [
        [
            (named_files(" ".join(row)), re.findall(r"^(\d+)[,、] ?(\d+)$", "\n".join(row), re.M))
            for row in read_table(page, heading)
        ]
        for page in PAGES
    ]
    assert told[0] == told[1]
    assert len(told[0]) == 10


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_named_files_exist(page):
    """A file that was renamed or split must be renamed here, too."""
    files = {name for row in read_table(page, "{#files}") for name in named_files(" ".join(row))}
    assert len(files) > 30
    assert {name for name in files if not list(REPOSITORY.glob(name))} == set()


def test_a_declared_key_is_a_field_and_a_field_is_declared():
    """A key is read into the field of its name; without either it could not be forgotten alone."""
    assert {field.name for field in fields(NoteMeta)} == set(NOTE_KEYS)
    ours = {"id", "path", "articles", "places"}
    assert {field.name for field in fields(Concept)} - ours == set(CONCEPT_KEYS)


def test_every_rule_is_listed():
    """A rule that `checks/__init__.py` leaves out would find nothing."""
    written = {
        function
        for module in modules("checks").values()
        for name, function in vars(module).items()
        if name.startswith("check_") and function.__module__.startswith(checks.__name__)
    }
    assert written == set(RULES)


def test_every_command_has_its_line_of_help():
    """A module with a command is listed, and a listed command has its module."""
    commands = {
        name.rstrip("_")  # `import_`, since a module may not be named after a keyword.
        for name, module in modules("cli").items()
        if isinstance(getattr(module, "command", None), Command)
    }
    assert commands == set(main.list_commands(Context(main)))


def test_no_module_but_the_layouts_knows_a_layout():
    """Everything else asks the class; so a layout is added in one module."""
    knowing = {
        path.name
        for path in PACKAGE.glob("mkdocs/*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in LAYOUTS
    }
    assert knowing == {"layouts.py"}


def test_every_weight_is_used():
    """The table of weights holds nothing that ranking does not ask for."""
    scripts = {path.name: path.read_text("utf-8") for path in PACKAGE.glob("search/js/*.js")}
    weights = set(re.findall(r"^  (\w+):", scripts.pop("weights.js"), re.MULTILINE))
    asking = "\n".join(text for text in scripts.values() if '"./weights.js"' in text)
    assert len(weights) > 20
    assert weights <= set(re.findall(r"\w+", asking))


@pytest.mark.parametrize(("path", "heading"), OPTION_TABLES, ids=lambda v: getattr(v, "name", ""))
def test_every_layout_is_named_where_options_are_told(path, heading):
    """A reader of the option's row sees all of its values."""
    (text,) = (text for name, _, text in read_table(path, heading) if name == "`layout`")
    assert set(re.findall(r"`(\w+)`", text)) == set(LAYOUTS)
