"""The page on the library: its examples run, and it explains every public name."""

from __future__ import annotations

import ast
import doctest
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import notes_kb
from notes_kb.search.node import find_node
from tests.docs.documents import DEVELOPING, ROOT_DOCUMENTS, split_code
from tests.site import build

PAGE = DEVELOPING / "library.en.md"


def _imported() -> dict[str, str]:
    """Give the imports that type checkers see, as ``module:attribute`` by public name."""
    tree = ast.parse(inspect.getsource(notes_kb))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    return {
        alias.asname or alias.name: f"{node.module}:{alias.name}"
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_the_public_names_are_one_list() -> None:
    """What is listed, what type checkers see and what is imported are the same, in order."""
    assert sorted(notes_kb.__all__) == notes_kb.__all__
    assert dict(sorted(_imported().items())) == notes_kb._HOMES
    assert list(notes_kb._HOMES) == notes_kb.__all__
    assert set(notes_kb.__all__) <= set(dir(notes_kb))
    for name in notes_kb.__all__:
        assert inspect.getdoc(getattr(notes_kb, name)), name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        notes_kb.nothing  # noqa: B018 - the look-up is what is tested


def test_the_page_explains_every_function_and_no_other_name() -> None:
    """Each public function is shown; each name that the page imports is public."""
    text = PAGE.read_text("utf-8")
    shown = {
        name for line in re.findall(r"from notes_kb import (.+)", text) for name in line.split(", ")
    }
    functions = {n for n in notes_kb.__all__ if inspect.isfunction(getattr(notes_kb, n))}
    assert functions <= shown <= set(notes_kb.__all__)


def test_the_chinese_page_has_the_same_examples() -> None:
    """One page's examples run; the other's are the same, so they need not."""
    assert split_code(DEVELOPING / "library.md")[1] == split_code(PAGE)[1]


def test_importing_the_package_imports_nothing_else() -> None:
    """`import notes_kb` loads no other module of the package and none that it depends on."""
    code = (
        "import sys; before = set(sys.modules); import notes_kb;"
        "print(sorted(m for m in set(sys.modules) - before"
        " if m.split('.')[0] not in sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['notes_kb']"


@pytest.mark.skipif(find_node() is None, reason="the search needs Node; `make test` installs it")
def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example gives what the page says, on the files of the README."""
    tree = {
        b.title: b.text for b in split_code(ROOT_DOCUMENTS[0])[1] if b.title.startswith("docs/")
    }
    built = build(tmp_path, tree)
    assert built.code == 0, built.log
    monkeypatch.chdir(tmp_path)
    blocks = [b.text for b in split_code(PAGE)[1] if b.language == "pycon"]
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, PAGE.name, None, 0)
    told: list[str] = []
    results = doctest.DocTestRunner().run(test, out=told.append)
    assert results.attempted > 15
    assert results.failed == 0, "".join(told)
