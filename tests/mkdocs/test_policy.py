"""The policy names what the finished scripts of a page need, and nothing else."""

import base64
import hashlib
import re

import pytest

from notes_kb.mkdocs.policy import (
    Policies,
    needed_of,
    needed_sources,
    policy,
    serving,
    with_policy,
)
from tests.site import CONFIG, TREE, build

MERMAID = "https://unpkg.com/mermaid@11/dist/mermaid.min.js"


def digest(code: str) -> str:
    """Give the source of an inline script."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


ROWS = {
    "own": ('<script src="a.js"></script><script src=/b.js></script>', set()),
    "host": ('<SCRIPT async src="https://x.example/a.js"></SCRIPT>', {"https://x.example"}),
    "no scheme": ("<script src='//x.example/a.js'></script>", {"https://x.example"}),
    "unquoted": ("<script src=https://x.example:8443/a.js></script>", {"https://x.example:8443"}),
    "no address": ('<script src="https://[/a.js"></script>', set()),
    "no host": ('<script src="https://x.example;*/a.js"></script>', set()),
    "inline": ("<script>a()</script>", {digest("a()")}),
    "other attribute": ('<script data-src="a.js">a()</script>', {digest("a()")}),
    "lines": ("<script>a()\r\nb()\rc()</script>", {digest("a()\nb()\nc()")}),
    "lone surrogate": ("<script>'\ud800'</script>", {digest("'&#55296;'")}),
    "not closed": ("<script>a()", {digest("a()")}),
    "data": ('<script type="application/json">{}</script>', set()),
    "template": ("<script type=text/template></script>", set()),
    "json for machines": ('<script type="application/ld+json">{}</script>', set()),
    "analytics": (
        '<script>t.src="https://x.example/gtag/js?id=1"</script>',
        {digest('t.src="https://x.example/gtag/js?id=1"'), "https://x.example"},
    ),
    "module": (
        '<script type="module">import a from "https://x.example/a.mjs"; import("//y.example/b")'
        "</script>",
        {
            digest('import a from "https://x.example/a.mjs"; import("//y.example/b")'),
            "https://x.example",
            "https://y.example",
        },
    ),
    "link": ("<script>a.href='https://x.example/'</script>", {digest("a.href='https://x.example/'")}),
    "diagram": ('<pre class="mermaid"><code>graph</code></pre>', {MERMAID}),
    "diagram, minified": ("<pre id=x class=mermaid><code>graph</code></pre>", {MERMAID}),
    "diagram, own Mermaid": (
        '<pre class="mermaid"></pre><script src="https://x.example/mermaid.js"></script>',
        {"https://x.example"},
    ),
    "no diagram": ('<p class="mermaid"></p><pre class="mermaids">mermaid</pre>', set()),
}  # fmt: skip


@pytest.mark.parametrize(("html", "needed"), ROWS.values(), ids=ROWS)
def test_a_policy_names_what_scripts_need(html, needed):
    """Hashes for what is inline, hosts for what is elsewhere, Mermaid for diagrams."""
    found = {one.removeprefix("script-src ") for one in needed_sources(html, MERMAID)}
    elsewhere = {one for one in found if " https:" in one and not one.endswith("//")}
    assert found - elsewhere == needed
    hosts = {one for one in needed if one.startswith("https:") and one != MERMAID}
    assert bool(elsewhere) == bool(hosts)


FILES = {
    "own": ('<img src="a.png"><link rel="stylesheet" href="/a.css"><iframe src="b"></iframe>', ""),
    "picture": ("<img alt='' src='https://x.example/a.png'>", "img"),
    "no scheme": ("<IMG SRC=//x.example/a.png>", "img"),
    "set": ('<img srcset="a.png 1x, https://x.example/a.png 2x">', "img"),
    "source": ('<source srcset="https://x.example/a">', "img media"),
    "film": ('<video src="https://x.example/a.mp4" poster="b.png"></video>', "media img"),
    "sound": ('<audio src="https://x.example/a.mp3"></audio>', "media"),
    "frame": ('<iframe src="https://x.example/"></iframe>', "frame"),
    "style sheet": ('<link rel="stylesheet" href="https://x.example/a.css">', "style font img"),
    "imported styles": ("<style>@import  'https://x.example/a.css'</style>", "style font img"),
    "imported by address": ("<style>@import url(//x.example/a.css)</style>", "style font img"),
    "fonts": ('<link rel="preconnect" href="https://x.example" crossorigin>', "font"),
    "canonical": ('<link rel="canonical" href="https://x.example/">', ""),
    "style": ('<p style="background: url(https://x.example/a.png)">', "font img"),
    "link": ('<a href="https://x.example/">x</a>', ""),
    "text": ("&lt;img src=https://x.example/a&gt;", ""),
    "no host": ('<img src="https://x.example;script-src *">', ""),
}


@pytest.mark.parametrize(("html", "directives"), FILES.values(), ids=FILES)
def test_a_policy_names_the_hosts_of_files(html, directives):
    """What the owner's page loads from elsewhere is allowed, and nothing of a contributor's."""
    expected = {f"{name}-src https://x.example" for name in directives.split()}
    assert needed_sources(html) == expected
    page = f"<header></header><article>{html}</article>"
    assert needed_sources(page) == expected
    assert needed_sources(page, contributed=True) == frozenset()
    assert needed_sources(f"{html}<article></article>", contributed=True) == expected


def test_no_script_of_a_contributor_is_allowed():
    """Were the sanitiser to let one through, the policy would still forbid it."""
    own = "<script>own()</script>"
    bodies = ("<SCRIPT>x()</SCRIPT>", '<i srcdoc="<script>x()</script>">',
              '<script src="https://x.example/a.js"></script>')  # fmt: skip
    for body in bodies:
        page = f"{own}<article>{body}</article><nav>{body}</nav>"
        assert needed_sources(page, body=body) == needed_sources(own), body
        assert needed_sources(page) != needed_sources(own)
    style = "<style>@import 'https://x.example/a.css'</style>"
    page = f"<article>{style}</article><nav>{style}</nav>"
    assert needed_sources(page, contributed=True, body=style) == frozenset()
    assert needed_sources(page, contributed=True) != frozenset()


def test_a_policy_is_read_as_it_was_written():
    """Serving adds to what a page's policy allows."""
    needed = {"script-src 'sha256-x'", "img-src https://x.example", "connect-src https:"}
    assert needed_of(policy(needed)) == needed
    assert needed_of(policy([])) == frozenset()
    assert policy([]) == (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; media-src 'self' data:; "
        "font-src 'self' data:; frame-src 'self'; connect-src 'self'; "
        "object-src 'none'; base-uri 'self'"
    )


def test_a_theme_that_loads_no_mermaid_needs_none():
    """A diagram alone asks for nothing."""
    assert needed_sources('<pre class="mermaid"></pre>') == frozenset()


def test_scripts_without_end_are_read_in_one_pass():
    """Many opening tags cost no more than their length."""
    assert len(needed_sources("<script>" * 20_000)) == 1
    assert needed_sources("<script " * 20_000) == frozenset()


@pytest.mark.parametrize("head", ["<head>", '<head prefix="og: https://ogp.me/ns#">', "<HEAD>"])
def test_a_page_has_one_policy(head):
    """A policy goes in front of all else, and replaces one that was put there before."""
    once = with_policy(f"<html>{head}<title>a</title><header>", ["script-src 'a'"])
    assert once.startswith(f'<html>{head}<meta http-equiv="Content-Security-Policy"')
    assert "script-src 'self' 'a';" in once
    twice = with_policy(once, ["script-src 'b'"])
    assert twice == once.replace("'a'", "'b'")


def test_a_policy_of_the_owner_stays():
    """A policy that stands elsewhere in the head is the owner's."""
    theirs = '<meta http-equiv="Content-Security-Policy" content="img-src *">'
    html = with_policy(f"<head><title>a</title>{theirs}", [])
    assert theirs in html
    assert html.count("Content-Security-Policy") == 2


def secured(site, policies, pages):
    """Write pages as the host does."""
    for uri, html in pages.items():
        (site / uri).write_text(policies.secure(uri, html), "utf-8")
    policies.before_others(site)


PAGES = {"a.html": "<head></head><script>a()</script>", "b.html": "<head></head>"}


def test_what_others_change_as_the_build_ends_counts(tmp_path):
    """A page that was changed, and one that was added, are read again."""
    policies = Policies("", shared=False)
    secured(tmp_path, policies, PAGES)
    changed = (tmp_path / "b.html").read_text() + "<script>late()</script>"
    (tmp_path / "b.html").write_text(changed)
    added = "<head></head><script>redirect()</script>"
    (tmp_path / "c.html").write_text(added)
    policies.finish(tmp_path)
    assert digest("late()") in (tmp_path / "b.html").read_text()
    assert digest("late()") not in (tmp_path / "a.html").read_text()
    assert (tmp_path / "c.html").read_text() == added
    header = (tmp_path / "_headers").read_text()
    assert all(digest(code) in header for code in ("a()", "late()", "redirect()"))


def test_pages_that_replace_each_other_share_a_policy(tmp_path):
    """With instant loading the first page's policy governs what the others load."""
    policies = Policies("", shared=True)
    secured(tmp_path, policies, PAGES)
    policies.finish(tmp_path)
    assert digest("a()") in (tmp_path / "b.html").read_text()


def test_unchanged_pages_are_not_written_again(tmp_path):
    """Files keep their time stamps."""
    policies = Policies("", shared=True)
    secured(tmp_path, policies, {"a.html": PAGES["a.html"]})
    before = (tmp_path / "a.html").stat().st_mtime_ns
    policies.finish(tmp_path)
    assert (tmp_path / "a.html").stat().st_mtime_ns == before


def answered(body, content_type="text/html"):
    """Give the headers and the body of an answer that goes through `serving`."""
    told = {}

    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", content_type), ("Content-Length", "1")])
        return [body[:5], body[5:]]

    parts = serving(app)({}, lambda status, headers: told.update(headers, status=status))
    return told, b"".join(parts)


def test_a_served_page_allows_the_script_that_the_server_puts_in():
    """The policy grows by live reload's script; the length is right, broken bytes stay."""
    page = (
        with_policy("<head></head>é", ["script-src 'x'"]).encode()
        + b"\xff<script>reload(1)</script>"
    )
    headers, body = answered(page)
    assert f"script-src 'self' {digest('reload(1)')} 'x';".encode() in body
    assert headers["Content-Length"] == str(len(body))
    assert headers["status"] == "200 OK"
    assert b"\xff" in body


@pytest.mark.parametrize("kind", ["text/html", "text/css"])
def test_what_has_no_policy_is_served_as_it_is(kind):
    """Pages of a site without a policy, and other files."""
    assert answered(b"<head><script>a()</script>", kind)[1] == b"<head><script>a()</script>"


HOOK = """\
from pathlib import Path

def on_post_build(config):
    page = Path(config.site_dir, "guide", "index.html")
    page.write_text(page.read_text("utf-8").replace("</body>", "<script>late()</script></body>"))
"""


def test_a_hook_of_the_site_s_owner_may_end_the_build(tmp_path):
    """What a hook adds to a finished page is allowed on that page."""
    built = build(tmp_path, {**TREE, "hooks.py": HOOK}, config=f"{CONFIG}hooks: [hooks.py]\n")
    assert built.code == 0, built.log
    allowed = re.search("script-src ([^;]*)", built.read("guide/index.html"))
    assert allowed
    assert digest("late()") in allowed[1]
    assert digest("late()") not in built.read("index.html")


OWNERS = {
    "docs/own.css": "@import url('https://fonts.example/a.css');",
    "docs/own.js": 'fetch("https://api.example/x");',
    "docs/frame.md": '# 帧\n\n<iframe src="https://films.example/1"></iframe>\n',
}


def test_what_the_owner_loads_is_allowed_and_told(tmp_path):
    """Style sheets, scripts and the repository of the configuration; frames of one page."""
    config = CONFIG.replace("name: material,", "name: material, font: {text: Noto Sans},") + (
        "extra_css: [own.css]\nextra_javascript: [own.js]\n"
        "repo_url: https://github.com/example/notes\n"
    )
    built = build(tmp_path, {**TREE, **OWNERS}, "--verbose", config=config)
    assert built.code == 0, built.log
    for uri in ("index.html", "notes/talk/index.html", "frame/index.html"):
        written = re.search('Content-Security-Policy" content="([^"]*)"', built.read(uri))[1]
        allowed = needed_of(written)
        assert "font-src https://fonts.example" in allowed, uri
        assert "font-src https://fonts.gstatic.com" in allowed, uri
        assert "style-src https://fonts.googleapis.com" in allowed, uri
        assert "style-src https://fonts.example" in allowed, uri
        assert "connect-src https://api.example" in allowed, uri
        assert "connect-src https://api.github.com" in allowed, uri
        assert ("frame-src https://films.example" in allowed) == uri.startswith("frame"), uri
        assert "img-src https:" not in allowed
    for host in ("fonts.googleapis.com", "api.github.com"):
        assert re.search(rf"mkdocs\.yml: note: .*{host}.*\[third-party\]", built.log), built.log
