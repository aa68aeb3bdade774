"""Markdown to a `RenderedPage`: a pure function of its arguments.

Python-Markdown is the renderer, with the extensions that the site enables. A converter
is made for each source, so that nothing of one page reaches another, and converters
that run inside one another do not disturb each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar
from xml.etree.ElementTree import Element, tostring

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListExtension

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.mention import Mention
from notes_kb.domain.note import Block, BlockKind, Note, Prose
from notes_kb.domain.span import Span
from notes_kb.domain.verdict import Verdict
from notes_kb.languages.strings import strings
from notes_kb.linking.judgements import Standing, standings
from notes_kb.linking.lexicon import Lexicon
from notes_kb.linking.matcher import Found
from notes_kb.linking.mentions import NoteMentions
from notes_kb.pages.block_limits import BlockLimits
from notes_kb.pages.bracket_limits import BracketLimits
from notes_kb.pages.concept_links import ConceptLinks
from notes_kb.pages.explicit_links import KnownText, LinkedPage, Linking
from notes_kb.pages.formulas import Unread, render_formulas, unread_findings
from notes_kb.pages.note_markdown import blocks_in_order, note_markdown, reindent
from notes_kb.pages.removed_html import removed_findings
from notes_kb.pages.rendered import Chunk, Link, RenderedPage, TocEntry, slot
from notes_kb.pages.sanitise import sanitise
from notes_kb.pages.sections import SectionText
from notes_kb.pages.statement_marks import Handle, StatementMarks
from notes_kb.pages.tree_passes import (
    FOOTNOTES,
    HEADING_END,
    LOST,
    MISSING,
    PIECE,
    PIECE_END,
    PIECE_NAME_END,
    SECTION,
    SECTION_END,
    Callouts,
    Cuts,
    EditorNotes,
    EmptyHeads,
    FigureSlots,
    FigureWords,
    LinkSlots,
    Observer,
    PlainMarks,
    QuickInline,
    figure_of,
    is_relative,
    lost_run,
    show_figure,
)
from notes_kb.text.references import unescape, without_endless

_T = TypeVar("_T")

DECLARATION = re.compile(r"<(?=[!?])")
_CELL = re.compile(r"(?:[^|\\]|\\.)++", re.DOTALL)
"""A cell in the prose of a table, with the blanks around it."""
_NONCHARACTER = re.compile("[\ufdd0-\ufdef]")
"""What marks and slots are written with; the text of a source may hold none."""
_REFERENCE = re.compile(r"&#(?:[xX]0*+([0-9A-Fa-f]{1,6})|0*+([0-9]{1,7}))(?![0-9A-Fa-f]);?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a site's Markdown is rendered; the same for all of its pages."""

    extensions: Sequence[str] = ()
    """Names of Python-Markdown extensions."""
    configs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Their options."""
    note_extensions: Sequence[str] | None = None
    """Those of contributed texts; None where they use the same."""
    note_configs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """The options of `note_extensions`."""
    remote_images: bool = False
    """Whether contributed pages may show pictures of other hosts."""
    search_code: bool = True
    """Whether blocks of code are part of the searched text."""
    formulas: bool = True
    """Whether formulas become MathML; else they are left to a script of the site's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words that rendering adds, in the language of the text."""

    figures: FigureWords
    """What stands at figures."""
    statement: str
    """The name of a statement's link to itself, with the place of its number; empty for no link."""
    editor_note: str
    """The name of such a link of an editor's note, which has no number."""
    verdicts: Mapping[str, str] = field(default_factory=dict)
    """The verdicts in words."""
    speaker: str = "{speaker}: "
    """What stands before a turn, with the place of the speaker's name."""


def words_in(language: str) -> Words:
    """Give the words of the interface in a language."""
    words = strings(language)
    return Words(
        figures=FigureWords(
            lost=words["slot.lost"],
            remote=words["slot.remote"],
            one_lost=words["slot.lost.many.one"],
            many_lost=words["slot.lost.many"],
            numbered=words["figure.numbered"],
            explained=words["figure.explained"],
        ),
        statement=words["note.cite"],
        editor_note=words["note.cite.editor"],
        verdicts={verdict.value: words[f"verdict.{verdict}"] for verdict in Verdict},
        speaker=words["note.speaker"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text to be rendered."""

    path: str
    """Its file, relative to the docs folder: findings are on it."""
    language: str
    markdown: str
    first_line: int = 1
    """The line of the file on which the Markdown begins."""
    contributed: bool = False
    """Whether strangers wrote it, so that it is cleaned."""
    linked: bool = True
    """Whether concepts are linked."""
    excluded: frozenset[str] = frozenset()
    """Names of the concepts that are never linked in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What rendering takes from the knowledge base."""

    recipe: Recipe
    lexicon: Lexicon
    label: Callable[[str], str]
    """The words for an ``[[id]]`` without any, in the language of the text."""
    words: Words
    known: Mapping[KnownText, Found] = field(default_factory=dict)
    """Texts whose mentions were found before, with what was found."""


def render(source: Source, needs: Needs, *, observe: Observer | None = None) -> RenderedPage:
    """Render an ordinary page or a concept's article; `observe` watches the converter.

    Raises whatever an extension of the site raises on a page that is not contributed.
    """
    html, job = _convert(source, needs, None, observe)
    if source.contributed:
        _, html = _pieces(html)
        job.findings += removed_findings(
            job.removed, source.path, source.markdown, source.first_line
        )
    job.findings += unread_findings(job.unread, source.path, source.markdown, source.first_line)
    anchors = frozenset(job.anchors)
    toc = tuple(_flat(job.toc))
    sections = job.text.sections if job.text else ()
    chunk = Chunk(body=html, toc=toc, sections=tuple(sections))
    return _rendered(job, (chunk,), anchors)


def render_note(note: Note, mentions: NoteMentions, needs: Needs) -> RenderedPage:
    """Render a note: the chunks are its sections, the blocks what other pages show of it."""
    if not note.sections:
        return RenderedPage()
    source = Source(
        path=note.path,
        language=note.language,
        markdown=note_markdown(note),
        contributed=True,
        excluded=frozenset(note.meta.no_links),
    )
    known = {**needs.known, **known_texts(note, mentions)}
    needs = Needs(
        recipe=needs.recipe,
        lexicon=needs.lexicon,
        label=needs.label,
        words=needs.words,
        known=known,
    )
    html, job = _convert(source, needs, _note_marks(note, needs.words))
    job.findings += removed_findings(job.removed, note.path, note.text)
    job.findings += unread_findings(job.unread, note.path, note.text)
    pieces, html = _pieces(html)
    blocks = dict(_blocks(note, pieces, job, needs.words))
    chunks, footnotes = _chunks(html, job)
    page = _rendered(job, chunks, frozenset(job.anchors))
    # Unknown names and undecided forms of a note are found without rendering, with their lines.
    own = (
        *(kinds.HTML_REMOVED.name, kinds.HTML_UNREADABLE.name),
        *(kinds.NOTE_TOO_COMPLEX.name, kinds.FORMULA_UNREAD.name),
    )
    findings = tuple(f for f in page.findings if f.kind in own)
    return RenderedPage(
        chunks=chunks,
        footnotes=footnotes,
        blocks=blocks,
        links=page.links,
        anchors=page.anchors,
        findings=findings,
        visible=page.visible,
        names=page.names,
    )


def article_source(path: str, language: str, markdown: str, concept: str, line: int) -> Source:
    """Give a concept's article as a text to be rendered."""
    return Source(
        path=path,
        language=language,
        markdown="\n".join(reindent(markdown.split("\n"))),
        first_line=line,
        contributed=True,
        excluded=frozenset({concept}),
    )


def known_texts(note: Note, mentions: NoteMentions) -> Mapping[KnownText, Found]:
    """Give what was found in a note's headings and blocks, by their text.

    What holds an undecided form is looked at again on the page. The page reads a table
    cell by cell, which the note reads as one text, so its cells are given.
    """
    undecided = {line for one in mentions.undecided for line in (one.lines.first, one.lines.last)}
    known: dict[KnownText, Found] = {}
    for section in note.walk():
        if section.prose.text and section.lines.first not in undecided:
            known[_known(section.prose)] = Found(mentions.of_heading(section))
        for block in section.blocks:
            if not block.prose.text or block.no_link or block.lines.first in undecided:
                continue
            found = mentions.of(block)
            if block.kind is BlockKind.TABLE:
                known |= dict(_cells(block.prose, found))
            else:
                known[_known(block.prose)] = Found(found)
    return known


def _cells(prose: Prose, found: Sequence[Mention]) -> Iterator[tuple[KnownText, Found]]:
    """Give the texts of a table's cells, each with its own mentions."""
    for cell in _CELL.finditer(prose.text):
        text = cell[0].strip()
        start = cell.start() + cell[0].find(text)
        end = start + len(text)

        def inside(span: Span, start: int = start, end: int = end) -> bool:
            return start <= span.start and span.end <= end

        inert = sorted({_moved(span, -start) for span in prose.inert if inside(span)})
        links = (_moved(link.span, -start) for link in prose.links if inside(link.span))
        mentions = (replace(m, span=_moved(m.span, -start)) for m in found if inside(m.span))
        yield (text, tuple(inert), tuple(links)), Found(tuple(mentions))


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _known(prose: Prose) -> KnownText:
    return prose.text, tuple(sorted(set(prose.inert))), tuple(link.span for link in prose.links)


@dataclass(frozen=True, slots=True, kw_only=True)
class _NoteMarks:
    """What a note's Markdown is marked with, beside its own text."""

    sections: frozenset[str]
    """The anchors at which its page is cut."""
    speakers: Mapping[int, str]
    """The words before each turn, by the number of its block."""
    handles: Mapping[str, Handle]
    """What stands behind each statement, by its anchor."""


def _note_marks(note: Note, words: Words) -> _NoteMarks:
    speakers = {
        number: _before_turn(block, words)
        for number, block in blocks_in_order(note)
        if block.speaker
    }
    named = standings(note).items() if words.statement else ()
    handles = {anchor: _handle(one, words) for anchor, one in named}
    sections = frozenset(s.id for s in note.walk() if s.id)
    return _NoteMarks(sections=sections, speakers=speakers, handles=handles)


def _handle(standing: Standing, words: Words) -> Handle:
    if not standing.number:
        return Handle("#", words.editor_note)
    name = words.statement.format(number=standing.number)
    verdict = standing.verdict.value if standing.verdict else ""
    return Handle(str(standing.number), name, verdict, words.verdicts.get(verdict, verdict))


def _before_turn(block: Block, words: Words) -> str:
    return words.speaker.format(speaker=_plain_text(block.label))


@dataclass(slots=True)
class _Job:
    """What one conversion leaves beside its HTML."""

    path: str
    links: list[Link] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    found: LinkedPage = field(default_factory=LinkedPage)
    text: SectionText | None = None
    toc: Sequence[Mapping[str, Any]] = ()
    figures: FigureSlots | None = None
    findings: list[Diagnostic] = field(default_factory=list)
    title: str | None = None
    removed: tuple[str, ...] = ()
    """What the sanitiser took out, by name."""
    unread: tuple[Unread, ...] = ()
    """Formulas that stand as code."""


def _convert(
    source: Source, needs: Needs, marks: _NoteMarks | None, observe: Observer | None = None
) -> tuple[str, _Job]:
    """Convert a note with the anchors of its sections, or any other text with None.

    Only a note's Markdown is ours, with its marks; its text was cleaned when it was read.
    """
    markdown = source.markdown if marks else _plain_text(source.markdown)
    if source.contributed and not marks:
        markdown = without_endless(markdown)
        if _TOO_DEEP.search(markdown):  # A note so deep was refused when it was read.
            return _convert_flat(markdown, source, needs, marks, observe)
    try:
        return _converted(markdown, source, needs, marks, observe)
    except Exception as raised:
        if source.contributed and isinstance(raised, RecursionError):
            return _convert_flat(markdown, source, needs, marks, observe)
        if not _is_unreadable(raised):
            raise
        problem = str(raised) or type(raised).__name__
    # Python's HTML parser, which reads raw HTML for Markdown, gives up on declarations
    # such as `<![>`. As text they do no harm.
    html, job = _converted(DECLARATION.sub("&lt;", markdown), source, needs, marks, observe)
    job.findings.append(kinds.HTML_UNREADABLE.at(path=source.path, html=repr(problem[:80])))
    return html, job


def _convert_flat(
    markdown: str,
    source: Source,
    needs: Needs,
    marks: _NoteMarks | None,
    observe: Observer | None,
) -> tuple[str, _Job]:
    """Convert a text whose lists and quotes nest deeper than Python-Markdown can follow."""
    flat = "\n".join(map(_flat_line, markdown.split("\n")))
    try:
        html, job = _converted(flat, source, needs, marks, observe)
    except RecursionError:
        html, job = f"<pre>{_text(source.markdown)}</pre>", _Job(path=source.path)
    problem = f"lists and quotes nest deeper than {DEEPEST_NESTING} levels; they are shown flat"
    job.findings.append(kinds.NOTE_TOO_COMPLEX.at(path=source.path, problem=problem))
    return html, job


DEEPEST_NESTING = 24
"""Levels of lists and quotes of a text that cannot be converted as it is."""

_TOO_DEEP = re.compile(r"^(?: {100}|\t{25})[ \t]*+(?:[-*+>]|[0-9]{1,9}[.)])[ \t]", re.MULTILINE)
"""An item of a list below `DEEPEST_NESTING` others; the time for more grows with the square."""
_INDENT = re.compile(r"[ \t]*+")
_MARKERS = re.compile(r"[-*+> \t]*+")


def _flat_line(line: str) -> str:
    """Bound the indent of a line, and how many lists and quotes it opens."""
    indent = _INDENT.match(line)
    rest = line[indent.end() :] if indent else line
    shown = line[: len(line) - len(rest)].expandtabs(4)[: 4 * DEEPEST_NESTING]
    markers = _MARKERS.match(rest)
    opened = markers[0] if markers else ""
    places = [n for n, c in enumerate(opened) if not c.isspace()]
    if len(places) > DEEPEST_NESTING:
        cut = places[DEEPEST_NESTING]
        rest = f"{rest[:cut]}\\{rest[cut:]}"
    return shown + rest


def _converted(
    markdown: str,
    source: Source,
    needs: Needs,
    marks: _NoteMarks | None,
    observe: Observer | None,
) -> tuple[str, _Job]:
    job = _Job(path=source.path)
    links = _linking(source, needs, job)
    extensions = [*_extensions(source, needs, marks, job), *([links] if links else [])]
    recipe = needs.recipe
    named, configs = recipe.extensions, recipe.configs
    if source.contributed and recipe.note_extensions is not None:
        named, configs = recipe.note_extensions, recipe.note_configs
    md = Markdown(extensions=[*named, *extensions], extension_configs=dict(configs))
    seen = observe(md) if observe else None
    html = md.convert(markdown)
    if source.contributed:
        html = _without_forged_marks(html)
    job.toc = getattr(md, "toc_tokens", ())
    if links:
        job.found = links.page
        job.findings += links.diagnostics
    if seen:
        job.anchors, job.title = seen()
    if source.contributed:
        remote = None if needs.recipe.remote_images else needs.words.figures.remote
        html, removed = sanitise(html, remote)
        job.removed = removed
    if recipe.formulas:
        html, job.unread = render_formulas(html)
    return html, job


def _without_forged_marks(html: str) -> str:
    """Replace references to noncharacters, which the sanitiser would turn into marks."""

    def checked(found: re.Match[str]) -> str:
        code = int(found[1], 16) if found[1] else int(found[2])
        return "\ufffd" if 0xFDD0 <= code <= 0xFDEF else found[0]

    return _REFERENCE.sub(checked, html)


def _plain_text(text: str) -> str:
    """Give text without the characters that marks are written with."""
    return _NONCHARACTER.sub("\ufffd", text)


def _extensions(
    source: Source, needs: Needs, marks: _NoteMarks | None, job: _Job
) -> Iterator[Extension]:
    """Give what a page needs beside the site's own extensions."""
    yield QuickInline()
    if source.contributed:
        # Anchors and `no-link` are the house format's, whatever the site enables for its pages.
        yield AttrListExtension()
        yield BracketLimits()
        yield BlockLimits()
        words = needs.words
        remote = needs.recipe.remote_images
        job.figures = FigureSlots(words.figures, remote_images=remote)
        yield job.figures
        yield EditorNotes()
        yield Callouts()
        yield PlainMarks()
        yield EmptyHeads()
    if marks:
        yield StatementMarks(marks.handles, marks.speakers)
    job.text = SectionText(code=needs.recipe.search_code)
    yield job.text
    yield LinkSlots(job.links, contributed=source.contributed)
    if source.contributed:
        yield Cuts(marks.sections if marks else None, job.anchors)


def _linking(source: Source, needs: Needs, job: _Job) -> ConceptLinks | None:
    if not source.linked:
        return None
    slots = LinkSlots(job.links, contributed=source.contributed)
    linking = Linking(
        lexicon=needs.lexicon,
        href=slots.concept,
        explicit_href=partial(slots.concept, explicit=True),
        note_href=slots.note if source.contributed else None,
        label=lambda concept: _plain_text(needs.label(concept)),
        excluded=source.excluded,
        path=source.path,
        first_line=source.first_line,
        known=needs.known,
        contributed=source.contributed,
    )
    return ConceptLinks(linking)


def _rendered(job: _Job, chunks: tuple[Chunk, ...], anchors: frozenset[str]) -> RenderedPage:
    return RenderedPage(
        chunks=chunks,
        links=tuple(job.links),
        mentions=job.found.mentions,
        anchors=anchors,
        title=job.title,
        findings=tuple(job.findings),
        visible=job.found.visible,
        names=dict(job.found.names),
    )


# Cutting a note's page

_PIECE = re.compile(f"{PIECE}([a-z]?[0-9]+){PIECE_NAME_END}|{PIECE_END}")
_FOOTNOTE_LINK = re.compile(
    r'<sup id="fnref[0-9]*+:[^"<>]*+"><a [^<>]*+>[^<>]*+</a></sup>'
    r'|(?:&nbsp;|&#160;|\u00a0|\s)?<a class="footnote-backref"[^<>]*+>[^<>]*+</a>'
)
"""The link to a note at the page's end, and the one back: both ends stand on the page only."""


def _pieces(html: str) -> tuple[Mapping[str, str], str]:
    """Give what stands between the marks of each name, and the HTML without them."""
    pieces: dict[str, str] = {}
    out: list[str] = []
    opened: list[tuple[str, int]] = []
    at = 0
    for found in _PIECE.finditer(html):
        out.append(html[at : found.start()])
        at = found.end()
        if found[1]:
            opened.append((found[1], len(out)))
        elif opened:
            name, start = opened.pop()
            pieces[name] = _FOOTNOTE_LINK.sub("", "".join(out[start:]).strip())
    out.append(html[at:])
    return pieces, "".join(out)


def _blocks(
    note: Note, pieces: Mapping[str, str], job: _Job, words: Words
) -> Iterator[tuple[int, str]]:
    """Give the HTML of each block; code, tables and formulas are told by their order."""
    verbatim = {"c": _codes(note.pasted), "t": {BlockKind.TABLE}, "m": {BlockKind.MATH}}
    kinds = {kind: letter for letter, named in verbatim.items() for kind in named}
    counts = dict.fromkeys(verbatim, 0)
    for number, block in blocks_in_order(note):
        letter = kinds.get(block.kind)
        if letter:
            piece = pieces.get(f"{letter}{counts[letter]}")
            counts[letter] += 1
        else:
            piece = pieces.get(str(number))
        if block.kind is BlockKind.FIGURE and job.figures:
            piece = _figure(block, job.figures, job.links)
        yield number, _plain(block, words) if piece is None else piece


def _codes(pasted: bool) -> set[BlockKind]:
    """Give the kinds of blocks that stand as code on the page: markup of a paste is text."""
    return {BlockKind.CODE, BlockKind.HTML} if pasted else {BlockKind.CODE}


def _figure(block: Block, figures: FigureSlots, links: list[Link]) -> str:
    """Give a picture as the note's page shows it."""
    # The parser keeps the caption as it is written, references to characters included.
    image = Element("img", {"alt": block.alt, "loading": "lazy"})
    image.set("src", block.target or MISSING)
    show_figure(image, figures)
    if image.tag == "img":
        row = Element("div", {"class": "nk-pictures"})
        row.append(figure_of(image, figures.words))
        source = block.target or ""
        if is_relative(image, source):
            links.append(Link(written=source))
            image.set("src", slot(len(links) - 1))
            for link in row.iter("a"):
                link.set("href", image.get("src", ""))
        image.set("alt", unescape(image.get("alt", "")))
        remote = None if figures.remote_images else figures.words.remote
        return sanitise(tostring(row, "unicode", "html"), remote)[0]
    row = Element("p", {"class": "nk-slots"})
    row.append(image)
    if LOST in image.attrib:
        lost_run(row, figures.words)
    for text in row.iter():
        text.text = unescape(text.text or "")
    return sanitise(tostring(row, "unicode", "html"))[0]


def _plain(block: Block, words: Words) -> str:
    """Give a block that no element of the page holds alone, as its text."""
    if block.prose.text:
        speaker = _before_turn(block, words) if block.speaker else ""
        return _text(f"{speaker}{block.prose.text}")
    return f"<pre><code>{_text(block.text)}</code></pre>"


def _text(text: str) -> str:
    text = _plain_text(text)
    for character, reference in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(character, reference)
    return text


_SECTION = re.compile(f"{SECTION}([^{SECTION}{SECTION_END}]*+){SECTION_END}")


def _chunks(html: str, job: _Job) -> tuple[tuple[Chunk, ...], str]:
    """Cut a page at its sections; give the notes at its end apart."""
    first, *rest = _SECTION.split(html)
    parts = [("", "", first)]
    for name, cut in zip(rest[::2], rest[1::2], strict=True):
        heading, _, body = cut.partition(HEADING_END)
        parts.append((name, heading, body))
    names = {name for name, _, _ in parts}
    toc = _by_section(_flat(job.toc), names, lambda entry: entry.id)
    texts = _by_section(job.text.sections if job.text else (), names, lambda s: s.anchor)
    footnotes = "".join(body for name, _, body in parts if name == FOOTNOTES)
    chunks = tuple(
        Chunk(
            section=name,
            heading=heading,
            body=body,
            toc=tuple(toc.get(name, ())),
            sections=tuple(texts.get(name, ())),
        )
        for name, heading, body in parts
        if name != FOOTNOTES and (name or body.strip())
    )
    return chunks, footnotes


def _by_section(
    items: Iterable[_T], names: set[str], anchor: Callable[[_T], str]
) -> Mapping[str, list[_T]]:
    """Give each item to the section that it opens or stands in."""
    current = ""
    grouped: dict[str, list[_T]] = {}
    for item in items:
        current = anchor(item) if anchor(item) in names else current
        grouped.setdefault(current, []).append(item)
    return grouped


def _flat(tokens: Iterable[Mapping[str, Any]]) -> Iterator[TocEntry]:
    for token in tokens:
        yield TocEntry(level=token["level"], id=token["id"], name=token["name"])
        yield from _flat(token["children"])


# Findings


def _is_unreadable(problem: BaseException) -> bool:
    """Whether Python's own HTML parser raised, and not something of ours or an extension's."""
    trace = problem.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    module = trace.tb_frame.f_globals.get("__name__", "") if trace else ""
    return module in {"_markupbase", "html.parser", "markdown.htmlparser"}
