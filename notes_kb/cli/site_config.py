"""What a command needs to know of ``mkdocs.yml``, read without running it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import yaml

from notes_kb.domain import kinds
from notes_kb.domain.diagnostic import Diagnostic
from notes_kb.domain.folders import USUAL, Folders, wrong_folder
from notes_kb.domain.kinds import FindingKind
from notes_kb.domain.language import LANGUAGE_CODE, Languages
from notes_kb.domain.span import Place
from notes_kb.loading.told_languages import told_languages
from notes_kb.mkdocs.extensions import is_pure

CONFIG = "mkdocs.yml"
MOST_PARENTS = 4
"""Configurations that may inherit from one another in a row."""


@dataclass(frozen=True, slots=True)
class SiteConfig:
    """The parts of a site's configuration that concern content."""

    folder: Path
    """Where the configuration stands, as seen from the working folder."""
    configured: bool
    """Whether there is one."""
    docs_dir: Path
    languages: Languages
    folders: Folders = USUAL
    """The folders of notes and concepts within the docs folder."""
    outside_docs: tuple[Path, ...] = ()
    """Paths outside of the docs folder that symbolic links in it may lead to."""
    ignore: frozenset[str] = frozenset()
    """Kinds of findings that the site does not want to hear of."""
    findings: tuple[Diagnostic, ...] = ()
    """What is wrong with the configuration; paths are relative to `docs_dir`."""


@dataclass(frozen=True, slots=True)
class _Problem:
    """A finding before the docs folder, to which its path is relative, is known."""

    kind: FindingKind
    file: Path
    text: str
    place: Place
    hint: str = ""
    key: str = ""
    """The option, where several have findings of one kind."""

    def fields(self) -> Mapping[str, str]:
        """Give what the words of the kind ask for."""
        return {"name": self.text, "problem": self.text, "key": self.key}


class _Loader(yaml.SafeLoader):
    """Takes any tag for its plain value: ``!!python/name:…`` and ``!ENV`` say nothing here."""


def _any_tag(loader: yaml.SafeLoader, _suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return node.value


_Loader.add_multi_constructor("", _any_tag)


def find_site() -> Path:
    """Give the folder of the site that one works in: that of the nearest ``mkdocs.yml``.

    It is looked for in the working folder and in those above, up to the end of the repository.
    A configuration that somebody else owns counts only in the working folder itself, since
    `check` and `export` load its plugins and hooks. Where there is none, the working folder.
    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        file = folder / CONFIG
        if file.exists() and (folder == here or _is_own(file)):
            return Path(os.path.relpath(folder, here))
        if (folder / ".git").exists():
            break
    return Path()


def _is_own(file: Path) -> bool:
    """Whether a file is the user's; where the system does not tell, it is."""
    return not hasattr(os, "geteuid") or file.stat().st_uid == os.geteuid()


def read_site_config(folder: Path) -> SiteConfig:
    """Read ``mkdocs.yml`` in a folder; what it leaves out has its default.

    A folder without the file has the defaults. A file that cannot be read has them
    too, with a finding. Configurations that inherit (``INHERIT``) are followed.
    """
    file = folder / CONFIG
    problems: list[_Problem] = []
    values = _read(file, MOST_PARENTS, problems) if file.exists() else {}
    languages = _languages(values.get("plugins"), file, problems)
    ignore = kinds.unheard(
        _ignored(values.get("plugins"), file, problems), _note_extensions(values.get("plugins"))
    )
    folders = _folders(values.get("plugins"), file, problems)
    docs = values.get("docs_dir")
    docs_dir = folder / (docs if isinstance(docs, str) else "docs")
    return SiteConfig(
        folder=folder,
        configured=file.exists(),
        docs_dir=docs_dir,
        folders=folders,
        languages=languages or told_languages(_theme_language(values.get("theme")), docs_dir),
        outside_docs=tuple(folder / path for path in _outside(values.get("plugins"))),
        ignore=ignore,
        findings=tuple(
            one.kind.at(
                one.place, path=_relative(one.file, docs_dir), hint=one.hint, **one.fields()
            )
            for one in problems
        ),
    )


def self_contained(folder: Path) -> bytes | None:
    """Give the bytes of ``mkdocs.yml`` in a folder, where nothing but them tells the site.

    None where a parent, the environment, hooks, overrides, another plugin, or an extension that
    may read other files has a say, or where it cannot be read.
    """
    try:
        data = (folder / CONFIG).read_bytes()
        values = yaml.load(data.decode("utf-8-sig"), Loader=_Loader)
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return None
    if not isinstance(values, dict) or b"!ENV" in data or {"INHERIT", "hooks"} & values.keys():
        return None
    named = values.get("plugins")
    plugins = named if isinstance(named, list | dict) else ()
    names = {str(next(iter(one), "")) if isinstance(one, dict) else str(one) for one in plugins}
    theme = values.get("theme")
    overridden = isinstance(theme, dict) and "custom_dir" in theme
    if overridden or not names <= _OWN_PLUGINS or _note_extensions(named):
        return None
    extensions = values.get("markdown_extensions")
    listed = extensions if isinstance(extensions, list | dict) else ()
    # As for a page that a build keeps, an extension's name tells.
    known = is_pure(next(iter(one), "") if isinstance(one, dict) else one for one in listed)
    return data if known else None


_OWN_PLUGINS = frozenset({"notes_kb", "search", "material/search"})
"""Plugins that are known to read nothing but what the site holds."""


def _read(file: Path, parents: int, problems: list[_Problem]) -> Mapping[str, Any]:
    """Read one configuration and, below its own values, those that it inherits."""
    try:
        text = file.read_text("utf-8-sig")
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        problems.append(_Problem(kinds.CONFIG_MISSING, file, reason, _WHOLE_FILE))
        return {}
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        place = Place(line=line, column=0)
        problems.append(_Problem(kinds.CONFIG_UNREADABLE, file, "it is no UTF-8 here", place))
        return {}
    try:
        values = yaml.load(text, Loader=_Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problems.append(_Problem(kinds.CONFIG_UNREADABLE, file, *_what_and_where(error, text)))
        return {}
    if not isinstance(values, dict):
        if values is not None:
            place = _place(text, 0)
            problems.append(_Problem(kinds.CONFIG_UNREADABLE, file, "it is no list of keys", place))
        return {}
    parent = values.get("INHERIT")
    if isinstance(parent, str) and parents:
        return {**_read(file.parent / parent, parents - 1, problems), **values}
    return values


_WHOLE_FILE = Place(line=0, column=0)


def _what_and_where(error: Exception, text: str) -> tuple[str, Place]:
    """Give what a parser says, and where in the text."""
    if isinstance(error, RecursionError):
        return "it nests too deeply", _WHOLE_FILE
    mark = getattr(error, "problem_mark", None)
    index = getattr(mark, "index", None) or getattr(error, "position", None)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    place = _place(text, index) if isinstance(index, int) else _WHOLE_FILE
    return " ".join(str(what).split()), place


def _place(text: str, index: int) -> Place:
    """Give the place of an offset; lines end at LF only, which YAML counts otherwise."""
    index = min(index, len(text))
    start = text.rfind("\n", 0, index) + 1
    end = text.find("\n", index)
    return Place(
        line=text.count("\n", 0, index) + 1,
        column=index - start + 1,
        source=text[start : end if end >= 0 else len(text)],
    )


def _relative(file: Path, docs_dir: Path) -> str:
    return PurePath(os.path.relpath(file, docs_dir)).as_posix()


def _options(plugins: object) -> Iterator[Mapping[str, Any]]:
    """Yield the options of the plugin, wherever it is named."""
    for name, options in _plugins(plugins):
        if name.rpartition("/")[2] == "notes_kb" and isinstance(options, dict):
            yield options


def _outside(plugins: object) -> list[str]:
    """Give the paths that links may lead to, as they are written."""
    named = [options.get("outside_docs") for options in _options(plugins)]
    return [path for paths in named if isinstance(paths, list) for path in map(str, paths)]


def _note_extensions(plugins: object) -> list[str]:
    """Give the extensions that contributors may use beyond the known ones."""
    named = [options.get("note_extensions") for options in _options(plugins)]
    return [str(name) for names in named if isinstance(names, list) for name in names]


def _ignored(plugins: object, file: Path, problems: list[_Problem]) -> frozenset[str]:
    """Give the kinds of findings that the option names; wrong names are reported."""
    written = [options.get("ignore") for options in _options(plugins)]
    names = [str(name) for one in written if isinstance(one, list) for name in one]
    for name in names:
        if name not in kinds.IGNORABLE:
            place, hint = _place_of_option(file, "ignore"), kinds.wrong_kind(name)
            problems.append(_Problem(kinds.CONFIG_IGNORE, file, name, place, hint))
    return frozenset(names) & kinds.IGNORABLE


def _folders(plugins: object, file: Path, problems: list[_Problem]) -> Folders:
    """Give the folders that the options name; those with a wrong name have their default."""
    named: dict[str, str] = {}
    for options in _options(plugins):
        for option in ("notes_folder", "concepts_folder"):
            name = options.get(option)
            if name is None:
                continue
            if problem := wrong_folder(name):
                place = _place_of_option(file, option)
                problems.append(_Problem(kinds.CONFIG_FOLDER, file, problem, place, key=option))
            else:
                named[option.partition("_")[0]] = str(name)
    folders = Folders(**named)
    if folders.notes == folders.concepts:
        place, option = _place_of_option(file, "concepts_folder"), "concepts_folder"
        problem = "is the folder of notes too"
        problems.append(_Problem(kinds.CONFIG_FOLDER, file, problem, place, key=option))
        return USUAL
    return folders


def _languages(plugins: object, file: Path, problems: list[_Problem]) -> Languages | None:
    """Give what the plugin's option says; None where it says nothing or is wrong."""
    for options in _options(plugins):
        names = options.get("languages")
        if names is None:
            continue
        if problem := _wrong_languages(names):
            place = _place_of_option(file, "languages")
            problems.append(_Problem(kinds.CONFIG_LANGUAGES, file, problem, place))
            return None
        return Languages({str(code): str(own) for code, own in names.items()})
    return None


def _theme_language(theme: object) -> object:
    options = theme if isinstance(theme, dict) else {}
    return options.get("language") or options.get("locale")


def _wrong_languages(names: object) -> str:
    """Say what is wrong with a value of ``languages``; empty where nothing is."""
    if not isinstance(names, dict) or not names:
        return "is no mapping from language codes to names"
    wrong = [str(code) for code in names if not _is_code(code)]
    return f"holds '{wrong[0]}', which is no language code" if wrong else ""


def _place_of_option(file: Path, option: str) -> Place:
    """Give the first line of a file that sets an option; the whole file where none does."""
    text = file.read_text("utf-8-sig")
    index = text.find(f"{option}:")
    return _place(text, index) if index >= 0 else _WHOLE_FILE


def _plugins(plugins: object) -> list[tuple[str, object]]:
    """Give names with options, from either form that MkDocs takes."""
    if isinstance(plugins, dict):
        return [(str(name), options) for name, options in plugins.items()]
    entries = plugins if isinstance(plugins, list) else []
    return [
        (str(name), options)
        for entry in entries
        if isinstance(entry, dict)
        for name, options in entry.items()
    ]


def _is_code(value: object) -> bool:
    return isinstance(value, str) and LANGUAGE_CODE.fullmatch(value) is not None
