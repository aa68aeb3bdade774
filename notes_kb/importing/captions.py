"""Captions of a page's pictures, which become the text of the pictures.

The house format has one text for a picture: its first sentence is shown as the caption, and
the rest opens below it. So the caption stands first, and what the picture says of itself
behind it.
"""

from __future__ import annotations

from bs4.element import Tag

from notes_kb.importing.figures import told_text

_FIGURES = (
    ("wp-caption", "wp-caption-text"),
    ("image-package", "image-caption"),
    ("figure", "caption"),
)
"""What WordPress, Jianshu and docutils call a picture with its caption, and the caption."""


def settle_captions(root: Tag) -> None:
    """Take the captions of figures with one picture each for the pictures' text, in place."""
    for around, below in _FIGURES:
        for figure in root.find_all(["div", "dl"], class_=around):
            caption = figure.find(class_=below)
            if caption is not None and figure.find("img") is not None:
                figure.name, caption.name = "figure", "figcaption"
    for figure in root.find_all("figure"):
        _settle_caption(figure)


def _settle_caption(figure: Tag) -> None:
    """Take a caption without links for the text of a figure's only picture.

    One with links stays below it, with the addresses.
    """
    images, caption = list(figure.find_all("img")), figure.find("figcaption")
    if len(images) > 1 and all(image.find_parent("noscript") for image in images[:-1]):
        for image in images[:-1]:
            image.decompose()  # Shown where there is no script; the last one is the same.
        images = images[-1:]
    if len(images) != 1 or caption is None or caption.find(["img", "tex"]) is not None:
        return  # A formula is none in a picture's text.
    if any(_leads_away(link) for link in caption.find_all("a")):
        return
    text = " ".join(caption.get_text().split())
    alt = " ".join(str(images[0].get("alt") or "").split())
    if text:
        images[0]["alt"] = told_text(text, alt, str(images[0].get("src") or ""))
        caption.decompose()


def _leads_away(link: Tag) -> bool:
    return not str(link.get("href") or "#").startswith("#")
