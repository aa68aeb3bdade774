"""Links from a page's text to its concepts, as a Python-Markdown extension.

``[[id]]`` and ``[[id|text]]`` become links where inline patterns run. Everything
else happens to the finished tree: the first mention of each concept in a section
becomes a link where the whole form stands in one text node; every mention is
recorded, linked or not. Taking the links out again gives back the same page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, partial
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.mention import Mention
from notes_kb.domain.span import Span
from notes_kb.linking.matcher import Found, decide, find_context, find_occurrences
from notes_kb.linking.sentences import sentence_around
from notes_kb.pages import explicit_links
from notes_kb.pages.explicit_links import (
    CLASS,
    MARKER,
    SOURCE_PRIORITY,
    ExplicitLinks,
    LinkedPage,
    Linking,
    PageMention,
    RememberSource,
    flatten_nested,
)
from notes_kb.pages.visible_text import Piece, Run, VisibleText

__all__ = ["TREE_PRIORITY", "ConceptLinks", "PageMention"]

TREE_PRIORITY = 4.5
"""Behind statement anchors (15), attribute lists (8) and the table of contents (5), which
give the classes and anchors that are read here, and whose entries must not hold links;
before figure slots (4) and notices (3), whose words are not the author's."""


class ConceptLinks(Extension):
    """Link concepts on one page after another; what was found is that of the last."""

    def __init__(self, linking: Linking) -> None:
        """Take how the site is linked; what was found is left there."""
        super().__init__()
        self.linking = linking

    @property
    def linked(self) -> tuple[str, ...]:
        """The concepts that the page rendered last links to, in order of appearance."""
        return self.linking.page.linked

    @property
    def mentions(self) -> tuple[PageMention, ...]:
        """Every mention on the page rendered last, in its order."""
        return self.linking.page.mentions

    @property
    def page(self) -> LinkedPage:
        """Everything that was found on the page rendered last."""
        return self.linking.page

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Misspelt names in ``[[…]]`` and undecided forms on the page rendered last."""
        return tuple(self.linking.page.diagnostics)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the passes."""
        md.registerExtension(self)
        source, explicit = RememberSource(md, self.linking), ExplicitLinks(md, self.linking)
        links = _Links(md, self.linking)
        md.preprocessors.register(source, "notes-kb-source", SOURCE_PRIORITY)
        md.inlinePatterns.register(explicit, "notes-kb-explicit", explicit_links.PRIORITY)
        md.treeprocessors.register(links, "notes-kb-links", TREE_PRIORITY)

    def reset(self) -> None:
        """Forget the page before."""
        self.linking.page = LinkedPage()


class _Links(Treeprocessor):
    """The automatic links of a page, and the record of its mentions."""

    def __init__(self, md: Markdown, linking: Linking) -> None:
        super().__init__(md)
        self.linking = linking

    def run(self, root: Element) -> None:
        flatten_nested(root)
        stash = self.md.htmlStash.rawHtmlBlocks
        visible = VisibleText(lambda n: stash[n] if n < len(stash) else "", MARKER)
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
            _insert(piece, span, self.linking.href(concept))
        for link in root.iter("a"):
            link.attrib.pop(MARKER, None)

    def _decide(self, runs: list[Run]) -> Iterator[tuple[Run, Found]]:
        """Find the mentions of each run; the context of a section is read when needed."""
        lexicon = self.linking.lexicon
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
            spans = tuple(span for span, _ in run.explicit)
            known = self.linking.known.get((run.text, tuple(sorted(set(run.inert))), spans))
            if known is not None:
                yield run, self._allowed(known)
                continue
            inert = [*run.inert, *(span for span, _ in run.explicit)]
            occurrences = find_occurrences(run.text, lexicon, inert)
            found = decide(occurrences, partial(supported, run.section))
            own = self._allowed(found)
            yield run, Found(tuple(sorted([*explicit, *own.mentions])), own.ambiguities)

    def _allowed(self, found: Found) -> Found:
        """Leave out the concepts that the page never links automatically."""
        excluded = self.linking.excluded_ids
        kept = tuple(m for m in found.mentions if m.explicit or m.concept not in excluded)
        return Found(kept, found.ambiguities)

    def _record(
        self, visible: VisibleText, found: list[tuple[Run, Found]], linked: set[str]
    ) -> None:
        page, mentions = self.linking.page, []
        page.visible = "\n".join(run.text for run in visible.runs)
        told: set[str] = set()
        for run, one in found:
            for ambiguity in one.ambiguities:
                form = run.text[ambiguity.span.start : ambiguity.span.end]
                if form not in told:
                    told.add(form)
                    self.linking.report_undecided(form, ambiguity)
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
