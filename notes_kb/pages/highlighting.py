"""Highlighted code without the work that is the same for every block.

For each block of code, ``pymdownx.highlight`` has Pygments look through all names of lexers, in
the installed packages too where a name is unknown, and work out the style sheet of a formatter
that writes classes only. `share_work` lets a process do both once. The HTML is the same.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any


def share_work() -> None:
    """Change ``pymdownx.highlight`` in this process; where it is not known, leave it alone.

    For the workers of a build, which belong to it: it is not undone.
    """
    try:
        module: Any = import_module("pymdownx.highlight")
        lexers: Any = import_module("pygments.lexers")
        formatters = (module.BlockHtmlFormatter, module.InlineHtmlFormatter)
    except (ImportError, AttributeError):
        return
    if getattr(module, "get_lexer_by_name", None) is not lexers.get_lexer_by_name:
        return
    module.get_lexer_by_name = _named_lexers(lexers)
    for formatter in formatters:
        if hasattr(formatter, "_create_stylesheet"):
            formatter._create_stylesheet = _kept_stylesheets(formatter._create_stylesheet)


def _named_lexers(lexers: Any) -> Any:
    """Give Pygments' `get_lexer_by_name`, which remembers the class of each name."""

    @cache
    def find(name: str) -> Any:
        try:
            return lexers.find_lexer_class_by_name(name)
        except lexers.ClassNotFound:
            return None

    def get_lexer_by_name(name: str, **options: Any) -> Any:
        found = find(name)
        if found is None:
            raise lexers.ClassNotFound(f"no lexer for alias {name!r} found")
        return found(**options)

    return get_lexer_by_name


def _kept_stylesheets(create: Any) -> Any:
    """Give a formatter's `_create_stylesheet`, which remembers what each style came to."""
    known: dict[tuple[object, ...], tuple[dict[Any, Any], dict[Any, Any]]] = {}

    def create_stylesheet(formatter: Any) -> None:
        key = (type(formatter), formatter.style, formatter.classprefix)
        if key not in known:
            create(formatter)
            known[key] = (formatter.ttype2class, formatter.class2style)
        classes, styles = known[key]
        formatter.ttype2class, formatter.class2style = dict(classes), dict(styles)

    return create_stylesheet
