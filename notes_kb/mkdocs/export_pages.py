"""Every page of a site as a Markdown file that needs nothing of this project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import yaml
from mkdocs.config.defaults import MkDocsConfig

from notes_kb.domain.concept import Article, Concept
from notes_kb.domain.mention import Backlink
from notes_kb.domain.note import BlockKind, Note, NoteMeta, Source
from notes_kb.languages.strings import strings
from notes_kb.loading.export_marks import KEY, SOURCES
from notes_kb.loading.front_matter import FrontMatter, parse_front_matter
from notes_kb.mkdocs import views
from notes_kb.mkdocs.export_text import (
    ExportPage,
    block_text,
    escape_text,
    joined,
    keep_sources,
    made,
    note_text,
    with_heading_anchors,
)
from notes_kb.mkdocs.placing import fallback_notice
from notes_kb.mkdocs.plan import Kind, PlannedPage
from notes_kb.mkdocs.site import Site
from notes_kb.text.brackets import escape_label
from notes_kb.translation.parallel import align
from notes_kb.translation.status import State


def page_markdown(to: ExportPage, config: MkDocsConfig) -> str:
    """Give a page of a site as Markdown, front matter included."""
    match to.page.kind:
        case Kind.NOTE:
            return _note(to)
        case Kind.CONCEPT:
            return _concept(to)
        case kind if kind in _WHOLE:
            return _front({"title": to.page.title, KEY: {"made": True}}) + joined(
                [f"# {escape_text(to.page.title)}", made(_BODIES[to.page.kind](to)), _end(to)]
            )
        case _:
            return _ordinary(to, config)


def _end(to: ExportPage) -> str:
    return to.definitions()


def _front(values: Mapping[str, object]) -> str:
    said = {key: value for key, value in values.items() if value not in ("", (), [], {}, None)}
    if not said:
        return ""
    written = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{written}---\n\n"


# Notes


def _note(to: ExportPage) -> str:
    site, page = to.site, to.page
    group = site.kb.groups[page.thing]
    note = group.in_language(page.language)
    sections: dict[str, dict[str, str]] = {}
    text = list(note_text(to, sections))
    title = f"# {escape_text(note.title)}"
    head, tail = made(_note_head(to, note)), made(_note_tail(to, note))
    if page.fallback_from:
        known = {"title": note.title, KEY: {"fallback": note.language}}
        return _front(known) + joined([title, head, made("\n\n".join(text)), tail, _end(to)])
    own = {
        "note": group.id,
        "file": note.path,
        "paste": f"{SOURCES}/{note.path}" if note.pasted else "",
        "untitled": not note.meta.title,
        "links": to.links,
    }
    body = joined([title, head, *text, tail, _end(to)])

    def written() -> str:
        said = {name: values for name, values in sections.items() if values}
        kept = {key: value for key, value in {**own, "sections": said}.items() if value}
        return _front(_note_front(note) | {KEY: kept}) + body

    if not note.pasted:
        keep_sources(written(), note, sections)
    return written()


def _note_front(note: Note) -> dict[str, object]:
    """Give the documented keys that a note has."""
    meta = note.meta
    known: dict[str, object] = {
        name: list(value) if isinstance(value, tuple) else value
        for name in NoteMeta.__dataclass_fields__
        if (value := getattr(meta, name)) and name != "source"
    }
    if meta.source:
        known["source"] = _source_keys(meta.source)
    return {"title": note.title, "description": meta.summary} | known


def _source_keys(source: Source) -> dict[str, str]:
    names = ("title", "url", "author", "license")
    return {name: value for name in names if (value := getattr(source, name))}


def _source(source: Source) -> str:
    words = escape_label(source.title).replace("<", "&lt;")
    shown = f"[{words}](<{source.url}>)" if source.url else words
    return ", ".join([shown, *map(escape_text, filter(None, (source.author, source.license)))])


def _note_head(to: ExportPage, note: Note) -> str:
    words, meta = strings(to.page.language), note.meta
    facts = [
        (words["note.event"], escape_text(meta.event)),
        (words["note.date"], escape_text(meta.date)),
        (words["note.source"], _source(meta.source) if meta.source else ""),
    ]
    said = words["note.speaker"]  # What stands between a name and what it names.
    shown = [said.format(speaker=name) + value for name, value in facts if value]
    parallel = to.site.page(Kind.PARALLEL, to.page.language, to.page.thing)
    if parallel:
        shown.append(to.link(parallel.title, parallel))
    notice = ""
    if to.page.fallback_from:
        name = to.site.languages.names.get(note.language, note.language)
        notice = f"> {escape_text(words['notice.page'].format(language=name))}"
    return "\n\n".join(filter(None, [notice, " · ".join(shown)]))


def _note_tail(to: ExportPage, note: Note) -> str:
    site, words = to.site, strings(to.page.language)
    counts = Counter(c for s in site.kb.statements[note.path] for c in s.concepts)
    mentioned = sorted(counts, key=lambda c: (-counts[c], c))
    related = site.related.get(to.page.thing, ())
    parts = []
    if mentioned:
        named = [_named(to, site.kb.concepts[c]) for c in mentioned]
        parts += [f"## {words['note.mentioned']}{to.anchor('__nk-concepts')}", " · ".join(named)]
    if related:
        rows = [f"- {_note_link(to, other)}" for other in related]
        parts += [f"## {words['read.on']}{to.anchor('__nk-related')}", "\n".join(rows)]
    return "\n\n".join(parts)


def _named(to: ExportPage, concept: Concept) -> str:
    page = to.site.page(Kind.CONCEPT, to.page.language, concept.id)
    return to.link(concept.label(to.page.language), page)


def _note_link(to: ExportPage, group_id: str) -> str:
    note = to.site.kb.groups[group_id].in_language(to.page.language)
    link = to.link(note.title, to.site.page(Kind.NOTE, to.page.language, group_id))
    date = f" ({escape_text(note.meta.date)})" if note.meta.date else ""
    summary = note.meta.summary or to.site.kb.summaries[note.path].abstract
    return f"{link}{date}" + (f": {escape_text(summary)}" if summary else "")


# Concepts


def _concept(to: ExportPage) -> str:
    site, page = to.site, to.page
    record = site.kb.concepts[page.thing]
    article = record.articles.get(page.language)
    label, said = record.label(page.language), record.definition.get(page.language, "")
    known: dict[str, object] = {"title": label, "description": said}
    own: dict[str, object] = {"made": True}
    text = ""
    if article:
        text = _article(to, article)
        own = {"concept": record.id, "file": article.path, "links": to.links}
    if page.language == site.languages.default:
        known |= _record(record)
        own = {"concept": record.id, "file": record.path, "links": to.links}
    if not article and record.articles:
        other, borrowed = next(iter(record.articles.items()))
        notice = fallback_notice(site, page, other).text
        shown = _article(to, borrowed)
        text = made(f"> {escape_text(notice)}\n\n{shown}")
    head = made(_concept_head(to, record, said))
    tail = made(_concept_tail(to, record))
    known[KEY] = {key: value for key, value in own.items() if value}
    return _front(known) + joined([f"# {escape_text(label)}", head, text, tail, _end(to)])


def _article(to: ExportPage, article: Article) -> str:
    markdown = with_heading_anchors(to, article.markdown.strip("\n"))
    return to.text(markdown, article.path, contributed=True)


def _record(concept: Concept) -> dict[str, object]:
    """Give every documented key that a record has."""
    by_language = ("aliases", "preferred", "not_in", "context")
    known: dict[str, object] = {"labels": dict(concept.labels)}
    for name in by_language:
        known[name] = {code: list(forms) for code, forms in getattr(concept, name).items()}
    known["definition"] = dict(concept.definition)
    for name in ("broader", "related", "former_ids"):
        known[name] = list(getattr(concept, name))
    known["case_sensitive"] = sorted(concept.case_sensitive)
    known["sources"] = [_source_keys(source) for source in concept.sources]
    if concept.topic is not None:
        known["topic"] = concept.topic
    return known


def _concept_head(to: ExportPage, record: Concept, definition: str) -> str:
    words, site = strings(to.page.language), to.site
    parts = []
    if definition:
        parts.append(f"> {escape_text(definition)}")
    if record.topic is not None:
        topic = site.page(Kind.TOPIC, to.page.language, record.id)
        parts.append(to.link(words["concept.topic"], topic))
    aliases = [form for forms in record.aliases.values() for form in forms]
    known = site.kb.concepts
    lists = [
        ("concept.labels", [escape_text(one) for one in record.labels.values()]),
        ("concept.aliases", [escape_text(one) for one in aliases]),
        ("concept.broader", [_named(to, known[c]) for c in record.broader if c in known]),
        ("concept.narrower", [_named(to, c) for c in site.kb.narrower(record.id)]),
        ("concept.related", [_named(to, known[c]) for c in record.related if c in known]),
    ]
    named_by = words["note.speaker"]
    shown = [
        f"- {named_by.format(speaker=words[key])}{' · '.join(named)}"
        for key, named in lists
        if named
    ]
    return "\n\n".join([*parts, "\n".join(shown)])


def _concept_tail(to: ExportPage, record: Concept) -> str:
    words = strings(to.page.language)
    parts = []
    if record.sources:
        listed = "\n".join(f"- {_source(source)}" for source in record.sources)
        parts += [f"## {words['concept.sources']}{to.anchor('__nk-sources')}", listed]
    parts.append(f"## {words['concept.mentions']}{to.anchor('__nk-mentions')}")
    mentions = views.mentions(to.site, to.page, record.id)
    if not mentions:
        parts.append(words["concept.mentions.none"])
    for language, groups in mentions:
        if language != to.page.language:
            parts.append(f"### {to.site.languages.names.get(language, language)}")
        rows: list[str] = []
        for group in groups:
            for one in (*group.shown, *group.folded):
                target = to.site.plan.find(one.target.path, to.page.language)
                rows.append(f"- {to.link(one.title, target)}")
                shown = target is not None and target.language == language
                quotes = [_quote(to, target, quote, anchored=shown) for quote in one.best]
                rows += [f"    - {quote}" for quote in quotes]
        parts.append("\n".join(rows))
    return "\n\n".join(parts)


def _quote(to: ExportPage, target: PlannedPage | None, quote: Backlink, *, anchored: bool) -> str:
    start, end, said = quote.span.start, quote.span.end, quote.sentence
    marked = "".join(
        [
            escape_text(said[:start]) + (" " if said[:start].endswith(" ") else ""),
            f"**{escape_text(said[start:end])}**",
            (" " if said[end:].startswith(" ") else "") + escape_text(said[end:]),
        ]
    )
    heading = to.link(quote.section or quote.page_title, target, quote.anchor if anchored else "")
    return f"{heading}: {marked}"


# Pages that are made whole


def _topic(to: ExportPage) -> str:
    site, page = to.site, to.page
    words, concept = strings(page.language), site.kb.concepts[page.thing]
    parts = []
    if said := concept.definition.get(page.language):
        article = site.page(Kind.CONCEPT, page.language, concept.id)
        parts.append(f"> {escape_text(said)}")
        parts.append(to.link(words["topic.article"], article))
    if narrower := site.kb.narrower(concept.id):
        parts.append(" · ".join(_named(to, one) for one in narrower))
    for group, _ in site.kb.groups_on_topic(concept.id, page.language):
        note = group.in_language(page.language)
        home = site.page(Kind.NOTE, page.language, group.id)
        parts.append(f"## {to.link(note.title, home)}{to.anchor(group.id)}")
        depths: list[tuple[str, int]] = []
        rows = []
        for statement in site.kb.statements[note.path]:
            if statement.topic == concept.id:
                depth = views.statement_depth(statement, depths)
                source = f"[↗]({to.to(home, statement.anchor)})"
                text = block_text(to, statement.block, note)
                rows.append(f"{'    ' * depth}- {text} {source}")
        parts.append("\n".join(rows))
    return "\n\n".join(parts)


def _parallel(to: ExportPage) -> str:
    site, page = to.site, to.page
    group, words = site.kb.groups[page.thing], strings(page.language)
    home = site.page(Kind.NOTE, page.language, group.id)
    back = to.link(group.in_language(page.language).title, home)
    parts = [f"{escape_text(words['parallel.lead'])} {back}"]
    for row in align(group):
        if row.headings:
            shown = [escape_text(section.prose.text) for section in row.headings.values()]
            parts.append(f"## {' / '.join(shown)}{to.anchor(row.anchor)}")
        for number, code in enumerate(group.versions):
            block = row.blocks.get(code)
            if block is None or block.kind in _LEFT_OUT:
                continue
            text = block_text(to, block, group.versions[code])
            parts.append("\n".join(f"> {line}" for line in text.split("\n")) if number else text)
    return "\n\n".join(parts)


_LEFT_OUT = frozenset({BlockKind.HTML})


def _translations(to: ExportPage) -> str:
    words = strings(to.page.language)
    states = list(State)
    heads = [words["translations.note"], words["translations.language"]]
    heads += [words[f"translations.{state.value}"] for state in states]
    rows = [heads, ["---"] * len(heads)]
    for group in to.site.kb.groups.values():
        for code in to.site.languages.others(group.original):
            version = group.versions.get(code)
            found = to.site.kb.statuses[version.path] if version else ()
            counts = Counter(status.state for status in found)
            title = group.in_language(to.page.language).title
            link = to.link(title, to.site.page(Kind.NOTE, to.page.language, group.id))
            name = escape_text(to.site.languages.names.get(code, code))
            if version:
                counted = [str(counts[state] or "·") for state in states]
            else:
                counted = [words["translations.none"], *[""] * (len(states) - 1)]
            rows.append([link, name, *counted])
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"{words['translations.lead']}\n\n{table if len(rows) > 2 else ''}"


def _notes(to: ExportPage) -> str:
    parts = []
    groups = to.site.kb.groups.values()
    for year, found in groupby(groups, key=lambda group: group.source.meta.date[:4]):
        rows = "\n".join(f"- {_note_link(to, group.id)}" for group in found)
        heading = f"## {year}{to.anchor(f'y{year}')}" if year else ""
        parts += [heading, rows]
    translations = to.site.page(Kind.TRANSLATIONS, to.page.language)
    if translations and len(to.site.languages.codes) > 1:
        parts.append(to.link(translations.title, translations))
    return "\n\n".join(filter(None, parts))


def _topics(to: ExportPage) -> str:
    words = strings(to.page.language)
    rows = []
    for concept in to.site.kb.topics:
        link = to.link(
            concept.label(to.page.language),
            to.site.page(Kind.TOPIC, to.page.language, concept.id),
        )
        said = concept.definition.get(to.page.language, "")
        rows.append(f"- {link}" + (f": {escape_text(said)}" if said else ""))
    return f"{words['home.topics.lead']}\n\n" + "\n".join(rows)


def _concepts(to: ExportPage) -> str:
    def entry(concept: Concept) -> str:
        said = concept.definition.get(to.page.language, "")
        return f"- {_named(to, concept)}" + (f": {escape_text(said)}" if said else "")

    kb = to.site.kb
    parts, grouped = [], set()
    for topic in kb.topics:
        found = [topic, *kb.narrower(topic.id)]
        grouped |= {concept.id for concept in found}
        heading = escape_text(topic.label(to.page.language))
        parts += [f"## {heading}{to.anchor(topic.id)}", "\n".join(map(entry, found))]
    rest = [entry(concept) for concept in kb.concepts.values() if concept.id not in grouped]
    if rest:
        parts += ["---" if parts else "", "\n".join(rest)]
    return "\n\n".join(filter(None, parts))


def _home(to: ExportPage) -> str:
    words = strings(to.page.language)
    parts = []
    if to.site.kb.topics:
        parts += [f"## {words['home.topics']}{to.anchor('home-topics')}", _topics(to)]
    groups = list(to.site.kb.groups)[: views.LATEST]
    if groups:
        rows = "\n".join(f"- {_note_link(to, group)}" for group in groups)
        parts += [f"## {words['home.notes']}{to.anchor('home-notes')}", rows]
    return "\n\n".join(parts)


def _routes(to: ExportPage) -> str:
    words = strings(to.page.language)
    rows = [
        f"- {to.link(one.title, one.page)}" + (f": {escape_text(one.lead)}" if one.lead else "")
        for one in to.site.routes.summaries[to.page.language].values()
    ]
    return f"{words['routes.lead']}\n\n" + "\n".join(rows)


def _route(to: ExportPage) -> str:
    route = to.site.routes.summaries[to.page.language][to.page.thing]
    rows = [
        f"{number}. {to.link(member.page.title, member.page)}"
        for number, member in enumerate(route.members, 1)
    ]
    return "\n\n".join(filter(None, [escape_text(route.lead), "\n".join(rows)]))


def _statements(to: ExportPage) -> str:
    words, site = strings(to.page.language), to.site
    parts = [words["statements.lead"]]
    for group in site.kb.groups.values():
        note = group.in_language(to.page.language)
        home = site.page(Kind.NOTE, to.page.language, group.id)
        parts.append(f"## {to.link(note.title, home)}{to.anchor(group.id)}")
        rows = []
        for statement in site.kb.statements[note.path]:
            verdict = statement.standing.verdict
            held = f" ({words[f'verdict.{verdict}']})" if verdict else ""
            text = " ".join(statement.block.prose.text.split())[:_LONGEST]
            rows.append(f"- {to.link(text or '…', home, statement.anchor)}{held}")
        parts.append("\n".join(rows))
    return "\n\n".join(parts)


_LONGEST = 200
"""Characters of a statement in the list of all."""

_WHOLE = frozenset({Kind.PARALLEL, Kind.TOPIC, Kind.TRANSLATIONS, Kind.ROUTE, Kind.STATEMENTS})
"""Kinds of pages of which owners write no part."""

_BODIES: Mapping[Kind, Any] = {
    Kind.PARALLEL: _parallel,
    Kind.TOPIC: _topic,
    Kind.TRANSLATIONS: _translations,
    Kind.STATEMENTS: _statements,
    Kind.ROUTES: _routes,
    Kind.ROUTE: _route,
    Kind.NOTES: _notes,
    Kind.TOPICS: _topics,
    Kind.CONCEPTS: _concepts,
    Kind.MAP: _concepts,
    Kind.HOME: _home,
}

# Pages of the owner


def _ordinary(to: ExportPage, config: MkDocsConfig) -> str:
    """Write an ordinary page, or a list of ours with the owner's text above it."""
    site, page = to.site, to.page
    make = _BODIES.get(page.kind)
    listed = made(make(to)) if make else ""
    source = _owner_file(site, page)
    if source is None:
        title = site.titles[page.language][0] if page.kind is Kind.HOME else page.title
        head = f"# {escape_text(title)}"
        return _front({"title": page.title, KEY: {"made": True}}) + joined([head, listed, _end(to)])
    path, text = source
    front = parse_front_matter(text, path=path)
    body = with_heading_anchors(to, front.body.strip("\n"))
    resolved = to.text(body, path, contributed=False, linked=site.options.link_pages)
    if page.fallback_from:
        name = site.languages.names.get(page.fallback_from, page.fallback_from)
        said = strings(page.language)["notice.page"].format(language=name)
        kept = {key: value for key, value in front.values.items() if key != KEY}
        head = _front({**kept, KEY: {"fallback": page.fallback_from}})
        return head + joined([f"> {escape_text(said)}", resolved, listed, _end(to)])
    head = _owner_front(front, to)
    return head + joined([resolved, listed, _end(to)])


def _owner_front(front: FrontMatter, to: ExportPage) -> str:
    """Keep an owner's front matter as it is, and add how links were written."""
    if not to.links:
        return "\n".join([*front.lines, "\n"]) if front.lines else ""
    own = _front({KEY: {"links": to.links}})
    if not front.lines:
        return own
    return "\n".join(front.lines[:-1]) + own.removeprefix("---")


def _owner_file(site: Site, page: PlannedPage) -> tuple[str, str] | None:
    """Give the owner's file that a page shows, and its text; None where we make it all."""
    shown = site.plan.by_source.get(page.shows) if page.shows else page
    if shown is None or shown.made:
        return None
    return shown.file.src_uri, shown.file.content_string


def exported_notes(site: Site) -> Iterator[tuple[str, Note]]:
    """Yield the pasted notes, each with the file that keeps it in an export."""
    for group in site.kb.groups.values():
        for note in group.versions.values():
            if note.pasted:
                yield f"{SOURCES}/{note.path}", note
