"""A Markdown extension that reads a page's raw HTML with Python's parser, as some do."""

from html.parser import HTMLParser

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor


class ReadsHtml(Extension):
    """Feeds the Markdown to Python's parser, which raises on unknown declarations."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the pass first of all."""
        md.preprocessors.register(_Feed(md), "reads-html", 1000)


class _Feed(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        HTMLParser().feed("\n".join(lines))
        return lines


class Fails(Extension):
    """Raises what Python's parser raises, but not from within it."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Register the pass first of all."""
        md.preprocessors.register(_Fail(md), "fails", 1000)


class _Fail(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        raise AssertionError("unknown status keyword")
