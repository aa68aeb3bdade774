"""Our search in the place of the theme's: its dialog stays, its index and worker go."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, get_plugin_logger

from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.languages.strings import strings
from notes_kb.search.assets import data_script, scripts
from notes_kb.search.documents import Document, Entry, Options
from notes_kb.search.index import merge
from notes_kb.search.node import FOLDER
from notes_kb.search.part import Part, index_page
from notes_kb.search.sections import PageSection
from notes_kb.search.selftest import Golden, self_test

log = get_plugin_logger("notes_kb.search")

THEMES = ("material.plugins.search", "materialx.plugins.search")
"""Where the search plugins live whose dialog speaks the protocol of our worker."""

_REPLACED = ("page_context", "post_build")
"""What the theme's plugin does to index pages; its other hooks stay."""

_THEME_DEFAULTS: Mapping[str, Any] = {
    "lang": ["en"],
    "separator": r"[\s\-\u200b\u3000、。，．？！；]+",
    "pipeline": [],
    "fields": {},
}
"""What the theme reads of its index, where its plugin has no value of its own."""

_CONFIG = re.compile(r'(<script id="__config" type="application/json">)(.*?)(</script>)', re.DOTALL)


@dataclass(slots=True)
class SearchSite:
    """The search of one build."""

    languages: Mapping[str, str]
    """Code to name; the first is the default."""
    propose_url: str = ""
    """Where readers propose a concept that they did not find; ``{query}`` is filled in."""
    golden: Sequence[Golden] = ()
    active: bool = False
    """Whether the theme's dialog is ours to serve."""
    offline: bool = False
    """Whether the site is to work from ``file://``."""
    parts: dict[str, Part] = field(default_factory=dict)
    """The index of each page by its URL."""
    entries: tuple[Entry, ...] = ()
    dialog: dict[str, Any] = field(default_factory=dict)
    """What the theme's own index says about separators, for marking words on pages."""
    _owner: BasePlugin[Any] | None = None

    @property
    def worker_url(self) -> str:
        """The worker's place, relative to the site's root."""
        return f"{FOLDER}/{scripts()[0]}/worker.js"

    def take_over(self, config: MkDocsConfig) -> bool:
        """Take the place of the theme's search plugin; tell whether there is one to take.

        The plugin stays in ``config.plugins``, because the theme shows its dialog only
        if it is there; of its hooks, those that index pages are taken out.
        """
        self._owner = _search_plugin(config)
        if self._owner is None:
            log.info("theme %r: its search is left alone, it is not known", config.theme.name)
            return False
        if not self._owner.config.get("enabled", True):
            return False
        for event in _REPLACED:
            methods = config.plugins.events[event]
            methods[:] = [m for m in methods if getattr(m, "__self__", None) is not self._owner]
        self.active = True
        self.offline = any(name.split("/")[-1] == "offline" for name in config.plugins)
        if self.offline:
            _replace_worker_shim(config, f"{FOLDER}/{scripts()[0]}/offline.js")
        return True

    def add_page(self, documents: Sequence[Document]) -> None:
        """Index a page, all of whose documents share one URL."""
        if documents:
            self.parts[documents[0].url] = index_page(documents)

    def add_part(self, part: Part) -> None:
        """Add a page that was indexed before."""
        self.parts[part.url] = part

    def remove_page(self, url: str) -> None:
        """Forget a page that is gone or excluded."""
        self.parts.pop(url, None)

    def rewrite(self, output: str, language: str) -> str:
        """Point a page's theme at our worker, and add what search adds to the dialog."""
        if not self.active:
            return output
        return _CONFIG.sub(lambda match: self._configured(match, language), output, count=1)

    def write(self, site_dir: Path) -> list[Path]:
        """Write index and scripts; files that are the same keep their time stamps.

        Gives the files that were written.
        """
        if not self.active:
            return []
        wanted = {f"{FOLDER}/{name}": data for name, data in self._files()}
        wanted["search/search_index.json"] = self._theme_index()
        folder = site_dir / FOLDER
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and path.relative_to(site_dir).as_posix() not in wanted:
                path.unlink()
        return list(_write(site_dir, wanted))

    def self_test(self, site_dir: Path) -> list[Diagnostic]:
        """Ask the written index for what must be found."""
        if not self.active:
            return []
        return self_test(site_dir, list(self.parts.values()), self.entries, self.golden)

    def _files(self) -> Iterator[tuple[str, bytes]]:
        options = Options(languages=self.languages, propose_url=self.propose_url)
        for name, data in merge(
            self.parts.values(), lexicon_entries=self.entries, options=options
        ).items():
            yield name, data
            if self.offline:
                yield f"{name}.js", data_script(name, data)
        folder, sources = scripts()
        for name, data in sources.items():
            yield f"{folder}/{name}", data

    def _theme_index(self) -> bytes:
        """Give the few bytes that the theme fetches with each page in place of its index."""
        owner = self._owner.config if self._owner else {}
        options = owner.get("lunr") or owner
        config = {key: options.get(key) or value for key, value in _THEME_DEFAULTS.items()}
        return json.dumps({"config": config, "docs": []}, default=str, sort_keys=True).encode()

    def _configured(self, match: re.Match[str], language: str) -> str:
        settings = json.loads(match[2])
        base = str(settings.get("base") or ".").rstrip("/")
        worker = f"{base}/{self.worker_url}?lang={language}"
        search = settings.get("search")
        if isinstance(search, dict):
            settings["search"] = _provider(base, worker, settings.get("features") or ())
        else:
            settings["search"] = worker
        return f"{match[1]}{_json(settings)}{match[3]}{self._dialog(base, language)}"

    def _dialog(self, base: str, language: str) -> str:
        source = f"{base}/{FOLDER}/{scripts()[0]}/dialog.js"
        names = escape(json.dumps(dict(self.languages), ensure_ascii=False))
        text = escape(strings(language)["search.all"])
        return f'<script src="{source}" data-languages="{names}" data-all="{text}"></script>'


def documents_of(
    sections: Iterable[PageSection],
    *,
    url: str,
    title: str,
    language: str,
    meta: Mapping[str, Any] | None = None,
    pair: str = "",
    concepts: Mapping[str, Sequence[str]] | None = None,
) -> list[Document]:
    """Make the documents of a page; none where its front matter excludes it.

    `concepts` maps anchors to the concepts that their sections mention.
    """
    options = (meta or {}).get("search")
    options = options if isinstance(options, Mapping) else {}
    if options.get("exclude"):
        return []
    boost = options.get("boost", 1)
    return [
        Document(
            url=url,
            title=title,
            language=language,
            anchor=section.anchor,
            level=section.level,
            path=section.path,
            heading=section.heading,
            text=section.text,
            concepts=tuple((concepts or {}).get(section.anchor, ())),
            boost=float(boost) if isinstance(boost, int | float) and 0 < boost < 1e6 else 1.0,
            pair=pair,
        )
        for section in sections
    ]


def _provider(base: str, worker: str, features: Iterable[str]) -> dict[str, object]:
    """Name our worker to MaterialX, whose Lunr provider is the one that asks a worker."""
    options = {
        "workerUrl": worker,
        "indexUrl": f"{base}/search/search_index.json",
        "offlineIndexUrl": f"{base}/search/search_index.js",
        "suggest": "search.suggest" in features,
    }
    return {"provider": "lunr", "options": options}


def _search_plugin(config: MkDocsConfig) -> BasePlugin[Any] | None:
    plugins: Iterable[BasePlugin[Any]] = config.plugins.values()
    return next((p for p in plugins if type(p).__module__.startswith(THEMES)), None)


def _replace_worker_shim(config: MkDocsConfig, own: str) -> None:
    """Keep a third party's script out of pages from ``file://``: ours does its work.

    The offline plugin adds its own only where no name holds ``iframe-worker``.
    """
    kept = [url for url in config.extra.get("polyfills", []) if "iframe-worker" not in str(url)]
    config.extra["polyfills"] = [*kept, f"{own}?iframe-worker"]


def _write(site_dir: Path, wanted: Mapping[str, bytes]) -> Iterator[Path]:
    for name, data in wanted.items():
        path = site_dir / name
        if path.is_file() and path.read_bytes() == data:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        yield path


def _json(value: object) -> str:
    """Write JSON that cannot end the script it stands in."""
    text = json.dumps(value, ensure_ascii=False)
    for character in "<>&'\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
