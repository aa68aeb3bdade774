"""The wide variant of a picture, which a browser takes where there is room for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_kb.loading.picture_sizes import PictureSize
from notes_kb.pages.wide_pictures import wide_name, with_wide_pictures

SIZES = {
    "a.wide.svg": PictureSize(720, 300),
    "../a b&c,d.zh.wide.png": PictureSize(7, 3),
}
SOURCE = '<source media="(min-width: 900px)" srcset="a.wide.svg" width="720" height="300">'


@pytest.mark.parametrize(
    ("html", "offered"),
    [
        ('<img alt="x" src="a.svg">', f'<picture>{SOURCE}<img alt="x" src="a.svg"></picture>'),
        (
            '<a href="a.svg"><img src="a.svg" width="3" /></a>',
            f'<a href="a.svg"><picture>{SOURCE}<img src="a.svg" width="3" /></picture></a>',
        ),
        (
            '<img src="../a b&amp;c,d.zh.png">',
            '<picture><source media="(min-width: 900px)" '
            'srcset="../a%20b&amp;c%2Cd.zh.wide.png" width="7" height="3">'
            '<img src="../a b&amp;c,d.zh.png"></picture>',
        ),
        # What has none, is one, or was decided by its author, stays.
        ('<img src="b.svg">', None),
        ('<img src="a.wide.svg">', None),
        ('<img src="a.svg" srcset="b.svg 2x">', None),
        ('<picture><source srcset="b.svg"><img src="a.svg"></picture>', None),
        ('<img src="a.svg" alt="1 > 0">', None),
        ('<imgx src="a.svg">', None),
        ('<img class="x no-wide" src="a.svg">', None),
        ("<img>", None),
    ],
)
def test_a_wide_variant_is_offered(html: str, offered: str | None) -> None:
    """Beside the picture itself, which every other reader gets."""
    assert with_wide_pictures(html, SIZES.get) == (offered or html)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("x/figure.zh.svg", "x/figure.zh.wide.svg"),
        ("figure.png", "figure.wide.png"),
        ("figure.wide.svg", ""),
        ("figure", ""),
        ("https://example.org/figure.svg", ""),
        ("//example.org/figure.svg", ""),
        ("data:image/svg+xml,<svg/>.svg", ""),
        ("figure.svg?size=2", ""),
        ("figure.svg#part", ""),
        ("https://[.svg", ""),
        ("", ""),
    ],
)
def test_the_name_of_a_wide_variant(address: str, name: str) -> None:
    """Before the suffix; only of a file of the site's own."""
    assert wide_name(address) == name


@given(st.text(alphabet="<>img/picture \"'=src.svgwide\n&"))
def test_no_text_is_lost(html: str) -> None:
    """Whatever a page holds, nothing but the sources is added."""
    with_all = with_wide_pictures(html, lambda _: PictureSize(2, 1))
    assert len(with_all) >= len(html)
    assert with_wide_pictures(html, lambda _: None) == html
