"""What the theme shows round a page, in the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation

from notes_kb.mkdocs.config import NotesKbConfig
from notes_kb.mkdocs.files import split_language
from notes_kb.mkdocs.nav import build_navigation
from notes_kb.mkdocs.pages import SitePage
from notes_kb.mkdocs.site import Site
from notes_kb.mkdocs.views import View, localise


class Chrome:
    """Per-language views of one build's configuration and navigation."""

    def __init__(self, config: MkDocsConfig, options: NotesKbConfig, site: Site) -> None:
        """Prepare a view for each language."""
        self.config, self.options, self.site = config, options, site
        self.navigations: dict[str, Navigation] = {}
        self._views = {code: self._view(code) for code in site.languages.codes}

    @property
    def titles(self) -> Mapping[str, tuple[str, str]]:
        """The site's name and description in each language."""
        return {
            code: (view["site_name"], view["site_description"] or "")
            for code, view in self._views.items()
        }

    def _translated(self, code: str) -> Mapping[str, str]:
        options = self.options.translations.get(code)
        return dict(options.strings) if options else {}

    def _view(self, code: str) -> Mapping[str, Any]:
        """Override what a language changes: names, theme strings, palette labels."""
        config, options = self.config, self.options.translations.get(code)
        translated = self._translated(code)
        theme = {"language": self._theme_language(code)}
        if config.theme.get("palette"):
            theme["palette"] = localise(config.theme["palette"], translated)
        return {
            "site_name": (options and options.site_name) or config.site_name,
            "site_description": (options and options.site_description) or config.site_description,
            "copyright": localise(config.copyright, translated),
            "theme": View(config.theme, theme),
        }

    def _theme_language(self, code: str) -> str:
        """Give the theme's own code for a language: its nearest locale, else English."""
        env = self.config.theme.get_env()
        known = set(env.list_templates(filter_func=lambda n: n.startswith("partials/languages/")))
        for candidate in (code, code.split("-", maxsplit=1)[0]):
            if f"partials/languages/{candidate}.html" in known or not known:
                return candidate
        return "en"

    def build_navigations(self, configured: Any) -> None:
        """Build the navigation of every language."""
        for code in self.site.languages.codes:
            self.navigations[code] = build_navigation(
                configured,
                self.site,
                code,
                self._translated(code),
                lambda target: split_language(target, self.options.layout, self.site.languages),
            )

    def config_for(self, page: SitePage) -> View:
        """Give the configuration as the theme should see it on a page."""
        overrides = dict(self._views[page.language])
        if not self.config.extra.get("alternate") and len(self.site.languages.codes) > 1:
            extra = dict(self.config.extra)
            extra["alternate"] = [
                {"name": self.site.languages.names[code], "lang": code, "link": version.url or "./"}
                for code, version in self.site.versions(page.path).items()
            ]
            home = self.site.find("index", page.language)
            extra.setdefault("homepage", (home.url or "./") if home else "./")
            overrides["extra"] = extra
        return View(self.config, overrides)
