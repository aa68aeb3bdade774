"""Thousands of hostile texts in one site: none runs, none asks another host, nothing leaks in.

The same site with the guards taken off shows that each kind of place would run what it
holds, and that the policy is a second guard behind them.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page

from notes_kb.domain.language import Languages
from notes_kb.importing.note_import import import_source
from tests.browser.payloads import LEAK, SECRET, Corpus, by_sink, hostile_corpus
from tests.conftest import FLAGS, NAMES
from tests.site import Built, build

pytestmark = pytest.mark.browser

CONFIG = """\
site_name: 笔记
site_url: https://example.org/base/
theme:
  name: material
  language: zh
  features: [content.tooltips, content.code.copy, content.code.annotate, navigation.instant,
    navigation.tracking, search.suggest, search.highlight, search.share, toc.follow]
plugins:
  - search
  - notes_kb: {options}
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - pymdownx.arithmatex: {generic: true}
  - pymdownx.details
  - pymdownx.snippets: {base_path: [.]}
  - pymdownx.superfences:
      custom_fences:
        - name: mermaid
          class: mermaid
          format: !!python/name:pymdownx.superfences.fence_code_format
  - pymdownx.tabbed
  - toc: {permalink: true}
"""

OFF = """\
import types

import jinja2
from markupsafe import Markup
from notes_kb.mkdocs import bodies, files, head, placing
from notes_kb.pages import render


class Loose(jinja2.Environment):
    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **{**named, "autoescape": False})


class Everything:
    def __contains__(self, _):
        return True


render.sanitise = lambda html, remote=None: (html, ())
bodies.jinja2 = types.SimpleNamespace(**{**vars(jinja2), "Environment": Loose})
placing.escape = head.escape = Markup
files.drawing_harm = lambda data: ""
files._PASSIVE = Everything()
"""
"""A hook that takes the guards off: the sanitiser, escaping, what is known of files."""

POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="[^"]*">')


class _Handler(SimpleHTTPRequestHandler):
    """A host that sends no header of ours, and takes unknown files for plain text."""

    policy = True
    extensions_map = MappingProxyType(
        {**SimpleHTTPRequestHandler.extensions_map, ".md": "text/plain", "": "text/html"}
    )

    def log_message(self, format: str, *args: object) -> None:
        """Keep requests out of the test log."""

    def do_GET(self) -> None:
        """Send a file; a page without its policy where that is asked for."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if self.policy or file.suffix != ".html" or not file.is_file():
            super().do_GET()
            return
        data = POLICY.sub(b"", file.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class _WithoutPolicy(_Handler):
    policy = False


def _serve(handler: Callable[..., BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    return server


@dataclass
class Watch:
    """A browser in which every other host is one that remembers who asked it."""

    browser: Browser
    asked: set[int] = field(default_factory=set)
    """Placements whose address was asked for."""
    ran: set[int] = field(default_factory=set)
    """Placements that ran."""
    found: list[str] = field(default_factory=list)
    """What a page holds that no page may hold."""

    def context(self, **options: bool) -> BrowserContext:
        """Open a window in which ``pwn(number)`` tells."""
        context = self.browser.new_context(**options)
        context.set_default_timeout(20_000)
        context.expose_binding("pwn", lambda _, number: self.ran.add(int(number)))
        return context


@pytest.fixture(scope="module")
def watch(browser: Browser) -> Iterator[Watch]:
    """A Chromium for which the attackers' hosts are a server of the test."""
    asked: set[int] = set()

    class Leak(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Remember whose address this is."""
            number = re.match(rf"r(\d+)\.{re.escape(LEAK)}", self.headers.get("Host", ""))
            asked.add(int(number[1]) if number else -1)
            self.send_error(404)

        do_POST = do_HEAD = do_OPTIONS = do_GET  # noqa: N815 - the server's names

        def log_message(self, format: str, *args: object) -> None:
            """Keep requests out of the test log."""

    server = _serve(Leak)
    system = next((path for name in NAMES if (path := shutil.which(name))), None)
    rules = f"--host-resolver-rules=MAP *.{LEAK}:80 127.0.0.1:{server.server_port}"
    running = browser.browser_type.launch(executable_path=system, args=[*FLAGS, rules])
    yield Watch(running, asked)
    running.close()
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The hostile files; a saved page among them is imported, as a maintainer would."""
    corpus = hostile_corpus()
    page = corpus.tree["imported.html"]
    assert isinstance(page, str)
    imported = import_source(
        page.encode(), name="imported.html", languages=Languages({"zh": "中文", "en": "English"})
    )
    corpus.tree["docs/notes/imported.md"] = imported.text
    return corpus


def _site(folder: Path, corpus: Corpus, options: str, hook: str = "") -> Built:
    more = "hooks: [off.py]\n" if hook else ""
    config = CONFIG.replace("{options}", options) + more
    built = build(folder, {**corpus.tree, "off.py": hook}, config=config)
    assert built.code == 0, built.log[-3000:]
    assert "Traceback" not in built.log
    return built


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, corpus: Corpus) -> Built:
    """The site as anybody would build it, but with an extension that reads files."""
    return _site(tmp_path_factory.mktemp("guarded"), corpus, "{}")


LEFT_OUT = re.compile(
    r"/(?:notes|concepts)/(?:body(?:[5-9]|1[0-36])|field(?:[5-9]|1\d)|open[2-9]|open1\d|paste)\."
)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory, corpus: Corpus) -> Built:
    """Half of the site, as many vectors and sinks, without its guards and with the policy."""
    tree = {name: text for name, text in corpus.tree.items() if not LEFT_OUT.search(name)}
    corpus = Corpus(tree, corpus.placements)
    options = "{note_extensions: [pymdownx.snippets]}"
    return _site(tmp_path_factory.mktemp("bare"), corpus, options, OFF)


PROVOKE = """() => {
  const found = [];
  for (const each of document.querySelectorAll("*")) {
    for (const { name, value } of each.attributes) {
      const url = value.replace(/[\\u0000-\\u0020]/g, "").toLowerCase();
      const leads = /^(xlink:)?(href|src|srcdoc|data|action|formaction|poster|ping)$/.test(name);
      const runs = leads && /^(javascript:(?!void\\(0\\)$)|vbscript|data:text)/.test(url);
      if (name.startsWith("on") || runs)
        found.push(`<${each.localName} ${name}=${value.slice(0, 60)}>`);
    }
  }
  const waiting = "[title], [aria-label], [style], b, a, input, button";
  for (const each of document.querySelectorAll(waiting))
    for (const kind of ["mouseenter", "mouseover", "pointerenter", "focus"])
      each.dispatchEvent(new Event(kind, { bubbles: kind === "mouseover" }));
  const links = "article a, article area, article button, article [type=submit], article [href]";
  for (const each of document.querySelectorAll(links)) {
    const drawn = each.href?.baseVal;  // A link of a drawing has no protocol of its own.
    const to = drawn === undefined ? each.protocol : new URL(drawn, document.baseURI).protocol;
    if (!["http:", "https:", "mailto:", "tel:"].includes(to) || each.ping)
      each.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  }
  return found;
}"""
"""Hovers, focuses and clicks all that may wait for it; names the elements that may run."""


def _visit(
    watch: Watch, built: Built, handler: type[_Handler], paths: Sequence[str], **options: bool
) -> None:
    """Open pages of a site, and do on each what a reader may do."""
    watch.asked.clear()
    watch.ran.clear()
    watch.found.clear()
    server = _serve(partial(handler, directory=str(built.root / "site")))
    base = f"http://127.0.0.1:{server.server_port}/"
    context = watch.context(**options)
    try:
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.dismiss())
        for path in paths:
            page = _open(context, page, base + path)
            if options.get("java_script_enabled", True):
                watch.found += [f"{path}: {one}" for one in _provoke(page)]
        page.wait_for_timeout(500)
    finally:
        context.close()
        server.shutdown()
        server.server_close()


def _provoke(page: Page) -> list[str]:
    try:
        found: list[str] = page.evaluate(PROVOKE)
    except Error as problem:
        if "because of a navigation" not in str(problem):
            raise
        found = ["<the reader was led away>"]
    return found


def _open(context: BrowserContext, page: Page, url: str) -> Page:
    """Go to a page; in a new tab where the last one was led away for good."""
    for _ in range(2):
        try:
            page.goto(url, wait_until="load")
            page.wait_for_timeout(60)
            page.evaluate("1")
        except Error as problem:
            if "Download is starting" in str(problem):  # The browser shows nothing of it.
                return page
            page.close()
            page = context.new_page()
        else:
            return page
    page.goto(url, wait_until="commit")
    return page


def _pages(built: Built, *patterns: str) -> list[str]:
    """Give the addresses of the pages that match, home pages as they are asked for."""
    files = sorted(file for file in built.files() if file.endswith(".html"))
    return [
        file.removesuffix("index.html").replace("%", "%25").replace("#", "%23").replace("?", "%3F")
        for file in files
        if any(re.fullmatch(pattern, file) for pattern in patterns)
    ]


def _names(corpus: Corpus, numbers: set[int]) -> list[str]:
    return sorted(corpus.placements[number] if number >= 0 else "unknown" for number in numbers)


ALL = (
    r"index.html", r"404.html", r"(notes|concepts|topics|translations)/index.html",
    r"(notes|concepts|topics)/[^/]+/index.html", r"en/concepts/(entry|field[012])/index.html",
    r"en/(notes/field1|notes|concepts)/index.html", r"notes/(body1|field[012])/parallel/index.html",
    r"(en/)?(routes|routes/way\d+|statements)/index.html",
)  # fmt: skip
"""The pages that are visited: every note and concept, and one of each kind of view."""

DATA = ("feed.xml", "concepts.json", "statements.json", "llms.txt")
"""What is written for programs."""


def test_the_corpus_is_large(corpus: Corpus) -> None:
    """Hundreds of vectors in every sink that a contributor writes to."""
    assert len(corpus.placements) >= 2000
    assert len(corpus.sinks()) >= 45


def test_nothing_runs_and_nothing_leaves(watch: Watch, corpus: Corpus, guarded: Built) -> None:
    """Without the policy: the guards alone hold, on every page."""
    paths = [*_pages(guarded, *ALL), *_drawings(guarded), *DATA]
    assert len(paths) > 70
    assert [path for path in paths if re.fullmatch(r"(en/)?routes/way\d+/", path)]
    _visit(watch, guarded, _WithoutPolicy, paths)
    assert _names(corpus, watch.ran) == []
    assert _names(corpus, watch.asked) == []
    assert watch.found == []


def _drawings(built: Built) -> list[str]:
    return [name for name in built.files() if name.endswith(".svg") and name.startswith("notes/")]


def test_nothing_runs_with_the_policy(watch: Watch, corpus: Corpus, guarded: Built) -> None:
    """As it is published, on a page of each kind."""
    paths = _pages(
        guarded, r"(notes/(body0|field0|paste|imported)|concepts/entry|topics/moe)/index.html"
    )
    assert len(paths) == 6
    _visit(watch, guarded, _Handler, paths)
    assert (watch.ran, watch.asked, watch.found) == (set(), set(), [])


def test_nothing_leaves_without_scripts(watch: Watch, corpus: Corpus, guarded: Built) -> None:
    """A browser without JavaScript reads `noscript` and loads as well."""
    paths = _pages(guarded, r"notes/(body[0-4]|imported|paste|open.)/index.html")
    _visit(watch, guarded, _WithoutPolicy, paths, java_script_enabled=False)
    assert _names(corpus, watch.asked) == []


QUERIES = (
    "onerror",
    "script",
    "混合专家",
    "img src",
    "<img src=x: onerror=pwn(0)>",
    "概念1",
    "pwn",
)


def test_nothing_runs_in_the_search(watch: Watch, corpus: Corpus, guarded: Built) -> None:
    """Results that hold hostile text, queries that are hostile, and links to queries."""
    watch.ran.clear()
    watch.asked.clear()
    server = _serve(partial(_WithoutPolicy, directory=str(guarded.root / "site")))
    base = f"http://127.0.0.1:{server.server_port}/"
    context = watch.context()
    page = context.new_page()
    shown = 0
    for path in (
        "",
        "?q=%3Cimg%20src%3Dx%3A%20onerror%3Dpwn(0)%3E",
        "notes/field1/?h=<img src=x: onerror=pwn(0)>",
    ):
        page.goto(base + path)
    page.goto(base)
    page.locator("label[for=__search]").last.evaluate("node => node.click()")
    box = page.locator("input[data-md-component=search-query]")
    for query in QUERIES:
        box.fill(query)
        page.wait_for_timeout(400)
        shown += page.locator(".md-search-result__item").count()
        assert page.evaluate(PROVOKE) == []
    context.close()
    server.shutdown()
    server.server_close()
    assert shown > 20
    assert (watch.ran, watch.asked) == (set(), set())


_DESCRIPTION = r'<script type="application/ld\+json">(.*?)</script>'


def _things(data: Any) -> list[Any]:
    return data if isinstance(data, list) else [data]


def test_programs_read_what_was_written(corpus: Corpus, guarded: Built) -> None:
    """Feed, JSON, JSON-LD and lists of links stay well-formed and keep the text as text."""
    feed = ElementTree.fromstring(guarded.read("feed.xml"))
    assert len(list(feed.iter("item"))) == 30
    records = json.loads(guarded.read("concepts.json"))["concepts"]
    assert any("</script><script>" in form for one in records for form in one["labels"].values())
    stated = json.loads(guarded.read("statements.json"))["statements"]
    assert any("</script>" in one["text"] for one in stated)
    described = Counter(
        thing["@type"]
        for name in guarded.files()
        if name.startswith(("concepts/", "notes/")) and name.endswith("index.html")
        for data in re.findall(_DESCRIPTION, guarded.read(name), re.S)
        for thing in _things(json.loads(data))
    )
    assert described["DefinedTerm"] > 15
    assert described["ClaimReview"] > 15
    for line in guarded.read("llms.txt").splitlines():
        assert not line or re.match(r"[#>]|- \[.*\]\([^\s]*\)", line), line


def test_nothing_of_outside_appears(corpus: Corpus, guarded: Built, bare: Built) -> None:
    """No file holds what lies beside the docs folder; without the guards one does."""
    assert not [name for name, data in guarded.files().items() if SECRET.encode() in data]
    assert not (guarded.root / "pwned").exists()
    assert [name for name, data in bare.files().items() if SECRET.encode() in data]


def test_only_passive_files_are_published(corpus: Corpus, guarded: Built, bare: Built) -> None:
    """Of what lies beside notes, no page, script or drawing that a browser would run."""

    def beside(built: Built) -> list[str]:
        return [
            n
            for n in built.files()
            if re.fullmatch(r"notes/[^/]+", n) and not n.endswith((".png", ".html", ".md"))
        ]

    assert beside(guarded) == []
    assert len(beside(bare)) > 20


RUNNING = ("paragraph", "point", "heading", "quote", "cell", "admonition", "within HTML", "article",
    "title", "definition", "label", "drawing", "drawing, UTF-16", "file",
    "judged statement", "reason", "route title", "route lead")  # fmt: skip
"""Sinks in which something runs where nothing guards; an import escapes what it writes."""


def test_the_guards_off_show_that_the_tests_can_fail(
    watch: Watch, corpus: Corpus, bare: Built
) -> None:
    """Without guards and policy, hostile text runs and loads in every kind of place."""
    files = [
        name
        for name in bare.files()
        if re.fullmatch(r"notes/([dw]\d+\.svg|f\w*\.\w+|nosuffix)", name)
    ]
    pages = [
        *_pages(
            bare,
            r"notes/(body.*|open[0-4]|field[0-8]|imported|judged)/index.html",
            r"(routes|routes/way[0-4])/index.html",
            r"concepts/(entry|field[0-8])/index.html",
        )
    ]
    _visit(watch, bare, _WithoutPolicy, [*pages, *files])
    ran = by_sink(_names(corpus, watch.ran))
    assert [sink for sink in RUNNING if sink not in ran] == []
    assert "import" not in ran
    assert len(watch.ran) > 300
    assert len(watch.asked) > 50
    assert watch.found


def test_the_policy_is_a_second_guard(watch: Watch, corpus: Corpus, bare: Built) -> None:
    """Without guards but with the policy, no script of a page runs and no picture is asked for."""
    _visit(
        watch,
        bare,
        _Handler,
        _pages(bare, r"notes/(body[0-3]|field[0-4])/index.html", r"concepts/field[0-4]/index.html"),
    )
    assert _names(corpus, watch.ran) == []
    asked = {name.partition(": ")[2] for name in _names(corpus, watch.asked)}
    assert asked <= MEETS_NO_POLICY


MEETS_NO_POLICY = frozenset({"load, refresh", "load, ping"})
"""Leading a reader away is no load: no policy of a page forbids it."""
