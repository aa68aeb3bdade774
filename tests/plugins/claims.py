"""What may be claimed of a built site; a claim yields what contradicts it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from notes_kb.search.node import Ask, NodeError, ask
from tests.links import LinkedSite
from tests.plugins.html import Element
from tests.plugins.outcome import Outcome
from tests.plugins.policy import find_forbidden, header_sources, policy_of

Problems = Iterator[str]

PAIRED = ("index", "about", "notes/talk")
"""Pages of `BASE` that are written in two languages."""

LINKING = ("guide", "about", "notes/talk")
"""Pages of `BASE` that mention the concept."""

FORM = re.compile("混合专家|MoE")
LABELS = {"zh": "混合专家模型", "en": "Mixture of Experts"}
DEFINITIONS = {"zh": "一种稀疏网络。", "en": "A sparse network."}


# The common claims: our pages are what they are on a site of our own.


def strict(built: Outcome, _: object) -> Problems:
    """The build ends well and says nothing that counts under ``--strict``."""
    if built.code:
        yield f"exit {built.code}: {_last_lines(built.log)}"
    for line in built.log.splitlines():
        if line.startswith(("WARNING", "ERROR", "Traceback")):
            yield line[:300]


def notes(built: Outcome, _: object) -> Problems:
    """Each note has its page in each language, with title, statements and picture."""
    for code in built.written_in("notes/talk"):
        uri = built.story.uri("notes/talk", code)
        page = built.page(uri)
        if built.title("notes/talk", code) not in _texts(page.select("article h1")):
            yield f"{uri}: no title"
        statement = _first_statement(built, code)
        if not any(statement in text for text in _texts(page.select("article li"))):
            yield f"{uri}: no statement {statement!r}"
        pictures = [built.target(uri, e.get("src")) for e in page.select("article img")]
        if "notes/figure.png" not in pictures:
            yield f"{uri}: its picture is not there: {pictures}"
        if not page.select("article h2#moe"):
            yield f"{uri}: its heading lost its anchor"


def titles(built: Outcome, _: object) -> Problems:
    """Each page has one h1 and its own title in the head."""
    for path, code in _written(built, (*PAIRED, "guide")):
        uri, title = built.story.uri(path, code), built.title(path, code)
        page = built.page(uri)
        headings = [text.rstrip("¶") for text in _texts(page.select("article h1"))]
        if headings != [title]:
            yield f"{uri}: h1 {headings} in place of {title!r}"
        head = _texts(page.select("title"))
        if path != "index" and not any(title in text for text in head):
            yield f"{uri}: title {head}"


def languages(built: Outcome, _: object) -> Problems:
    """Each page says the language that it stands in."""
    for path, code in _written(built, (*PAIRED, "guide")):
        uri = built.story.uri(path, code)
        told = [e.get("lang") for e in built.page(uri).select("html")]
        if told != [code]:
            yield f"{uri}: html lang {told}"


def concept_links(built: Outcome, _: object) -> Problems:
    """Notes and ordinary pages link the concepts that they mention."""
    for path, code in _mentioning(built):
        uri, concept = built.story.uri(path, code), built.story.uri("concepts/moe", code)
        page = built.page(uri)
        links = [*page.select("article li a"), *page.select("article p a")]
        found = [e for e in links if FORM.search(e.text) and e.get("href")]
        if not any(built.target(uri, e.get("href")) == concept for e in found):
            yield f"{uri}: no link to {concept}"
        if not built.has(concept):
            yield f"no {concept}"


def cards(built: Outcome, _: object) -> Problems:
    """Pages with concept links hold the definitions that the cards show."""
    for path, code in _mentioning(built):
        uri = built.story.uri(path, code)
        inside = " ".join(_texts(built.page(uri).select("template")))
        if DEFINITIONS.get(code, "") not in inside or not inside:
            yield f"{uri}: no card with {DEFINITIONS.get(code)!r}"


def alternates(built: Outcome, _: object) -> Problems:
    """The head names the page's languages with absolute addresses, and ``x-default``."""
    for path in PAIRED:
        there = built.written_in(path)
        wanted = {code: _address(built, path, code) for code in there}
        if there:
            wanted["x-default"] = _address(built, path, there[0])
        if len(there) < 2 or not built.story.site_url:
            wanted = {}
        for code in there:
            uri = built.story.uri(path, code)
            told = {e.get("hreflang"): e.get("href") for e in _alternates(built, uri)}
            if told != wanted:
                yield f"{uri}: alternates {told} in place of {wanted}"


def switch(built: Outcome, _: object) -> Problems:
    """The theme's language menu on our pages leads to the same page in each language."""
    codes = list(built.story.languages)
    for path, code in _written(built, (*PAIRED, "guide")):
        uri = built.story.uri(path, code)
        menu = _menu(built, uri)
        if list(menu) != (codes if len(codes) > 1 else []):
            yield f"{uri}: the menu has {list(menu)}"
        for other, target in menu.items():
            if not built.has(target):
                yield f"{uri}: the menu leads {other} to {target}, which is not there"
            elif other in built.written_in(path) and target != built.story.uri(path, other):
                yield f"{uri}: the menu leads {other} to {target}"


def search(built: Outcome, _: object) -> Problems:
    """Notes, concepts and ordinary pages are found, by title and by text."""
    wanted: dict[tuple[str, str], str] = {}
    for path, code in _written(built, (*PAIRED, "guide")):
        if built.title(path, code):
            wanted[built.title(path, code), code] = _url(built, path, code)
    for code in built.written_in("notes/talk"):
        wanted[_first_statement(built, code), code] = _url(built, "notes/talk", code)
        if code in LABELS:
            wanted[LABELS[code], code] = _url(built, "concepts/moe", code)
    yield from _not_found(built, wanted)


def worker(built: Outcome, _: object) -> Problems:
    """Every page with the theme's dialog starts the worker that asks the whole site's index."""
    workers = set()
    for uri in built.html_files:
        found = re.search(r'id="?__config"?[^>]*>.*?"search": ?"([^"?]+)', built.read(uri))
        if found and uri != "404.html":
            workers.add(built.target(uri, found[1]))
    if len(workers) != 1 or not built.has(next(iter(workers))):
        yield f"workers: {sorted(workers)}"


def navigation(built: Outcome, _: object) -> Problems:
    """The sidebar of each language's home leads to notes, concepts and ordinary pages."""
    for code in built.written_in("index"):
        uri = built.story.uri("index", code)
        items = _sidebar(built, uri)
        paths = [p for p in ("guide", "about") if code in built.written_in(p)]
        for path in ("notes/index", "concepts/index", "topics/index", *paths):
            if built.story.uri(path, code) not in items:
                yield f"{uri}: {path} is not in the sidebar: {items}"
        doubled = {item for item in items if items.count(item) > 2}
        if doubled:
            yield f"{uri}: the sidebar repeats {sorted(doubled)}"


def links(built: Outcome, _: object) -> Problems:
    """Every internal link of the site leads to a file and an anchor that are there."""
    yield from (f for f in LinkedSite.read(built.site).faults() if " stands " not in f)


def policy(built: Outcome, _: object) -> Problems:
    """Each script of the finished pages is allowed by the page's policy and the header file."""
    yield from find_forbidden(built)


# What a story claims of the other plugin.


def pages(built: Outcome, wanted: Sequence[str]) -> Problems:
    """These files are in the built site."""
    yield from (f"no {uri}" for uri in wanted if not built.has(uri))


def absent(built: Outcome, unwanted: Sequence[str]) -> Problems:
    """These files are not."""
    yield from (f"{uri} is there" for uri in unwanted if built.has(uri))


def sidebar(built: Outcome, wanted: Mapping[str, Sequence[str]]) -> Problems:
    """The sidebar of a page leads to these files, in this order."""
    for uri, targets in wanted.items():
        items = _sidebar(built, uri)
        rest = iter(items)
        missing = [target for target in targets if target not in rest]
        if missing:
            yield f"{uri}: {missing} not in this order in the sidebar: {items}"


def menu(built: Outcome, wanted: Mapping[str, Mapping[str, str]]) -> Problems:
    """The language menu of a page has these names, each with its address as it is written."""
    for uri, entries in wanted.items():
        elements = built.page(uri).select("header a.md-select__link")
        told = {element.text: element.get("href") for element in elements}
        if list(told) != list(entries):
            yield f"{uri}: the menu has {list(told)}"
        for name, href in entries.items():
            if href and told.get(name) != href:
                yield f"{uri}: the menu leads {name} to {told.get(name)}"


def allowed(built: Outcome, wanted: Mapping[str, Sequence[str]]) -> Problems:
    """The policy of a page, and the header file, let scripts come from these hosts."""
    everywhere = header_sources(built)
    for uri, sources in wanted.items():
        own = policy_of(built.page(uri))
        for source in sources:
            if not any(one.startswith(source) for one in own):
                yield f"{uri}: its policy does not allow {source}: {sorted(own)}"
            if not any(one.startswith(source) for one in everywhere):
                yield f"_headers does not allow {source}"


def found(built: Outcome, wanted: Mapping[str, str]) -> Problems:
    """A query finds a page."""
    told = {(q, "en" if url.startswith("en/") else "zh"): url for q, url in wanted.items()}
    yield from _not_found(built, told)


def shows(built: Outcome, wanted: Mapping[str, Sequence[Any]]) -> Problems:
    """A page has an element (``selector``), so many (``{selector: 2}``), or one with a text."""
    for uri, selectors in wanted.items():
        for told in selectors:
            (selector, value), *_ = told.items() if isinstance(told, Mapping) else [(told, None)]
            elements = built.page(uri).select(selector)
            if isinstance(value, int) and len(elements) != value:
                yield f"{uri}: {len(elements)} {selector} in place of {value}"
            elif isinstance(value, str) and not any(value in t for t in _texts(elements)):
                yield f"{uri}: no {selector} says {value!r}: {_texts(elements)[:8]}"
            elif value is None and not elements:
                yield f"{uri}: no {selector}"


def holds(built: Outcome, wanted: Mapping[str, Sequence[str]]) -> Problems:
    """A file contains these texts."""
    for uri, texts in wanted.items():
        content = built.read(uri)
        yield from (f"{uri}: no {text!r}" for text in texts if text not in content)


def lacks(built: Outcome, unwanted: Mapping[str, Sequence[str]]) -> Problems:
    """A file is there and contains none of these."""
    for uri, texts in unwanted.items():
        content = built.read(uri)
        if not content:
            yield f"no {uri}"
        yield from (f"{uri}: has {text!r}" for text in texts if text in content)


def foreign(built: Outcome, uris: Sequence[str]) -> Problems:
    """Another plugin's page claims no translation; where it has a menu, the menu leads on."""
    for uri in uris:
        if not built.has(uri):
            yield f"no {uri}"
        told = {e.get("hreflang") for e in _alternates(built, uri)}
        if told:
            yield f"{uri}: claims to exist in {sorted(told)}"
        for code, target in _menu(built, uri).items():
            if not built.has(target):
                yield f"{uri}: the menu leads {code} to {target}, which is not there"
        if [e.get("lang") for e in built.page(uri).select("html")] == [""]:
            yield f"{uri}: says no language"


def says(built: Outcome, wanted: Sequence[str]) -> Problems:
    """The log has a line that matches each of these."""
    lines = built.log.splitlines()
    for pattern in wanted:
        if not any(re.search(pattern, line) for line in lines):
            yield f"no line matches {pattern!r}"


def silent(built: Outcome, unwanted: Sequence[str]) -> Problems:
    """The log has no line that matches one of these."""
    for line in built.log.splitlines():
        if any(re.search(pattern, line) for pattern in unwanted):
            yield line[:300]


def refuses(built: Outcome, pattern: str) -> Problems:
    """The build ends with one line that says what does not go together and what to do."""
    if not built.code:
        yield "the build went through"
    if "Traceback" in built.log:
        yield f"a traceback: {_last_lines(built.log)}"
    errors = [line for line in built.log.splitlines() if line.startswith(("ERROR", "WARNING"))]
    if len(errors) > 1:
        yield f"{len(errors)} lines in place of one: {errors}"
    if not re.search(pattern, built.log):
        yield f"nothing matches {pattern!r}: {_last_lines(built.log)}"


COMMON: Mapping[str, Callable[[Outcome, Any], Problems]] = {
    each.__name__: each
    for each in (
        strict, notes, titles, languages, concept_links, cards, alternates, switch, search,
        worker, navigation, links, policy,
    )
}  # fmt: skip
"""Claims of every story, unless its file turns one off (``switch: false``)."""

THEIRS: Mapping[str, Callable[[Outcome, Any], Problems]] = {
    each.__name__: each
    for each in (
        pages, absent, sidebar, menu, allowed, found, shows, holds, lacks, foreign, says, silent,
    )
}  # fmt: skip
"""Claims that a story's file makes."""

ALONE = ("strict", "pages", "absent", "sidebar", "shows", "holds", "lacks", "says")
"""Claims that must hold of the other plugin without ours, too."""


def _not_found(built: Outcome, wanted: Mapping[tuple[str, str], str]) -> Problems:
    try:
        answers = ask(built.site, [Ask(query, code) for query, code in wanted])
    except NodeError as problem:
        yield str(problem)
        return
    for ((query, code), url), answer in zip(wanted.items(), answers, strict=True):
        urls = [result["url"] for result in answer.get("results", ())]
        if url not in map(unquote, urls):
            yield f"{query!r} ({code}) does not find {url}: {urls}"


def _texts(elements: Sequence[Element]) -> list[str]:
    return [element.text for element in elements]


def _last_lines(log: str) -> str:
    return " | ".join(log.strip().splitlines()[-3:])[-500:]


def _written(built: Outcome, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield from ((path, code) for path in paths for code in built.written_in(path))


def _mentioning(built: Outcome) -> Iterator[tuple[str, str]]:
    for path, code in _written(built, LINKING):
        if FORM.search(built.source(path, code)) and code in DEFINITIONS:
            yield path, code


def _first_statement(built: Outcome, code: str) -> str:
    found = re.search(r"^- (.+)$", built.source("notes/talk", code), re.MULTILINE)
    return found[1] if found else ""


def _url(built: Outcome, path: str, code: str) -> str:
    uri = built.story.uri(path, code)
    return uri if built.story.flat else uri.removesuffix("index.html")


def _address(built: Outcome, path: str, code: str) -> str:
    return f"{built.story.site_url}{_url(built, path, code)}"


def _alternates(built: Outcome, uri: str) -> list[Element]:
    elements = built.page(uri).select("head link[hreflang]")
    return [e for e in elements if "alternate" in e.get("rel").split()]


def _menu(built: Outcome, uri: str) -> dict[str, str]:
    """Give the file that the language menu leads to for each language."""
    elements = built.page(uri).select("header a.md-select__link[hreflang]")
    return {e.get("hreflang"): built.target(uri, e.get("href")) for e in elements}


def _sidebar(built: Outcome, uri: str) -> list[str]:
    elements = built.page(uri).select("nav.md-nav--primary a.md-nav__link[href]")
    return [built.target(uri, e.get("href")) for e in elements if not e.get("href").startswith("#")]
