"""Which Markdown extensions and fences contributed texts are rendered with."""

from __future__ import annotations

from pymdownx.superfences import fence_code_format

from notes_kb.mkdocs.extensions import for_contributed, is_pure


def run_code(source: str, *_: object) -> str:
    """Stand for a formatter that executes what it is given."""
    return source


def test_unknown_extensions_are_left_out_unless_named() -> None:
    """Whatever is not known might read files or run code."""
    names = ("toc", "markdown.extensions.tables", "pymdownx.snippets", "markdown_exec", "x")
    kept, _, left_out = for_contributed(names, {}, ["x"])
    assert kept == ("toc", "markdown.extensions.tables", "x")
    assert left_out == ("pymdownx.snippets", "markdown_exec")
    assert is_pure(kept[:2])
    assert not is_pure(names)


def test_fences_that_others_format_are_left_out() -> None:
    """A fence of diagrams stays; one whose function is of another package goes."""
    mermaid = {"name": "mermaid", "class": "mermaid", "format": fence_code_format}
    python = {"name": "python", "class": "python", "format": run_code}
    tested = {**mermaid, "name": "x", "validator": run_code}
    configs = {
        "pymdownx.superfences": {"custom_fences": [mermaid, python, tested], "css_class": "c"},
        "pymdownx.extra": {"pymdownx.superfences": {"custom_fences": [python]}},
        "toc": {"permalink": True},
    }
    _, safe, left_out = for_contributed(configs, configs, [])
    assert safe["pymdownx.superfences"] == {"custom_fences": [mermaid], "css_class": "c"}
    assert safe["pymdownx.extra"] == {"pymdownx.superfences": {"custom_fences": []}}
    assert safe["toc"] == {"permalink": True}
    assert left_out == (
        "pymdownx.superfences: custom_fences",
        "pymdownx.extra: custom_fences",
    )
    assert for_contributed(configs, configs, list(configs))[1] == configs
