"""Which drawings may be opened by their own address."""

from __future__ import annotations

import pytest

from notes_kb.pages.drawings import drawing_harm

XMLNS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
XHTML = "http://www.w3.org/1999/xhtml"


def svg(inner: str, attributes: str = "") -> bytes:
    return f"<svg {XMLNS} {attributes}>{inner}</svg>".encode()


HARMFUL = {
    "script": svg("<script>x()</script>"),
    "script by a prefix": b'<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script/></s:svg>',
    "script without a namespace": b"<svg><script/></svg>",
    "script of XHTML": svg(f'<h:script xmlns:h="{XHTML}">x()</h:script>'),
    "picture of XHTML": svg(f'<h:img xmlns:h="{XHTML}" src="https://x.example"/>'),
    "handler": svg("", 'onload="x()"'),
    "handler in capitals": svg("", 'ONLOAD="x()"'),
    "handler after a line": svg("<g\nonclick='x()'/>"),
    "foreign object": svg("<foreignObject><p/></foreignObject>"),
    "script in UTF-16": svg("<script>x()</script>").decode().encode("utf-16"),
    "handler in UTF-16, big end first": (
        b"\xfe\xff" + svg("", 'onload="x()"').decode().encode("utf-16-be")
    ),
    "an encoding that browsers read otherwise": (
        '<?xml version="1.0" encoding="cp037"?><svg/>'.encode("cp037")
    ),
    "an encoding that nobody knows": b'<?xml version="1.0" encoding="x-own"?><svg/>',
    "script before an error": svg("<script>x()</script><g>")[:-6],
    "no XML": b"<svg><g></svg>",
    "empty": b"",
    "compressed": b"\x1f\x8b\x08\x00",
    "link to a script": svg('<a xlink:href="javascript:x()"><text>a</text></a>'),
    "link to a script, spelled out": svg('<a href="java&#10;script&#58;x()"><text>a</text></a>'),
    "link to data": svg('<a href="data:text/html,x"><text>a</text></a>'),
    "animated link": svg('<a><animate attributeName="href" values="javascript:x()"/></a>'),
    "set link": svg('<a><set attributeName="xlink:href" to="javascript:x()"/></a>'),
    "picture of another host": svg('<image href="https://x.example/a.png"/>'),
    "picture without a scheme": svg('<image xlink:href="//x.example/a.png"/>'),
    "drawing in a drawing": svg('<image href="data:image/svg+xml,x"/>'),
    "used from elsewhere": svg('<use href="https://x.example/a.svg#a"/>'),
    "used data": svg('<use href="data:image/svg+xml,x#a"/>'),
    "filter of another host": svg('<filter id="f"><feImage href="//x.example"/></filter>'),
    "style sheet": svg("<style>@import 'https://x.example/a.css';</style>"),
    "font": svg("<style>@font-face {src: url( 'https://x.example/f' )}</style>"),
    "escaped style": svg(r"<style>a {fill: u\72l(//x.example)}</style>"),
    "style with a comment": svg("<style>a {fill: url(/**/'//x.example')}</style>"),
    "style in parts": svg("<style>a {fill: <![CDATA[url(]]>//x.example)}</style>"),
    "style of an element": svg('<g style="fill: url(//x.example/a#b)"/>'),
    "presentation attribute": svg('<g fill="url(//x.example/a#b)"/>'),
    "style sheet instruction": b'<?xml-stylesheet href="data:text/xsl,x"?>' + svg(""),
    "transformation": svg('<x:template xmlns:x="http://www.w3.org/1999/XSL/Transform"/>'),
    "entity": b'<!DOCTYPE svg [<!ENTITY x "y">]>' + svg("&x;"),
    "billion laughs": (
        b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + svg("&b;")
    ),
    "attribute of a document type": (
        b'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "x()">]>' + svg("")
    ),
}  # fmt: skip


@pytest.mark.parametrize("data", HARMFUL.values(), ids=HARMFUL)
def test_what_could_harm_is_named(data: bytes) -> None:
    """Scripts, files of other hosts, and what this parser may read otherwise than a browser."""
    assert drawing_harm(data)


HARMLESS = {
    "shapes": svg('<g fill="#fff"><path d="M0 0h1"/><text style="font: 1px a">字</text></g>'),
    "used": svg('<defs><g id="a"/></defs><use xlink:href="#a"/><use href=" #a"/>'),
    "gradient": svg('<rect fill="url(#g)" style="filter:url( \'#f\' )"/>'),
    "style": svg("<style>/* a */ a { fill: url(#b) } @media print { a { fill: red } }</style>"),
    "own font": svg("<style>@font-face { src: url(data:font/woff2;base64,aa) }</style>"),
    "own picture": svg('<image href="data:image/png;base64,aa"/>'),
    "links": svg('<a href="https://x.example"/><a href="../talk/#a"/><a href="x.html"/>'),
    "document type": (
        b'<?xml version="1.0" encoding="utf-8" standalone="no"?>\n<!DOCTYPE svg PUBLIC '
        b'"-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + svg("")
    ),
    "another program's": svg(
        '<s:namedview xmlns:s="http://sodipodi.sourceforge.net/DTD/x" s:onion="1"/>'
    ),
    "moves": svg('<circle><animate attributeName="r" values="1;2"/></circle>'),
    "words": svg("<text>&lt;script&gt; onload=x() javascript: url(//x)</text>"),
    "UTF-16": svg("<text>字</text>").decode().encode("utf-16"),
}


@pytest.mark.parametrize("data", HARMLESS.values(), ids=HARMLESS)
def test_what_programs_draw_is_published(data: bytes) -> None:
    """Shapes, references within the drawing, styles, links, and text about scripts."""
    assert drawing_harm(data) == ""
