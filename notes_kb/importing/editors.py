"""What editors and platforms write in their own way, made the HTML that everybody writes.

The clipboard of Word, Google Docs, Feishu and Yuque, Notion's export and saved pages draw
lists, callouts, notes and code by elements that mean something else. Each pass over the
tree mends one of these habits.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from notes_kb.importing.boxes import read_boxes
from notes_kb.importing.captions import settle_captions
from notes_kb.importing.footnotes import NOTE_LABEL, note_line, read_footnotes
from notes_kb.importing.markup import new_tag
from notes_kb.importing.spanned import unfold_layout

_LISTS = ("ul", "ol")
_LEVEL = re.compile(r"mso-list\s*:[^;\"']{0,60}?level([1-9])", re.IGNORECASE)
_MARKER = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_NORMAL = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)", re.IGNORECASE)
_COUNTED = re.compile(r"\s*[（(]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)）、]\s*")
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_CALLOUTS = ".callout, .callout-block, .ne-quote, .ne-alert, .quote-container-block"
_SERVICE = re.compile(
    r"[/?&=](?:subscribe|share|gift|comments|checkout|leaderboard)(?:[/?&=#]|$)", re.IGNORECASE
)
"""What addresses hold that subscribe, share or comment (Substack)."""
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
        if not _says(box):  # Else it is a label around a box (Bootstrap).
            mark = "[x] " if "checkbox-on" in (box.get("class") or ()) else "[ ] "
            box.replace_with(NavigableString(mark))
    unfold_layout(root)
    _read_word_lists(root)
    _merge_lists(root)
    _read_callouts(root)
    read_boxes(root)
    for title in root.select("p.MsoTitle"):
        title.name = "h1"
    for widget in root.select(".button-wrapper, .subscription-widget-wrap"):
        if not widget.decomposed and not any(map(_leads_away, widget.find_all("a"))):
            widget.decompose()
    for subtitle in root.select(".pw-subtitle-paragraph, h3.subtitle"):
        subtitle.name = "p"
    _read_notes(root)
    read_footnotes(root)
    settle_captions(root)


def _says(tag: Tag) -> bool:
    """Tell whether an element holds letters or digits."""
    return any(any(map(str.isalnum, text)) for text in tag.strings)


def _leads_away(link: Tag) -> bool:
    """Tell whether a button's link leads to a text, not to a platform's own services."""
    address = str(link.get("href") or "")
    return address.startswith(("http://", "https://")) and not _SERVICE.search(address)


def _read_callouts(root: Tag) -> None:
    """Make quotes of callouts, without the pictures or signs that stand beside their text."""
    callouts = set(map(id, root.select(_CALLOUTS)))
    within: set[int] = set()
    icons: list[Tag] = []
    for tag in root.find_all(True):
        if id(tag.parent) in within and "icon" in (tag.get("class") or ()) and not _says(tag):
            icons.append(tag)
        if id(tag) in callouts:
            tag.name = "blockquote"
        if id(tag) in callouts or id(tag.parent) in within:
            within.add(id(tag))
    for icon in icons:
        if not icon.decomposed:
            icon.decompose()


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
    ends: list[Tag] = []
    """The last item of each list that is open, the outer ones first."""
    for item in root.find_all("p"):
        level = _LEVEL.search(str(item.get("style") or ""))
        if level is None:
            continue
        before = _join_before(item)
        if not ends or before is None or before is not _list_of(ends[0]):
            ends.clear()
        name = "ol" if _take_marker(item) else "ul"
        depth = min(int(level[1]), len(ends) + 1)
        del ends[depth:]
        same = len(ends) == depth and _list_of(ends[-1]).name == name
        inner = ends.pop() if len(ends) == depth else item
        holder = _list_of(inner) if same else new_tag(name)
        if not same and ends:
            ends[-1].append(holder)
        elif not same:
            item.insert_before(holder)
        item.name = "li"
        item.attrs = {}
        holder.append(item.extract())
        ends.append(item)


def _list_of(item: Tag) -> Tag:
    """Give the list that was made for an item."""
    assert item.parent is not None
    return item.parent


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
    following: dict[int, int] = {}
    """The number that would come next, by the identity of a list."""
    for one in root.find_all(list(_LISTS)):
        before = _join_before(one)
        items = sum(child.name == "li" for child in one.children if isinstance(child, Tag))
        alike = before if before is not None and before.name == one.name else None
        if alike is None or not _continues(one, items, following[id(alike)]):
            following[id(one)] = _first_number(one) + items
            continue
        following[id(alike)] += items
        for child in list(one.children):
            alike.append(child.extract())
        one.decompose()
    for one in root.find_all(list(_LISTS)):
        if one.parent is not None and one.parent.name in _LISTS:
            holder = _join_before(one)
            if holder is not None and holder.name == "li":
                holder.append(one.extract())
            elif holder is None:
                one.unwrap()
    for item in root.find_all("li"):
        blocks = item.find_all(["p", "div"], recursive=False)
        texts = [c for c in item.children if isinstance(c, NavigableString) and c.strip()]
        if len(blocks) == 1 and not texts and blocks[0].find(["p", "div", "pre"]) is None:
            blocks[0].unwrap()


def _continues(one: Tag, items: int, following: int) -> bool:
    """Tell whether a list is more of the one before, whose next number is `following`.

    A list without items of its own only holds nested ones (Yuque).
    """
    return one.name == "ul" or items == 0 or _first_number(one) == following


def _first_number(one: Tag) -> int:
    start = str(one.get("start") or "")
    return int(start) if _NUMBER.fullmatch(start) else 1


def _join_before(tag: Tag) -> Tag | None:
    """Take out the blanks before a block and give the element before; None for text or nothing."""
    blanks: list[NavigableString] = []
    for sibling in tag.previous_siblings:
        if isinstance(sibling, NavigableString) and not sibling.strip():
            blanks.append(sibling)
            continue
        for blank in blanks:
            blank.extract()
        return sibling if isinstance(sibling, Tag) else None
    for blank in blanks:
        blank.extract()
    return None


# Notes


def _read_notes(root: Tag) -> None:
    """Write footnotes as Markdown does (Substack), and references with their address (Zhihu)."""
    for reference in root.select("sup[data-url]"):
        if str(reference["data-url"]).startswith(("http://", "https://")):
            link = new_tag("a", href=str(reference["data-url"]))
            link.string = f"({reference.get('data-text') or reference.get_text()})"
            reference.replace_with(link)
    notes = root.select(".footnote")
    if not notes:
        return
    for anchor in root.select("a.footnote-anchor"):
        label = anchor.get_text().strip()
        if NOTE_LABEL.fullmatch(label):
            anchor.replace_with(NavigableString(f"[^{label}]"))
        else:
            anchor.unwrap()
    for note in reversed(notes):  # A note may stand in a note.
        number, content = note.select_one(".footnote-number"), note.select_one(".footnote-content")
        label = number.get_text().strip() if number is not None else ""
        if number is not None and content is not None and NOTE_LABEL.fullmatch(label):
            number.extract()
            note.replace_with(note_line(label, content))


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
    root = new_tag("div")
    for name, text in posts:
        label = new_tag("strong")
        label.string = f"{name}:"
        first = next((child for child in text.children if str(child).strip()), None)
        if not isinstance(first, Tag) or first.name != "p":
            first = new_tag("p")  # Else the name would stand behind what comes before.
            text.insert(0, first)
        first.insert(0, label)
        label.insert_after(NavigableString(" "))
        root.append(text.extract())
    return root
