"""What a page shows only to be used: marks to link by, buttons, tabs, lists of contents.

None of it is text of the article. The labels of tabs are: each comes to head its own panel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from bs4.element import NavigableString, PageElement, Tag

from notes_kb.importing.markup import HEADINGS, class_names, names_of, new_tag
from notes_kb.importing.structure import letters
from notes_kb.languages import LANGUAGES
from notes_kb.loading.platforms.contents import is_contents_name

OWN_ANCHOR = "own-anchor"
"""The attribute of a heading that says to which id its permalink led."""

_LINKED = (*HEADINGS, "figcaption", "caption", "dt", "summary")
"""Elements that documentation gives a link to themselves."""
_PERMALINK = re.compile(r"headerlink|header-anchor|permalink|hash-?link|anchor", re.IGNORECASE)
_LINK_MARKS = frozenset({"", "¶", "#", "##", "###", "§", "🔗", "⚓", "∞"})
_LINK_WORDS = frozenset(word for one in LANGUAGES for word in one.page_parts.permalink)
_ZERO_WIDTH = str.maketrans("", "", "\u200b\ufeff\u2060\ufe0e\ufe0f")
_COPY = frozenset(word for one in LANGUAGES for word in one.page_parts.copy)
_ADVERTS = frozenset(word for one in LANGUAGES for word in one.page_parts.advertisement)
_LONGEST_LABEL = 80
"""Characters of a button's label; what is longer is text that can be clicked."""
_CONTENTS = re.compile(
    r"toc(?:$|[-_])|(?:^|[-_])contents(?:$|[-_])|table-?of-?contents", re.IGNORECASE
)
_CONTENTS_NAMES = frozenset(name for one in LANGUAGES for name in one.page_parts.contents)
_MOST_CONTENTS = 200
"""Elements that are looked at for being a list of contents."""
_LONGEST_TITLE = 40
"""Letters of a list of contents that stand in no link."""
_TABS = (
    (("role", "tab"), "[role=tab]", "[role=tabpanel]"),
    (("class", "tabbed-labels"), ".tabbed-labels > label", ".tabbed-content > .tabbed-block"),
    (
        ("class", "vp-code-group"),
        ".vp-code-group > .tabs > label",
        ".vp-code-group > .blocks > div",
    ),
)
"""What shows that there are some, the labels and the panels: of ARIA, Material and VitePress."""


def settle_interface(root: Tag, *, whole: bool) -> None:
    """Take it out in place; `whole` where all is text, as what somebody has copied."""
    _drop_permalinks(root)
    for (name, value), labels, panels in _TABS:
        if root.find(True, attrs={name: value}) is not None:
            _name_panels(root.select(labels), root.select(panels))
    for button in root.find_all("button"):
        if not _is_text(button):
            button.decompose()
    _unwrap(root.find_all(["button", "label"]))
    _drop_words(root)
    if not whole:
        _drop_contents(root)


def _drop_permalinks(root: Tag) -> None:
    """Take the links to themselves off headings and captions; a heading keeps the id."""
    for link in root.find_all("a"):
        text = link.get_text().translate(_ZERO_WIDTH).strip().casefold()
        address = str(link.get("href") or "")
        named = any(map(_PERMALINK.search, class_names(link)))
        if not (named and text in _LINK_WORDS) and not (
            text in _LINK_MARKS and (named or address.startswith("#"))
        ):
            continue
        holder = link.find_parent(_LINKED)
        if holder is None or letters(holder.get_text()) == letters(text) or link.find("img"):
            continue
        if address.startswith("#"):
            holder[OWN_ANCHOR] = address[1:]
        link.decompose()


def _unwrap(tags: Sequence[Tag]) -> None:
    """Leave of elements what stands in them, and join the texts that come to touch."""
    around = {id(tag.parent): tag.parent for tag in tags}
    for tag in tags:
        tag.unwrap()
    for holder in filter(None, around.values()):
        before: PageElement | None = None
        for child in list(holder.children):
            if isinstance(before, NavigableString) and isinstance(child, NavigableString):
                joined = NavigableString(before + child)
                before.extract()
                child.replace_with(joined)
                before = joined
            else:
                before = child


def _is_text(button: Tag) -> bool:
    """Tell a heading or a text that can be clicked from a button of the page."""
    if len(button.get_text()) > _LONGEST_LABEL or button.find_parent(_LINKED) is not None:
        return True
    return button.find([*HEADINGS, "p", "pre", "img"]) is not None


# Tabs


def _name_panels(labels: Sequence[Tag], panels: Sequence[Tag]) -> None:
    """Put each label at the head of its panel, which is shown; else on a line of its own."""
    by_holder: dict[int, list[Tag]] = {}
    for panel in panels:
        panel.attrs = {name: v for name, v in panel.attrs.items() if name not in _HIDING}
        for holder in _nearest(panel):
            by_holder.setdefault(id(holder), []).append(panel)
    by_list: dict[int, list[Tag]] = {}
    for label in labels:
        by_list.setdefault(id(label.parent), []).append(label)
    for several in by_list.values():
        own = next((by_holder[id(one)] for one in _nearest(several[0]) if id(one) in by_holder), [])
        lines = [new_tag("p", " ".join(label.get_text().split())) for label in several]
        if len(own) == len(several) and not any(panel.decomposed for panel in own):
            for panel, line in zip(own, lines, strict=True):
                panel.insert(0, line)
            for label in several:
                label.decompose()
        else:
            for label, line in zip(several, lines, strict=True):
                label.replace_with(line)


_HIDING = frozenset({"hidden", "style", "aria-hidden"})


def _nearest(tag: Tag) -> Iterator[Tag]:
    """Yield the elements around one, as far as labels and panels have one in common."""
    around = tag.parent
    for _ in range(3):
        if around is None:
            return
        yield around
        around = around.parent


# Words of the interface


def _drop_words(root: Tag) -> None:
    """Take out the word of a button beside code, and that of a place for advertisements."""
    texts = [text for text in root.find_all(string=True) if text.strip()]
    within = {id(text) for code in root.find_all("pre") for text in code.find_all(string=True)}
    in_code = [id(text) in within for text in texts]
    for place, text in enumerate(texts):
        word = text.strip().casefold()
        if in_code[place] or (word not in _COPY and word not in _ADVERTS):
            continue
        beside = any(in_code[max(place - 1, 0) : place + 2])
        if word in _COPY and not beside:
            continue
        holder = text.parent
        while holder is not None and holder.name in {"a", "span"} and _is_alone(holder):
            holder = holder.parent
        if holder is not None and holder.name in {"div", "ins", "span", "a"}:
            text.extract()


def _is_alone(tag: Tag) -> bool:
    """Tell whether nothing else stands in the element around an element."""
    beside = chain(tag.previous_siblings, tag.next_siblings)
    return not any(isinstance(one, Tag) or str(one).strip() for one in beside)


# Lists of contents


def _drop_contents(root: Tag) -> None:
    """Take out lists of nothing but links within the page, with the title above them."""
    named = [
        tag
        for tag in root.find_all(["div", "nav", "ul", "ol", "aside", "section", "details"])
        if any(map(_CONTENTS.search, names_of(tag)))
    ]
    for tag in named[:_MOST_CONTENTS]:
        if not tag.decomposed and _leads_within(tag, _LONGEST_TITLE):
            _drop_title_before(tag)
            tag.decompose()
    for tag in root.find_all([*HEADINGS, "p", "div", "span", "strong"]):
        if len(text := tag.get_text()) > _LONGEST_TITLE or not _is_title(text):
            continue
        below = _element_after(tag)
        if below is not None and below.name in {"ul", "ol", "nav"} and _leads_within(below, 0):
            tag.decompose()
            below.decompose()


def _leads_within(tag: Tag, beside: int) -> bool:
    """Tell whether an element has links to places in one page, and few letters beside them."""
    links = tag.find_all("a")
    addresses = [str(link["href"]).partition("#") for link in links if link.get("href")]
    pages = {page for page, _, _ in addresses}
    if not links or len(pages) > 1 or any(page and not place for page, _, place in addresses):
        return False
    linked = sum(map(_count_letters, links))
    return bool(linked) and _count_letters(tag) - linked <= beside


def _count_letters(tag: Tag) -> int:
    return sum(map(str.isalpha, tag.get_text()))


def _is_title(text: str) -> bool:
    return is_contents_name(text) or letters(text).casefold() in _CONTENTS_NAMES


def _drop_title_before(tag: Tag) -> None:
    for before in tag.previous_siblings:
        if isinstance(before, Tag):
            if before.name in {*HEADINGS, "p", "div", "span"} and _is_title(before.get_text()):
                before.decompose()
            return
        if isinstance(before, NavigableString) and before.strip():
            return


def _element_after(tag: Tag) -> Tag | None:
    for after in tag.next_siblings:
        if isinstance(after, Tag):
            return after
        if str(after).strip():
            return None
    return None
