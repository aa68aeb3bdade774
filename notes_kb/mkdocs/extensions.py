"""The Markdown extensions of a site: which are known, and which contributed texts may use.

An extension may read files or run code as the text says: snippets include any file of the
project, other ones execute what stands in a fence. In the owner's pages that is the
owner's wish. Notes and articles are written by strangers, so they are rendered by the
extensions that are known to do neither, and by those that the owner names for them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

_MATH_SCRIPT = re.compile("mathjax|katex", re.IGNORECASE)

KNOWN = frozenset(
    """toc tables fenced_code abbr admonition attr_list codehilite def_list extra footnotes
    legacy_attrs legacy_em md_in_html meta nl2br sane_lists smarty wikilinks
    pymdownx.arithmatex pymdownx.betterem pymdownx.blocks.admonition pymdownx.blocks.caption
    pymdownx.blocks.definition pymdownx.blocks.details pymdownx.blocks.html pymdownx.blocks.tab
    pymdownx.caret pymdownx.critic pymdownx.details pymdownx.emoji pymdownx.escapeall
    pymdownx.extra pymdownx.fancylists pymdownx.highlight pymdownx.inlinehilite pymdownx.keys
    pymdownx.magiclink pymdownx.mark pymdownx.progressbar pymdownx.saneheaders
    pymdownx.smartsymbols pymdownx.striphtml pymdownx.superfences pymdownx.tabbed
    pymdownx.tasklist pymdownx.tilde""".split()
)
"""Extensions that are known to give the same HTML for the same text and options, and to read
nothing else, so that their pages may be kept and made by workers."""

_TRUSTED_MODULES = ("pymdownx.", "material.", "materialx.", "mermaid2.")
"""Whose functions for fences read no file and run no code."""

_FENCES = frozenset({"custom_fences", "custom_inline"})
"""Options that hold functions which are given a contributor's text."""


def is_known(extension: object) -> bool:
    """Whether an extension is one of `KNOWN`, by either of its names."""
    return isinstance(extension, str) and extension.removeprefix("markdown.extensions.") in KNOWN


def draws_formulas(option: bool | None, scripts: Iterable[object]) -> bool:
    """Whether formulas are drawn when the site is built.

    `option` is the site's wish. Without one, a site that loads MathJax or KaTeX itself keeps
    what it has: its macros and settings may be known to that script only.
    """
    if option is not None:
        return option
    return not any(_MATH_SCRIPT.search(str(script)) for script in scripts)


def is_pure(extensions: Iterable[object]) -> bool:
    """Whether all extensions of a site are known to be pure functions of the text."""
    return all(map(is_known, extensions))


def for_contributed(
    extensions: Iterable[str], configs: Mapping[str, Any], allowed: Collection[str]
) -> tuple[tuple[str, ...], dict[str, Any], tuple[str, ...]]:
    """Give the extensions of contributed texts with their options, and what was left out.

    `allowed` are the extensions that the site's owner lets contributors use.
    """
    kept: list[str] = []
    left_out: list[str] = []
    for name in extensions:
        (kept if is_known(name) or name in allowed else left_out).append(name)
    safe: dict[str, Any] = {}
    for name in kept:
        if name in configs:
            safe[name] = configs[name] if name in allowed else _without_unknown(configs[name])
            if safe[name] != configs[name]:
                left_out.append(f"{name}: custom_fences")
    return tuple(kept), safe, tuple(left_out)


def _without_unknown(options: Any) -> Any:
    """Give an extension's options without fences that functions of other packages read."""
    if not isinstance(options, Mapping):
        return options
    return {
        key: [fence for fence in value if _is_trusted(fence)]
        if key in _FENCES and isinstance(value, list)
        else _without_unknown(value)
        for key, value in options.items()
    }


def _is_trusted(fence: Any) -> bool:
    if not isinstance(fence, Mapping):
        return False
    functions = (fence[key] for key in ("format", "validator") if fence.get(key) is not None)
    return all(
        (getattr(function, "__module__", None) or "").startswith(_TRUSTED_MODULES)
        for function in functions
    )
