"""Pages that know their language, and pages made from the knowledge base."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from notes_kb.domain.language import Languages
from notes_kb.mkdocs.site import Kind, dest_uri

_DECLARATION = re.compile(r"<(?=[!?])")


class SitePage(Page):
    """A page in one language; ordinary pages are read and rendered by the host."""

    def __init__(
        self,
        title: str | None,
        file: File,
        config: MkDocsConfig,
        *,
        path: str,
        language: str,
        kind: Kind = Kind.PAGE,
        thing: str = "",
        fallback_from: str = "",
    ) -> None:
        """Take the path that all languages share, the language, and what the page shows.

        `thing` is the id of the note, topic or concept. `fallback_from` is the
        language of the content where the page has none of its own.
        """
        # The theme writes titles into HTML as they are, so what contributors wrote
        # must be escaped before; `escape` marks it, so that nothing escapes it twice.
        super().__init__(None if title is None else escape(title), file, config)
        self.path = path
        self.language = language
        self.kind = kind
        self.thing = thing
        self.fallback_from = fallback_from
        self.linked: tuple[str, ...] = ()
        """The concepts that the rendered body links to, for its hover cards."""

    @property
    def is_homepage(self) -> bool:
        """Whether this is the home page of its language."""
        return self.path == "index"

    @property
    def plain_title(self) -> str:
        """The title as text, for what is no HTML."""
        return self.title.unescape() if isinstance(self.title, Markup) else str(self.title or "")

    @property
    def content_language(self) -> str:
        """The language that the content stands in."""
        return self.fallback_from or self.language


class MadePage(SitePage):
    """A page whose Markdown is made from the knowledge base; front matter never gets here."""

    def __init__(
        self,
        *args: Any,
        markdown: str = "",
        meta: Mapping[str, Any] | None = None,
        source: str = "",
        **kwargs: Any,
    ) -> None:
        """Take the Markdown of the body, the page's meta data, and the file it comes from."""
        super().__init__(*args, **kwargs)
        self.source = source
        self.refused = ""
        """Why the Markdown could not be rendered as it is; empty where it could."""
        self._made = markdown
        self._made_meta = {"title": self.title, **(meta or {})}

    def read_source(self, config: MkDocsConfig) -> None:
        """Use what was made."""
        self.markdown = self._made
        self.meta = dict(self._made_meta)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Render the body, or nothing where there is none."""
        if not self.markdown:
            self.content, self.present_anchor_ids, self.links_to_anchors = "", set(), {}
            return
        try:
            super().render(config, files)
        except Exception as problem:
            # Python's HTML parser, which reads raw HTML for Markdown, gives up on
            # declarations such as `<![>`. As text they do no harm.
            self.refused = str(problem) or type(problem).__name__
            self.markdown = _DECLARATION.sub("&lt;", self.markdown)
            super().render(config, files)


class _PageFile(File):
    """The file of a page that shows more than its source."""

    def is_modified(self) -> bool:
        """Have every page built again: a backlink or neighbour may be new on any of them."""
        return True


def site_file(
    config: MkDocsConfig, src_uri: str, path: str, language: str, languages: Languages
) -> File:
    """Give the file of a page: where its source stands, and where its output goes."""
    file = _PageFile(
        src_uri,
        str(config.docs_dir),
        str(config.site_dir),
        config.use_directory_urls,
        dest_uri=dest_uri(path, language, languages, directories=config.use_directory_urls),
    )
    file.name = posixpath.basename(path)
    return file
