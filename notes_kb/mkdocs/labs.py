"""Pages that answer a question: experiments, measurements, reviews; the home page leads to them.

Such a page is an ordinary one whose front matter says what was found, in the page's language:

    conclusion: The cache takes 70 KB for each token, as the paper says.
    question: Do the numbers of the paper hold?
    figure: plot.svg

The figure is a picture beside the page; the home page shows the first one.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from notes_kb.loading.picture_sizes import PictureSize
from notes_kb.mkdocs.plan import Kind, PlannedPage, is_published
from notes_kb.mkdocs.site import Site

PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif")

LONGEST = 300
"""Characters of a conclusion or question that are shown."""


@dataclass(frozen=True, slots=True)
class Lab:
    """What lists show of such a page."""

    title: str
    url: str
    """From the site's root."""
    language: str
    """Of the conclusion and the question."""
    conclusion: str
    question: str
    figure: str
    """The address of a picture, from the site's root; empty for none."""
    size: PictureSize | None
    """The picture's, where it is known."""


def labs(site: Site, language: str) -> list[Lab]:
    """Give the pages with a conclusion, in the order of their paths, in a language."""
    found = (_lab(site, page) for page in site.plan.of_kind(Kind.PAGE, language))
    return sorted((lab for lab in found if lab), key=lambda lab: lab.url)


def _lab(site: Site, page: PlannedPage) -> Lab | None:
    source = site.plan.by_source.get(page.shows) if page.fallback_from else page
    if source is None or not is_published(source.file) or not is_published(page.file):
        return None
    said = site.front_matter(source.file)
    conclusion = _text(said.get("conclusion"))
    if not conclusion:
        return None
    title = _text(said.get("title")) or source.title
    question, figure = _text(said.get("question")), _figure(site, source, said.get("figure"))
    size = site.picture_size(figure) if figure else None
    return Lab(title, page.url, source.language, conclusion, question, figure, size)


def _figure(site: Site, page: PlannedPage, written: object) -> str:
    """Give the address of a picture of the site's; empty for anything else."""
    if not isinstance(written, str) or not written.endswith(PICTURES):
        return ""
    folder = posixpath.dirname(page.file.src_uri)
    return site.asset_url(posixpath.normpath(posixpath.join(folder, written))) or ""


def _text(value: object) -> str:
    """Give a line of text; empty for what is none."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
