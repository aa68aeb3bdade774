"""What each template shows: one function a kind of page, values in, values out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby, islice
from typing import Any, NamedTuple

from markupsafe import Markup

from notes_kb.concept_map.values import topic_of
from notes_kb.domain.concept import Article, Concept
from notes_kb.domain.mention import Backlink
from notes_kb.domain.note import PROSE, Block, BlockKind, Note
from notes_kb.domain.span import Span
from notes_kb.knowledge_base import FigurePlace, Statement
from notes_kb.languages.strings import strings
from notes_kb.linking.sentences import sentence_around
from notes_kb.mkdocs.assets import glossary_script
from notes_kb.mkdocs.borrowing import relocated
from notes_kb.mkdocs.labs import lab_cards
from notes_kb.mkdocs.maps import SOME, all_of, map_of, neighbourhood
from notes_kb.mkdocs.pictures import pictures_in
from notes_kb.mkdocs.placing import Placer, fallback_notice, note_body, page_url, relative_url
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.site import Site
from notes_kb.mkdocs.statements import register
from notes_kb.pages.tree_passes import is_editor_note
from notes_kb.text.alphabet import place_of
from notes_kb.text.reading_time import minutes
from notes_kb.text.references import unescape
from notes_kb.translation.pairing import NoteGroup
from notes_kb.translation.parallel import align
from notes_kb.translation.status import State

LATEST = 6
"""Notes on the home page."""
CARDS = 200
"""Notes that are listed as cards, all of them."""
LISTED = 50
"""The newest of more notes, which are; the others are lines in lists that open."""
FOLDED = 100
"""Notes of one year in one such list; of more, each month has its own."""
FREQUENT = 24
"""Concepts on the home page."""
BEST = 2
"""Mentions of one page that a concept's page quotes at once."""
QUOTES = 12
"""Those that open on demand; the rest is counted."""
PAGES = 6
"""Mentioning pages of one kind that are listed at once; the others open on demand."""
FIGURES = 2
"""Figures on a concept's page."""
SENTENCE = (18, 220)
"""Characters of a sentence that says something by itself, and is no list."""


def home(placer: Placer) -> dict[str, Any]:
    """Topics with their counts, the latest notes, the concepts mentioned most."""
    site, page = placer.site, placer.page
    kb = site.kb
    frequent = sorted(kb.concepts.values(), key=lambda c: (-len(site.backlinks[c.id]), c.id))
    title, description = site.titles[page.language]
    return {
        "title": title,
        "description": description,
        "topics": topics(placer)["topics"],
        "map": map_of(placer, most=SOME) if site.options.concept_map else "",
        "labs": lab_cards(site, page.language),
        **routes(placer),
        "groups": list(kb.groups.values())[:LATEST],
        "frequent": [c for c in frequent if c.topic is None][:FREQUENT],
        "statements": sum(kb.summaries[g.source.path].statements for g in kb.groups.values()),
    }


def notes(placer: Placer) -> dict[str, Any]:
    """All notes, by year; of very many, the older ones open on demand."""
    groups = list(placer.site.kb.groups.values())
    shown = LISTED if len(groups) > CARDS else len(groups)
    years = []
    for year, numbered in groupby(enumerate(groups), key=lambda one: _day(one[1])[:4]):
        of_year = list(numbered)
        older = [group for number, group in of_year if number >= shown]
        years.append((year, [group for number, group in of_year if number < shown], _folded(older)))
    return {"years": years, "long": shown < len(groups)}


def _day(group: NoteGroup) -> str:
    return group.source.meta.date


def _folded(groups: Sequence[NoteGroup]) -> list[tuple[str, list[NoteGroup]]]:
    """Give the older notes of one year in lists that open, by month where there are many."""
    if len(groups) <= FOLDED:
        return [("", list(groups))] if groups else []
    return [(month, list(found)) for month, found in groupby(groups, key=lambda g: _day(g)[:7])]


def topics(placer: Placer) -> dict[str, Any]:
    """The topics, each with how many statements and notes it has."""
    site, page = placer.site, placer.page
    rows = []
    for concept in site.kb.topics:
        counts = [count for _, count in site.kb.groups_on_topic(concept.id, page.language)]
        rows.append((concept, sum(counts), len(counts)))
    return {"topics": rows}


def note(placer: Placer) -> dict[str, Any]:
    """A note's group and its mentioned concepts."""
    site, page = placer.site, placer.page
    group = site.kb.groups[page.thing]
    version = group.in_language(page.language)
    mentioned = Counter(c for s in site.kb.statements[version.path] for c in s.concepts)
    order = sorted(mentioned, key=lambda c: (-mentioned[c], c))
    told = (block.prose.text for section in version.walk() for block in section.blocks)
    states = Counter(status.state for status in site.kb.statuses.get(version.path, ()))
    return {
        "minutes": minutes(" ".join(told)),
        "states": [(state.value, states[state]) for state in State if states[state]],
        "edit_url": page.page.edit_url or "",
        "group": group,
        "note": version,
        "mentioned": [site.kb.concepts[c] for c in order],
        "linking": [site.kb.groups[n] for n in site.kb.note_links.get(page.thing, ())],
        "refused": bool(version.text.strip()) and not version.sections,
        "body": note_body(placer) if version.sections else "",
        "citation": _citation(site, page, group, version),
    }


def _citation(site: Site, page: PlannedPage, group: NoteGroup, note: Note) -> dict[str, str]:
    """Give what a citation of a statement says of its note; the browser adds the statement."""
    home = site.page(Kind.NOTE, note.language, group.id)
    known = {
        "id": group.id,
        "title": note.title,
        "date": note.meta.date,
        "event": note.meta.event,
        "site": site.titles[page.language][0],
        "url": (home.canonical_url if home else "") or page.canonical_url,
        "language": note.language,
    }
    return {key: value for key, value in known.items() if value}


def topic(placer: Placer) -> dict[str, Any]:
    """A topic, its counts and the concepts below it."""
    site, page = placer.site, placer.page
    concept = site.kb.concepts[page.thing]
    counts = [count for _, count in site.kb.groups_on_topic(concept.id, page.language)]
    return {
        "concept": concept,
        "statements": sum(counts),
        "notes": len(counts),
        "narrower": site.kb.narrower(concept.id),
        "map": map_of(placer, concept.id) if site.options.concept_map else "",
        "all": all_of(site, concept.id, page.language),
        "body": topic_body(placer),
    }


def topic_body(placer: Placer) -> Markup:
    """Give the statements of all notes on a topic, grouped by note, each with its place."""
    site, page = placer.site, placer.page
    part = site.topic_part or topic_part
    groups = site.kb.groups_on_topic(page.thing, page.language)
    return Markup("").join(part(placer, group) for group, _ in groups)


def topic_part(placer: Placer, group: NoteGroup) -> Markup:
    """Give the statements of one note on a topic."""
    site, page = placer.site, placer.page
    note = group.in_language(page.language)
    statements = [s for s in site.kb.statements[note.path] if s.topic == page.thing]
    home = site.page(Kind.NOTE, page.language, group.id)
    heading = Markup('<h2 id="{}"><a href="{}">{}</a></h2>\n').format(
        group.id, page_url(home, page), note.title
    )
    listed = heading + _points(placer, note, statements)
    if page.language in group.versions:
        return listed
    notice = fallback_notice(site, page, note.language).html(page.language)
    return Markup('<div class="nk-fallback" lang="{}">{}{}</div>\n').format(
        note.language, Markup(notice), listed
    )


def _points(placer: Placer, note: Note, statements: list[Statement]) -> Markup:
    """Nest the points of a note in lists; each ends in a link to its place."""
    home = placer.site.page(Kind.NOTE, placer.page.language, note.id)
    used: set[str] = set()
    block = block_placer(placer, used)
    out: list[str] = []
    depths: list[tuple[str, int]] = []
    level = 0
    for statement in statements:
        depth = statement_depth(statement, depths) + 1
        html = block(statement.block, note)
        item = '<li class="nk-editor-note">' if is_editor_note(html) else "<li>"
        closed = "</li>\n</ul>\n" * (level - depth) + ("</li>\n" if depth <= level else "")
        opened = "<ul>\n" if depth > level else ""
        level = depth
        source = Markup(' <a class="nk-source" href="{}">{}↗</a>').format(
            page_url(home, placer.page, statement.anchor), statement.standing.number or ""
        )
        out.append(f"{closed}{opened}{item}{html}{source}")
    return Markup("".join(out) + "</li>\n</ul>\n" * level)


def statement_depth(statement: Statement, open_depths: list[tuple[str, int]]) -> int:
    """Nest a point below the nearest point before it in its section that was shallower."""
    section, depth = statement.section.id, statement.block.depth
    while open_depths and (open_depths[-1][0] != section or open_depths[-1][1] >= depth):
        open_depths.pop()
    open_depths.append((section, depth))
    return len(open_depths) - 1


def block_placer(placer: Placer, used: set[str] | None = None) -> Callable[[Block, Note], Markup]:
    """Give a function from a block and its note to the HTML that stands on a page."""

    def place(block: Block, note: Note) -> Markup:
        rendering = placer.site.rendering_of(note)
        html = rendering.page.blocks[block.number]
        placed = placer.html(html, rendering, note.path, used=used)
        numbered = block.kind is BlockKind.POINT and block.ordinal and not note.pasted
        if numbered and not block.ordinal.startswith("["):
            return Markup("{} {}").format(block.ordinal, placed)
        return placed

    return place


def concepts(placer: Placer) -> dict[str, Any]:
    """All concepts by letter, each with its topics and how often it is mentioned."""
    site, page = placer.site, placer.page
    terms = [
        _term(site, concept, page.language)
        for concept in site.plan.order(Kind.CONCEPT, page.language)
    ]
    return {
        "letters": [(letter, list(found)) for letter, found in groupby(terms, lambda t: t.letter)],
        "script": relative_url(glossary_script(), page),
    }


class Term(NamedTuple):
    """An entry of the glossary."""

    concept: Concept
    letter: str
    found_by: str
    """What the filter looks into: all names, and how they are read, in small letters."""
    topic: Concept | None


def _term(site: Site, concept: str, language: str) -> Term:
    known = site.kb.concepts[concept]
    place = place_of(known.label(language), language)
    names = dict.fromkeys(form.casefold() for _, form in known.forms())
    above = topic_of(concept, site.kb.concepts)
    topic = site.kb.concepts[above] if above and above != concept else None
    return Term(known, place.letter, " ".join([*names, place.spelling]), topic)


def concept_map(placer: Placer) -> dict[str, Any]:
    """All concepts by topic, drawn."""
    return {"map": map_of(placer), "count": len(placer.site.kb.concepts)}


def concept(placer: Placer) -> dict[str, Any]:
    """A concept's record, its neighbours, and its mentions in the page's language first."""
    site, page = placer.site, placer.page
    record = site.kb.concepts[page.thing]
    article = record.articles.get(page.language) or next(iter(record.articles.values()), None)
    article_language = next((k for k, v in record.articles.items() if v is article), "")
    known, near = site.kb.concepts, site.neighbours(record.id)
    body = _article(placer, article)
    own_pictures = pictures_in(body)
    return {
        "concept": record,
        "article_language": article_language if article_language != page.language else "",
        "near": neighbourhood(placer),
        "broader": [known[c] for c in near.broader],
        "narrower": [known[c] for c in near.narrower],
        "related": [known[c] for c in near.related],
        "together": [known[c] for c in near.together],
        "mentions": mentions(site, page, record.id),
        "body": body,
        "drawn": bool(own_pictures),
        "figures": _figures(placer, own_pictures),
    }


class ShownFigure(NamedTuple):
    """A figure of a note on a concept's page."""

    html: Markup
    note: Note
    home: PlannedPage | None
    section: str


def _figures(placer: Placer, in_article: AbstractSet[str]) -> list[ShownFigure]:
    """Give the figures of notes that show the concept, without those of its own article."""
    page = placer.page
    placed = (_figure(placer, *one) for one in placer.site.kb.figures(page.thing, page.language))
    return list(islice((one for one in placed if not pictures_in(one.html) & in_article), FIGURES))


def _figure(placer: Placer, group: NoteGroup, figure: FigurePlace) -> ShownFigure:
    note = group.in_language(placer.page.language)
    rendering = placer.site.rendering_of(note)
    html = placer.html(rendering.page.blocks[figure.number], rendering, note.path)
    home = placer.site.page(Kind.NOTE, placer.page.language, group.id)
    return ShownFigure(html, note, home, figure.section)


def _article(placer: Placer, article: Article | None) -> Markup:
    """Give the HTML of a concept's article."""
    rendering = placer.site.renderings.get(article.path) if article else None
    if rendering is None or article is None:
        return Markup("")
    return placer.html(rendering.page.html, rendering, article.path)


class MentioningPage(NamedTuple):
    """A page that mentions a concept, with what a concept's page quotes of it."""

    target: PlannedPage
    title: str
    best: list[Backlink]
    rest: list[Backlink]
    """What opens on demand."""
    more: int
    """Mentions beyond those, which are counted only."""


class MentioningGroup(NamedTuple):
    """The pages of one kind that mention a concept."""

    name: str
    """The key of the kind's name: ``notes``, ``concepts`` or ``pages``."""
    shown: list[MentioningPage]
    folded: list[MentioningPage]
    """What opens on demand."""


def mentions(
    site: Site, page: PlannedPage, concept_id: str
) -> list[tuple[str, list[MentioningGroup]]]:
    """Give the mentions by language, the page's own first, and by kind of page."""
    by_language: dict[str, dict[str, list[Backlink]]] = {}
    for backlink in site.backlinks[concept_id]:
        by_language.setdefault(backlink.language, {}).setdefault(backlink.path, []).append(backlink)
    result = []
    for language in [page.language, *site.languages.others(page.language)]:
        pages: dict[str, list[MentioningPage]] = {name: [] for name in _GROUPS.values()}
        pages["pages"] = []
        for path, found in by_language.get(language, {}).items():
            target = site.plan.by_source.get(path)
            if target:
                pages[_GROUPS.get(target.kind, "pages")].append(_mentioning(target, found))
        groups = [MentioningGroup(n, p[:PAGES], p[PAGES:]) for n, p in pages.items() if p]
        if groups:
            result.append((language, groups))
    return result


_GROUPS = {Kind.NOTE: "notes", Kind.CONCEPT: "concepts"}


def _mentioning(target: PlannedPage, found: list[Backlink]) -> MentioningPage:
    """Quote what says most: whole sentences, not headings, neither crumbs nor long lists."""
    quotes = [b for b in _one_a_statement(found) if not _is_heading(b)]
    best = sorted(sorted(quotes, key=_says_little)[:BEST], key=quotes.index)
    rest = [quote for quote in quotes if quote not in best]
    left = len(rest) - QUOTES
    return MentioningPage(target, found[0].page_title, best, rest[:QUOTES], max(0, left))


def _is_heading(quote: Backlink) -> bool:
    return quote.sentence.strip() in {quote.section.strip(), quote.page_title.strip()}


def _says_little(quote: Backlink) -> bool:
    return not SENTENCE[0] <= len(quote.sentence) <= SENTENCE[1]


def _one_a_statement(found: list[Backlink]) -> list[Backlink]:
    return list({b.anchor: b for b in reversed(found)}.values())[::-1]


class Pair(NamedTuple):
    """A row of the parallel page: a heading, or a block in each language."""

    anchor: str
    """The section's or statement's; empty where there is none."""
    level: int
    """Of a heading; 0 for a block."""
    sides: Mapping[str, Markup]
    """By language; what a language lacks is left out."""
    number: int = 0
    """Of the statement; 0 where there is none."""
    cited: str = ""
    """The statement's anchor on the note's page; empty where that page's version lacks it."""
    stale: bool = False
    """Whether the section was translated from an older state."""


class FigureRow(NamedTuple):
    """Figures that stand for all languages: each once, in the page's language if it has them."""

    pictures: list[tuple[str, str, Markup]]
    """Caption, language and HTML of each."""
    lost: list[tuple[str, str]]
    """Caption and language of each figure that the source lost."""


def parallel(placer: Placer) -> dict[str, Any]:
    """A note's sections in all its languages, block by block, and each figure once."""
    site, page = placer.site, placer.page
    group = site.kb.groups[page.thing]
    return {"group": group, "rows": list(_parallel_rows(placer, group))}


def _parallel_rows(placer: Placer, group: NoteGroup) -> Iterator[Pair | FigureRow]:
    site = placer.site
    shown = group.in_language(placer.page.language)
    numbers = _statements_by_block(site, group.source)
    cited = _statements_by_block(site, shown)
    stale = {
        status.section
        for note in group.versions.values()
        for status in site.kb.statuses.get(note.path, ())
        if status.state is State.STALE
    }
    place = block_placer(placer)
    figures: list[Mapping[str, Block]] = []
    for row in align(group):
        if row.blocks and all(b.kind is BlockKind.FIGURE for b in row.blocks.values()):
            figures.append(row.blocks)
            continue
        if figures:
            yield _figure_row(placer, group, figures)
            figures = []
        if row.headings:
            level = min(section.level for section in row.headings.values())
            heads = {c: Markup.escape(s.prose.text) for c, s in row.headings.items()}
            yield Pair(row.anchor, min(max(level, 2), 6), heads, stale=row.anchor in stale)
            continue
        sides = {c: _side(place(b, group.versions[c]), b) for c, b in row.blocks.items()}
        original = row.blocks.get(group.original)
        statement = numbers.get(original.number) if original else None
        here = row.blocks.get(shown.language)
        linked = cited.get(here.number) if here else None
        yield Pair(
            anchor=statement.anchor if statement else "",
            level=0,
            sides=sides,
            number=statement.standing.number if statement else 0,
            cited=linked.anchor if linked else "",
        )
    if figures:
        yield _figure_row(placer, group, figures)


def _statements_by_block(site: Site, note: Note) -> Mapping[int, Statement]:
    return {statement.block.number: statement for statement in site.kb.statements[note.path]}


def _side(html: Markup, block: Block) -> Markup:
    """Give a block as an element of its own; an editor's note is told by its class."""
    if block.kind not in PROSE:
        return html
    if is_editor_note(html):
        return Markup('<p class="nk-editor-note">{}</p>').format(html)
    return Markup("<p>{}</p>").format(html)


def _figure_row(placer: Placer, group: NoteGroup, rows: Sequence[Mapping[str, Block]]) -> FigureRow:
    place = block_placer(placer)
    found = FigureRow([], [])
    for blocks in rows:
        language = placer.page.language if placer.page.language in blocks else next(iter(blocks))
        block = blocks[language]
        caption = " ".join(unescape(block.alt).split())
        caption = caption or strings(placer.page.language)["slot.lost"]
        if block.target is None:
            found.lost.append((caption, language))
        else:
            first, _ = sentence_around(caption, Span(0, min(1, len(caption))))
            found.pictures.append((first, language, place(block, group.versions[language])))
    return found


def translations(placer: Placer) -> dict[str, Any]:
    """How far each translation of each note has kept up."""
    site = placer.site
    rows = []
    for group in site.kb.groups.values():
        for code in site.languages.others(group.original):
            version = group.versions.get(code)
            states = site.kb.statuses[version.path] if version else ()
            rows.append((group, code, version, Counter(s.state for s in states)))
    return {"rows": rows, "states": list(State)}


def statements(placer: Placer) -> dict[str, Any]:
    """All statements, note by note, and what editors hold of them."""
    return register(placer.site, placer.page.language)


def routes(placer: Placer) -> dict[str, Any]:
    """All routes, in the order in which they are declared."""
    return {"routes": list(placer.site.routes.summaries[placer.page.language].values())}


def route(placer: Placer) -> dict[str, Any]:
    """A route's pages, and what to know before."""
    site, page = placer.site, placer.page
    known = site.routes.summaries[page.language]
    names = [name for name, _ in known[page.thing].route.prerequisites]
    concepts = (site.kb.lexicon.names.resolve(name) for name in names if name not in known)
    return {
        "route": known[page.thing],
        "before_routes": [known[name] for name in names if name in known],
        "before_concepts": [site.kb.concepts[one] for one in concepts if one],
    }


def ordinary(placer: Placer) -> dict[str, Any]:
    """The body of an ordinary page, shown in another language."""
    site, page = placer.site, placer.page
    rendering = site.renderings[page.shows]
    # Links of Markdown are slots in this HTML; the addresses that it holds are of raw HTML.
    html = relocated(site, rendering.page.html, site.plan.by_source[page.shows], page).html
    return {"body": placer.html(html, rendering, page.shows)}


VIEWS: Mapping[Kind, Callable[[Placer], dict[str, Any]]] = {
    Kind.PAGE: ordinary,
    Kind.HOME: home,
    Kind.NOTES: notes,
    Kind.NOTE: note,
    Kind.PARALLEL: parallel,
    Kind.TOPICS: topics,
    Kind.TOPIC: topic,
    Kind.CONCEPTS: concepts,
    Kind.CONCEPT: concept,
    Kind.MAP: concept_map,
    Kind.TRANSLATIONS: translations,
    Kind.STATEMENTS: statements,
    Kind.ROUTES: routes,
    Kind.ROUTE: route,
}
