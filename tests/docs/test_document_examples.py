"""The examples of the documents are what they say they are."""

import re

import pytest
import yaml
from click.testing import CliRunner
from mkdocs.config.base import load_config

from notes_kb import knowledge_base
from notes_kb.checks import run_checks
from notes_kb.cli import main
from notes_kb.domain.diagnostic import Severity
from notes_kb.domain.language import Languages
from notes_kb.loading.library import load_library
from notes_kb.search.golden import Golden
from tests.docs.documents import ALL_DOCUMENTS, GUIDE, ROOT_DOCUMENTS, split_code

READMES = ROOT_DOCUMENTS[:2]
ZH_FIRST = {"zh": "简体中文", "en": "English"}
EN_FIRST = {"en": "English", "zh": "简体中文"}
STORIES = {
    "README.md": (READMES[:1], ZH_FIRST),
    "README.zh.md": (READMES[1:], ZH_FIRST),
    "guide in Chinese": (
        sorted(p for p in GUIDE.glob("*.md") if not p.name.endswith(".en.md")),
        ZH_FIRST,
    ),
    "guide in English": (sorted(GUIDE.glob("*.en.md")), EN_FIRST),
}
"""Documents whose titled blocks make up one site, and that site's languages."""

MISSPELT = ("[[auto-scheduler", "[[auto-schedular")
"""The mistake in an original whose report the documents show."""

STALE = (re.compile("from=[0-9a-f]{8}"), "from=00000000")
"""The mistake in a translation whose report the documents show."""


def draw(root, documents):
    """Write each titled block of the documents to the file that it names."""
    for document in documents:
        for block in split_code(document)[1]:
            if block.title.startswith("docs/"):
                path = root / block.title
                path.parent.mkdir(parents=True, exist_ok=True)
                assert not path.exists(), f"{block.title} stands in two blocks"
                path.write_text(block.text, "utf-8")


@pytest.mark.parametrize("story", STORIES)
def test_examples_are_a_clean_knowledge_base(story, tmp_path):
    """`notes-kb check` finds nothing in the examples but the figures that they say are lost."""
    documents, names = STORIES[story]
    draw(tmp_path, documents)
    library = load_library(tmp_path / "docs", Languages(names))
    assert len(library.notes) >= 3
    assert library.concepts
    found = run_checks(library, knowledge_base.build(library))
    assert [d for d in found if d.severity is not Severity.NOTE] == []
    kinds = {"figure-missing", "translation-missing", "translation-missing-section"}
    assert {d.kind for d in found} <= kinds, [(d.kind, d.path, d.message) for d in found]


def consoles():
    """Give every shown run of a command that needs nothing but the examples."""
    for story, (documents, _) in STORIES.items():
        for document in documents:
            for block in split_code(document)[1]:
                if block.language == "console" and not block.text.startswith("$ notes-kb search"):
                    yield pytest.param(story, block.text, id=f"{document.name}:{block.text[2:16]}")


def spoil(note):
    """Make the mistake in a note whose report is shown."""
    text = note.read_text("utf-8")
    translated = "." in note.stem
    spoilt = STALE[0].sub(STALE[1], text) if translated else text.replace(*MISSPELT)
    assert spoilt != text
    note.write_text(spoilt, "utf-8")


@pytest.mark.parametrize(("story", "shown"), consoles())
def test_shown_output_is_real(story, shown, tmp_path, monkeypatch):
    """Each command that a document shows prints what the document says."""
    documents, names = STORIES[story]
    draw(tmp_path, documents)
    config = {"site_name": story, "plugins": ["search", {"notes_kb": {"languages": names}}]}
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
    monkeypatch.chdir(tmp_path)
    command, _, expected = shown.partition("\n")
    arguments = command.removeprefix("$ notes-kb ").split()
    if arguments[0] == "check":
        spoil(tmp_path / arguments[1])
    result = CliRunner().invoke(main, arguments)
    printed = [line.rstrip() for line in result.output.rstrip().split("\n")]
    assert printed == expected.rstrip().split("\n")


def test_shown_golden_queries_are_read():
    """The `docs/search.yml` of the guide is one that the plugin takes."""
    for document in (GUIDE / "search.md", GUIDE / "search.en.md"):
        (block,) = [b for b in split_code(document)[1] if b.title == "docs/search.yml"]
        rows = [Golden(**row) for row in yaml.safe_load(block.text)]
        assert len(rows) == 3


def test_both_readmes_show_both_commands():
    """There is output of `parse` and of `check` to be compared in each README."""
    for readme in READMES:
        commands = [b.text for b in split_code(readme)[1] if b.language == "console"]
        for name in ("parse", "check"):
            assert any(c.startswith(f"$ notes-kb {name} ") for c in commands), readme.name


def configurations():
    """Give every block of the documents that configures the plugin."""
    for document in ALL_DOCUMENTS:
        for n, block in enumerate(split_code(document)[1]):
            if block.language == "yaml" and "notes_kb" in block.text:
                yield pytest.param(block.text, id=f"{document.name}:{n}")


@pytest.mark.parametrize("text", configurations())
def test_shown_configurations_are_valid(text, tmp_path):
    """Each configuration that a document shows is one that MkDocs and the plugin take."""
    values = {"site_name": "x", **yaml.safe_load(text)}
    for folder in ("docs",):
        (tmp_path / folder).mkdir()
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump(values, allow_unicode=True), "utf-8")
    config = load_config(str(tmp_path / "mkdocs.yml"))
    assert "notes_kb" in config.plugins
