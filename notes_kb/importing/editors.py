"""What editors and platforms write in their own way, made the HTML that everybody writes.

The clipboard of Word, Google Docs, Feishu and Yuque, Notion's export and saved pages draw
lists, callouts, notes and code by elements that mean something else. Each pass over the
tree mends one of these habits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

_LISTS = ("ul", "ol")
_LEVEL = re.compile(r"mso-list\s*:[^;\"']{0,60}?level([1-9])", re.IGNORECASE)
_MARKER = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_NORMAL = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)", re.IGNORECASE)
_COUNTED = re.compile(r"\s*[（(]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)）、]\s*")
_CALLOUTS = ".callout, .callout-block, .ne-quote, .ne-alert, .quote-container-block"
_REDIRECTS = {
    "link.zhihu.com": "target", "link.juejin.cn": "target", "link.csdn.net": "target",
    "www.jianshu.com": "url", "links.jianshu.com": "to",
}  # fmt: skip
"""Hosts that lead readers on to another address, and the name under which they carry it."""
_POSTS = (
    (".crawler-post", ".creator [itemprop=name], .creator", ".post"),
    (".topic-post", ".names .username a, .names a", ".cooked"),
)
"""How a forum (Discourse) calls a post, the one who wrote it and what was written."""
_FEWEST_POSTS = 2


def usual_elements(root: Tag) -> None:
    """Turn what editors write in their own way into usual elements, in place."""
    for bold in root.find_all(["b", "strong"]):
        if _NORMAL.search(str(bold.get("style") or "")):
            bold.unwrap()  # Google Docs wraps all that is copied.
    for box in root.select(".checkbox"):
        mark = "[x] " if "checkbox-on" in (box.get("class") or ()) else "[ ] "
        box.replace_with(NavigableString(mark))
    _read_word_lists(root)
    _merge_lists(root)
    for box in root.select(_CALLOUTS):
        for icon in box.select(".icon"):
            icon.decompose()
        box.name = "blockquote"
    for title in root.select("p.MsoTitle"):
        title.name = "h1"
    for widget in root.select(".button-wrapper, .subscription-widget-wrap"):
        widget.decompose()
    for subtitle in root.select(".pw-subtitle-paragraph, h3.subtitle"):
        subtitle.name = "p"
    _read_notes(root)
    for figure in root.find_all("figure"):
        _caption(figure)


def leads_to(address: str) -> str:
    """Give the address to which a platform's redirection leads; any other as it is."""
    if len(address) > 4000:
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    carried = parse_qs(parts.query).get(_REDIRECTS.get(parts.netloc, ""), [""])[0]
    return carried if carried.startswith(("http://", "https://")) else address


# Lists


def _read_word_lists(root: Tag) -> None:
    """Make lists of Word's paragraphs that say in their style that they are items."""
    open_lists: list[Tag] = []
    last: Tag | None = None
    for item in root.find_all("p"):
        level = _LEVEL.search(str(item.get("style") or ""))
        if level is None:
            continue
        if last is None or _next_element(last) is not item:
            open_lists.clear()
        ordered = _take_marker(item)
        depth = min(int(level[1]), len(open_lists) + 1)
        del open_lists[depth:]
        name = "ol" if ordered else "ul"
        if len(open_lists) == depth and open_lists[-1].name != name:
            open_lists.pop()
        if len(open_lists) < depth:
            holder = _new(name)
            if open_lists:
                (open_lists[-1].find_all("li", recursive=False)[-1]).append(holder)
            else:
                item.insert_before(holder)
            open_lists.append(holder)
        item.name = "li"
        item.attrs = {}
        open_lists[-1].append(item.extract())
        last = open_lists[0]


def _take_marker(item: Tag) -> bool:
    """Take the bullet or number off a paragraph of Word; tell whether it is a number."""
    for span in item.find_all("span"):
        if _MARKER.search(str(span.get("style") or "")):
            marker = span.get_text().replace("\u00a0", " ")
            span.decompose()
            return _COUNTED.fullmatch(marker) is not None and marker.strip() != "o"
    return False


def _merge_lists(root: Tag) -> None:
    """Join lists of one item each, put nested ones into their items, and keep items tight."""
    for one in root.find_all(list(_LISTS)):
        before = _element_before(one)
        if before is not None and before.name == one.name:
            for child in list(one.children):
                before.append(child.extract())
            one.decompose()
    for one in root.find_all(list(_LISTS)):
        holder = _element_before(one)
        if one.parent is not None and one.parent.name in _LISTS:
            if holder is not None and holder.name == "li":
                holder.append(one.extract())
            elif holder is None:
                one.unwrap()
    for item in root.find_all("li"):
        blocks = item.find_all(["p", "div"], recursive=False)
        texts = [c for c in item.children if isinstance(c, NavigableString) and c.strip()]
        if len(blocks) == 1 and not texts and blocks[0].find(["p", "div", "pre"]) is None:
            blocks[0].unwrap()


def _element_before(tag: Tag) -> Tag | None:
    """Give the sibling before an element; None where text stands between."""
    return _element(tag.previous_siblings)


def _next_element(tag: Tag) -> Tag | None:
    return _element(tag.next_siblings)


def _element(siblings: Iterator[PageElement]) -> Tag | None:
    for sibling in siblings:
        if isinstance(sibling, Tag):
            return sibling
        if str(sibling).strip():
            return None
    return None


# Notes, pictures


def _read_notes(root: Tag) -> None:
    """Write footnotes as Markdown does (Substack), and references with their address (Zhihu)."""
    for reference in root.select("sup[data-url]"):
        if str(reference["data-url"]).startswith(("http://", "https://")):
            link = _new("a", href=str(reference["data-url"]))
            link.string = f"({reference.get('data-text') or reference.get_text()})"
            reference.replace_with(link)
    notes = root.select(".footnote")
    if not notes:
        return
    for anchor in root.select("a.footnote-anchor"):
        anchor.replace_with(NavigableString(f"[^{anchor.get_text().strip()}]"))
    for note in notes:
        number, content = note.select_one(".footnote-number"), note.select_one(".footnote-content")
        if number is not None and content is not None:
            line = _new("p")
            line.string = f"[^{number.get_text().strip()}]: {' '.join(content.get_text().split())}"
            note.replace_with(line)


def _caption(figure: Tag) -> None:
    """Take a caption without links for the alternative text of a figure's only picture."""
    images, caption = list(figure.find_all("img")), figure.find("figcaption")
    if len(images) > 1 and all(image.find_parent("noscript") for image in images[:-1]):
        for image in images[:-1]:
            image.decompose()  # Shown where there is no script; the last one is the same.
        images = images[-1:]
    if len(images) != 1 or caption is None or caption.find("a") is not None:
        return
    text = " ".join(caption.get_text().split())
    if text:
        images[0]["alt"] = text
        caption.decompose()


# Threads


def find_thread(soup: BeautifulSoup) -> Tag | None:
    """Give the posts of a forum's page, each with its author's name before it; None for none."""
    for selector, author, body in _POSTS:
        posts = [
            (name, text)
            for post in soup.select(selector)
            if (name := post.select_one(author)) and (text := post.select_one(body))
        ]
        if len(posts) >= _FEWEST_POSTS:
            return _thread([(" ".join(name.get_text().split()), text) for name, text in posts])
    return None


def _thread(posts: list[tuple[str, Tag]]) -> Tag:
    root = _new("div")
    for name, text in posts:
        label = _new("strong")
        label.string = f"{name}:"
        first = text.find("p", recursive=False)
        if not isinstance(first, Tag) or _element_before(first) is not None:
            first = _new("p")
            text.insert(0, first)
        first.insert(0, label)
        label.insert_after(NavigableString(" "))
        root.append(text.extract())
    return root


def _new(name: str, **attributes: str) -> Tag:
    return BeautifulSoup("", "html.parser").new_tag(name, attrs=dict(attributes))
