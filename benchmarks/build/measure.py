"""Builds the same folder with each engine in turn, and notes what each step cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from benchmarks.build import figures as f
from benchmarks.build.edits import add_alias, edit_text, page_to_edit
from benchmarks.build.figures import Corpus
from benchmarks.build.process import Cost, run_measured
from benchmarks.build.projects import MATERIAL, OURS, Project, written_pages

Progress = Callable[[str], None]
Environment = Mapping[str, str]


def measure_corpus(
    corpus: Corpus,
    projects: Sequence[Project],
    *,
    runs: int,
    steps: frozenset[str],
    progress: Progress,
    environment: Environment | None = None,
) -> None:
    """Run the steps `runs` times, the engines one after another in each run.

    So taken, a slow minute of the machine falls on all engines alike. Material keeps
    nothing between builds: only its cold build is measured.
    """
    for number in range(runs):
        for project in projects:
            for step, run in _steps(project, number).items():
                if step in steps and (project.engine != MATERIAL or step == f.COLD):
                    what = f"{corpus.title}: {project.engine}, {f.STEPS[step]}, run {number + 1}"
                    progress(what)
                    cost = run(environment or {})
                    progress(f"{what}: {cost.seconds:.2f} s, processor {cost.cpu:.2f} s")
                    corpus.add(project.engine, step, cost)
                    if step == f.COLD:
                        corpus.pages[project.engine] = written_pages(project.site)


def _steps(project: Project, number: int) -> dict[str, Callable[[Environment], Cost]]:
    """Give what each step does to a project, in an order in which each finds what it needs."""

    def build(environment: Environment) -> Cost:
        return run_measured(project.build_command(), project.folder, environment)

    def cold(environment: Environment) -> Cost:
        project.forget()
        return build(environment)

    def edit(environment: Environment) -> Cost:
        edit_text(page_to_edit(project.docs), number)
        return build(environment)

    def alias(environment: Environment) -> Cost:
        add_alias(project.docs / "concepts", number)
        return build(environment)

    def check(environment: Environment) -> Cost:
        # An edit leaves its translation stale, which `check` says with an exit of 1.
        command = project.check_command()
        return run_measured(command, project.folder, environment, accepted=(0, 1))

    def check_cold(environment: Environment) -> Cost:
        project.forget_cache()
        return check(environment)

    steps: dict[str, Callable[[Environment], Cost]] = {f.COLD: cold, f.UNCHANGED: build}
    steps[f.EDIT] = edit
    if project.engine == OURS and (project.docs / "concepts").is_dir():
        steps |= {f.ALIAS: alias, f.CHECK_COLD: check_cold, f.CHECK_WARM: check}
    return steps
