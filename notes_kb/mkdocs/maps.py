"""Maps of concepts on the pages of a site: each concept a link with its card."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup

from notes_kb.concept_map.drawing import draw_topic
from notes_kb.concept_map.neighbourhood import Relation, draw_neighbourhood
from notes_kb.concept_map.packing import PackedTopic, pack_topic
from notes_kb.concept_map.values import MOST, MapTopic
from notes_kb.domain.concept import Concept
from notes_kb.languages.strings import strings
from notes_kb.mkdocs.placing import Placer, page_url
from notes_kb.mkdocs.plan import Kind
from notes_kb.mkdocs.site import Site

LINK = re.compile(r'<p><a class="nk-map" href="([^"<>]{1,2000})">([^<>]{0,400})</a></p>')
"""A paragraph that holds nothing but a link to the map, written with ``{.nk-map}``."""

NEIGHBOURS = "__nk-neighbours"
"""The anchor of the list of all neighbours on a concept's page."""

ALL = "__nk-all"
"""The anchor of the list of all its concepts on a topic's page."""


HUES = 6
"""Colours of topics in the style sheet; they repeat."""

EVERYTHING = 1 << 30
"""As many concepts of a topic as there are."""

SOME = 9
"""Concepts of a topic on the home page, on which all topics are to be seen at once."""


def map_of(placer: Placer, topic: str | None = None, most: int = MOST) -> Markup:
    """Draw all topics of the site, or one, in the page's language; empty where there is none."""
    language = placer.page.language
    shown = placer.site.map_topics(language, most)
    strongest = max((c.mentions for each in shown for c in each.concepts), default=0)
    wanted = [each for each in shown if topic in {None, each.id} and (each.concepts or each.id)]
    packed = [pack_topic(each, language, strongest) for each in wanted]
    drawn = any(each.bubbles for each in packed)
    if not packed or (topic is not None and not drawn):
        return Markup("")
    titled = topic is None and (len(shown) > 1 or not drawn)
    groups = (_group(placer, each, titled=titled, alone=len(packed) == 1) for each in packed)
    return Markup('<div class="nk-map">\n{}</div>\n').format(Markup("").join(groups))


def _group(placer: Placer, packed: PackedTopic, *, titled: bool, alone: bool) -> Markup:
    words = strings(placer.page.language)
    topic = packed.topic
    name = topic.label or words["map.rest"]
    count = len(topic.concepts) + topic.left_out
    more = words["map.all"].format(topic=name, count=count)
    title = _title(placer, topic, name) if titled else Markup("")
    drawing = Markup("")
    if packed.bubbles:
        drawn = draw_topic(packed, name, more, lambda concept: _address(placer, concept, topic.id))
        drawing = Markup(drawn)
    hue = topic_hue(placer, topic)
    # Only where it is the page's own content, so that it meets no anchor of an author's.
    own = topic.id if placer.page.kind is Kind.MAP else ""
    anchor = Markup(' id="{}"').format(own) if own else ""
    # `:only-child` holds only once all of the parent has been read, and the map would move.
    place = " nk-alone" if alone else ""
    group = Markup('<div class="nk-map__group nk-hue-{}{}"{}>\n{}{}</div>\n')
    return group.format(hue, place, anchor, title, drawing)


def topic_hue(placer: Placer, topic: MapTopic) -> int:
    """Give the number of a topic's colour, by its place among the topics; 0 for none."""
    order = [each.id for each in placer.site.map_topics(placer.page.language) if each.id]
    return order.index(topic.id) % HUES + 1 if topic.id else 0


def _title(placer: Placer, topic: MapTopic, name: str) -> Markup:
    site, page = placer.site, placer.page
    if not topic.id:
        return Markup('<p class="nk-map__title"><span>{}</span></p>\n').format(name)
    count = Markup("")
    statements = sum(n for _, n in site.kb.groups_on_topic(topic.id, page.language))
    listed = site.page(Kind.TOPIC, page.language, topic.id)
    if listed is not None and statements:
        words = strings(page.language)
        one = words.get("count.statements.one") if statements == 1 else None
        said = one or words["count.statements"].format(count=statements)
        count = Markup(' <a class="nk-map__count" href="{}">{}</a>').format(
            page_url(listed, page), said
        )
    title = Markup(
        '<p class="nk-map__title"><a class="nk-concept" href="{}" data-id="{}">{}</a>{}</p>\n'
    )
    return title.format(_address(placer, topic.id, topic.id), topic.id, name, count)


def _address(placer: Placer, concept: str, topic: str) -> str:
    """Give a concept's address, or for the count where all of the topic are listed."""
    site, page = placer.site, placer.page
    if concept:
        placer.linked[concept] = None
        return placer.concept_url(concept)
    if not topic:
        return page_url(site.page(Kind.CONCEPTS, page.language), page)
    listed = site.page(Kind.TOPIC, page.language, topic)
    if listed is not None:
        return page_url(listed, page, ALL)
    return page_url(site.page(Kind.CONCEPT, page.language, topic), page, NEIGHBOURS)


def all_of(site: Site, topic: str, language: str) -> list[Concept]:
    """Give every concept of a topic, the most mentioned first."""
    whole = site.map_topics(language, EVERYTHING)
    found = next((each.concepts for each in whole if each.id == topic), ())
    return [site.kb.concepts[one.id] for one in found]


def neighbourhood(placer: Placer) -> Markup:
    """Draw what is round the concept of a page; empty where nothing is, or the site has no maps."""
    site, page = placer.site, placer.page
    if not site.options.concept_map:
        return Markup("")
    words = strings(page.language)
    near = site.neighbours(page.thing)
    known = site.kb.concepts

    def relation(kind: str, concepts: Iterable[str]) -> Relation:
        labelled = tuple((one, known[one].label(page.language)) for one in concepts)
        return Relation(kind=kind, name=words[f"concept.{kind}"], concepts=labelled)

    def address(concept: str) -> str:
        if not concept:
            return f"#{NEIGHBOURS}"
        placer.linked[concept] = None
        return placer.concept_url(concept)

    relations = [
        relation("broader", near.broader),
        relation("narrower", near.narrower),
        relation("related", near.related),
        relation("together", near.together),
    ]
    label = known[page.thing].label(page.language)
    name = words["map.near"].format(concept=label)
    return Markup(draw_neighbourhood(label, relations, page.language, name, address))


def with_maps(placer: Placer, html: str) -> str:
    """Put a map in the place of each link to the map's page that asks for it."""
    page = placer.site.page(Kind.MAP, placer.page.language)
    if page is None or "nk-map" not in html:
        return html
    there = page_url(page, placer.page)

    def drawn(found: re.Match[str]) -> str:
        address, _, topic = Markup(found[1]).unescape().partition("#")
        if address != there:
            return found[0]
        caption = Markup('<p class="nk-map__caption"><a href="{}">{}</a></p>\n').format(
            there, Markup(found[2])
        )
        drawing = map_of(placer, topic or None)
        return (
            f'<figure class="nk-map-figure">\n{drawing}{caption}</figure>' if drawing else found[0]
        )

    return LINK.sub(drawn, html)
