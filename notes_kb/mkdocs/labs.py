"""What labs found: at the head of each, and on the home page with one picture."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from notes_kb.domain.measurement import PageRelations
from notes_kb.loading.picture_sizes import PictureSize
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.relations import Lab
from notes_kb.mkdocs.site import Site

PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif")
LONGEST = 300
"""Characters of an answer or question that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabCard:
    """What the strip shows of a page that answers a question."""

    title: str
    url: str
    """From the site's root."""
    language: str
    """Of the answer and the question."""
    answer: str
    question: str
    verdicts: tuple[str, ...]
    """What came out of the statements that it tests, each word once."""
    figure: str
    """The address of a picture, from the site's root; empty for none."""
    size: PictureSize | None
    """The picture's, where it is known."""


def lab_cards(site: Site, language: str) -> list[LabCard]:
    """Give the pages with an answer as a language's home page shows them, by their paths."""
    labs = sorted(site.relations.labs.items())
    found = (_card(site, lab, site.plan.find(path, language)) for path, lab in labs)
    return [card for card in found if card]


def _card(site: Site, lab: Lab, page: PlannedPage | None) -> LabCard | None:
    if page is None:
        return None
    language = page.fallback_from or page.language
    said = lab.pages.get(language)
    if said is None or not said.answer:
        return None
    figure = _figure(site, said)
    return LabCard(
        title=page.title,
        url=page.url,
        language=language,
        answer=_short(said.answer),
        question=_short(said.question),
        verdicts=_verdicts(site, lab),
        figure=figure,
        size=site.picture_size(figure) if figure else None,
    )


def _verdicts(site: Site, lab: Lab) -> tuple[str, ...]:
    tested = (site.relations.verdict(lab.path, one.note, one.anchor) for one in lab.tests)
    return tuple(dict.fromkeys(verdict.value for verdict in tested if verdict))


def finding(site: Site, page: PlannedPage) -> tuple[str, tuple[str, ...]]:
    """Give what a page that measures found, in its own language, and its verdicts.

    Empty for any other page, and for one that stands in for a translation.
    """
    lab = site.relations.labs.get(page.path) if page.kind is Kind.PAGE else None
    said = lab.pages.get(page.language) if lab else None
    if lab is None or said is None or page.fallback_from:
        return "", ()
    return said.answer, _verdicts(site, lab) if said.answer else ()


def _figure(site: Site, said: PageRelations) -> str:
    """Give the address of a picture of the site's; empty for anything else."""
    if not said.figure.endswith(PICTURES):
        return ""
    folder = posixpath.dirname(said.path)
    return site.asset_url(posixpath.normpath(posixpath.join(folder, said.figure))) or ""


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
