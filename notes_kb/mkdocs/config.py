"""The plugin's options; all may be left out, each has a default."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.exceptions import ConfigurationError

from notes_kb.build.executor import ExecutorError, check_setting
from notes_kb.domain.folders import Folders, wrong_folder
from notes_kb.domain.kinds import IGNORABLE, unheard, wrong_kind
from notes_kb.domain.language import LANGUAGE_CODE
from notes_kb.mkdocs.layouts import LAYOUTS


class LanguageNames(c.OptionallyRequired[dict[str, str]]):
    """``{zh: 简体中文, en: English}``: code to the name the language calls itself."""

    def run_validation(self, value: object) -> dict[str, str]:
        """Check the codes and names; the order is kept, the first is the default."""
        if not isinstance(value, Mapping) or not value:
            raise base.ValidationError("write a mapping such as {zh: 简体中文, en: English}")
        for code, name in value.items():
            if not isinstance(code, str) or not LANGUAGE_CODE.fullmatch(code):
                raise base.ValidationError(f"{code!r} is no BCP 47 code; write zh, en or zh-Hant")
            if not isinstance(name, str) or not name.strip():
                raise base.ValidationError(f"{code} has no name; write {code}: its own name")
        return dict(value)


class LanguageConfig(base.Config):  # type: ignore[no-untyped-call]
    """What the site calls itself in one language."""

    site_name = c.Optional(c.Type(str))
    """The site's name; `site_name` of the site where unset."""
    site_description = c.Optional(c.Type(str))
    """The site's description; the site's own where unset."""
    strings = c.Type(dict, default={})
    """Navigation titles and palette labels of the configuration, each with its translation."""


class LanguageConfigs(c.OptionallyRequired[dict[str, LanguageConfig]]):
    """``{en: {site_name: …}}``: overrides for each language."""

    def __init__(self) -> None:
        """Default to no overrides."""
        super().__init__(default={})

    def run_validation(self, value: object) -> dict[str, LanguageConfig]:
        """Check each language's mapping, naming the key that is wrong."""
        if not isinstance(value, Mapping):
            raise base.ValidationError("write a mapping from language codes, as in {en: {…}}")
        checked = {}
        for code, options in value.items():
            one = LanguageConfig()
            one.load_dict(_mapping(code, options))
            errors, warnings = one.validate()
            for key, problem in [*errors, *warnings]:
                raise base.ValidationError(f"{code}.{key}: {problem}")
            checked[str(code)] = one
        return checked


def _mapping(code: object, options: object) -> dict[str, Any]:
    if not isinstance(options, Mapping):
        raise base.ValidationError(f"{code}: write a mapping such as {{site_name: …}}")
    return dict(options)


class KindNames(c.OptionallyRequired[list[str]]):
    """``[spacing-mixed, …]``: kinds of findings that the site does without."""

    def __init__(self) -> None:
        """Default to none."""
        super().__init__(default=[])

    def run_validation(self, value: object) -> list[str]:
        """Refuse a name that is no kind, with the one that was probably meant."""
        if not isinstance(value, list):
            raise base.ValidationError("write a list such as [spacing-mixed, figure-missing]")
        for name in value:
            if name not in IGNORABLE:
                raise base.ValidationError(f"there is no finding '{name}' to ignore; {_near(name)}")
        return value


def _near(name: object) -> str:
    return wrong_kind(name) or "its name stands in brackets behind it"


class ExecutorSetting(c.Type[str]):
    """``auto``, ``serial``, ``processes`` or the address of a Dask scheduler."""

    def __init__(self) -> None:
        """Default to ``auto``."""
        super().__init__(str, default="auto")

    def run_validation(self, value: object) -> str:
        """Find a wrong value before the build, which may need no executor at all."""
        setting = super().run_validation(value)
        try:
            check_setting(setting)
        except ExecutorError as problem:
            raise base.ValidationError(str(problem).removeprefix("executor: ")) from problem
        return setting


class CardFont(c.Optional[str]):
    """A font file that Pillow can read; both are looked for before the build."""

    def __init__(self) -> None:
        """Default to no pictures."""
        super().__init__(c.File(exists=True))

    def run_validation(self, value: object) -> str | None:
        """Find a missing extra, and a file that is no font, before the build."""
        path = super().run_validation(value)
        if path is None:
            return None
        if find_spec("PIL") is None:
            raise base.ValidationError("drawing needs Pillow: pip install 'notes-kb[cards]'")
        from PIL import ImageFont  # noqa: PLC0415 - an extra that few sites need

        try:
            ImageFont.truetype(path, 12)
        except OSError as problem:
            raise base.ValidationError(f"{path} is no font that can be read") from problem
        return path


class FolderName(c.Type[str]):
    """The name of a folder right below the docs folder."""

    def __init__(self, default: str) -> None:
        """Take the default."""
        super().__init__(str, default=default)

    def run_validation(self, value: object) -> str:
        """Refuse a path, and the names of folders of made pages."""
        if problem := wrong_folder(value):
            raise base.ValidationError(f"it {problem}; write one such as 'talks'")
        return super().run_validation(value)


class NotesKbConfig(base.Config):  # type: ignore[no-untyped-call]
    """Options of ``notes_kb`` in ``mkdocs.yml``."""

    languages = c.Optional(LanguageNames())
    """The site's languages; the first is the default and stands at the site's root.

    Where they are left out, the theme's language and the texts tell which comes first.
    """
    layout = c.Choice(tuple(LAYOUTS), default=next(iter(LAYOUTS)))
    """How ordinary pages pair up: ``x.en.md`` beside ``x.md``, or ``en/x.md`` and ``zh/x.md``."""
    notes_folder = FolderName(default=Folders().notes)
    """The folder of notes within the docs folder, and of their pages in the site."""
    concepts_folder = FolderName(default=Folders().concepts)
    """The folder of concepts within the docs folder, and of their pages in the site."""
    translations = LanguageConfigs()
    """The site's name, description and navigation titles in the other languages."""
    link_pages = c.Type(bool, default=True)
    """Whether ordinary pages get concept links too."""
    remote_images = c.Type(bool, default=False)
    """Whether pictures on other hosts are fetched by the reader's browser."""
    content_security_policy = c.Type(bool, default=True)
    """Whether pages forbid scripts that neither the site nor its plugins put there."""
    propose_url = c.Type(str, default="")
    """Where a reader proposes a concept that the search did not find; ``{query}`` is filled in."""
    concept_map = c.Type(bool, default=True)
    """Whether maps of concepts are drawn: a page of all, and a small one on each concept's page."""
    card_font = CardFont()
    """A font file with which pictures for sharing pages are drawn; none where unset."""
    search_code = c.Type(bool, default=True)
    """Whether code blocks are searched."""
    formulas = c.Optional(c.Type(bool))
    """Whether formulas become MathML; where unset, if `extra_javascript` has no script for it."""
    note_extensions = c.ListOfItems(c.Type(str), default=[])
    """Extensions that contributors may use though they may read files or run code."""
    outside_docs = c.ListOfItems(c.FilesystemObject(exists=True), default=[])
    """Paths outside of the docs folder that symbolic links in it may lead to."""
    ignore = KindNames()
    """Kinds of findings that neither a build nor `check` reports."""
    executor = ExecutorSetting()
    """Where texts are rendered: `auto`, `serial`, `processes`, or a Dask scheduler, `tcp://…`."""


def folders_of(config: NotesKbConfig) -> Folders:
    """Give the folders that the options name.

    Raises:
        mkdocs.exceptions.ConfigurationError: The two are one.
    """
    if config.notes_folder == config.concepts_folder:
        raise ConfigurationError(
            f"notes_kb: notes_folder and concepts_folder are both '{config.notes_folder}'; "
            "notes and concepts need a folder each"
        )
    return Folders(notes=config.notes_folder, concepts=config.concepts_folder)


def unheard_of(config: NotesKbConfig) -> frozenset[str]:
    """Give the kinds of findings that neither a build nor `check` reports."""
    return unheard(config.ignore, config.note_extensions)
