"""Questions in readers' own words, with the pages that answer them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from notes_kb.search.node import Ask, ask

FILE = Path(__file__).with_name("docs.yml")


@dataclass(frozen=True, slots=True)
class Question:
    """What someone asks, and where the answer stands."""

    text: str
    language: str
    urls: tuple[str, ...]
    """Pages that answer it, under the site's root."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what the search gave."""

    question: Question
    urls: tuple[str, ...]
    """Pages, the best first."""

    @property
    def rank(self) -> int:
        """The place of the first page that answers, from 1; 0 where there is none."""
        return next((i for i, url in enumerate(self.urls, 1) if url in self.question.urls), 0)


def load_questions(file: Path = FILE) -> Iterator[Question]:
    """Read questions by language: ``[text, path in docs, or a list of paths]``."""
    for language, rows in yaml.safe_load(file.read_text("utf-8")).items():
        for text, paths in rows:
            sources = [paths] if isinstance(paths, str) else paths
            yield Question(text, language, tuple(map(page_url, sources)))


def page_url(source: str, default: str = "zh") -> str:
    """Give the page of a source: ``guide/site.en.md`` stands at ``en/guide/site/``."""
    name, _, language = source.removesuffix(".md").partition(".")
    name = name.removesuffix("index").removesuffix("/")
    prefix = f"{language}/" if language not in ("", default) else ""
    return prefix + (f"{name}/" if name else "")


def ask_all(site: Path, questions: Sequence[Question]) -> list[Asked]:
    """Ask a built site all questions; raises `NodeError` where that does not work."""
    answers = ask(site, [Ask(one.text, one.language) for one in questions])
    return [
        Asked(one, tuple(result["url"] for result in answer["results"]))
        for one, answer in zip(questions, answers, strict=True)
    ]


def share_within(asked: Sequence[Asked], most: int) -> float:
    """Give the share of questions that are answered within the first results."""
    return sum(0 < one.rank <= most for one in asked) / len(asked)
