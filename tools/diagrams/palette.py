"""Colours for a light and a dark page, and the style sheet that switches between them.

Every drawing stands on an opaque card of its own, so it stays readable where the page's colour
scheme and the browser's preference differ.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal, NamedTuple

Tone = Literal["grey", "blue", "green", "amber", "rose", "violet"]


class Pair(NamedTuple):
    """One role's colour on a light and on a dark card."""

    light: str
    dark: str


CARD = Pair("#ffffff", "#1e2129")
EDGE = Pair("#c4cad3", "#48505e")
INK = Pair("#1f2328", "#eceff4")
MUTED = Pair("#4b535d", "#b8c0cc")
FILLS = MappingProxyType(
    {
        "grey": Pair("#f1f3f5", "#2c323d"),
        "blue": Pair("#dceafe", "#1d3858"),
        "green": Pair("#dbf5e4", "#1c3f30"),
        "amber": Pair("#fdf0c8", "#473812"),
        "rose": Pair("#ffe3e6", "#4c2630"),
        "violet": Pair("#ebe7fe", "#362f59"),
    }
)
STROKES = MappingProxyType(
    {
        "grey": Pair("#656d78", "#98a2b1"),
        "blue": Pair("#2563c9", "#70abff"),
        "green": Pair("#15803d", "#5fcf8a"),
        "amber": Pair("#a65a08", "#efb54d"),
        "rose": Pair("#c0264a", "#fb8ba0"),
        "violet": Pair("#6a35d0", "#b79fff"),
    }
)

FONT = (
    'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","PingFang SC",'
    '"Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif'
)
MONO = 'ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace'


def _rules(scheme: Literal["light", "dark"]) -> str:
    def of(pair: Pair) -> str:
        return pair.light if scheme == "light" else pair.dark

    rules = [
        f".card{{fill:{of(CARD)};stroke:{of(EDGE)}}}",
        f".ink{{fill:{of(INK)}}}",
        f".muted{{fill:{of(MUTED)}}}",
        f".line{{stroke:{of(MUTED)}}}",
        f".grid{{stroke:{of(EDGE)}}}",
        f".head{{fill:{of(MUTED)}}}",
    ]
    for name, fill in FILLS.items():
        stroke = of(STROKES[name])
        rules.append(f".{name}{{fill:{of(fill)};stroke:{stroke}}}")
        rules.append(f".{name}-line{{stroke:{stroke}}}")
        rules.append(f".{name}-dot{{fill:{stroke}}}")
    return "".join(rules)


STYLE = (
    f"text{{font-family:{FONT}}}.b{{font-weight:700}}.m{{font-family:{MONO}}}"
    + _rules("light")
    + "@media (prefers-color-scheme:dark){"
    + _rules("dark")
    + "}"
)
"""The style sheet of every drawing."""
