"""The sizes of pictures in a page's HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_kb.loading.picture_sizes import PictureSize
from notes_kb.pages.picture_sizes import picture_sources, with_picture_sizes

SIZES = {
    "a.png": PictureSize(400, 300),
    "a b&c.png": PictureSize(10, 20),
    "drawing.svg": PictureSize(24, 12, fluid=True),
}


@pytest.mark.parametrize(
    ("html", "sized"),
    [
        ('<img src="a.png">', '<img src="a.png" width="400" height="300">'),
        ('<img alt="x" src="a.png" />', '<img alt="x" src="a.png" width="400" height="300" />'),
        ("<IMG SRC='a.png'/>", '<IMG SRC=\'a.png\' width="400" height="300" />'),
        ("<img src=a.png>", '<img src=a.png width="400" height="300">'),
        ('<img src="a b&amp;c.png">', '<img src="a b&amp;c.png" width="10" height="20">'),
        # The author's own size stands; only the place that it takes is completed.
        ('<img src="a.png" width="200">', '<img src="a.png" width="200" height="150">'),
        ('<img src="a.png" width="50%">', '<img src="a.png" width="50%">'),
        ('<img src="a.png" height="30">', '<img src="a.png" height="30">'),
        ('<img src="a.png" style="width: 3em">', '<img src="a.png" style="width: 3em">'),
        # Which picture is shown, the browser decides.
        ('<img src="a.png" srcset="b.png 2x">', '<img src="a.png" srcset="b.png 2x">'),
        (
            '<picture><source srcset="b.png"><img src="a.png"></picture>',
            '<picture><source srcset="b.png"><img src="a.png"></picture>',
        ),
        (
            '<picture></picture><img src="a.png">',
            '<picture></picture><img src="a.png" width="400" height="300">',
        ),
        (
            '<img src="drawing.svg">',
            '<img src="drawing.svg" class="nk-fluid" width="24" height="12">',
        ),
        (
            '<img class="x" src="drawing.svg">',
            '<img class="nk-fluid x" src="drawing.svg" width="24" height="12">',
        ),
        ('<img src="unknown.png">', '<img src="unknown.png">'),
        ("<img>", "<img>"),
        ('<imgx src="a.png">', '<imgx src="a.png">'),
        ('<img src="a.png" alt="1 > 0">', '<img src="a.png" alt="1 > 0">'),
        ("&lt;img src=a.png&gt;", "&lt;img src=a.png&gt;"),
    ],
)
def test_a_picture_gets_the_size_that_is_known(html: str, sized: str) -> None:
    """Its own attributes stay, and where anything is unclear the tag stays as it is."""
    assert with_picture_sizes(html, SIZES.get) == sized


def test_the_pictures_that_are_asked_for_are_named() -> None:
    """They are what the key of a page's body counts."""
    html = '<img src="a.png"><img src="b.png" height="3"><picture><img src="c.png"></picture>'
    assert list(picture_sources(html)) == ["a.png"]


@given(st.text(alphabet="<img src=\"a.png' />picture", max_size=80))
def test_nothing_else_is_changed(html: str) -> None:
    """Without what was added the text is what it was."""
    sized = with_picture_sizes(html, lambda _: PictureSize(4, 3))
    assert sized.replace(' width="4" height="3"', "").replace(" />", "/>") == html.replace(
        " />", "/>"
    )
