"""Counts how often a build takes each source text through each step.

A copy of the docs folder gets a word of its own, such as ``zq00042x``, at the end of each
paragraph and list item. The word comes through Markdown, HTML and plain text unchanged, so
the functions of `STEPS` can tell from their argument which source texts they are at work on.
"""

from __future__ import annotations

import importlib
import io
import logging
import os
import pkgutil
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks.build.projects import OURS, make_project


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of work: the function that does it, and what it is given."""

    name: str
    function: str
    """Module and name, as in ``markdown.core:Markdown.convert``."""
    argument: int
    """Place of the text among the arguments, `self` included; of the path or name where
    `by_name`."""
    by_name: bool = False
    """Whether the argument says what is made, and is no source text."""
    once: bool = True
    """Whether a text may take the step but once in a language."""


STEPS = (
    Step("front matter", "notes_kb.loading.front_matter:parse_front_matter", 0, once=False),
    Step("parse", "notes_kb.loading.notes:parse_note", 0),
    Step("find mentions", "notes_kb.linking.matcher:find_occurrences", 0),
    Step("convert", "markdown.core:Markdown.convert", 1),
    Step("sanitise", "nh3:clean", 0),
    Step("template", "jinja2.environment:Template.render", 0, by_name=True, once=False),
    Step("write page", "mkdocs.utils:write_file", 1, by_name=True, once=False),
)
"""What is counted. A function that is renamed is named anew here, and nowhere else."""
LANGUAGE_HOLDERS = ("page", "language", "needs", "note", "source", "self")
"""Names of variables that may be a language or have one, the most telling first."""
EXECUTOR = "NOTES_KB_EXECUTOR"
"""The environment variable that says where the steps of a build run."""
_FRAMES = 60
_MARK = re.compile(r"zq\d{5}x")
_POINT = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)]) \S")
_CLOSED = re.compile(r"[|}\]>:\\]\s*$|<!--| {2}$")
"""How lines end or what they hold that a further word would change the meaning of."""


class CountError(Exception):
    """The work cannot be counted; says why."""


@dataclass(slots=True)
class Counts:
    """What one build did."""

    sources: Mapping[str, str]
    """The path of the source of each mark."""
    calls: Counter[str] = field(default_factory=Counter)
    """Calls of each step."""
    texts: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)
    """How often each mark took each step in each language."""
    made: dict[str, Counter[str]] = field(default_factory=dict)
    """How often each thing was made, for the steps that are known by name."""

    def note(self, step: Step, value: object, language: str) -> None:
        """Keep one call."""
        self.calls[step.name] += 1
        if step.by_name:
            name = getattr(value, "name", None) or str(value)
            self.made.setdefault(step.name, Counter())[name] += 1
            return
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        seen = self.texts.setdefault(step.name, Counter[tuple[str, str]]())
        seen.update((mark, language) for mark in set(_MARK.findall(text)))

    def most(self, step: str, source: str = "") -> int:
        """Give how often one text of a source, or of any, took a step in one language."""
        seen: Mapping[tuple[str, str], int] = self.texts.get(step, {})
        times = (n for (mark, _), n in seen.items() if not source or self.sources[mark] == source)
        return max(times, default=0)

    def repeated(self) -> tuple[str, ...]:
        """Give the steps that some text took more than once in one language."""
        return tuple(step.name for step in STEPS if step.once and self.most(step.name) > 1)


def count_work(docs: Path, work: Path, config: Path | None = None) -> Counts:
    """Build a marked copy of a docs folder cold, in this process alone, and count.

    Raises CountError where a function of `STEPS` is not there, or the build fails.
    """
    project = make_project(OURS, docs, work / "project")
    if config is not None:
        shutil.copyfile(config, project.folder / "mkdocs.yml")
    counts = Counts(mark_sources(project.docs))
    _import_everything()
    with _counting(counts), _alone():
        _build(project.folder / "mkdocs.yml")
    return counts


def mark_sources(docs: Path) -> dict[str, str]:
    """Put a mark of its own at the end of each paragraph and list item; give their files."""
    marks: dict[str, str] = {}
    for path in sorted(docs.rglob("*.md")):
        lines = path.read_text("utf-8").split("\n")
        for number in _markable(lines):
            mark = f"zq{len(marks):05}x"
            marks[mark] = path.relative_to(docs).as_posix()
            lines[number] = f"{lines[number]} {mark}"
        path.write_text("\n".join(lines), "utf-8", newline="\n")
    return marks


def _markable(lines: list[str]) -> Iterator[int]:
    """Yield the lines that hold a whole paragraph or list item of running text."""
    fence = "---" if lines[0] == "---" else ""
    around = ["", *lines, ""]
    for number, line in enumerate(lines):
        text = line.strip()
        if fence:
            fence = "" if number and text.startswith(fence) else fence
        elif text.startswith(("```", "~~~", "$$")):
            fence = "" if text != "$$" and text.startswith("$$") else text[:3]
        elif text and not _CLOSED.search(line):
            alone = not around[number].strip() and not around[number + 2].strip()
            paragraph = alone and line[0].isalnum()
            if paragraph or (_POINT.match(line) and not around[number + 2].startswith("  ")):
                yield number


@contextmanager
def _counting(counts: Counts) -> Iterator[None]:
    """Wrap the functions of `STEPS` wherever they were imported to; put them back after."""
    undo: list[tuple[Any, str, Any]] = []
    try:
        for step in STEPS:
            owner, name = _find(step.function)
            original = getattr(owner, name)
            wrapper = _wrapped(original, step, counts)
            for holder in [owner, *_importers(original, name)]:
                undo.append((holder, name, original))
                setattr(holder, name, wrapper)
        yield
    finally:
        for holder, name, original in undo:
            setattr(holder, name, original)


def _find(function: str) -> tuple[Any, str]:
    module, _, path = function.partition(":")
    *parents, name = path.split(".")
    try:
        owner: Any = importlib.import_module(module)
        for parent in parents:
            owner = getattr(owner, parent)
        getattr(owner, name)
    except (ImportError, AttributeError) as problem:
        raise CountError(f"there is no {function}; say in STEPS what it is called") from problem
    return owner, name


def _importers(original: object, name: str) -> list[Any]:
    """Give the modules that hold a function under its name, because they imported it."""
    return [
        m for m in list(sys.modules.values()) if getattr(m, "__dict__", {}).get(name) is original
    ]


def _wrapped(original: Callable[..., Any], step: Step, counts: Counts) -> Callable[..., Any]:
    @wraps(original)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        # Given by keyword, the text is the first of them: its name may change.
        value = args[step.argument] if step.argument < len(args) else next(iter(kwargs.values()))
        counts.note(step, value, _language(sys._getframe(1)))
        return original(*args, **kwargs)

    return wrapper


def _language(frame: FrameType | None) -> str:
    """Give the language that the callers are at work in; empty where none of them knows."""
    for _ in range(_FRAMES):
        if frame is None:
            break
        known = frame.f_locals
        for name in LANGUAGE_HOLDERS:
            value = known.get(name)
            found = value if isinstance(value, str) else getattr(value, "language", None)
            if isinstance(found, str) and re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{4})?", found):
                return found
        frame = frame.f_back
    return ""


def _import_everything() -> None:
    """Import each module of the package, so that each imported function can be wrapped."""
    import notes_kb  # noqa: PLC0415 - the package under measurement

    for module in pkgutil.walk_packages(notes_kb.__path__, "notes_kb."):
        # Some need what is not installed here, such as a cluster's client.
        if not module.name.endswith("__main__"):
            try:
                importlib.import_module(module.name)
            except ImportError:
                continue


@contextmanager
def _alone() -> Iterator[None]:
    """Keep the steps in this process, where they can be counted."""
    before = os.environ.get(EXECUTOR)
    os.environ |= {EXECUTOR: "serial", "NO_MKDOCS_2_WARNING": "1"}
    try:
        yield
    finally:
        os.environ.pop(EXECUTOR)
        if before is not None:
            os.environ[EXECUTOR] = before


def _build(config_file: Path) -> None:
    """Build a site as `mkdocs build` does, without what it prints."""
    from mkdocs.commands.build import build  # noqa: PLC0415 - slow, and not for every command
    from mkdocs.config import load_config  # noqa: PLC0415

    log = logging.getLogger("mkdocs")
    level = log.level
    log.setLevel(logging.CRITICAL)
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        try:
            config = load_config(config_file=str(config_file))
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
            config.plugins.on_shutdown()
        except (Exception, SystemExit) as problem:
            raise CountError(f"the build failed: {problem!r}\n{said.getvalue()}") from problem
        finally:  # What else this process builds is heard again.
            log.setLevel(level)


def render_counts(counts: Counts, sources: int) -> str:
    """Draw the counts of each step, and of the sources whose texts took them most often."""
    lines = [
        "| step | function | calls | texts by language | most in one language |",
        "|---|---|---|---|---|",
    ]
    for step in STEPS:
        texts = len(counts.made.get(step.name, ())) or len(counts.texts.get(step.name, ()))
        most = "" if step.by_name else f"{counts.most(step.name)}{_fault(counts, step)}"
        cells = [
            step.name,
            f"`{step.function}`",
            str(counts.calls[step.name]),
            str(texts),
            most,
        ]
        lines.append(f"| {' | '.join(cells)} |")
    named = [step for step in STEPS if not step.by_name]
    lines += ["", f"| source | {' | '.join(step.name for step in named)} |"]
    lines.append("|---" * (len(named) + 1) + "|")
    rows = _by_source(counts, named)
    worst = sorted(rows.items(), key=lambda row: (-max(row[1]), row[0]))[:sources]
    lines += [f"| {path} | {' | '.join(map(str, cells))} |" for path, cells in worst]
    return "\n".join([*lines, f"\n{len(rows)} sources, {len(counts.sources)} marked texts"])


def _by_source(counts: Counts, steps: list[Step]) -> dict[str, list[int]]:
    """Give for each source how often one of its texts took each step in one language."""
    rows = {path: [0] * len(steps) for path in counts.sources.values()}
    for place, step in enumerate(steps):
        for (mark, _), times in counts.texts.get(step.name, {}).items():
            row = rows[counts.sources[mark]]
            row[place] = max(row[place], times)
    return rows


def _fault(counts: Counts, step: Step) -> str:
    return " ✗" if step.name in counts.repeated() else ""
