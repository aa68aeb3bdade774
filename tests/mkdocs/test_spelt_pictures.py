"""Pictures have their sizes however their addresses are spelt."""

from __future__ import annotations

import pytest

from tests.site import TREE, build

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>'
SPELT = {
    "plain": "pic.svg",
    "capitals": "PIC2.SVG",
    "query": "pic.svg?v=2",
    "fragment": "pic.svg#a",
    "escaped letter": "pic.s%76g",
    "escaped dot": "pic%2Esvg",
    "line break": "pic.s\nvg",
    "from the root": "/base/pic.svg",
}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page that shows a picture in each spelling."""
    shown = "\n\n".join(f'<img alt="{name}" src="{at}">' for name, at in SPELT.items())
    tree = {
        "docs/pic.svg": DRAWING,
        "docs/PIC2.SVG": DRAWING,
        "docs/index.md": f"# 页\n\n{shown}\n",
    }
    built = build(tmp_path_factory.mktemp("spelt"), {**TREE, **tree})
    return built.read("index.html")


@pytest.mark.parametrize("name", SPELT)
def test_a_picture_has_its_size(page: str, name: str) -> None:
    """As a browser reads its address."""
    assert f'alt="{name}"' in page
    tag = page.split(f'alt="{name}"')[1].split(">", maxsplit=1)[0]
    assert 'width="40" height="30"' in tag
