"""Passes over the tree that Python-Markdown has made of a page, before it becomes HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import BACKTICK_RE, LINK_RE
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import AtomicString

from notes_kb.domain.span import Span
from notes_kb.linking.judgements import EDITOR_NOTE
from notes_kb.linking.sentences import sentence_around
from notes_kb.pages.addresses import is_remote, is_web
from notes_kb.pages.rendered import SLOT, Link, slot
from notes_kb.pages.statement_marks import BLOCK, CITE, own_end
from notes_kb.search.sections import EXCLUDE
from notes_kb.text.references import unescape

MISSING = "missing"
"""The target by which a note marks a figure that its source lost."""

INLINE_PRIORITY = 20
"""Of inline patterns."""
CALLOUTS_PRIORITY = 7
"""Behind attribute lists (8), and before everything that reads what is shown."""
FIGURES_PRIORITY = 4
"""Behind inline patterns, before links become slots."""
LINKS_PRIORITY = 0
"""Where the host resolves links: behind everything that adds some."""
CUTS_PRIORITY = -10
"""Behind every other pass."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f]")


# Figures


LOST = "nk-lost"
"""The attribute that marks a figure which the source lost, until the page has its shape."""


@dataclass(frozen=True, slots=True)
class FigureWords:
    """The words that stand at figures, in the language of the text."""

    lost: str
    """The caption of a figure that the source lost, where the author gave none."""
    remote: str
    """Likewise of a picture on another host."""
    one_lost: str = "1"
    """What stands for one lost figure."""
    many_lost: str = "{count}"
    """What stands for several, with the place of their count."""
    numbered: str = "{number}"
    """What stands before a caption, with the place of the figure's number."""
    explained: str = "…"
    """What opens the rest of a caption that is longer than a sentence."""


class FigureSlots(Extension):
    """Show figures with number and caption, and say where the source lost some.

    A picture that is kept on another host is a slot with a link.
    """

    def __init__(self, words: FigureWords, *, remote_images: bool = False) -> None:
        """Take the words, and whether pictures of other hosts may be shown."""
        super().__init__()
        self.words = words
        self.remote_images = remote_images

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the pass."""
        md.treeprocessors.register(_Figures(md, self), "notes-kb-figures", FIGURES_PRIORITY)


class _Figures(Treeprocessor):
    def __init__(self, md: Markdown, options: FigureSlots) -> None:
        super().__init__(md)
        self.options = options

    def run(self, root: Element) -> None:
        for image in list(root.iter("img")):
            show_figure(image, self.options)
        _gather(root)
        for number, row in enumerate(_shape(root, self.options.words), 1):
            _number(row, number, self.options.words)


def show_figure(image: Element, options: FigureSlots) -> None:
    """Turn a picture that cannot be shown into a slot, in place."""
    source = image.get("src", "")
    if source == MISSING:
        _caption(image, image.get("alt") or options.words.lost, None)
        image.set(LOST, "")
    elif is_remote(unescape(source)) and not options.remote_images:
        _caption(image, image.get("alt") or options.words.remote, source)
    else:
        image.set("loading", "lazy")


def _caption(image: Element, caption: str, link: str | None) -> None:
    tail = image.tail
    image.clear()
    image.tail = tail
    image.tag = "span"
    image.set("class", "nk-slot")
    if link and is_web(unescape(link)):
        anchor = SubElement(image, "a")
        anchor.set("href", link)
        anchor.set("rel", "noopener noreferrer")
        anchor.text = caption
    else:
        image.text = caption


def _row_class(element: Element) -> str:
    """Name the row that a paragraph opens: of slots, of pictures, or none."""
    alone = not (element.text or "").strip() and all(not (e.tail or "").strip() for e in element)
    if element.tag != "p" or not len(element) or not alone:
        return ""
    if all(LOST in e.attrib for e in element):
        return LOST_RUN
    if all(e.get("class") == "nk-slot" for e in element):
        return "nk-slots"
    return "nk-pictures" if all(e.tag == "img" for e in element) else ""


def _gather(parent: Element) -> None:
    """Put neighbouring slots, or pictures, into one row: eight lost slides read as one.

    What the source lost stands below the picture that was drawn in its place.
    """
    row: Element | None = None
    merged: set[int] = set()
    children = list(parent)
    for child in children:
        kind = _row_class(child)
        if not kind:
            row = None
            _gather(child)
        elif row is None or row.get("class") != kind:
            row = child
            row.set("class", kind)
        else:
            row.extend(list(child))
            row.tail = child.tail
            merged.add(id(child))
    if merged:
        parent[:] = [child for child in children if id(child) not in merged]
    for place in range(len(parent) - 1):
        run, pictures = parent[place], parent[place + 1]
        if run.get("class") == LOST_RUN and pictures.get("class") == "nk-pictures":
            parent[place], parent[place + 1] = pictures, run


def _shape(root: Element, words: FigureWords) -> Iterator[Element]:
    """Give lost figures and pictures their elements; yield each figure in its order."""
    for row in list(root.iter()):
        if row.get("class") == LOST_RUN:
            lost_run(row, words)
        elif row.get("class") == "nk-pictures":
            row.tag = "div"
            for place, image in enumerate(list(row)):
                row[place] = figure_of(image, words)
                yield row[place]
        row.attrib.pop(LOST, None)


LOST_RUN = "nk-more nk-lost-figures"
"""The classes of the line that stands for figures which the source lost."""


def lost_run(row: Element, words: FigureWords) -> None:
    """Make one line of a row of lost figures, which opens to name them; searches leave it out."""
    slots = list(row)
    row[:] = []
    row.set("class", LOST_RUN)
    row.tag, row.text = "details", None
    row.set(EXCLUDE, "")
    said = words.one_lost if len(slots) == 1 else words.many_lost.format(count=len(slots))
    SubElement(row, "summary").text = AtomicString(said)
    names = SubElement(row, "ul")
    for slot_ in slots:
        SubElement(names, "li").text = slot_.text


def figure_of(image: Element, words: FigureWords) -> Element:
    """Give a picture its caption: its first sentence, and the rest where a reader opens it."""
    figure = Element("figure", {"class": "nk-figure"})
    image.tail = None
    figure.append(image)
    caption = image.get("alt", "").strip()
    first, rest = _first_sentence(unescape(caption))
    if not caption:
        return figure
    legend = SubElement(figure, "figcaption")
    legend.text = AtomicString(first)
    if rest:
        image.set("alt", first)
        more = SubElement(legend, "details", {"class": "nk-more"})
        SubElement(more, "summary").text = AtomicString(words.explained)
        SubElement(more, "p").text = AtomicString(rest)
    return figure


def _first_sentence(text: str) -> tuple[str, str]:
    first, _ = sentence_around(text, Span(0, min(1, len(text))))
    return (first, text[len(first) :].strip()) if text.startswith(first) else (text, "")


def _number(figure: Element, number: int, words: FigureWords) -> None:
    legend = figure.find("figcaption")
    if legend is not None:
        name = Element("b")
        name.text, name.tail = AtomicString(words.numbered.format(number=number)), legend.text
        legend.text = None
        legend.insert(0, name)


# Editor's notes


class EditorNotes(Extension):
    """Mark list items and paragraphs that begin with a bold **Editor's note** or **编者注**."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the pass."""
        md.treeprocessors.register(_EditorNotes(md), "notes-kb-editor-notes", FIGURES_PRIORITY)


def is_editor_note(html: str) -> bool:
    """Whether the HTML of a block begins as an editor's note does."""
    return html.startswith("<strong>") and bool(EDITOR_NOTE.match(html, len("<strong>")))


class _EditorNotes(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag in {"li", "p"} and _is_labelled(element):
                element.set("class", f"{element.get('class', '')} nk-editor-note".strip())


def _is_labelled(element: Element) -> bool:
    """Whether the first thing in the element is a strong label."""
    first = element[0] if len(element) and not (element.text or "").strip() else None
    return first is not None and first.tag == "strong" and bool(EDITOR_NOTE.match(first.text or ""))


# Callouts


_CALLOUTS = {
    **{name: name for name in "note abstract info tip success question warning".split()},
    **{name: name for name in "failure danger bug example quote".split()},
    **dict.fromkeys(("summary", "tldr"), "abstract"),
    **dict.fromkeys(("hint", "important"), "tip"),
    **dict.fromkeys(("check", "done"), "success"),
    **dict.fromkeys(("help", "faq"), "question"),
    **dict.fromkeys(("caution", "attention"), "warning"),
    **dict.fromkeys(("fail", "missing"), "failure"),
    **{"todo": "info", "error": "danger", "cite": "quote"},
}
"""The kinds of callouts of Obsidian and GitHub, and the theme's admonitions for them."""

_CALLOUT = re.compile(r"\s{0,9}\[!([A-Za-z]{1,20})\][+-]?[ \t]{0,9}")


class Callouts(Extension):
    """Read quotes that begin with ``[!note]``, as Obsidian and GitHub write them."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the pass."""
        md.treeprocessors.register(_Callouts(md), "notes-kb-callouts", CALLOUTS_PRIORITY)


class _Callouts(Treeprocessor):
    def run(self, root: Element) -> None:
        for quote in root.iter("blockquote"):
            first = quote[0] if len(quote) else None
            found = _CALLOUT.match(first.text or "") if first is not None else None
            kind = _CALLOUTS.get(found[1].lower()) if found else None
            if first is None or found is None or kind is None or first.tag != "p":
                continue
            quote.tag = "div"
            quote.set("class", f"admonition {kind}")
            rest = (first.text or "")[found.end() :]
            line, newline, below = rest.partition("\n")
            title = Element("p", {"class": "admonition-title"})
            if newline or not len(first):
                title.text = line.strip() or found[1].capitalize()
                first.text = below
            else:  # The title's line holds more than text; so the whole paragraph is the title.
                title.text, first.text = rest, None
                title.extend(list(first))
                first[:] = []
            if not len(first) and not (first.text or "").strip():
                quote.remove(first)
            quote.insert(0, title)


# What extensions make


_CHECKBOX = re.compile(
    r'(?:<label class="task-list-control">)?<input type="checkbox" disabled'
    r'(?P<checked> checked)?\s?/>(?:<span class="task-list-indicator"></span></label>)?'
)
_EMOJI = frozenset({"twemoji", "emojione", "gemoji"})


class PlainMarks(Extension):
    """Write check boxes and emoji as characters: notes hold no forms, and fetch no pictures."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the pass."""
        md.treeprocessors.register(_PlainMarks(md), "notes-kb-plain-marks", CALLOUTS_PRIORITY)


class _PlainMarks(Treeprocessor):
    def run(self, root: Element) -> None:
        blocks = self.md.htmlStash.rawHtmlBlocks
        for number, block in enumerate(blocks):
            found = _CHECKBOX.fullmatch(block.strip()) if isinstance(block, str) else None
            if found:
                blocks[number] = "☑ " if found["checked"] else "☐ "
        for image in root.iter("img"):
            if _EMOJI.intersection(image.get("class", "").split()):
                shown, tail = image.get("alt", ""), image.tail
                image.clear()
                image.tag, image.text, image.tail = "span", shown, tail


# Tables


class EmptyHeads(Extension):
    """Write a head cell without content as an ordinary cell: it is the head of nothing.

    Screen readers say each head with the cells below it (axe's rule ``empty-table-header``).
    """

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the pass."""
        md.treeprocessors.register(_EmptyHeads(md), "notes-kb-empty-heads", CALLOUTS_PRIORITY)


class _EmptyHeads(Treeprocessor):
    def run(self, root: Element) -> None:
        for cell in root.iter("th"):
            if not len(cell) and not (cell.text or "").strip():
                cell.tag = "td"


# Links


class LinkSlots(Extension):
    """Put a slot in the place of every link and picture that the site may resolve.

    `links` gets the links in the order of their slots. With `contributed`, what leads
    out of the site stays in the HTML, where the sanitiser judges it.
    """

    def __init__(self, links: list[Link], *, contributed: bool) -> None:
        """Take the list that links are added to."""
        super().__init__()
        self.links = links
        self.contributed = contributed

    def concept(self, concept: str, *, explicit: bool = False) -> str:
        """Give the slot of a link to a concept."""
        self.links.append(Link(concept=concept, explicit=explicit))
        return slot(len(self.links) - 1)

    def note(self, name: str, named: bool) -> str:
        """Give the slot of a link to a note; ``[[name|]]`` tells that words were written."""
        self.links.append(Link(written=f"[[{name}|]]" if named else f"[[{name}]]"))
        return slot(len(self.links) - 1)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the pass under the name that the host gives its own."""
        md.treeprocessors.register(_LinkSlots(md, self), "relpath", LINKS_PRIORITY)


class _LinkSlots(Treeprocessor):
    def __init__(self, md: Markdown, slots: LinkSlots) -> None:
        super().__init__(md)
        self.slots = slots

    def run(self, root: Element) -> None:
        for element in root.iter():
            key = {"a": "href", "img": "src"}.get(str(element.tag))
            written = element.get(key) if key else None
            # What holds Python-Markdown's own placeholders is no target yet (an address in
            # `<a@b.c>`, say), and the extension that put them there will replace them.
            if key and written and "\x02" not in written and not SLOT.search(written):
                if self.slots.contributed and not is_relative(element, written):
                    continue
                self.slots.links.append(Link(written=written))
                element.set(key, slot(len(self.slots.links) - 1))


_OWN_CLASSES = frozenset({CITE, "headerlink", "footnote-ref", "footnote-backref"})


def is_relative(element: Element, written: str) -> bool:
    """Whether a contributed link stays within the site, as a browser reads it."""
    if _OWN_CLASSES.intersection(element.get("class", "").split()):
        return False
    plain = _CONTROL.sub("", unescape(written))
    if plain.startswith(("/", "\\")):
        return False
    try:
        parts = urlsplit(plain)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc and ":" not in parts.path.split("/")[0]


# Where a page is cut


SECTION, SECTION_END, HEADING_END = "\ufdd2", "\ufdd3", "\ufdd7"
PIECE, PIECE_NAME_END, PIECE_END = "\ufdd4", "\ufdd5", "\ufdd6"
FOOTNOTES = "*"
"""Stands for a section's anchor before the notes at a page's end."""


class Cuts(Extension):
    """Mark where a note's page is cut: at its sections' headings and round its blocks.

    The marks are text, so that they outlive serialisation and the sanitiser.
    """

    def __init__(self, sections: Collection[str] | None, anchors: set[str]) -> None:
        """Take the anchors of a note's sections, and the set that the page's ids go into.

        None stands for a page that is not cut at sections, since it is no note.
        """
        super().__init__()
        self.sections = sections
        self.anchors = anchors

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the pass."""
        md.treeprocessors.register(_Cuts(md, self), "notes-kb-cuts", CUTS_PRIORITY)


class _Cuts(Treeprocessor):
    def __init__(self, md: Markdown, cuts: Cuts) -> None:
        super().__init__(md)
        self.cuts = cuts

    def run(self, root: Element) -> None:
        self.cuts.anchors.update(e.attrib["id"] for e in root.iter() if "id" in e.attrib)
        stash: list[Any] = self.md.htmlStash.rawHtmlBlocks
        numbers = {"c": 0, "t": 0, "m": 0}
        for parent, child in list(_verbatim(root, stash)):
            kind = _kind(parent[child], stash)
            _tag_around(parent, child, f"{kind}{numbers[kind]}")
            numbers[kind] += 1
        for element in root.iter():
            number = element.attrib.pop(BLOCK, "")
            if number:
                _tag_inside(element, number)
        if self.cuts.sections is not None:
            self._sections(root, frozenset(self.cuts.sections))

    @staticmethod
    def _sections(root: Element, sections: Collection[str]) -> None:
        previous: Element | None = None
        for child in root:
            anchor = child.get("id", "")
            if child.tag in HEADINGS and anchor in sections:
                _append(root, previous, f"{SECTION}{anchor}{SECTION_END}")
                child.tail = HEADING_END + (child.tail or "")
            elif child.get("class") == "footnote":
                _append(root, previous, f"{SECTION}{FOOTNOTES}{SECTION_END}{HEADING_END}")
            previous = child


class QuickInline(Extension):
    """Spares Python-Markdown the way through all inline patterns for a text that none fits."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Take the place of the pass, unless an extension has put its own there."""
        if type(md.treeprocessors["inline"]) is InlineProcessor:
            md.treeprocessors.register(_QuickInline(md), "inline", INLINE_PRIORITY)


class _QuickInline(InlineProcessor):
    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        # All patterns have been registered now. The registry would look at each access to one
        # whether it is still sorted.
        patterns: tuple[Any, ...] = tuple(self.md.inlinePatterns)
        self.inlinePatterns = patterns  # type: ignore[assignment]
        self._searches = [(_needed(p), p.getCompiledRegExp().search) for p in patterns]
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803
        """Do what the method of this name does; a version without it does all by itself."""
        for needed, search in self._searches:
            if needed and not any(mark in data for mark in needed):
                continue
            if search(data):
                handled: str = super()._InlineProcessor__handleInline(data, patternIndex)  # type: ignore[misc]
                return handled
        return data


def _needed(pattern: Any) -> str:
    """Give marks of which each text holds one that a slow pattern may fit; empty for any text."""
    if type(pattern).__module__ == "pymdownx.arithmatex":
        return "$\\"
    return {BACKTICK_RE: "`", LINK_RE: "["}.get(getattr(pattern, "pattern", ""), "")


def _append(parent: Element, previous: Element | None, text: str) -> None:
    if previous is None:
        parent.text = (parent.text or "") + text
    else:
        previous.tail = (previous.tail or "") + text


def _tag_inside(element: Element, name: str) -> None:
    """Mark what an element itself holds, without nested lists and the permalink."""
    end = next((i for i, e in enumerate(element) if e.get("class") == CITE), own_end(element))
    element.text = f"{PIECE}{name}{PIECE_NAME_END}{element.text or ''}"
    if end:
        element[end - 1].tail = (element[end - 1].tail or "") + PIECE_END
    else:
        element.text += PIECE_END


def _tag_around(parent: Element, child: int, name: str) -> None:
    _append(parent, parent[child - 1] if child else None, f"{PIECE}{name}{PIECE_NAME_END}")
    parent[child].tail = PIECE_END + (parent[child].tail or "")


def _verbatim(parent: Element, stash: list[Any]) -> Iterator[tuple[Element, int]]:
    """Yield each block of code, table and formula by its parent and number."""
    for number, child in enumerate(parent):
        if _kind(child, stash):
            yield parent, number
        else:
            yield from _verbatim(child, stash)


_STASHED = re.compile("\x02wzxhzdk:([0-9]+)\x03")
_CODE_TAG = re.compile(r'\s*<(?:pre|div class="[^"<>]*highlight|table class="[^"<>]*highlight)')


def _kind(element: Element, stash: list[Any]) -> str:
    """Tell code (c), a table (t) and a formula (m) from everything else."""
    classes = element.get("class", "").split()
    if element.tag == "table":
        return "t"
    if element.tag == "pre" or "highlight" in classes or "codehilite" in classes:
        return "c"
    if "arithmatex" in classes and element.tag == "div":
        return "m"
    alone = element.tag == "p" and not len(element)
    found = _STASHED.fullmatch((element.text or "").strip()) if alone else None
    raw = stash[int(found[1])] if found and int(found[1]) < len(stash) else ""
    return "c" if isinstance(raw, str) and _CODE_TAG.match(raw) else ""


Observer = Callable[[Markdown], Callable[[], Any]]
"""Adds to a converter, and gives the function that tells what was seen."""
