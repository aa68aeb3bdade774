"""What strangers' texts and files can do to a build: a finding each, and the rest is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site import CONFIG, TREE, Built, build

CONCEPT = "---\nlabels: {zh: 丙, en: C}\ndefinition: {zh: 丙。, en: C.}\n---\n\n"
NOTE = "---\ntitle: 题\n---\n\n"
CHARACTERS = {
    f"{ord(c):04x}": c for c in "\x00\x0b\x0c\x1c\x1e\x85\u2028\u2029\ufeff\ufdd0\uffff\u202e"
}
"""Characters at which lines end for some readers, or that no text holds."""

EXTENSIONS = CONFIG.replace("superfences]", "superfences, admonition, def_list, md_in_html]")


def _sound(built: Built, *pages: str) -> None:
    assert built.code == 0, built.log
    assert "Traceback" not in built.log
    for page in ("notes/talk", "concepts/moe", *pages):
        assert built.has(f"{page}/index.html"), page


def test_no_character_ends_a_build(tmp_path: Path) -> None:
    """In pages, headings, notes, pastes and articles; the search's test of itself included."""
    tree = {}
    for name, c in CHARACTERS.items():
        tree[f"docs/p{name}.md"] = f"# P{name} {c}q\n\na{c}b ## x\n\n## {c}\n\n`{c}`\n"
        tree[f"docs/notes/n{name}.md"] = f"{NOTE}## N{name}{c}b\n\nc{c}d\n"
        tree[f"docs/notes/t{name}.txt"] = f"T{name}{c}\n\n一、甲{c}\n\n1. x{c}y\n"
        tree[f"docs/concepts/c{name}.md"] = CONCEPT.replace("丙", f"丙{name}") + f"x{c}y\n"
    built = build(tmp_path, {**TREE, **tree})
    _sound(built, *(f"p{name}" for name in CHARACTERS), *(f"notes/n{name}" for name in CHARACTERS))


DIGITS = "1" * 5000
HOSTILE = {
    "flat nesting": "- " * 10_000 + "a\n\n" + "> " * 10_000 + "b\n",
    "nested lists": "".join(f"{'  ' * n}- a\n" for n in range(700)),
    "nested admonitions": "".join(f"{'    ' * n}!!! note\n" for n in range(400)) + "x\n",
    "nested elements": "<div>" * 5000 + "x" + "</div>" * 5000 + "\n\n" + "<b>" * 5000,
    "nested emphasis": "*a **b " * 3000,
    "nested brackets": "[" * 5000 + "a" + "](x)" * 5000,
    "rules": "* " * 2000 + "\n\n" + "* * *\n" * 500 + "_ " * 2000 + "\n",
    "endless numbers": f"&#{DIGITS}; &#x{DIGITS}; {DIGITS}. x\n\n{DIGITS}. x\n第{'一' * 5000}章\n",
    "endless numbers in attributes": (
        f'[a](../guide.md "&#{DIGITS};") <b title="&#{DIGITS};">x</b>\n\n## {DIGITS}、x\n'
    ),
    "declarations": "<![> <!DOCTYPE <![CDATA[ <? <!-- \n\n<!--" + "<!-- a > " * 500,
}


def test_no_shape_ends_a_build(tmp_path: Path) -> None:
    """As a note, a paste and an article; what is refused has a page that says so."""
    tree, pages = {}, []
    for number, text in enumerate(HOSTILE.values()):
        tree[f"docs/notes/n{number}.md"] = f"{NOTE}## 甲\n\n{text}"
        tree[f"docs/notes/t{number}.txt"] = f"题{number}\n\n一、甲\n\n{text}"
        tree[f"docs/concepts/c{number}.md"] = CONCEPT.replace("丙", f"丙{number}") + text
        pages += [f"notes/n{number}", f"notes/t{number}", f"en/concepts/c{number}"]
    built = build(tmp_path, {**TREE, **tree}, config=EXTENSIONS)
    _sound(built, *pages)
    assert "concepts/c0.md: error: lists and quotes nest deeper" in built.log


ODD_FILES = {
    "notes is a file": {"docs/index.md": "# I\n", "docs/notes": "x", "docs/concepts": "y"},
    "a folder named as a note": {**TREE, "docs/notes/n.md/x.png": "x"},
    "an empty site": {"docs/index.md": ""},
    "a page that is no text": {**TREE, "docs/notes/n.md": b"\xff\xfe\x00\xd8", "docs/x.png": b""},
}


@pytest.mark.parametrize("tree", ODD_FILES.values(), ids=ODD_FILES.keys())
def test_no_file_ends_a_build(tmp_path: Path, tree: dict[str, str | bytes]) -> None:
    """Files where folders are expected, and the other way round."""
    built = build(tmp_path, tree)
    assert built.code == 0, built.log
    assert "Traceback" not in built.log
    assert built.has("index.html")
