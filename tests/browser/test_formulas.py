"""Formulas are read in a browser: drawn, in the tree that screen readers use, within the page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.conftest import SIZES, serve
from tests.site import CONFIG, TREE, build

pytest.importorskip("math_core")
pytestmark = pytest.mark.browser

LONG = (
    r"\mathcal{J}(\theta) = \mathbb{E}\left[\frac{1}{G}\sum_{i=1}^{G}\min\left("
    r"\frac{\pi_\theta(o_i \mid q)}{\pi_{\theta_{old}}(o_i \mid q)} A_i,\ "
    r"\operatorname{clip}\left(\rho_i, 1-\varepsilon, 1+\varepsilon\right) A_i\right)"
    r" - \beta\,\mathbb{D}_{KL}\left(\pi_\theta \,\|\, \pi_{ref}\right)\right]"
)
NOTE = f"""\
---
title: Formulas
date: 2025-01-01
---

## 甲 {{#a}}

- 短的 $\\frac{{a}}{{b}}$，长的 ${LONG}$ 也在行内。

$$
{LONG}
$$
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[str]:
    """A site whose owner only switched arithmatex on."""
    root = tmp_path_factory.mktemp("formulas")
    extension = "{pymdownx.arithmatex: {generic: true}}"
    config = CONFIG.replace("extensions: [", f"extensions: [{extension}, ")
    tree = {**TREE, "docs/notes/formulas.md": NOTE, "docs/formulas.md": f"# F\n\n${LONG}$\n"}
    built = build(root, tree, config=config)
    assert built.code == 0, built.log
    with serve(root / "site") as url:
        yield url


PAGES = ["notes/formulas/", "formulas/"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", PAGES)
def test_formulas_are_drawn_and_stay_within_the_page(browser, site, size, path) -> None:
    """No page is wider than the screen; a long formula scrolls in its own box."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = page.evaluate(
        """[...document.querySelectorAll('.arithmatex')].map(box => ({
            right: box.getBoundingClientRect().right,
            over: box.scrollWidth > box.clientWidth,
            cut: box.scrollHeight - box.clientHeight,
            fraction: (box.querySelector('mfrac')?.getBoundingClientRect().height || 0)
                / parseFloat(getComputedStyle(box).fontSize),
            drawn: box.querySelector('math').namespaceURI,
        }))"""
    )
    assert boxes
    for box in boxes:
        assert box["drawn"] == "http://www.w3.org/1998/Math/MathML"
        assert box["fraction"] > 1.2  # A numerator above a denominator, not a row of letters.
        assert box["right"] <= width
        assert box["cut"] <= 2
    if size == "phone":
        assert any(box["over"] for box in boxes)
    context.close()


def test_a_screen_reader_gets_a_formula(browser, site) -> None:
    """The accessibility tree has fractions, and the TeX is not read as text."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(site + "notes/formulas/")
    session = context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    roles = [node.get("role", {}).get("value") for node in nodes if not node.get("ignored")]
    assert "MathMLFraction" in roles
    assert "MathMLMath" in roles or "math" in roles
    names = " ".join(str(node.get("name", {}).get("value", "")) for node in nodes)
    assert "\\mathcal" not in names
    context.close()


def test_on_paper_nothing_is_cut_by_a_box(browser, site) -> None:
    """A printed page has no box to scroll."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(site + "notes/formulas/")
    page.emulate_media(media="print")
    styles = page.evaluate(
        "[...document.querySelectorAll('.arithmatex')].map(b => getComputedStyle(b).overflowX)"
    )
    assert styles
    assert all(style == "visible" for style in styles)
    context.close()
