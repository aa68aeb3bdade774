"""Symbolic links in the docs folder: what leads out of it is not published, whoever reads it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.site import CONFIG, TREE, Built, build, draw

SECRET = "SECRET-OF-THE-MACHINE"
OUTSIDE = {
    "outside/page.html": f"<script>document.title = '{SECRET}'</script>",
    "outside/page.md": f"# Page\n\n{SECRET}\n",
    "outside/note.md": f"---\ntitle: T\n---\n\n- {SECRET}\n",
    "outside/concept.md": f"---\nlabels: {{zh: {SECRET}}}\n---\n",
    "outside/figure.png": SECRET,
    "outside/part.md": f"{SECRET}\n",
}
"""What stands beside the docs folder."""

LINKS = {
    "docs/assets-out": "../outside",
    "docs/figure.png": "../outside/figure.png",
    "docs/page.md": "../outside/page.md",
    "docs/notes/figure.png": "../../outside/figure.png",
    "docs/notes/note.md": "../../outside/note.md",
    "docs/notes/folder": "../../outside",
    "docs/concepts/concept.md": "../../outside/concept.md",
    "docs/chain.png": "figure.png",
    "docs/deep/up": "../../outside/../outside",
    "overrides/assets/figure.png": "../../outside/figure.png",
}
"""Links, and what each leads to."""


def _linked(root: Path, links: dict[str, str], config: str = CONFIG, **tree: str) -> Built:
    draw(root, {**TREE, **OUTSIDE, **tree})
    for name, target in links.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        os.symlink(target, root / name)
    return build(root, {}, config=config)


def _holding(built: Built, text: str = SECRET) -> list[str]:
    return [name for name, data in built.files().items() if text.encode() in data]


def test_nothing_behind_a_link_that_leads_out_is_published(tmp_path: Path) -> None:
    """Pages, notes, concepts, pictures, folders and the theme's files; each has a finding."""
    config = CONFIG.replace("name: material,", "name: material, custom_dir: overrides,")
    built = _linked(tmp_path, LINKS, config)
    assert built.code == 0, built.log
    assert _holding(built) == []
    assert not built.has("notes/folder/page.html")
    assert built.has("notes/talk/index.html")
    for name in LINKS:
        path = name.removeprefix("docs/").replace("overrides/", "../overrides/")
        assert f"{path}: error: " in built.log, path
    assert built.log.count("[outside-docs]") == len(LINKS)


def test_the_guard_off_shows_that_the_test_can_fail(tmp_path: Path) -> None:
    """Where the owner allows the path, all of it is published."""
    config = CONFIG.replace("  - notes_kb", "  - notes_kb: {outside_docs: [outside]}")
    built = _linked(tmp_path, {k: v for k, v in LINKS.items() if "overrides" not in k}, config)
    assert built.code == 0, built.log
    assert "outside-docs" not in built.log
    holding = " ".join(_holding(built))
    for name in ("assets-out/page.html", "figure.png", "page/index.html", "chain.png",
                 "notes/figure.png", "notes/note/index.html", "concepts/concept/index.html",
                 "deep/up/figure.png"):  # fmt: skip
        assert name in holding, name


CIRCLES = {
    "a file to itself": {"docs/a.md": "a.md"},
    "a pair": {"docs/a.png": "b.png", "docs/b.png": "a.png"},
    "a note to itself": {"docs/notes/a.md": "a.md"},
    "a concept to itself": {"docs/concepts/a.md": "a.md"},
    "a folder to itself": {"docs/sub/a": "a"},
    "a folder to its parent": {"docs/sub/a": "."},
    "two folders to the root": {"docs/sub/a": "..", "docs/sub/b": ".."},
    "two folders to each other": {"docs/one/a": "../two", "docs/two/b": "../one"},
    "among notes": {"docs/notes/a": "..", "docs/notes/b": "."},
    "the notes": {"docs/notes/a": "../notes"},
}


@pytest.mark.parametrize("links", CIRCLES.values(), ids=CIRCLES.keys())
def test_a_circle_is_refused_and_the_rest_builds(tmp_path: Path, links: dict[str, str]) -> None:
    """Links that lead to themselves, or to a folder that they stand in."""
    built = _linked(tmp_path, links)
    assert built.code == 0, built.log
    assert "Traceback" not in built.log
    assert "[link-circle]" in built.log
    assert built.has("notes/talk/index.html")
    assert len(built.files()) < 200


def test_a_link_to_nothing_is_refused_and_the_rest_builds(tmp_path: Path) -> None:
    """The host's copying would end the build on it."""
    built = _linked(tmp_path, {"docs/x.png": "y.png", "docs/a.md": "b.md"})
    assert built.code == 0, built.log
    assert "x.png: error: " in built.log
    assert built.log.count("[link-to-nothing]") == 2


def test_links_within_the_folder_are_followed(tmp_path: Path) -> None:
    """A file or folder of the site may stand at two places."""
    links = {"docs/again": "part", "docs/b.md": "guide.md", "docs/notes/b.md": "talk.md"}
    built = _linked(tmp_path, links, **{"docs/part/x.md": "# X\n", "docs/part/x.txt": "x"})
    assert built.code == 0, built.log
    assert "ERROR" not in built.log
    for name in ("again/x/index.html", "again/x.txt", "b/index.html", "notes/b/index.html"):
        assert built.has(name), name


def test_excluded_and_hidden_links_are_no_finding(tmp_path: Path) -> None:
    """What the site leaves out anyway needs no word."""
    config = f"{CONFIG}exclude_docs: left-out\n"
    built = _linked(tmp_path, {"docs/left-out": "../outside", "docs/.tool": "/usr"}, config)
    assert built.code == 0, built.log
    assert "outside-docs" not in built.log
    assert _holding(built) == []


SNIPPETS = CONFIG.replace("superfences]", "superfences, pymdownx.snippets]")
INCLUDING = {
    "docs/p.md": '# P\n\n--8<-- "docs/part.md"\n\n--8<-- "plain.md"\n\n--8<-- "linked.md"\n',
    "plain.md": "A part of the owner's.\n",
}


def test_a_snippet_reads_through_no_link_that_leads_out(tmp_path: Path) -> None:
    """Within its base, which is the project here, a snippet may be anywhere."""
    links = {"docs/part.md": "../outside/part.md", "linked.md": "plain.md"}
    built = _linked(tmp_path, links, SNIPPETS, **INCLUDING)
    assert built.code == 0, built.log
    assert _holding(built) == []
    assert built.read("p/index.html").count("A part of the owner") == 2
    assert "part.md: error: " in built.log


def test_a_snippet_may_be_one_file_that_the_owner_names(tmp_path: Path) -> None:
    """It is read from its folder, and not where a link in its place leads out of that."""
    config = SNIPPETS.replace(
        "pymdownx.snippets]",
        "{pymdownx.snippets: {base_path: [legal/LICENSE.txt, legal/NOTICE.txt]}}]",
    )
    tree = {
        "docs/p.md": '# P\n\n--8<-- "LICENSE.txt"\n\n--8<-- "NOTICE.txt"\n',
        "legal/LICENSE.txt": "Do what you like.\n",
    }
    built = _linked(tmp_path, {"legal/NOTICE.txt": "../outside/part.md"}, config, **tree)
    assert built.code == 0, built.log
    assert "Do what you like." in built.read("p/index.html")
    assert _holding(built) == []


READING = """\
---
{head}
---

## A

```
--8<-- "outside/part.md"
```

--8<--
outside/part.md
--8<--

```sh exec="on"
echo {secret}
```

--8<-- "outside/part.md"
"""


def test_a_contributor_includes_no_file(tmp_path: Path) -> None:
    """Extensions that read files or run code are for the owner's pages alone."""
    tree = {
        "docs/notes/n.md": READING.format(head="title: N", secret="x"),
        "docs/concepts/c.md": READING.format(head="labels: {zh: 丙, en: C}", secret="x"),
        "docs/p.md": '# P\n\n--8<-- "outside/part.md"\n',
    }
    built = _linked(tmp_path, {}, SNIPPETS, **tree)
    assert built.code == 0, built.log
    pages = [name for name in _holding(built) if name.endswith(".html")]
    assert pages == ["en/p/index.html", "p/index.html"]
    assert "rendered without pymdownx.snippets" in built.log


def test_the_owner_may_let_contributors_include(tmp_path: Path) -> None:
    """An extension that is named for notes is theirs."""
    config = SNIPPETS.replace(
        "  - notes_kb", "  - notes_kb: {note_extensions: [pymdownx.snippets]}"
    )
    note = READING.format(head="title: N", secret="x")
    built = _linked(tmp_path, {}, config, **{"docs/notes/n.md": note})
    assert "notes/n/index.html" in _holding(built)
    assert "rendered without" not in built.log
