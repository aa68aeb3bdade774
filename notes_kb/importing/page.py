"""HTML to Markdown text: a saved page, the clipboard's fragment, what a document became."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag
from markdownify import MarkdownConverter

from notes_kb.domain.note import NoteMeta, Source
from notes_kb.importing.article import find_article
from notes_kb.importing.boxes import quote_boxes
from notes_kb.importing.definition_lists import list_definitions
from notes_kb.importing.editors import leads_to, usual_elements
from notes_kb.importing.formulas import ONE_LINE, draws_formulas, formula, read_formulas
from notes_kb.importing.front import front_matter
from notes_kb.importing.interface import settle_interface
from notes_kb.importing.markup import HEADINGS, class_names, read_markup
from notes_kb.importing.page_facts import PageFacts, read_facts
from notes_kb.importing.refusal import Refusal
from notes_kb.importing.spanned import fill_spans
from notes_kb.importing.structure import letters
from notes_kb.loading.link_targets import written_target
from notes_kb.text.numbering import parse_numbering

_INLINE_CODE = ("code", "kbd", "samp", "tt")
_LAZY = ("data-src", "data-original", "data-original-src", "data-actualsrc", "data-lazy-src")
"""Where pictures wait until a reader scrolls to them."""
_LANGUAGE = re.compile(r"(?:language|lang|brush:|highlight-source)-?:?\s*([A-Za-z0-9+#.-]{1,30})")
_CELLS = frozenset({"td", "th"})
_BOLD_TAGS = ["strong", "b"]
_LONGEST_TITLE = 80
"""Characters of a title that only its bold type shows."""
_FEWEST_BOLD_SECTIONS = 2
"""Bold lines with text below them that make a title of a bold line above; one with a number."""
_LINES = ("p", "li", "tr", "pre")
"""Elements that hold the lines of a document."""
_NAMED = re.compile(r"[A-Za-z0-9+#.-]{1,30}")
"""A language as an editor names it."""
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
"""A tag in a picture's text, which no browser reads as one."""
_OPENS_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]{1,31};)")
_NAMES_CONCEPT = re.compile(r"\[\[(?=$|[^\[\]\n]{1,200}\]\])")
"""Brackets of code or a shell that would be read as a link to a concept."""
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
_FRAGMENT = "<!--StartFragment-->", "<!--EndFragment-->"
"""Between what Windows and browsers put the part that was copied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page gives."""

    text: str
    """Markdown with a front matter of what the page says about itself."""
    address: str = ""
    """Where it was published, for addresses that are relative to it; may be empty."""
    pictures: dict[str, bytes] = field(default_factory=dict)
    """Embedded pictures, by the target that names each in the text."""
    left_out: int = 0
    """Characters, blanks not counted, that stand outside the article."""


def page_markdown(html: str, *, whole: bool) -> Page:
    """Convert a page, or with `whole` a fragment or document that is all text.

    Raises:
        Refusal: It is beyond the bounds, or holds no article.
    """
    if whole and _FRAGMENT[0] in html:
        html = html.partition(_FRAGMENT[0])[2].rpartition(_FRAGMENT[1])[0] or html
    markup = read_markup(html)
    read_formulas(markup.soup, drawn=draws_formulas(html))
    everything = 0 if whole else _count_shown(markup.soup)
    settle_interface(markup.soup, whole=whole)
    usual_elements(markup.soup)
    if whole:
        _mark_bold_title(markup.soup)
    facts = read_facts(markup)
    article = markup.soup if whole else find_article(markup.soup, facts.heading)
    left_out = 0 if whole else max(everything - _count_shown(article), 0)
    try:
        _prepare(article, facts.title, facts.address, whole=whole)
        body = _Converter().convert_soup(article)
    except RecursionError:
        raise Refusal("the page nests its elements too deeply") from None
    used = {name: data for name, data in markup.pictures.items() if f"({name})" in body}
    meta = NoteMeta(date=facts.date, source=_source(facts))
    front = f"{front_matter(facts.title, meta)}\n\n" if facts.said else ""
    text = front + re.sub(r"\n{3,}", "\n\n", body).strip("\n") + "\n"
    return Page(text=text, address=facts.address, pictures=used, left_out=left_out)


def fragment_markdown(html: str) -> str:
    """Convert a piece of a page that Markdown holds; empty where it embeds pictures.

    Raises:
        Refusal: It is beyond the bounds.
    """
    markup = read_markup(html)
    if markup.pictures:
        return ""
    settle_interface(markup.soup, whole=True)
    usual_elements(markup.soup)
    try:
        _prepare(markup.soup, "", "", whole=True)
        body = _Converter().convert_soup(markup.soup)
    except RecursionError:
        raise Refusal("the page nests its elements too deeply") from None
    return re.sub(r"\n{3,}", "\n\n", body).strip("\n")


def _source(facts: PageFacts) -> Source | None:
    if not (facts.address or facts.author or facts.site):
        return None
    return Source(title=facts.site or facts.address, url=facts.address, author=facts.author)


def _count_shown(root: Tag) -> int:
    """Count the characters that are no blanks, without those of the page's own title."""
    title = root.find("title")
    texts = [root.get_text(), title.get_text() if title is not None else ""]
    shown, named = (sum(map(len, text.split())) for text in texts)
    return shown - named


# The title of a document that only its bold type shows


def _mark_bold_title(soup: BeautifulSoup) -> None:
    """Make a title of a bold first line above bold headings: a document without styles.

    One bold line below is not enough if it has no number: it may be an answer.
    """
    if soup.find(HEADINGS):
        return
    lines = [tag for tag in soup.find_all(_LINES) if next(tag.stripped_strings, "")]
    bold = [_is_bold(line) for line in lines]
    heads = [n for n in range(1, len(lines) - 1) if bold[n] and not bold[n + 1]]
    if bold[:2] != [True, True] or heads[:1] != [1] or _is_numbered(lines[0]):
        return
    if len(heads) >= _FEWEST_BOLD_SECTIONS or _is_numbered(lines[1]):
        lines[0].name, lines[0]["class"] = "h1", "MsoTitle"


def _is_bold(line: Tag) -> bool:
    """Tell whether a paragraph is short and all bold."""
    text = line.get_text() if line.name == "p" else ""
    bold = "".join(tag.get_text() for tag in line.find_all("strong")) if text else ""
    return 0 < len(text) <= _LONGEST_TITLE and letters(text) == letters(bold)


def _is_numbered(line: Tag) -> bool:
    return parse_numbering(line.get_text().strip()) is not None


# From a tree that browsers show to one that converts well


def _prepare(article: Tag, title: str, address: str, *, whole: bool) -> None:
    for tag in article.find_all(["title", "meta", "link"]):
        tag.decompose()
    quote_boxes(article)
    list_definitions(article)
    for image in article.find_all("img"):
        _settle_picture(image)
    for link in article.find_all("a"):
        _settle_link(link, address)
    _settle_bold(article)
    for code in article.find_all("pre"):
        _settle_code(code)
    for code in article.find_all(_INLINE_CODE):
        after = code.next_sibling
        if isinstance(after, Tag) and after.name in _INLINE_CODE and code.get_text(strip=True):
            code.insert_after(" ")  # Markdown would make one of two that touch.
        if "\n" in code.get_text() and code.find("br") is None and code.find_parent("pre") is None:
            code.string = " ".join(code.get_text().split())  # A line's end is a blank here.
    for table in article.find_all("table"):
        fill_spans(table)
    _settle_headings(article, title)
    if not whole:
        _raise_headings(article)


def _settle_bold(article: Tag) -> None:
    """Write bold type as an element, once: the marks of bold within bold would be four."""
    for tag in article.find_all(["span", "font"]):
        if _BOLD.search(str(tag.get("style") or "")) and tag.find_parent("strong") is None:
            tag.name = "strong"
        else:
            tag.unwrap()
    for tag in article.find_all(_BOLD_TAGS):
        if tag.find_parent(_BOLD_TAGS) is not None:
            tag.unwrap()


def _settle_picture(image: Tag) -> None:
    tex = str(image.get("data-tex") or "") or (
        str(image.get("alt") or "") if image.has_attr("eeimg") else ""
    )
    if tex:
        image.replace_with(formula(tex))
        return
    lazy = next((str(image[name]) for name in _LAZY if image.get(name)), "") or _offered(image)
    target = (lazy or str(image.get("src") or "")).strip()
    if target.startswith("//"):
        target = f"https:{target}"
    image["src"] = written_target(target) or "missing"
    image.attrs.pop("title", None)
    alt = " ".join(_TAG.sub(" ", str(image.get("alt") or "")).split())
    image["alt"] = alt.replace("[", "(").replace("]", ")").replace("\\", "")


def _offered(image: Tag) -> str:
    """Give the last address that is offered beside a picture which has none of its own."""
    frame = image.find_parent("picture")
    if image.get("src") or frame is None:
        return ""
    offers = [str(tag.get("srcset") or "") for tag in frame.find_all("source")]
    last = next((offer for offer in offers if offer), "").rpartition(", ")[2].split()
    return last[0] if last else ""


def _settle_link(link: Tag, address: str) -> None:
    """Make an address whole; what leads within the page, or nowhere, is only text."""
    target = leads_to(str(link.get("href") or "").strip())
    if link.find("img") is not None and not link.get_text().strip():
        link.unwrap()  # A picture that opens itself in large.
        return
    if address and target and not urlsplit(target).scheme and not target.startswith("#"):
        target = urljoin(address, target)
    if target.startswith(("http://", "https://", "mailto:")) and link.get_text().strip():
        link["href"] = written_target(target)
    else:
        link.unwrap()


def _settle_code(code: Tag) -> None:
    """Take the highlighting off code, and keep its language and its line ends."""
    inner = code.find("code")
    said = (tag.get("data-lang") or tag.get("data-language") for tag in (code, inner) if tag)
    if match := _NAMED.fullmatch(next((str(name) for name in said if name), "")):
        code["data-language"] = match[0].lower()
    for tag in (code, inner, code.parent):
        names = class_names(tag) if isinstance(tag, Tag) else []
        if match := _LANGUAGE.search(" ".join(names)):
            code["data-language"] = match[1].lower()
            break
    for line in code.find_all("br"):
        line.replace_with("\n")
    if len(lines := code.find_all("code", recursive=False)) > 1:
        for line in lines[:-1]:  # WeChat sets each line of code as code.
            line.append("\n")
    rows = [tag for tag in code.find_all(["li", "div", "p"]) if not tag.find(["li", "div", "p"])]
    for row in rows[:-1]:
        if not row.get_text().endswith("\n"):
            row.append("\n")
    text = code.get_text().replace("\u00a0", " ").replace("\u200b", "").strip("\n")
    code.clear()
    code.append(text)


def _settle_headings(article: Tag, title: str) -> None:
    """Leave level one to the title: it goes where it repeats it, else all go down by one."""
    for heading in article.find_all(HEADINGS):
        if not heading.get_text().strip() and heading.find("img") is None:
            heading.decompose()
        else:
            for inner in heading.find_all(["strong", "b", "br", "a"]):
                inner.unwrap() if inner.name != "br" else inner.replace_with(" ")
    first = article.find("h1")
    if first is not None and title and letters(first.get_text()) == letters(title):
        first.decompose()
    if article.find("h1") is not None:
        for heading in article.find_all(HEADINGS):
            heading.name = f"h{min(int(heading.name[1]) + 1, 6)}"
    for heading in article.find_all(HEADINGS):
        for image in heading.find_all("img"):
            heading.insert_after(image.extract())
        if not heading.get_text().strip():
            heading.decompose()


def _raise_headings(article: Tag) -> None:
    """Let sections begin at level two and nest without a gap, whatever a page's design says."""
    around: list[int] = []
    """The levels of the headings above, the outermost first."""
    for heading in article.find_all(HEADINGS):
        level = int(heading.name[1])
        while around and around[-1] >= level:
            around.pop()
        around.append(level)
        heading.name = f"h{min(len(around) + 1, 6)}"


_RAISED = str.maketrans("0123456789+-−–()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−–()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")


def _at_height(text: str, characters: dict[int, int]) -> str:
    """Give a number above or below the line; anything else, such as 1st, stays as it is."""
    known = all(ord(character) in characters for character in text)
    return text.translate(characters) if known else text


class _Converter(MarkdownConverter):  # type: ignore[misc, unused-ignore]
    """markdownify with this house's marks."""

    def __init__(self) -> None:
        super().__init__(
            heading_style="atx",
            bullets="-",
            code_language_callback=lambda tag: str(tag.get("data-language") or ""),
            escape_misc=False,
            escape_underscores=True,
            keep_inline_images_in=["td", "th", "a"],
            sub_symbol="",
            sup_symbol="",
            table_infer_header=True,
            strip_pre=None,
        )

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Keep a bar in a cell from ending it, and what is shown from being a tag or a link."""
        escaped: str = super().escape(text, parent_tags)  # type: ignore[misc, unused-ignore]
        escaped = _NAMES_CONCEPT.sub(r"\\[\\[", escaped)
        escaped = _OPENS_TAG.sub("&lt;", _ENTITY.sub("&amp;", escaped))
        return escaped if parent_tags.isdisjoint(_CELLS) else escaped.replace("|", "\\|")

    def convert_tex(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Keep a formula as it was written: an underscore in it is no emphasis."""
        tex = el.get_text()
        if not parent_tags.isdisjoint(_CELLS):  # A bar would end the cell.
            return tex.replace("\\|", "\\Vert ").replace("|", "\\vert ")
        alone = el.has_attr("alone") and parent_tags.isdisjoint(ONE_LINE)
        return f"\n\n{tex}\n\n" if alone else tex

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write x² as its own characters: without the height, another number would be read."""
        begins = el.previous_sibling is None  # The mark of a note, before its text.
        return text if begins else _at_height(text, _RAISED)

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write H₂O likewise."""
        return _at_height(text, _LOWERED)

    def convert_mark(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Marked text is plain: Markdown has no mark for it."""
        return text
