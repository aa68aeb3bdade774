"""Links from a page's text to its concepts, as a Python-Markdown extension.

``[[id]]`` and ``[[id|text]]`` become links where inline patterns run. Everything
else happens to the finished tree: the first mention of each concept in a section
becomes a link where the whole form stands in one text node; every mention is
recorded, linked or not. Taking the links out again gives back the same page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.domain.mention import Ambiguity, Mention
from notes_kb.domain.span import Span
from notes_kb.linking.lexicon import Lexicon
from notes_kb.linking.matcher import Found, decide, find_context, find_occurrences
from notes_kb.linking.resolve import Names
from notes_kb.linking.sentences import sentence_around
from notes_kb.markup.visible import Piece, Run, VisibleText

CLASS = "nk-concept"

TREE_PRIORITY = 4.5
"""Behind statement anchors (15), attribute lists (8) and the table of contents (5), which
give the classes and anchors that are read here, and whose entries must not hold links;
before figure slots (4) and notices (3), whose words are not the author's."""

INLINE_PRIORITY = 185
"""Behind code (190), in which brackets are literal; before escapes (180), which would take
the bar of ``[[id\\|text]]`` in a table, and before references and links (170)."""

_MOST_SUGGESTIONS = 100
"""Unknown names of one page that are compared with all known ones."""

_MARKER = "nk-concept-id"
"""The attribute by which explicit links find their way to the tree processor; never rendered."""

_EXPLICIT = r"(?<!\\)\[\[([^\[\]|\\\n\x02\x03]{1,200})(?:\\?\|([^\[\]\n\x02\x03]{1,500}))?\]\]"
_WRITTEN = re.compile(_EXPLICIT)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMention:
    """A mention on a rendered page, with what a backlink shows of it."""

    concept: str
    anchor: str
    """The id of the nearest heading above; empty where there is none."""
    heading: str
    """The visible text of that heading; may be empty."""
    sentence: str
    span: Span
    """Where the form stands in `sentence`."""
    explicit: bool = False
    """Whether the author wrote ``[[…]]`` for it."""


@dataclass(slots=True)
class LinkedPage:
    """What was found on the page that was rendered last."""

    linked: tuple[str, ...] = ()
    """The concepts that the page links to, in order of appearance."""
    mentions: tuple[PageMention, ...] = ()
    """Every mention, in the order of the page."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    """The Markdown that is being rendered, for placing findings."""
    _places: dict[str, deque[tuple[int, int]]] | None = None

    def next_place(self, name: str) -> tuple[int, int]:
        """Give the line from 0 and the column from 1 of the next ``[[name``; column 0 for none."""
        if self._places is None:
            self._places = {}
            for number, line in enumerate(self.lines):
                for match in _WRITTEN.finditer(line):
                    place = (number, match.start(1) + 1)
                    self._places.setdefault(match[1].strip(), deque()).append(place)
        found = self._places.get(name)
        return found.popleft() if found else (0, 0)


class ConceptLinks(Extension):
    """Link concepts on one page after another; each leaves what it found in `page`."""

    def __init__(
        self,
        *,
        lexicon: Lexicon,
        href: Callable[[str], str],
        names: Names | None = None,
        label: Callable[[str], str] | None = None,
        excluded: Collection[str] = (),
        path: str = "",
        first_line: int = 1,
    ) -> None:
        """Take where a concept's page is, and the ids or names that this page never links.

        `label` gives the words for an ``[[id]]`` without any, else the id stands there.
        `path` and `first_line` place findings: the file, and its line on which the
        Markdown begins.
        """
        super().__init__()
        self.lexicon = lexicon
        self.href = href
        self.label = label
        self.names = names or lexicon.names
        self.excluded = frozenset(filter(None, map(self.names.resolve, excluded)))
        self.path = path
        self.first_line = first_line
        self.page = LinkedPage()

    @property
    def linked(self) -> tuple[str, ...]:
        """The concepts that the page rendered last links to, in order of appearance."""
        return self.page.linked

    @property
    def mentions(self) -> tuple[PageMention, ...]:
        """Every mention on the page rendered last, in its order."""
        return self.page.mentions

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Unknown names in ``[[…]]`` and undecided forms on the page rendered last."""
        return tuple(self.page.diagnostics)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the passes."""
        md.registerExtension(self)
        md.preprocessors.register(_Source(md, self), "notes-kb-source", 175)
        md.inlinePatterns.register(_Explicit(md, self), "notes-kb-explicit", INLINE_PRIORITY)
        md.treeprocessors.register(_Links(md, self), "notes-kb-links", TREE_PRIORITY)

    def reset(self) -> None:
        """Forget the page before."""
        self.page = LinkedPage()


class _Source(Preprocessor):
    def __init__(self, md: Markdown, links: ConceptLinks) -> None:
        super().__init__(md)
        self.links = links

    def run(self, lines: list[str]) -> list[str]:
        self.links.page = LinkedPage(lines=list(lines))
        return lines


class _Explicit(InlineProcessor):
    """``[[id]]`` and ``[[id|text]]``; an unknown id leaves its text and a finding."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, links: ConceptLinks) -> None:
        super().__init__(_EXPLICIT, md)
        self.links = links

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the host's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str, int, int]:
        """Give the link, or the text where nothing is linked."""
        name, text = m.group(1).strip(), _ESCAPED.sub(r"\1", m.group(2) or m.group(1)).strip()
        concept = self.links.names.resolve(name)
        if concept is None:
            self.links.page.diagnostics.append(_unknown(self.links, name))
            return text, m.start(0), m.end(0)
        if concept == name and m.group(2) is None and self.links.label:
            text = self.links.label(concept)
        element = Element("a")
        element.text = AtomicString(text)
        element.set("class", CLASS)
        element.set("href", self.links.href(concept))
        element.set(_MARKER, concept)
        return element, m.start(0), m.end(0)


def _unknown(links: ConceptLinks, name: str) -> Diagnostic:
    """Place the finding on the next line that holds the name."""
    page = links.page
    line, column = page.next_place(name)
    few = len(page.diagnostics) < _MOST_SUGGESTIONS
    suggested = links.names.suggest(name) if few else ()
    return Diagnostic(
        kind="concept-unknown",
        severity=Severity.ERROR,
        message=f"unknown concept '{name}'",
        path=links.path,
        line=line + links.first_line if column else 0,
        column=column,
        end_column=column + len(name) if column else 0,
        source=page.lines[line] if column else "",
        hint=f"did you mean '{suggested[0]}'?" if suggested else "",
    )


class _Links(Treeprocessor):
    """The automatic links of a page, and the record of its mentions."""

    def __init__(self, md: Markdown, links: ConceptLinks) -> None:
        super().__init__(md)
        self.links = links

    def run(self, root: Element) -> None:
        _flatten_nested(root)
        stash = self.md.htmlStash.rawHtmlBlocks
        visible = VisibleText(lambda n: stash[n] if n < len(stash) else "", _MARKER)
        visible.walk(root)
        found = list(self._decide(visible.runs))
        used = {(run.section, concept) for run in visible.runs for _, concept in run.explicit}
        linked = {concept for _, concept in used}
        places: list[tuple[Piece, Span, str]] = []
        for run, mentions in found:
            for mention in mentions.mentions:
                piece = None if mention.explicit else _whole_piece(run, mention.span)
                if piece and (run.section, mention.concept) not in used:
                    used.add((run.section, mention.concept))
                    linked.add(mention.concept)
                    places.append((piece, mention.span, mention.concept))
        self._record(visible, found, linked)
        for piece, span, concept in reversed(places):
            _insert(piece, span, self.links.href(concept))
        for link in root.iter("a"):
            link.attrib.pop(_MARKER, None)

    def _decide(self, runs: list[Run]) -> Iterator[tuple[Run, Found]]:
        """Find the mentions of each run; the context of a section is read when needed."""
        lexicon = self.links.lexicon
        texts: dict[int, list[str]] = {}
        for run in runs:
            texts.setdefault(run.section, []).append(run.text)

        @cache
        def supported(section: int) -> frozenset[str]:
            return find_context("\n".join(texts[section]), lexicon)

        for run in runs:
            explicit = [Mention(span=s, concept=c, explicit=True) for s, c in run.explicit]
            if run.opted_out:
                yield run, Found(tuple(explicit))
                continue
            inert = [*run.inert, *(span for span, _ in run.explicit)]
            occurrences = find_occurrences(run.text, lexicon, inert)
            found = decide(occurrences, partial(supported, run.section))
            mentions = [m for m in found.mentions if m.concept not in self.links.excluded]
            yield run, Found(tuple(sorted([*explicit, *mentions])), found.ambiguities)

    def _record(
        self, visible: VisibleText, found: list[tuple[Run, Found]], linked: set[str]
    ) -> None:
        page, mentions = self.links.page, []
        told: set[str] = set()
        for run, one in found:
            for ambiguity in one.ambiguities:
                form = run.text[ambiguity.span.start : ambiguity.span.end]
                if form not in told:
                    told.add(form)
                    page.diagnostics.append(self._undecided(form, ambiguity))
            heading = visible.headings[run.section]
            for mention in one.mentions:
                sentence, span = sentence_around(run.text, mention.span)
                mentions.append(
                    PageMention(
                        concept=mention.concept,
                        anchor=heading.anchor,
                        heading=heading.text,
                        sentence=sentence,
                        span=span,
                        explicit=mention.explicit,
                    )
                )
        page.mentions = tuple(mentions)
        order = dict.fromkeys(m.concept for m in mentions if m.concept in linked)
        page.linked = tuple(order)

    def _undecided(self, form: str, ambiguity: Ambiguity) -> Diagnostic:
        """Report an ambiguous form once a page, on the first line that holds its words."""
        lines = self.links.page.lines
        at = next((n for n, line in enumerate(lines) if form in line), -1)
        column = lines[at].find(form) + 1 if at >= 0 else 0
        names = ", ".join(f"'{candidate}'" for candidate in ambiguity.candidates)
        return Diagnostic(
            kind="concept-ambiguous",
            severity=Severity.WARNING,
            message=f"'{form}' may mean {names} and is not linked",
            path=self.links.path,
            line=at + self.links.first_line if at >= 0 else 0,
            column=column,
            end_column=column + len(form) if column else 0,
            source=lines[at] if at >= 0 else "",
            hint=f"write [[{ambiguity.candidates[0]}|{form}]], or give the records 'context' words",
        )


def _flatten_nested(root: Element) -> None:
    """Turn an explicit link within another link into plain text: HTML has no nested links."""
    for outer in root.iter("a"):
        for inner in outer.iter("a"):
            if inner is not outer and inner.get(_MARKER):
                inner.tag = "span"
                inner.attrib.clear()


def _whole_piece(run: Run, span: Span) -> Piece | None:
    """Give the text node that holds a whole form and may hold a link."""
    at = bisect_right(run.pieces, span.start, key=lambda piece: piece.start)
    piece = run.pieces[at - 1] if at else None
    if piece is None or not piece.linkable or piece.raw_range(span) is None:
        return None
    return piece


def _insert(piece: Piece, span: Span, href: str) -> None:
    """Cut a text node and put a link into it. From the end of the page, places stay true."""
    start, end = piece.raw_range(span) or (0, 0)
    link = Element("a")
    link.set("class", CLASS)
    link.set("href", href)
    parent = piece.parent
    text = (parent.text if piece.child < 0 else parent[piece.child].tail) or ""
    link.text, link.tail = text[start:end], text[end:]
    if piece.child < 0:
        parent.text = text[:start]
    else:
        parent[piece.child].tail = text[:start]
    parent.insert(piece.child + 1, link)
