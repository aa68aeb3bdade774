"""What the theme shows round a page, in the page's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from notes_kb.mkdocs.config import NotesKbConfig
from notes_kb.mkdocs.plan import Plan, PlannedPage


class View:
    """An object as it is, but for some of its attributes and items."""

    def __init__(self, base: Any, overrides: Mapping[str, Any]) -> None:
        """Show `base` with `overrides` in front."""
        self._base = base
        self._overrides = overrides

    def __getattr__(self, name: str) -> Any:
        """Give the override, else the attribute of the base."""
        if name in self._overrides:
            return self._overrides[name]
        return getattr(self._base, name)

    def __getitem__(self, key: str) -> Any:
        """Give the override, else the item of the base."""
        return self._overrides[key] if key in self._overrides else self._base[key]

    def __contains__(self, key: object) -> bool:
        """Tell whether there is an override or an item."""
        return key in self._overrides or key in self._base

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys of the base."""
        return iter(self._base)

    def get(self, key: str, default: Any = None) -> Any:
        """Give the override, else the item of the base, else the default."""
        return self[key] if key in self else default  # noqa: SIM401 - this is that get


def localise(value: Any, strings: Mapping[str, str]) -> Any:
    """Replace every string of a nested value that has a translation."""
    if isinstance(value, str):
        return strings.get(value, value)
    if isinstance(value, Mapping):
        return {key: localise(item, strings) for key, item in value.items()}
    if isinstance(value, list):
        return [localise(item, strings) for item in value]
    return value


class Chrome:
    """Per-language views of one build's configuration."""

    def __init__(self, config: MkDocsConfig, options: NotesKbConfig, plan: Plan) -> None:
        """Prepare a view for each language."""
        self.config, self.options, self.plan = config, options, plan
        self.strings = {code: self._translated(code) for code in plan.languages.codes}
        self._views = {code: self._view(code) for code in plan.languages.codes}

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
        # Not by the environment's list of templates: a theme has ten thousand icons.
        folders = [Path(folder) / "partials" / "languages" for folder in self.config.theme.dirs]
        known = [folder for folder in folders if folder.is_dir()]
        for candidate in (code, code.split("-", maxsplit=1)[0]):
            if not known or any((folder / f"{candidate}.html").is_file() for folder in known):
                return candidate
        return "en"

    def config_for(self, page: PlannedPage) -> View:
        """Give the configuration as the theme should see it on a page."""
        versions = self.plan.versions(page.path).items()
        links = {code: version.url or "./" for code, version in versions}
        return self._with_languages(page.language, links)

    def config_for_no_page(self) -> View:
        """Give the configuration for the error page: its languages lead to their home pages."""
        homes = self.plan.versions("index").items()
        links = {code: home.url.removeprefix("./") for code, home in homes}
        return self._with_languages(self.plan.languages.default, links)

    def _with_languages(self, language: str, links: Mapping[str, str]) -> View:
        """Override what a language changes, with the addresses that its menu leads to."""
        overrides = dict(self._views[language])
        if not self.config.extra.get("alternate") and len(self.plan.languages.codes) > 1:
            extra = dict(self.config.extra)
            extra["alternate"] = [
                {"name": self.plan.languages.names[code], "lang": code, "link": link}
                for code, link in links.items()
            ]
            home = self.plan.find("index", language)
            extra.setdefault("homepage", (home.url or "./") if home else "./")
            overrides["extra"] = extra
        return View(self.config, overrides)
