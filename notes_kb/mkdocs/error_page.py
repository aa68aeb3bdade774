"""The page that a host answers with where there is none: all languages on one page.

A static host has one such page for the whole site, and the theme's is a line of English. Ours
says it in each language, with the ways on; a script puts the reader's first and looks for
pages with an address like the one that was asked for. Without scripts all languages stand
there. A page of the owner's own making is left alone.
"""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from markupsafe import Markup

from notes_kb.languages.strings import strings
from notes_kb.mkdocs.assets import error_script
from notes_kb.mkdocs.head import with_names
from notes_kb.mkdocs.plan import Kind
from notes_kb.mkdocs.site import Site

NAME = "404.html"

_THEIRS = "<h1>404 - Not found</h1>"
"""What Material and MaterialX put into the page; with anything else the page is the owner's."""

_WAYS = (Kind.NOTES, Kind.TOPICS, Kind.CONCEPTS)


def error_page(html: str, site: Site, *, searchable: bool) -> str:
    """Give the theme's error page in all languages; any other page as it is."""
    default = site.languages.default
    head, closing, body = html.partition("</head>")
    if not closing or body.count(_THEIRS) != 1:
        return html
    root = urlsplit(site.config.site_url or "").path.rstrip("/") + "/"
    blocks = "".join(_block(site, code, root, searchable) for code in site.languages.codes)
    lost = f'<div class="nk-lost-all" data-root="{escape(root)}">{blocks}</div>'
    script = f'<script src="{escape(root + error_script())}"></script>'
    title = escape(strings(default)["lost.title"])
    head = head.replace("<title>", f"<title>{title} - ", 1)
    body = with_names(body.replace(_THEIRS, lost + script, 1), default)
    return f"{head}{closing}{body}"


def _block(site: Site, code: str, root: str, searchable: bool) -> str:
    """Say it in one language, with links to where a reader can go on."""
    words = {key: Markup(escape(text)) for key, text in strings(code).items()}
    home = site.plan.find("index", code)
    ways = [(words["home"], home.url)] if home else []
    has_notes = bool(site.kb.groups or site.kb.concepts)
    for kind in _WAYS if has_notes else ():
        page = site.page(kind, code)
        if page is not None:
            ways.append((words[kind.value], page.url))
    links = "".join(
        f'<li><a href="{escape(root + ("" if url == "./" else url))}">{text}</a></li>'
        for text, url in ways
    )
    prefix = "" if code == site.languages.default else f"{code}/"
    search = (
        '<p><button type="button" class="md-button nk-lost__search" hidden>'
        f"{words['lost.search']}</button></p>"
        if searchable
        else ""
    )
    return (
        f'<section class="nk-lost" lang="{escape(code)}" data-prefix="{escape(prefix)}">'
        f"<h1>{words['lost.title']}</h1><p>{words['lost.text']}</p>{search}"
        f'<ul class="nk-chips">{links}</ul><div class="nk-lost__near" hidden>'
        f'<p class="nk-label">{words["lost.near"]}</p><ul></ul></div></section>'
    )
