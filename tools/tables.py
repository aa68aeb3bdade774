"""Write what is made of declarations: the guide's tables, and the schemas that editors read.

    python -m tools.tables

Each table stands below a heading with an anchor, in `docs/guide/<page>.md` in Chinese and
`docs/guide/<page>.en.md` in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml

from notes_kb.domain.kinds import KINDS
from notes_kb.loading.concepts import CONCEPT_KEYS
from notes_kb.loading.note_meta import NOTE_KEYS
from notes_kb.loading.record import Key
from notes_kb.report.schemas import render_schema

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "guide"
HEADS = {
    "kinds": {"zh": ("名称", "意思"), "en": ("Name", "Meaning")},
    "mistakes": {
        "zh": ("错误", "从前：`check`", "从前：`build --strict`", "现在"),
        "en": ("Mistake", "Before: `check`", "Before: `build --strict`", "Now"),
    },
    "keys": {"zh": ("键", "值", "用处"), "en": ("Key", "Value", "What it is for")},
}
MISTAKES = ROOT / "tests/checks/mistakes"
SAID = {
    True: {"zh": "有", "en": "yes"},
    False: {"zh": "无", "en": "no"},
    "wrong": {"zh": "误导", "en": "misleading"},
}
_FINDING = re.compile(r": (error|warning|note): .* \[([a-z-]+)\]$", re.MULTILINE)
SUFFIXES = {"zh": ".md", "en": ".en.md"}


def documents() -> Iterator[tuple[Path, str]]:
    """Yield each file that is made in part or whole, with the text it is to have."""
    for name in ("concept", "note", "routes"):
        yield ROOT / ".vscode/schemas" / f"{name}.json", render_schema(name)
    for language, suffix in SUFFIXES.items():
        kinds = [(f"`{k.name}`", k.explanation[language]) for k in KINDS.values()]
        tables = [
            ("checking", "{#kinds}", _table(HEADS["kinds"][language], kinds)),
            ("notes", "{#front-matter}", _keys_table(NOTE_KEYS, language)),
            ("concepts", "{#keys}", _keys_table(CONCEPT_KEYS, language)),
        ]
        for page, anchor, table in tables:
            path = GUIDE / f"{page}{suffix}"
            yield path, _with_table(path.read_text("utf-8"), anchor, table)
        path = ROOT / "docs/developing" / f"mistakes{suffix}"
        table = _table(HEADS["mistakes"][language], _mistakes(language))
        yield path, _with_table(path.read_text("utf-8"), "{#mistakes}", table)


def _mistakes(language: str) -> Iterator[tuple[str, ...]]:
    """Yield what was said of each mistake, and is said now."""
    for name, row in yaml.safe_load((MISTAKES / "before.yml").read_text("utf-8")).items():
        told = (MISTAKES / "says" / f"{name}.txt").read_text("utf-8")
        now = dict.fromkeys(f"{weight} `{kind}`" for weight, kind in _FINDING.findall(told))
        before = (SAID[row[of]][language] for of in ("check", "build"))
        yield (row[language], *before, ", ".join(now))


def _keys_table(keys: Mapping[str, Key], language: str) -> list[str]:
    rows = [(f"`{k.name}`", k.takes[language], k.purpose[language]) for k in keys.values()]
    return _table(HEADS["keys"][language], rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Write a Markdown table, one line a row."""
    lines = [head, ("---",) * len(head), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def _with_table(text: str, anchor: str, table: list[str]) -> str:
    """Replace the first table below the heading with an anchor.

    Raises:
        StopIteration: There is no such heading or table.
    """
    lines = text.split("\n")
    heading = next(n for n, line in enumerate(lines) if line.endswith(anchor))
    first = next(n for n in range(heading, len(lines)) if lines[n].startswith("|"))
    last = next(n for n in range(first, len(lines)) if not lines[n].startswith("|"))
    return "\n".join([*lines[:first], *table, *lines[last:]])


def main() -> None:
    """Write every table."""
    for path, text in list(documents()):
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
