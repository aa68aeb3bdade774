"""Tells where the processor time of a build goes, by stage.

``python -m benchmarks.build stages FOLDER`` builds a copy of the folder in one process without
workers, so that each second of processor belongs to one stage. The functions of `STAGES` are
wrapped; what one of them spends inside another counts for the inner one.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, wraps
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.build.edits import edit_text, page_to_edit
from benchmarks.build.figures import COLD, EDIT, UNCHANGED
from benchmarks.build.process import run_measured
from benchmarks.build.projects import Project

START, REST = "start: interpreter, imports, configuration", "everything else"
COLLECT, IMPORT = "look for cycles (garbage)", "import modules on the way"
STAGES: Mapping[str, Sequence[str]] = {
    "read and plan": (
        "mkdocs.structure.files:get_files",
        "mkdocs.structure.files:Files.add_files_from_theme",
        "mkdocs.structure.nav:get_navigation",
        "notes_kb.mkdocs.plugin:NotesKbPlugin.on_files",
        "notes_kb.mkdocs.plugin:NotesKbPlugin.on_nav",
    ),
    "parse notes": ("notes_kb.build.knowledge:_parse",),
    "look for mentions in notes": ("notes_kb.build.knowledge:_told",),
    "render Markdown, the rest": (
        "notes_kb.pages.render:render_note",
        "notes_kb.pages.render:_convert",
    ),
    "clean HTML": ("notes_kb.pages.sanitise:sanitise",),
    "highlight code": ("pymdownx.highlight:Highlight.highlight",),
    "look for concepts": ("notes_kb.pages.concept_links:_Links.run",),
    "take text for the search": ("notes_kb.pages.sections:_Sections.run",),
    "keys and cache": (
        "notes_kb.build.rendering:Renderer._recall",
        "notes_kb.build.trace:Traces.record",
        "notes_kb.build.rendering:Renderer._key",
        "notes_kb.build.rendering:Answers.answer",
        "notes_kb.build.keys:code_version",
        "notes_kb.build.store:DiskStore.get_many",
        "notes_kb.build.store:DiskStore._flush",
        "notes_kb.build.store:DiskStore.commit",
        "notes_kb.build.store:DiskStore.prune",
        "notes_kb.mkdocs.needs:Needs.of_ordinary",
        "notes_kb.mkdocs.finishing:Finishing._find_keys",
        "notes_kb.mkdocs.finishing:Finishing._chrome",
        "notes_kb.mkdocs.needs:Needs.of",
    ),
    "write and read kept values": (
        "notes_kb.build.frozen:freeze",
        "notes_kb.build.frozen:thaw",
        "notes_kb.mkdocs.finishing:_Task.make",
        "notes_kb.mkdocs.finishing:Finishing.html",
    ),
    "compile templates": ("jinja2.environment:Environment.compile",),
    "parts of topics' pages": ("notes_kb.mkdocs.topic_parts:TopicParts.make",),
    "put bodies together": ("notes_kb.mkdocs.content:_make_body",),
    "twins in Markdown": (
        "notes_kb.mkdocs.twins:_NoteTwin.data",
        "notes_kb.mkdocs.twins:_NoteTwin.missing",
    ),
    "resolve links": ("notes_kb.mkdocs.pages:resolve_ordinary",),
    "theme round the page": ("notes_kb.mkdocs.finishing:_Task._finish",),
    "policy": ("notes_kb.mkdocs.policy:needed_sources", "notes_kb.mkdocs.policy:Policies.finish"),
    "index each page": (
        "notes_kb.search.part:index_page",
        "notes_kb.search.part:Part.to_bytes",
        "notes_kb.search.documents:documents_of",
    ),
    "join the index": ("notes_kb.search.publishing:SearchSite.write",),
    "test the index (Node)": ("notes_kb.mkdocs.search:Writing.finish",),
    "host: templates of the theme": ("mkdocs.commands.build:_build_theme_template",),
    "files for programs": (
        "notes_kb.mkdocs.statements:Statements.data",
        "notes_kb.mkdocs.twins:_concept_text",
    ),
    "host: static files": ("mkdocs.structure.files:Files.copy_static_files",),
    "host: write pages": ("mkdocs.commands.build:_build_page",),
    "host: ask for each page": ("mkdocs.commands.build:_populate_page",),
}
"""The functions of each stage. One that is renamed is named anew here, and nowhere else."""
_ROWS = (START, *STAGES, COLLECT, IMPORT, REST)


@dataclass(slots=True)
class Clock:
    """Seconds of processor by stage."""

    spent: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    _open: list[str] = field(default_factory=lambda: [REST])
    _since: float = 0.0

    def switch(self, stage: str | None) -> None:
        """Enter a stage, or leave the innermost one with None."""
        now = _processor()
        self.spent[self._open[-1]] += now - self._since
        self._since = now
        if stage is None:
            self._open.pop()
        else:
            self._open.append(stage)

    def collecting(self, phase: str, _: object) -> None:
        """Hear that Python begins to look for cycles, or has ended: a callback of `gc`."""
        self.switch(COLLECT if phase == "start" else None)

    def wrap(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        """Give a function whose time counts for a stage."""

        @wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            self.switch(stage)
            try:
                return function(*args, **kwargs)
            finally:
                self.switch(None)

        return timed


def _processor() -> float:
    """Give the seconds of processor of this process, and of children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def measure_stages(project: Project) -> dict[str, float]:
    """Build a project in a process of its own; give the seconds of processor by stage.

    Raises CommandError where the build fails.
    """
    found = project.folder / "stages.json"
    command = [sys.executable, "-m", "benchmarks.build.stages", str(found)]
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    environment = {"PYTHONPATH": path, "NOTES_KB_EXECUTOR": "serial"}
    run_measured(command, project.folder, environment)
    spent: dict[str, float] = json.loads(found.read_text("utf-8"))
    return spent


def stages_of_builds(project: Project, runs: int) -> dict[str, dict[str, float]]:
    """Give what `measure_stages` finds of three builds: cold, unchanged, after one edit."""
    found: dict[str, list[dict[str, float]]] = {COLD: [], UNCHANGED: [], EDIT: []}
    for number in range(runs):
        project.forget()
        found[COLD].append(measure_stages(project))
        found[UNCHANGED].append(measure_stages(project))
        edit_text(page_to_edit(project.docs), number)
        found[EDIT].append(measure_stages(project))
    return {
        step: {stage: median(one.get(stage, 0.0) for one in several) for stage in _ROWS}
        for step, several in found.items()
    }


def render_stages(steps: Mapping[str, Mapping[str, float]]) -> str:
    """Draw a table: a row for each stage, a column for each step."""
    lines = [f"| processor seconds | {' | '.join(steps)} |", f"|---{'|---:' * len(steps)}|"]
    for name in _ROWS:
        cells = [f"{spent.get(name, 0):.2f}" for spent in steps.values()]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    cells = [f"{sum(spent.values()):.2f}" for spent in steps.values()]
    return "\n".join([*lines, f"| all | {' | '.join(cells)} |"])


def _main(out: Path) -> None:
    """Build the site of the current folder, and write what each stage took."""
    # One core for this process: the steps that fork by themselves then stay here.
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    clock = Clock()
    from mkdocs import __main__ as host  # noqa: PLC0415 - its time is measured
    from mkdocs.commands import build  # noqa: PLC0415

    started = build.build

    def build_timed(*args: Any, **kwargs: Any) -> Any:
        clock.spent[START] = clock._since = _processor()
        for stage, functions in STAGES.items():
            for name in functions:
                _replace(name, partial(clock.wrap, stage=stage))
        _replace("importlib._bootstrap:_load_unlocked", partial(clock.wrap, stage=IMPORT))
        gc.callbacks.append(clock.collecting)
        clock._since = _processor()
        started(*args, **kwargs)
        clock.switch(REST)

    build.build = build_timed
    sys.argv = ["mkdocs", "build", "--quiet"]
    try:
        host.cli()
    finally:
        out.write_text(json.dumps(clock.spent), "utf-8")


def _replace(function: str, wrapped: Callable[[Callable[..., Any]], Any]) -> None:
    """Wrap a function in its module or class, and in the modules that have imported it."""
    module, _, path = function.partition(":")
    *parents, name = path.split(".")
    owner: Any = importlib.import_module(module)
    for parent in parents:
        owner = getattr(owner, parent)
    original = getattr(owner, name)
    replacement = wrapped(original)
    setattr(owner, name, replacement)
    for other in list(sys.modules.values()):
        if getattr(other, "__dict__", {}).get(name) is original:
            setattr(other, name, replacement)


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
