"""What a topic's page shows of each note, kept by itself: an edit makes one part anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from notes_kb.build.frozen import freeze, thaw
from notes_kb.mkdocs.needs import Needs
from notes_kb.mkdocs.placing import Placer
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.site import Site
from notes_kb.mkdocs.views import topic_part
from notes_kb.translation.pairing import NoteGroup

TOPIC_PART = "topic-part"
"""The step of the store."""


class Part(NamedTuple):
    """The statements of one note on a topic's page."""

    html: str
    linked: tuple[str, ...]
    """The concepts that it links to, in order of appearance."""


class TopicParts:
    """The parts of the topics' pages, from the store or made when they are asked for."""

    def __init__(self, site: Site, needs: Needs) -> None:
        """Take the site, and the digests of what its pages show."""
        self.site, self._needs = site, needs

    def __call__(self, placer: Placer, group: NoteGroup) -> Markup:
        """Give the part of a note on the page that a placer fills."""
        store = self.site.renderer.store
        key = self._needs.topic_part(placer.page, group)
        data = store.get(TOPIC_PART, key)
        if data is None:
            data = self.make(placer.page, group)
            store.put(TOPIC_PART, key, data)
        part = thaw(Part, data)
        placer.linked.update(dict.fromkeys(part.linked))
        return Markup(part.html)

    def make(self, page: PlannedPage, group: NoteGroup) -> bytes:
        """Make a part, as the store keeps it."""
        placer = Placer(self.site, page)
        html = topic_part(placer, group)
        return freeze(Part, Part(str(html), tuple(placer.linked)))

    def missing(self, pages: Iterable[PlannedPage]) -> Iterator[tuple[bytes, PlannedPage, str]]:
        """Yield the key, page and note of each part that is not kept, note by note."""
        wanted = {
            self._needs.topic_part(page, group): (group.id, page)
            for page in pages
            if page.kind is Kind.TOPIC
            for group, _ in self.site.kb.groups_on_topic(page.thing, page.language)
        }
        known = self.site.renderer.store.keep(TOPIC_PART, wanted)
        for key, (group_id, page) in sorted(wanted.items(), key=lambda item: item[1][0]):
            if key not in known:
                yield key, page, group_id
