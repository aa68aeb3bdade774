"""``[[id]]`` and ``[[id|text]]`` as Python-Markdown reads them, and what linking a page finds.

On an ordinary page only the names of known concepts are ours: prose about shells, arrays
and other wikis holds double brackets too, and stays as it was written. In notes and
articles ``[[…]]`` is part of the format; a name that is no concept's shows its words, and
`notes_kb.checks` reports it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.mention import Ambiguity
from notes_kb.domain.span import Place, Span
from notes_kb.linking.lexicon import Lexicon
from notes_kb.linking.matcher import Found
from notes_kb.linking.resolve import Names
from notes_kb.text.brackets import opens_markdown_link

CLASS = "nk-concept"
"""The class of every link to a concept."""

NOTE_CLASS = "nk-note-link"
"""The class of every link to a note that was written as ``[[note]]``."""

EXPLICIT = r"(?<!\\)\[\[([^\[\]|\\\n\x02\x03]{1,200})(?:\\?\|([^\[\]\n\x02\x03]{1,500}))?\]\]"
"""``[[id]]`` or ``[[id|text]]`` on one line; in a table the bar has a backslash."""

_WRITTEN = re.compile(EXPLICIT)

KnownText = tuple[str, tuple[Span, ...], tuple[Span, ...]]
"""A text, where nothing is mentioned in it, and where its author wrote ``[[…]]``."""


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
    visible: str = ""
    """The text in which concepts were looked for, a line for each run."""
    names: dict[str, str] = field(default_factory=dict)
    """What each ``[[name]]`` meant: a concept's id, or nothing."""
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


@dataclass(slots=True, kw_only=True)
class Linking:
    """How the pages of a site are linked, and the page at hand."""

    lexicon: Lexicon
    href: Callable[[str], str]
    """Where a concept's page is."""
    explicit_href: Callable[[str], str] | None = None
    """The same for ``[[…]]``, where that is told apart."""
    note_href: Callable[[str, bool], str] | None = None
    """Where the note of a name is, and whether other words were written for it."""
    label: Callable[[str], str] | None = None
    """The words for an ``[[id]]`` without any; None for the id itself."""
    excluded: Collection[str] = ()
    """The ids or names of concepts that the page never links automatically."""
    path: str = ""
    """The file that findings are on."""
    first_line: int = 1
    """The file's line on which the Markdown begins."""
    contributed: bool = False
    """Whether the page is a note or an article, where every ``[[…]]`` is meant as a link."""
    known: Mapping[KnownText, Found] = field(default_factory=dict)
    """Texts whose mentions were found before, with what was found."""
    page: LinkedPage = field(default_factory=LinkedPage)
    excluded_ids: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Resolve the names."""
        found = map(self.names.resolve, self.excluded)
        self.excluded_ids = frozenset(concept for concept in found if concept)

    @property
    def names(self) -> Names:
        """Every name of every concept."""
        return self.lexicon.names

    def report_slip(self, name: str) -> None:
        """Report a name that is a slip away from a concept's, on the next line that holds it."""
        near = self.names.near(name)
        if near:
            line, column = self.page.next_place(name)
            place = self._place(line, column, len(name))
            found = kinds.CONCEPT_SLIP.at(place, path=self.path, name=name, meant=near[0])
            self.page.diagnostics.append(found)

    def report_undecided(self, form: str, ambiguity: Ambiguity) -> None:
        """Report an ambiguous form on the first line that holds its words."""
        lines = self.page.lines
        line = next((n for n, line in enumerate(lines) if form in line), -1)
        column = lines[line].find(form) + 1 if line >= 0 else 0
        self.page.diagnostics.append(
            kinds.CONCEPT_AMBIGUOUS.at(
                self._place(line, column, len(form)),
                path=self.path,
                form=form,
                candidates=", ".join(f"'{candidate}'" for candidate in ambiguity.candidates),
                first=ambiguity.candidates[0],
            )
        )

    def _place(self, line: int, column: int, length: int) -> Place | None:
        """Give a place in the file by its line in the Markdown, from 0; None where unknown."""
        if not column:
            return None
        return Place(
            line=line + self.first_line,
            column=column,
            end_column=column + length,
            source=self.page.lines[line],
        )


PRIORITY = 185
"""Behind code (190), in which brackets are literal; before escapes (180), which would take
the bar of ``[[id\\|text]]`` in a table, and before references and links (170)."""

SOURCE_PRIORITY = 175
"""Before everything that rewrites lines, so that findings are on the author's."""

MARKER = "nk-concept-id"
"""The attribute by which explicit links find their way to the tree processor; never rendered."""

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class RememberSource(Preprocessor):
    """Begins a page: forgets the one before and keeps its lines."""

    def __init__(self, md: Markdown, linking: Linking) -> None:
        """Take the state that the passes share."""
        super().__init__(md)
        self.linking = linking

    def run(self, lines: list[str]) -> list[str]:
        """Keep the lines and change none."""
        self.linking.page = LinkedPage(lines=list(lines))
        return lines


class ExplicitLinks(InlineProcessor):
    """Makes links of the names of concepts that the author put in double brackets."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, md: Markdown, linking: Linking) -> None:
        """Take the state that the passes share."""
        super().__init__(EXPLICIT, md)
        self.linking = linking

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the host's name
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        """Give the link, the words alone, or nothing where the brackets are none of ours."""
        linking, written = self.linking, m.group(2)
        if opens_markdown_link(data, m.end(0)) or self._is_reference(m.group(0)[2:-2]):
            return None, None, None
        name, text = m.group(1).strip(), _ESCAPED.sub(r"\1", written or m.group(1)).strip()
        concept = linking.names.resolve(name)
        linking.page.names[name] = concept or ""
        if concept is None and not linking.contributed:
            linking.report_slip(name)
            return None, None, None
        if concept is None and linking.note_href is None:
            return text, m.start(0), m.end(0)
        if concept is None:
            assert linking.note_href is not None
            return self._note(name, text, named=written is not None), m.start(0), m.end(0)
        if concept == name and written is None and linking.label:
            text = linking.label(concept)
        element = Element("a")
        element.text = AtomicString(text)
        element.set("class", CLASS)
        element.set("href", (linking.explicit_href or linking.href)(concept))
        element.set(MARKER, concept)
        return element, m.start(0), m.end(0)

    def _note(self, name: str, text: str, *, named: bool) -> Element:
        """Give a link that becomes one to a note, or its words, where the page is placed."""
        assert self.linking.note_href is not None
        element = Element("a")
        element.text = AtomicString(text)
        element.set("class", NOTE_CLASS)
        element.set("href", self.linking.note_href(name, named))
        return element

    def _is_reference(self, name: str) -> bool:
        """Whether the page defines a link of that name: ``[name]: https://…``."""
        return " ".join(name.lower().split()) in self.md.references


def flatten_nested(root: Element) -> None:
    """Turn an explicit link within another link into plain text: HTML has no nested links."""
    for outer in root.iter("a"):
        for inner in outer.iter("a"):
            ours = inner.get(MARKER) or inner.get("class") == NOTE_CLASS
            if inner is not outer and ours:
                inner.tag = "span"
                inner.attrib.clear()
