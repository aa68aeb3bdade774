"""The JavaScript of the search as it is shipped, and the index as scripts."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from notes_kb.languages.browser import notices
from notes_kb.search.wire import digest
from notes_kb.text.source_comments import without_comments

MODULES = (
    "locales", "weights", "wire", "normalize", "tokenize", "stem", "postings", "store", "query",
    "match", "cut", "similar", "names", "words", "scorer", "soft", "rank", "snippet", "groups",
    "pages", "results", "engine", "nearest", "protocol", "texts", "service",
)  # fmt: skip
"""The engine's modules, each behind those that it imports."""

ALONE = ("worker", "dialog", "offers", "offline")
"""Scripts that import none."""

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function\*?|const|class) (\w+))", re.MULTILINE)


@cache
def shipped() -> Mapping[str, str]:
    """Give the scripts as they are written: file name to source."""
    folder = files(__package__) / "js"
    names = (*MODULES, *ALONE)
    return {f"{name}.js": (folder / f"{name}.js").read_text("utf-8") for name in names}


def scripts(sources: Mapping[str, str] | None = None) -> tuple[str, Mapping[str, bytes]]:
    """Give the name of the scripts' folder, and its files.

    The name carries a hash of the content, so that a page never runs scripts of two
    versions.
    """
    return _named(sources) if sources else _shipped_scripts()


@cache
def _shipped_scripts() -> tuple[str, Mapping[str, bytes]]:
    return _named(shipped())


def _named(sources: Mapping[str, str]) -> tuple[str, Mapping[str, bytes]]:
    written = {f"{name}.js": without_comments(sources[f"{name}.js"]) for name in ALONE}
    unloaded = f"globalThis.notesKbUnloaded = {notices('unloaded')};\n"
    written["worker.js"] = unloaded + written["worker.js"]
    written["engine.js"] = joined(sources)
    name = digest("\0".join(f"{k}\0{v}" for k, v in sorted(written.items())).encode())
    return name, {key: text.encode() for key, text in sorted(written.items())}


def joined(sources: Mapping[str, str]) -> str:
    """Join the modules, as they are written but for comments, into one classic script.

    One request instead of one for each module; and pages from ``file://`` cannot load
    modules at all.
    """
    bodies = [_wrapped(name, sources[f"{name}.js"]) for name in MODULES]
    return "\n".join(["(() => {", "const modules = {};", *bodies, _LAST, "})();", ""])


_LAST = "globalThis.notesKbSearch = modules;"


def _wrapped(name: str, source: str) -> str:
    names = [match[2] for match in _EXPORT.finditer(source)]
    body = _IMPORT.sub(
        lambda m: f"const {{{m[1].replace(' as ', ': ')}}} = modules.{m[2]};", source
    )
    body = _EXPORT.sub(r"\1", body)
    body = without_comments(body)
    return f"modules.{name} = (() => {{\n{body}\nreturn {{ {', '.join(names)} }};\n}})();"


def data_script(name: str, data: bytes) -> bytes:
    """Give a file of the index as a script, for pages from ``file://``."""
    return f'notesKbData("{name}","{b64encode(data).decode()}");\n'.encode()
