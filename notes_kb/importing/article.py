"""Where the article stands in a page, and what in it is none of its text.

Extractors give text and lose structure: on real pages they drop a sixth to a half of the
headings, pictures and list items (see decision 23). So the element that holds the article
is looked for, and converted as a whole: first by what the page itself says (``article``,
``main``, the containers of common platforms), else by where its prose is densest, after
Arc90's Readability.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from notes_kb.importing.editors import find_thread
from notes_kb.importing.interface import OWN_ANCHOR
from notes_kb.importing.markup import HEADINGS, class_names, names_of
from notes_kb.importing.refusal import Refusal
from notes_kb.importing.structure import letters
from notes_kb.languages import LANGUAGES

_CONTAINERS = (
    "#js_content", "#content_views", "[itemprop=articleBody]", ".Post-RichTextContainer",
    ".markdown-body", "#cnblogs_post_body", ".entry-content", ".post-content",
    ".article-content", "#article_content", ".available-content", ".page-body", ".lake-content",
    ".ne-viewer-body",
)  # fmt: skip
"""What platforms call the element of the article, the surest first."""
_SHORTEST_CONTAINER = 60
_SHORTEST_ARTICLE = 300
"""Characters below which an ``article`` or ``main`` is a teaser."""
_LEAST_SHARE = 0.25
"""Of a page's prose that an element must hold for its name to be believed."""
_SHORTEST = 20
"""Characters of prose that a page must have."""

_COMMENTS = re.compile(r"(?:^|[-_])comment(?:s|-?list|links|area)?(?:$|[-_])", re.IGNORECASE)
"""Classes and ids of what readers have said about an article."""
_MOST_COMMENTS = 0.9
"""Of a page's text that may be comments; what holds more is the text, whatever it is called."""
_BLOCKS = frozenset("p pre blockquote li td div section".split())
_INLINE = frozenset("span font em strong b i u small sup sub mark code q cite abbr s".split())
_NEXT_TO_NOTHING = 50
"""Characters of what comes in with an element that is passed on the way to a larger one."""
_ASIDE = frozenset("nav aside footer".split())
_ROLES = frozenset("navigation complementary contentinfo banner search dialog alertdialog".split())
"""ARIA's roles of what stands beside an article."""
_LEAD = re.compile(
    r"(?:^|[-_])(?:lead|lede|intro|introduction|dek|standfirst|stand-first|subtitle|sub-?head(?:ing|line)?"
    r"|teaser|summary|abstract|excerpt|chapeau|sapo|tagline|deck|epigraph|entradilla)(?:$|[-_])",
    re.IGNORECASE,
)
"""Classes of the sentences that stand between a title and the text."""
_BEARINGS = frozenset("next prev previous up start contents index".split())
"""What links of a manual's pages say of themselves in ``rel``."""
_MOST_ROW_LINKS, _FEWEST_ROW_LINKS = 16, 3
_LONGEST_ROW = 120
"""Letters of a row of links to other pages of a manual."""
_LEADING = ("p", "div", "h2", "h3", "h4", "section", "header", "strong")
"""Elements of such sentences."""
_BESIDE = frozenset("nav aside footer li ul ol figure a button table blockquote".split())
_SENTENCE_ENDS = (".", "!", "?", *(mark for one in LANGUAGES for mark in one.sentences.ends))
_MOST_ELEMENTS = 2_000
"""Elements behind a title among which the text begins."""
_MOST_LEADS = 3
_SHORTEST_LEAD = 30
"""Characters of such a sentence."""
_NAMES = re.compile(
    r"comment|sidebar|related|recommend|share|social|footer|promo|advert|popup|cookie|breadcrumb"
    r"|pagination|newsletter|subscribe|(?<!code-)toolbar|toolbox|copyright|navbox|disqus|headerlink"
    r"|hljs-button|code-block-extension|header-anchor|speechify-ignore|copy-?btn|ln-numbers"
    r"|linenos?$|linenumbers?$|pre-numbering|gutter|opt-box|adsbygoogle|google-auto-placed|^ads?$"
    r"|ad-(?:slot|unit|container|wrapper|banner|label)|(?:^|[-_])claps?(?:$|[-_])|post-likes"
    r"|like-(?:btn|button)|addtoany|about-?(?:the-?)?author|author-?(?:bio|box|card|info|desc)"
    r"|outbrain|taboola|screen-reader|sr-only|visually-?hidden|mailchimp|mc4wp|paywall"
    r"|^(?:no-?print|print-(?:button|link|btn)|byline)$|mw-editsection|catlinks|printfooter"
    r"|(?:^|[-_])nav(?:header|footer|panel|bar|-?table)(?:$|[-_])"
    r"|(?:^|[-_])(?:by-line|star-?rating|donat(?:e|ion)|sponsor|feedback|sign-?up|follow-us|skip-link"
    r"|read-?(?:more|also|next)|see-also|also-read|(?:post|entry|article)-(?:tags|meta|footer|nav"
    r"|navigation))(?:$|[-_])",
    re.IGNORECASE,
)
"""Classes and ids of what platforms put among an article's text."""
_IN_CODE = re.compile(
    r"hljs-button|code-block-extension|copy|ln-numbers|linenos?$|linenumbers?$|pre-numbering"
    r"|gutter|opt-box|toolbar",
    re.IGNORECASE,
)
"""Those of what they put within code."""
_LEVEL = re.compile(r"(?:level|sect)[1-6]")
_PORTRAIT = re.compile(r"avatar|author|byline|logo|icon|emoji|badge|meta|profile", re.IGNORECASE)
"""Classes and ids of pictures above the text that are none of it."""
_MOST_LEADING = 3
"""Pictures between the title and the text that are taken for the article's."""
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Size:
    text: int = 0
    """Characters that are no blanks."""
    links: int = 0
    """Those of them that stand in links."""

    @property
    def prose(self) -> int:
        return max(self.text - 2 * self.links, 0)

    def __add__(self, other: _Size) -> _Size:
        return _Size(self.text + other.text, self.links + other.links)


class _Sizes:
    """The sizes of all elements, measured in one pass."""

    def __init__(self, root: Tag) -> None:
        self._sizes: dict[int, _Size] = {}
        self.own: dict[int, int] = {}
        """Characters that stand in an element itself, not in a block within it."""
        for tag in reversed([root, *root.find_all(True)]):
            total, own, within = _Size(), 0, 0
            for child in tag.children:
                if isinstance(child, Tag):
                    total += self.of(child)
                    within += self.own[id(child)] if child.name in _INLINE else 0
                elif type(child) is NavigableString:
                    own += sum(map(len, child.split()))
            total += _Size(own)
            self.own[id(tag)] = own + within
            linked = tag.name == "a" and tag.has_attr("href")  # Else it is a mark to lead to.
            self._sizes[id(tag)] = _Size(total.text, total.text) if linked else total

    def of(self, tag: Tag) -> _Size:
        """Give the size of an element."""
        return self._sizes.get(id(tag), _Size())


def find_article(soup: BeautifulSoup, heading: Tag | None = None) -> Tag:
    """Give the element that holds the article, without what is none of its text.

    Args:
        soup: The page.
        heading: The heading that holds its title, where there is one.

    Raises:
        Refusal: The page has no prose to speak of.
    """
    sizes = _Sizes(soup)
    thread = find_thread(soup)
    comments = [] if thread else _comments(soup, sizes)
    found = thread or _by_name(soup, sizes, comments) or _by_density(soup, sizes, comments)
    leads = [] if thread or heading is None else _leads(found, heading, sizes)
    for lead in leads:
        lead.name = "p" if lead.name in HEADINGS else lead.name
    for place, one in enumerate([*leads, *_lead_pictures(found)]):
        found.insert(place, one.extract())
    _weed(found, sizes)
    if len("".join(found.get_text().split())) < _SHORTEST and not found.find("img"):
        raise Refusal("the page holds no article that could be told from its menus")
    return found


def _comments(soup: BeautifulSoup, sizes: _Sizes) -> list[Tag]:
    """Find the outermost elements of readers' comments, which may be longer than the article."""
    found: list[Tag] = []
    within: set[int] = set()
    most = sizes.of(soup).text * _MOST_COMMENTS
    for tag in soup.find_all(["div", "section", "ol", "ul"]):
        if id(tag.parent) in within:
            within.add(id(tag))
        elif sizes.of(tag).text <= most and any(map(_COMMENTS.search, names_of(tag))):
            found.append(tag)
            within.add(id(tag))
    return found


def _by_name(soup: BeautifulSoup, sizes: _Sizes, comments: Sequence[Tag]) -> Tag | None:
    prose = sizes.of(soup).prose - sum(sizes.of(tag).prose for tag in comments)
    least = prose * _LEAST_SHARE
    for selector in _CONTAINERS:
        largest = max(soup.select(selector), key=lambda tag: sizes.of(tag).prose, default=None)
        if largest is not None and sizes.of(largest).prose >= max(least, _SHORTEST_CONTAINER):
            return largest
    articles = sorted(soup.find_all("article"), key=lambda tag: -sizes.of(tag).text)
    alone = len(articles) == 1 and sizes.of(articles[0]).prose * 2 > sizes.of(soup).prose
    shortest = _SHORTEST_CONTAINER if alone else _SHORTEST_ARTICLE
    if articles and sizes.of(articles[0]).prose >= max(least, shortest):
        within = set(map(id, articles[0].find_all("article")))
        others = [tag for tag in articles[1:] if id(tag) not in within]
        # Several of a size are a list of teasers, or the posts of a thread.
        if not others or sizes.of(articles[0]).text > 2 * sizes.of(others[0]).text:
            return articles[0]
    for selector in ("main", "[role=main]"):
        found = soup.select(selector)
        if len(found) == 1 and sizes.of(found[0]).prose >= max(least, _SHORTEST_ARTICLE):
            return found[0]
    return None


def _by_density(soup: BeautifulSoup, sizes: _Sizes, comments: Sequence[Tag]) -> Tag:
    """Let each paragraph vote for the elements around it, the nearer the more."""
    said = {id(one) for tag in comments for one in (tag, *tag.find_all(list(_BLOCKS)))}
    votes: dict[int, float] = {}
    tags: dict[int, Tag] = {}
    for tag in soup.find_all(list(_BLOCKS)):
        whole = tag.name in {"p", "pre", "blockquote"}
        weight = float(min(sizes.of(tag).prose, 600) if whole else sizes.own[id(tag)])
        if weight < _SHORTEST or id(tag) in said:
            continue
        around: Tag | None = tag.parent if whole or tag.name == "li" else tag
        for _ in range(5):
            if around is None:
                break
            tags[id(around)] = around
            votes[id(around)] = votes.get(id(around), 0.0) + weight
            around, weight = around.parent, weight * 0.6
    if not votes:
        return soup
    best = tags[max(votes, key=lambda key: votes[key] * _unlinked(sizes.of(tags[key])))]
    return _climbed(best, sizes)


def _unlinked(size: _Size) -> float:
    return 1 - size.links / size.text if size.text else 0.0


def _climbed(best: Tag, sizes: _Sizes) -> Tag:
    """Go up as long as what comes in is prose: an article may be cut into several elements.

    An element that adds next to nothing, such as a section's heading, is passed on the way.
    """
    around = best
    while around.parent is not None and around.parent.name != "[document]":
        inner, around = around, around.parent
        more = _Size(
            sizes.of(around).text - sizes.of(best).text,
            sizes.of(around).links - sizes.of(best).links,
        )
        if not more.text or more.text < _NEXT_TO_NOTHING:
            best = around if not more.text else best
            continue
        beside = sum(
            sizes.of(sibling).prose if _is_alike(sibling, inner) else _prose_beside(sibling, sizes)
            for sibling in around.children
            if isinstance(sibling, Tag) and sibling is not inner
        )
        if beside <= 0.6 * more.text:
            break
        best = around
    return best


def _is_alike(tag: Tag, other: Tag) -> bool:
    """Tell another part of what a page has cut into parts of one class."""
    return tag.name == other.name and not set(class_names(tag)).isdisjoint(class_names(other))


def _prose_beside(tag: Tag, sizes: _Sizes) -> int:
    """Count the prose of an element: of a section all, else that of its paragraphs."""
    heading = tag.find(HEADINGS)
    if heading is not None and heading.find("a", href=True) is None and tag.name not in _ASIDE:
        return sizes.of(tag).prose
    blocks = (tag, *tag.find_all(["p", "pre", "blockquote"]))
    return sum(sizes.of(one).prose for one in blocks if one.name in {"p", "pre", "blockquote"})


def _leads(article: Tag, heading: Tag, sizes: _Sizes) -> list[Tag]:
    """Find the sentences between the title and the element of the text, which sum it up."""
    if any(around is article for around in heading.parents):
        return []
    inside = letters(article.get_text())
    found: list[Tag] = []
    for tag in heading.find_all_next(True, limit=_MOST_ELEMENTS):
        if tag is article:
            return found
        if len(found) < _MOST_LEADS and _is_lead(tag, sizes) and not _holds(tag, article):
            said = letters(tag.get_text())
            if said not in inside and not any(_holds(one, tag) for one in found):
                found.append(tag)
    return []  # The title stands behind the text.


def _is_lead(tag: Tag, sizes: _Sizes) -> bool:
    size = sizes.of(tag)
    if tag.name not in _LEADING or size.text < _SHORTEST_LEAD or 3 * size.links > size.text:
        return False
    around = [tag, *islice(tag.parents, 3)]
    if any(one.name in _BESIDE or _is_weed(one, sizes) for one in around):
        return False
    if any(map(_LEAD.search, [name for one in around[:3] for name in names_of(one)])):
        return tag.find(_LEADING) is None
    text = tag.get_text().strip()
    return tag.name == "p" and size.text >= 2 * _SHORTEST_LEAD and text.endswith(_SENTENCE_ENDS)


def _holds(tag: Tag, other: Tag) -> bool:
    return any(around is tag for around in (other, *other.parents))


def _lead_pictures(article: Tag) -> list[Tag]:
    """Find the pictures between the title and the element of the text, which blogs set there."""
    around = article.find_parent(["article", "main"])
    if around is None:
        return []
    shown = {image.get("src") for image in article.find_all("img")}
    found: list[Tag] = []
    for tag in around.descendants:
        if tag is article or len(found) == _MOST_LEADING:
            break
        if isinstance(tag, Tag) and tag.name == "img" and tag.get("src") not in shown:
            shown.add(tag.get("src"))
            if not any(map(_is_no_lead, _between(tag, around))):
                figure = tag.find_parent("figure")
                found.append(tag if figure is None or len(figure.find_all("img")) > 1 else figure)
    return found


def _between(tag: Tag, around: Tag) -> Iterator[Tag]:
    """Yield an element and those around it, within another."""
    inner: Tag | None = tag
    while inner is not None and inner is not around:
        yield inner
        inner = inner.parent


def _is_no_lead(tag: Tag) -> bool:
    """Tell a portrait, a sign or a teaser's picture by what it is called."""
    if tag.name in _ASIDE or (tag.name == "a" and tag.get_text().strip()):
        return True
    return any(_PORTRAIT.search(name) or _NAMES.search(name) for name in names_of(tag))


def _weed(article: Tag, sizes: _Sizes) -> None:
    """Take out menus, teasers, comments, copy buttons and what is not shown."""
    whole = max(sizes.of(article).text, 1)
    for tag in list(_weeds(article, sizes, whole)):
        if not tag.decomposed:
            tag.decompose()


def _weeds(article: Tag, sizes: _Sizes, whole: int) -> Iterator[Tag]:
    for tag in article.find_all(True):
        share = sizes.of(tag).text / whole
        if (tag.name in _ASIDE and share < 0.5) or (share < 0.3 and _is_weed(tag, sizes)):
            yield tag


def _is_weed(tag: Tag, sizes: _Sizes) -> bool:
    if tag.name in {"p", *HEADINGS, "code", "pre", "img", "strong"}:
        return False
    if tag.has_attr("hidden") or _HIDDEN.search(str(tag.get("style") or "")):
        return True
    if tag.name == "form" or tag.get("role") in _ROLES:
        return True
    if tag.name in {"div", "table"} and sizes.of(tag).text <= 2 * _LONGEST_ROW and _leads_on(tag):
        return True
    names = [*class_names(tag), *([] if _is_section(tag) else [str(tag.get("id") or "")])]
    if not any(map(_NAMES.search, names)) or _is_heading_text(tag, sizes):
        return False
    # Highlighters call comments so, which belong to the code.
    return tag.find_parent("pre") is None or any(map(_IN_CODE.search, names))


def _leads_on(tag: Tag) -> bool:
    """Tell a row of links to the next text and the one before: they say so, or hold no words."""
    links = tag.find_all("a", limit=_MOST_ROW_LINKS + 1)
    if not 1 <= len(links) <= _MOST_ROW_LINKS or len(letters(tag.get_text())) > _LONGEST_ROW:
        return False
    relations = {name for link in links for name in _relations(link)}
    if not relations.isdisjoint(_BEARINGS):
        return True
    loose = letters(tag.get_text())
    for link in links:
        loose = loose.replace(letters(link.get_text()), "", 1)
    return tag.name == "table" and not loose and len(links) >= _FEWEST_ROW_LINKS


def _relations(link: Tag) -> list[str]:
    relation = link.get("rel")
    return relation.split() if isinstance(relation, str) else list(map(str, relation or ()))


def _is_section(tag: Tag) -> bool:
    """Tell an element whose id is made of its heading: Sphinx and pandoc cut texts into such."""
    own = tag.get("id")
    if own is None:
        return False
    heading = next((child for child in tag.children if isinstance(child, Tag)), None)
    linked = heading is not None and heading.get(OWN_ANCHOR) == own
    return linked or any(map(_LEVEL.fullmatch, class_names(tag)))


def _is_heading_text(tag: Tag, sizes: _Sizes) -> bool:
    """Tell whether a heading has no letters without an element: VuePress links all of it."""
    heading = tag.find_parent(HEADINGS)
    # Two elements beside each other at most hold half of a heading: its text is read twice.
    if heading is None or 2 * sizes.of(tag).text < sizes.of(heading).text:
        return False
    inner = letters(tag.get_text())
    return bool(inner) and inner == letters(heading.get_text())
