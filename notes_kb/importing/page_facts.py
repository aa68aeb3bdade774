"""What a page says about itself: its title, who wrote it, when, for which site and address.

It says so to machines (JSON-LD, Open Graph, Dublin Core and the like, microdata), or to
readers, near the title. What names the article itself counts before what names the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from notes_kb.importing.linked_data import LinkedFacts, read_linked_data
from notes_kb.importing.markup import HEADINGS, Markup, class_names, names_of
from notes_kb.importing.page_dates import day_in_address, day_within, published_day
from notes_kb.importing.page_titles import page_title
from notes_kb.languages import LANGUAGES

_CREDITS = tuple(one.credits for one in LANGUAGES)
_ACCOUNTS = "#js_name"
"""Where platforms show the account, or the column, in which a text appeared."""
_WRITERS = "#js_author_name, .AuthorInfo-name, .author-info-block .username"
"""Where platforms show who wrote."""
_AUTHORS = (
    "citation_author", "dc.creator", "dc:creator", "dcterms.creator", "parsely-author",
    "sailthru.author", "cxenseparse:author", "byl", "author", "article:author",
    "og:article:author", "bylinename",
)  # fmt: skip
"""The names of ``meta`` elements that name them, the surest first."""
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
    "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued",
    "dc.date.created", "dcterms.created", "dcterms.date", "sailthru.date", "publishdate",
    "publish-date", "publish_date", "publication_date", "pubdate", "pub_date", "date", "dc.date",
    "article:created", "created", "datecreated",
)  # fmt: skip
_SITES = ("og:site_name", "citation_journal_title", "application-name")
_LABEL = re.compile(r"twitter:label([12])")
_BY = re.compile(
    "(?:{})[ :：]|(?:{})[ ]?[:：|｜]".format(
        *(
            "|".join(sorted((word for group in groups for word in group), key=len, reverse=True))
            for groups in (
                [
                    *(one.before_author for one in _CREDITS),
                    *(one.page_parts.bylines for one in LANGUAGES),
                ],
                [one.author for one in _CREDITS],
            )
        )
    ),
    re.IGNORECASE,
)  # fmt: skip
_WRITTEN_BY = frozenset(word for one in _CREDITS for word in (*one.author, *one.before_author))
_FOLLOW = re.compile("|".join(word for one in _CREDITS for word in one.page_words), re.IGNORECASE)
_BYLINE = re.compile(
    r"(?:^|[-_])(?:author|authors|byline|writer)(?:[-_]{1,2}(?:name|names|link|text|title))?$"
    r"|(?:author|byline)Name$|^fn$",
    re.IGNORECASE,
)
_POSTED = re.compile(
    r"(?:^|[-_])(?:date|time|datetime|timestamp|published|pub-?date|posted(?:-on)?|publish-time"
    r"|publish_time|created)(?:$|[-_])|(?:pub|publish|post|entry|article)(?:ed)?_?(?:date|time)",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"comment|sidebar|related|recommend|footer|promo|teaser|widget|popular|latest|more-|menu",
    re.IGNORECASE,
)
_NOT_NAMES = re.compile(r"[。！？!?;；<>{}@=]|https?:|www\.|\d{3}|\.(?:com|org|net)\b")
_TWICE = re.compile(r"(.{3,40}) ?\1")
"""A name that a page shows once for wide screens and once for narrow ones."""
_LONGEST_NAME = 80
_MOST_WORDS = 12
_LONGEST_DAY = 80
"""Characters of a line that says when a text appeared."""
_NEAR_TITLE = 14
"""Texts below the title among which one may be the day."""
_MOST_BYLINES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What is known of a page; empty where nothing is."""

    title: str = ""
    author: str = ""
    date: str = ""
    """ISO 8601."""
    site: str = ""
    """The account, publication or site, where it is another name than the author's."""
    address: str = ""
    heading: Tag | None = None
    """The heading that holds the title."""

    @property
    def said(self) -> bool:
        """Whether anything is known that a front matter can tell."""
        return any((self.title, self.author, self.date, self.site, self.address))


def read_facts(markup: Markup) -> PageFacts:
    """Read them; nothing in the tree changes."""
    soup = markup.soup
    said = _said(soup)
    linked = read_linked_data(markup.linked_data)
    address = _address(soup, said, linked, markup.saved_from)
    account = _shown(soup, _ACCOUNTS)
    site = account or _value(said, _SITES) or linked.site
    title, heading = page_title(soup, said, linked.title, site)
    author = _author(soup, said, linked, site, _host(address), heading)
    if account and not author:
        author, site = account, ""
    date = _date(soup, said, linked, heading) or day_in_address(address)
    return PageFacts(
        title=title,
        author=author,
        date=date,
        site="" if site == author else site,
        address=address,
        heading=heading,
    )


_Said = dict[str, list[str]]


def _said(soup: BeautifulSoup) -> _Said:
    """Give the values of the ``meta`` elements by name, in small letters."""
    said: _Said = {}
    for tag in soup.find_all("meta"):
        value = " ".join(str(tag.get("content") or "").split())
        if tag.find_parent(attrs={"itemprop": True}) is not None:
            continue  # A part of something else, such as the publisher.
        names = f"{tag.get('property') or ''} {tag.get('name') or ''} {tag.get('itemprop') or ''}"
        for name in names.lower().split() if value else ():
            said.setdefault(name, []).append(value)
    for name, values in list(said.items()):
        # Yoast's way to say anything: a label and a value.
        if (label := _LABEL.fullmatch(name)) and values[0].casefold() in _WRITTEN_BY:
            said.setdefault("author", []).extend(said.get(f"twitter:data{label[1]}", []))
    return said


def _value(said: _Said, names: Iterable[str]) -> str:
    return next((said[name][0] for name in names if name in said), "")


def _shown(soup: BeautifulSoup, selector: str) -> str:
    found = soup.select_one(selector)
    return " ".join(found.get_text().split()) if found else ""


def _address(soup: BeautifulSoup, said: _Said, linked: LinkedFacts, saved_from: str) -> str:
    """Take the address that is not only the site's; where there is none, that one."""
    link = soup.select_one("link[rel~=canonical][href]")
    known = [
        address
        for address in (
            _value(said, ("og:url",)), str(link["href"]) if link else "", _value(said, ("url",)),
            saved_from, linked.address,
        )
        if address.startswith(("http://", "https://"))
    ]  # fmt: skip
    deep = (address for address in known if address.rstrip("/").count("/") > 2)
    return next(deep, known[0] if known else "")


def _host(address: str) -> str:
    return address.split("/", 3)[2] if address.count("/") > 1 else ""


# Who


def _author(
    soup: BeautifulSoup,
    said: _Said,
    linked: LinkedFacts,
    site: str,
    host: str,
    heading: Tag | None,
) -> str:
    own = {"", site.casefold(), host.removeprefix("www.").casefold(), host.casefold()}
    metas = (", ".join(dict.fromkeys(said[name])) for name in _AUTHORS if name in said)
    candidates = (_shown(soup, _WRITERS), linked.author, *metas)
    for name in map(_name, candidates):
        if name.casefold() not in own:
            return name
    return next((name for name in _bylines(soup, heading) if name.casefold() not in own), "")


def _name(text: str) -> str:
    """Give the name in a byline; empty where there is none."""
    text = _FOLLOW.sub(" ", " ".join(text.split()))
    if match := _BY.match(text):
        text = text[match.end() :]
    text = text.split(" @", 1)[0].split(" | ", 1)[0].strip(" ,·|•-–—:")
    text = match[1] if (match := _TWICE.fullmatch(text)) else text
    sound = len(text) <= _LONGEST_NAME and len(text.split()) <= _MOST_WORDS
    return text if sound and any(map(str.isalpha, text)) and not _NOT_NAMES.search(text) else ""


def _bylines(soup: BeautifulSoup, heading: Tag | None) -> Iterator[str]:
    """Yield the names that readers see as the author's: microdata's, links', the page's own.

    Those behind the title come first: a page may begin with another author's box.
    """
    found: list[tuple[int, Tag]] = []
    behind = heading is None
    for tag in soup.find_all(True):
        behind = behind or tag is heading
        sort = _byline_sort(tag)
        if sort is not None and not _is_of_others(tag):
            found.append((sort + (0 if behind else 10), tag))
            if len(found) == _MOST_BYLINES:
                break
    for _, tag in sorted(found, key=lambda one: one[0]):
        within = tag.select_one("[itemprop=name], a[rel~=author], .fn, a")
        for text in (within.get_text() if within else "", tag.get_text(" ")):
            if name := _name(text):
                yield name


def _byline_sort(tag: Tag) -> int | None:
    """Tell how sure it is that an element names the author; None for what does not."""
    if tag.name in {"meta", "body", "html", "article", "main", "section", "img", "input"}:
        return None
    if "author" in str(tag.get("itemprop") or "").split():
        return 0
    rel = tag.get("rel")
    if "author" in (rel.split() if isinstance(rel, str) else rel or ()):
        return 1
    named = any(map(_BYLINE.search, names_of(tag)))
    return 2 if named and len(tag.get_text()) <= 2 * _LONGEST_NAME else None


def _is_of_others(tag: Tag) -> bool:
    """Tell what stands among comments, teasers and menus."""
    around = islice(tag.parents, 12)
    return any(
        parent.name in {"aside", "footer", "nav", "li"}
        or any(map(_OTHERS.search, [*class_names(parent), str(parent.get("id") or "")]))
        for parent in (tag, *around)
        if parent.name not in {"body", "html"}
    )


# When


def _date(soup: BeautifulSoup, said: _Said, linked: LinkedFacts, heading: Tag | None) -> str:
    values = (linked.published, *(value for name in _DATES for value in said.get(name, ())[:1]))
    if day := next(filter(None, map(published_day, values)), ""):
        return day
    shown = [tag for tag in soup.select("[itemprop=datePublished]") if not _is_of_others(tag)]
    shown += soup.select("#publish_time")
    shown += [
        tag
        for tag in soup.select("time[datetime], abbr.published[title]")
        if not _is_of_others(tag) and "updated" not in class_names(tag)
    ]
    for tag in shown[:_MOST_BYLINES]:
        value = tag.get("content") or tag.get("datetime") or tag.get("title") or tag.get_text()
        if day := published_day(str(value)):
            return day
    return _day_near(heading) or _named_day(soup)


def _day_near(heading: Tag | None) -> str:
    """Find a day in the short texts behind the title."""
    texts = (
        text
        for text in (heading.next_elements if heading else ())
        if isinstance(text, NavigableString) and text.strip()
    )
    lines = islice(texts, 1, _NEAR_TITLE)
    days = (day_within(line) for line in lines if len(line.strip()) <= _LONGEST_DAY)
    return next(filter(None, days), "")


def _named_day(soup: BeautifulSoup) -> str:
    """Find a day in an element that is called so."""
    for tag in soup.find_all(True):
        if not any(map(_POSTED.search, names_of(tag))) or tag.name in HEADINGS:
            continue
        text = tag.get_text(" ", strip=True)
        if len(text) <= _LONGEST_DAY and (day := day_within(text)) and not _is_of_others(tag):
            return day
    return ""
