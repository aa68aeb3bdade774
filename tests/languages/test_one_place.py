"""Nothing about a language stands outside ``notes_kb/languages/``."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import notes_kb

ROOT = Path(notes_kb.__file__).parent
LETTERS = re.compile("[\u3042-\u3095\u30a2-\u30f9\u3401-\u4dbe\u4e01-\u9ffe\uac01-\ud7a2]")
"""Ideographs, kana and hangul, without those with which ranges of characters begin and end."""
PLATFORMS = ROOT / "loading" / "platforms"
"""What a platform's pages say around a text is the platform's, and in its language."""
SHOWN = {
    "cli/site_config.py", "loading/concepts.py", "mkdocs/config.py", "report/schemas.py",
}  # fmt: skip
"""Messages and schemas whose example is a site in Chinese and English."""
DECLARED = {"domain/kinds.py", "loading/note_meta.py", "loading/page_relations.py"}
"""Declarations whose explanations the guide prints in its two languages: what they call ``zh``."""
EXAMPLE = "{{zh: 简体中文, en: English}}"
"""The option ``languages`` as a message shows how to write it."""


def _explanations(tree: ast.AST) -> Iterator[ast.expr]:
    """Yield what is passed as ``zh=…``, and the values of ``"zh": …``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "zh":
            yield node.value
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "zh":
                    yield value


def _words(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the strings of a module with such letters, without docstrings."""
    tree = ast.parse(file.read_text("utf-8"))
    declared = str(file.relative_to(ROOT)) in DECLARED
    explained = {id(node) for node in _explanations(tree)} if declared else set[int]()
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        value = node.value if isinstance(node, ast.Constant) else None
        if not isinstance(value, str) or id(node) in docstrings | explained:
            continue
        if LETTERS.search(value.replace(EXAMPLE, "")):
            yield getattr(node, "lineno", 0), value


def test_no_module_but_the_languages_holds_words_in_han_or_kana() -> None:
    """A label, a sentence or a character list of a language is in its own module."""
    found = {
        f"{file.relative_to(ROOT)}:{line}": text
        for file in sorted(ROOT.rglob("*.py"))
        if (ROOT / "languages") not in file.parents and PLATFORMS not in file.parents
        for line, text in _words(file)
        if str(file.relative_to(ROOT)) not in SHOWN
    }
    assert not found


def test_the_scripts_hold_words_in_their_table_only() -> None:
    """The browser's scripts say nothing in Han or kana but what the languages wrote."""
    table = "locales.js"
    found = {
        f"{file.relative_to(ROOT)}:{number}": line
        for file in sorted(ROOT.rglob("*.js"))
        if file.name != table
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if LETTERS.search(line) and not line.lstrip().startswith(("*", "/"))
    }
    assert not found


def test_only_the_languages_are_asked_by_code() -> None:
    """No module compares a language with a code of its own: it asks for the language's value."""
    compared = re.compile(r"""(?:==|!=|startswith\(|\bin \{?)\s*["'](?:zh|ja|ko)\b""")
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in sorted([*ROOT.rglob("*.py"), *ROOT.rglob("*.js"), *ROOT.rglob("*.html")])
        if (ROOT / "languages") not in file.parents
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if compared.search(line)
    ]
    assert not found
