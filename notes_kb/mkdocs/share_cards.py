"""Pictures that chats and networks show where a page is shared, drawn when the site is built.

Nothing is fetched: the letters are those of a font file that the site names (`card_font`),
which must hold every script of its titles. Pillow draws; it is an extra, `notes-kb[cards]`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notes_kb.build.keys import digest
from notes_kb.languages.strings import strings
from notes_kb.mkdocs.assets import FOLDER
from notes_kb.mkdocs.plan import Kind, PlannedPage, is_published
from notes_kb.text.phrases import phrases_of, writing_of

if TYPE_CHECKING:
    from notes_kb.mkdocs.site import Site

STEP = "share-card"
"""The step of the store that holds pictures."""

WIDTH, HEIGHT = 1200, 630
"""Pixels; what Facebook, LinkedIn, Slack and others crop nothing from."""
MARGIN = 84
SIZES = (84, 72, 60, 50)
"""Of the title's letters; the largest is taken with which it fits."""
SPACING = 1.28
"""From one line to the next, in sizes."""
TITLE_TOP, TITLE_BOTTOM = MARGIN + 74, HEIGHT - MARGIN - 56
LONGEST = 160
"""Characters of a title that are looked at."""
COLOURS = 48
"""Of a picture, which makes its file small."""

PAPER, INK, QUIET = "#fdfcf9", "#1d2733", "#5a6472"
HUES = ("#1c5d99", "#a94b17", "#2a7d63", "#7a4a94", "#a83a57", "#8a6d12")

_NAMES = {Kind.NOTE: "note", Kind.CONCEPT: "concept", Kind.TOPIC: "topic"}
"""The keys of what a page is, for those that are one of many."""


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What stands on a picture."""

    title: str
    above: str
    """What the page is."""
    below: str
    """The site's name, and the day of a note."""
    language: str
    hue: int


class ShareCards:
    """The pictures of one site."""

    def __init__(self, site: Site, font: Path) -> None:
        """Take the site and the font."""
        self.site, self._font = site, font

    @cached_property
    def looks(self) -> bytes:
        """What all pictures depend on beside their words; part of every page's key."""
        return digest(hashlib.sha256(self._font.read_bytes()).digest(), version("pillow"))

    def card(self, page: PlannedPage) -> ShareCard:
        """Give what the picture of a page says."""
        words, (name, about) = strings(page.language), self.site.titles[page.language]
        day = page.date.isoformat() if page.date else ""
        home = page.kind is Kind.HOME or page.path == "index"
        key = _NAMES.get(page.kind)
        return ShareCard(
            title=name if home else page.title,
            above=words[key] if key else "",
            below=about if home else " · ".join(part for part in (name, day) if part),
            language=page.language,
            hue=list(Kind).index(page.kind) % len(HUES),
        )

    def uri(self, page: PlannedPage) -> str:
        """Give where the picture of a page stands; the name changes with what it shows."""
        return f"{FOLDER}/cards/{digest(self.looks, self.card(page)).hex()[:16]}.png"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the address and the bytes of every picture, those of former builds as they were."""
        store = self.site.renderer.store
        cards = {
            self.uri(page): self.card(page)
            for page in self.site.plan.pages.values()
            if shared(page)
        }
        for uri, card in cards.items():
            key = digest(self.looks, card)
            data = store.get(STEP, key)
            if data is None:
                data = draw_card(card, self._font)
                store.put(STEP, key, data)
            yield uri, data


def shared(page: PlannedPage) -> bool:
    """Whether a page has a picture of its own."""
    return is_published(page.file) and not page.fallback_from


def draw_card(card: ShareCard, font: Path) -> bytes:
    """Draw a picture; give it as PNG, the same bytes for the same words, font and Pillow."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - an extra that few sites need

    def letters(size: int) -> Any:
        # Without libraqm, so that every machine lays letters out alike.
        return ImageFont.truetype(str(font), size, layout_engine=ImageFont.Layout.BASIC)

    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    drawing = ImageDraw.Draw(image)
    accent = HUES[card.hue]
    _draw_mark(drawing, accent)
    drawing.rectangle((0, 0, 14, HEIGHT), fill=accent)
    if card.above:
        drawing.text((MARGIN, MARGIN), card.above, font=letters(34), fill=accent)
    lines, size = _title(card, letters)
    for number, line in enumerate(lines):
        place = (MARGIN, TITLE_TOP + number * size * SPACING)
        drawing.text(
            place, line, font=letters(size), fill=INK, stroke_width=size // 60, stroke_fill=INK
        )
    small = letters(32)
    below = _cut(card.below, small, WIDTH - 2 * MARGIN - 150)
    drawing.text((MARGIN, HEIGHT - MARGIN - 34), below, font=small, fill=QUIET)
    out = BytesIO()
    image.quantize(COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw_mark(drawing: Any, accent: str) -> None:
    """Draw three circles that are tied, as on the map of concepts."""
    middles = (
        (WIDTH - 190, HEIGHT - 120, 44),
        (WIDTH - 100, HEIGHT - 150, 28),
        (WIDTH - 128, HEIGHT - 66, 32),
    )
    for x, y, _ in middles[1:]:
        drawing.line((middles[0][0], middles[0][1], x, y), fill=QUIET, width=5)
    for (x, y, radius), colour in zip(middles, (accent, HUES[1], HUES[0]), strict=True):
        drawing.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)


def _title(card: ShareCard, letters: Any) -> tuple[list[str], int]:
    """Break the title into lines, in the largest letters with which it fits."""
    for size in SIZES:
        lines = _lines(card, letters(size))
        most = int((TITLE_BOTTOM - TITLE_TOP) / (size * SPACING))
        if len(lines) <= most:
            return lines, size
    *first, last = lines[:most]
    return [*first, _cut(f"{last}……", letters(size), WIDTH - 2 * MARGIN)], size


def _lines(card: ShareCard, font: Any) -> list[str]:
    title = _plain(card.title[:LONGEST])
    lines, line = [], ""
    for piece in _pieces(title, card.language, font):
        if line and font.getlength((line + piece).rstrip()) > WIDTH - 2 * MARGIN:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def _pieces(title: str, language: str, font: Any) -> Iterator[str]:
    """Yield what is not to be broken: phrases and words, and characters of what is too long."""
    for phrase in phrases_of(title, writing_of(title, language)):
        for word in phrase.replace(" ", " \0").split("\0"):
            if font.getlength(word) > WIDTH - 2 * MARGIN:
                yield from word
            else:
                yield word


def _plain(text: str) -> str:
    """Give a text without what no font draws."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def _cut(text: str, font: Any, most: float) -> str:
    text = _plain(text[: 2 * LONGEST])
    if font.getlength(text) <= most:
        return text
    while text and font.getlength(f"{text}…") > most:
        text = text[:-1]
    return f"{text.rstrip('… ')}…"
