"""Count what the concept pages teach: length, figures, worked examples, exercises, sources.

python -m tools.course                    counts of docs/concepts, and of each of the twenty
python -m tools.course --since COMMIT     the same beside an earlier commit

Characters are those of the Chinese page as a reader sees them: no blanks, no markup, no comments,
no addresses, no descriptions of figures.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "docs/concepts"
CARD = 800
"""Characters of a long card."""
LONG = 2 * CARD
"""What the pages of `TWENTY` have at least."""
TWENTY = (
    *("r1-reasoning", "rl-training", "moe", "ptx-vs-cuda", "co-design"),
    *("deepseek-r1", "reinforcement-learning", "ppo", "grpo", "rule-based-reward"),
    *("deepseek-v3", "router", "load-balancing", "expert-parallelism", "dualpipe"),
    *("mla", "kv-cache", "fp8", "ptx", "domestic-ecosystem"),
)
"""The concepts that matter most; docs/guide/editorial says why these."""
HIDDEN = (
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"!\[.*?\]\([^)]*\)", re.DOTALL), ""),
    (re.compile(r"\[\[[^\]|]*\\?\|"), ""),
    (re.compile(r"\]\([^)]*\)"), ""),
    (re.compile(r"\{#[a-z0-9-]+\}|^\|[-:| ]+\|$", re.MULTILINE), ""),
    (re.compile(r"[\s`*#|\[\]>$]"), ""),
)
WORKED = re.compile(r"^## .*\{#(?:[a-z-]*worked|[a-z-]*by-hand)\}|<!--=worked//", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one concept's page has."""

    characters: int
    figures: int
    worked: bool
    """Whether it has an example computed by `tools.worked`, or a section of one."""
    exercises: int
    sources: int
    """Entries of the front matter and different addresses in the text."""


def shown(text: str) -> str:
    """Give the characters of a page's body that a reader sees, without blanks and markup."""
    body = text.split("---\n", 2)[2]
    for pattern, put in HIDDEN:
        body = pattern.sub(put, body)
    return body


def read(text: str) -> Page:
    """Count one page."""
    _, head, body = text.split("---\n", 2)
    addresses = {*re.findall(r"url: \"?([^\"}\s]+)", head), *re.findall(r"\]\((http[^)]+)\)", body)}
    return Page(
        characters=len(shown(text)),
        figures=len(re.findall(r"!\[", body)),
        worked=bool(WORKED.search(body)),
        exercises=len(re.findall(r"^\?\?\? question", body, re.MULTILINE)),
        sources=len(addresses),
    )


def pages(texts: Mapping[str, str]) -> dict[str, Page]:
    """Count the Chinese pages among files by their name."""
    return {
        name.removesuffix(".md"): read(text)
        for name, text in texts.items()
        if name.endswith(".md") and not name.endswith(".en.md") and text.startswith("---\n")
    }


def of_tree() -> dict[str, str]:
    """Give the files of the folder as they are."""
    return {p.name: p.read_text(encoding="utf-8") for p in (ROOT / FOLDER).glob("*.md")}


def of_commit(commit: str) -> dict[str, str]:
    """Give the files of the folder as a commit has them."""

    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=True
        )
        return done.stdout

    names = git("ls-tree", "--name-only", commit, f"{FOLDER}/").split()
    return {Path(n).name: git("show", f"{commit}:{n}") for n in names if n.endswith(".md")}


def summary(found: Mapping[str, Page]) -> list[tuple[str, str]]:
    """Give the counts of all pages and of the twenty, as name and value."""

    def median(some: Iterable[Page]) -> str:
        lengths = [p.characters for p in some]
        return f"{statistics.median(lengths):.0f}" if lengths else "-"

    twenty = [found[name] for name in TWENTY if name in found]
    return [
        ("concepts", str(len(found))),
        ("characters, median", median(found.values())),
        ("characters, median of the twenty", median(twenty)),
        ("characters, least of the twenty", str(min((p.characters for p in twenty), default=0))),
        (f"of the twenty, {LONG} or more", str(sum(p.characters >= LONG for p in twenty))),
        ("figures", str(sum(p.figures for p in found.values()))),
        ("figures on the twenty", str(sum(p.figures for p in twenty))),
        ("pages with a worked example", str(sum(p.worked for p in found.values()))),
        ("exercises", str(sum(p.exercises for p in found.values()))),
        ("sources", str(sum(p.sources for p in found.values()))),
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Count what the concept pages teach.")
    parser.add_argument("--since", metavar="COMMIT", help="show an earlier commit beside it")
    options = parser.parse_args(argv)
    now = pages(of_tree())
    rows = summary(now)
    before = dict(summary(pages(of_commit(options.since)))) if options.since else {}
    for name, value in rows:
        print(f"{name:34}{before.get(name, ''):>8}{value:>8}")
    for name in TWENTY:
        page = now[name]
        print(f"{name:26}{page.characters:>8}{page.figures:>4}{page.exercises:>4}{page.sources:>4}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
