"""A new site: its configuration, two concepts, a note in two languages, and how it is published."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib.resources import files

_COMMON = {
    "github-workflow.yml": ".github/workflows/site.yml",
    "gitlab-ci.yml": ".gitlab-ci.yml",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
    "gitignore": ".gitignore",
    "remarkrc.yml": ".remarkrc.yml",
    "requirements.txt": "requirements.txt",
    "vscode-extensions.json": ".vscode/extensions.json",
    "vscode-settings.json": ".vscode/settings.json",
    "mkdocs.yml": "mkdocs.yml",
    "caching.md": "docs/concepts/caching.md",
    "hit-rate.md": "docs/concepts/hit-rate.md",
}
"""Files that are the same for authors of every language, by the names of their templates."""

_READ = {"readme.{}.md": "README.md"}
"""Files in the authors' language."""

_WRITTEN = {
    "index.{}.md": "docs/index{}.md",
    "note.{}.md": "docs/notes/a-talk-on-caches{}.md",
    "issue.{}.yml": ".github/ISSUE_TEMPLATE/mistake{}.yml",
}
"""Files in each language of the site; the default language has no suffix."""

_TOGETHER = {
    "pull-request.{}.md": (
        ".github/PULL_REQUEST_TEMPLATE.md",
        ".gitlab/merge_request_templates/Default.md",
    )
}
"""Files that hold the texts of all languages, one below the other: whoever proposes a change is
asked for none first."""


def site_scaffold(name: str, languages: Mapping[str, str], requirement: str) -> dict[str, bytes]:
    """Give the files of a new site, by their paths.

    Args:
        name: The site's name.
        languages: Code to name, the authors' language first; there are texts in
            ``zh`` and ``en``.
        requirement: The lines for ``requirements.txt`` by which notes-kb is installed.
    """
    default = next(iter(languages))
    mapping = ", ".join(f"{code}: {label}" for code, label in languages.items())
    replaced = {"LANGUAGES": mapping, "LANGUAGE": default, "REQUIREMENT": requirement}
    found: dict[str, bytes] = {}
    for template, path in _templates(default, languages):
        text = _text(template)
        # In YAML a name is quoted: it may hold a colon.
        shown = json.dumps(name, ensure_ascii=False) if path == "mkdocs.yml" else name
        for placeholder, value in {**replaced, "NAME": shown}.items():
            text = text.replace(placeholder, value)
        found[path] = text.encode()
    for template, paths in _TOGETHER.items():
        texts = [_text(template.format(code)) for code in languages]
        found |= dict.fromkeys(paths, "\n".join(texts).encode())
    return found


def _text(template: str) -> str:
    return (files(__package__) / "site" / template).read_text("utf-8")


def _templates(default: str, languages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the name of each template, and the path of the file that is made of it."""
    yield from _COMMON.items()
    for template, path in _READ.items():
        yield template.format(default), path
    for template, path in _WRITTEN.items():
        for code in languages:
            suffix = "" if code == default else f".{code}"
            yield template.format(code), path.format(suffix)
