"""The same cold build with each executor: time, processor, and whether the bytes agree."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks.build.counts import EXECUTOR
from benchmarks.build.measure import Progress
from benchmarks.build.process import Cost, cpu_seconds, group_members, run_measured
from benchmarks.build.projects import Project

CLUSTER = "dask:"
"""What the name of a cluster begins with; the number of its workers follows."""


class ClusterError(Exception):
    """A cluster cannot be started; says why."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """The cold builds with one executor."""

    executor: str
    costs: tuple[Cost, ...]
    cluster_cpu: tuple[float, ...]
    """Seconds of processor of the scheduler and the workers in each build; 0 without a cluster."""
    digest: str
    """A hash of all files of the site, with their paths."""


def measure_scaling(
    project: Project, executors: Sequence[str], runs: int, progress: Progress
) -> str:
    """Build cold with each executor, and give the table; the first is what others compare to.

    Raises ClusterError where a cluster of Dask cannot be had.
    """
    found = []
    for name in executors:
        with _address(name) as address:
            costs, cpu = [], []
            for number in range(runs):
                progress(f"{name}, run {number + 1}")
                project.forget()
                before = _own_cpu()
                environment = {EXECUTOR: address}
                costs.append(run_measured(project.build_command(), project.folder, environment))
                cpu.append(_own_cpu() - before if name.startswith(CLUSTER) else 0.0)
        found.append(Scaled(name, tuple(costs), tuple(cpu), digest(project.site)))
    return render_scaling(found)


def render_scaling(found: Sequence[Scaled]) -> str:
    """Draw the table; bytes are compared with those of the first executor."""
    lines = ["| executor | s | against the first | processor, s | same bytes |", "|---" * 5 + "|"]
    base = median(cost.seconds for cost in found[0].costs)
    for one in found:
        seconds = median(cost.seconds for cost in one.costs)
        cpu = median(c.cpu + more for c, more in zip(one.costs, one.cluster_cpu, strict=True))
        same = "yes" if one.digest == found[0].digest else "no ✗"
        lines.append(
            f"| {one.executor} | {seconds:.2f} | {seconds / base:.2f} | {cpu:.2f} | {same} |"
        )
    return "\n".join(lines)


def digest(site: Path) -> str:
    """Hash the paths and bytes of all files of a site."""
    hashed = sha256()
    for path in sorted(p for p in site.rglob("*") if p.is_file()):
        data = path.read_bytes()
        hashed.update(f"{path.relative_to(site).as_posix()}\0{len(data)}\0".encode() + data)
    return hashed.hexdigest()


@contextmanager
def _address(name: str) -> Iterator[str]:
    """Give what the build is told: the name itself, or the address of a cluster started here."""
    if not name.startswith(CLUSTER):
        yield name
        return
    if find_spec("distributed") is None:
        raise ClusterError(f"{name} needs Dask: pip install distributed")
    from distributed import LocalCluster  # noqa: PLC0415 - an optional package

    workers = int(name.removeprefix(CLUSTER))
    with LocalCluster(
        n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        cluster.wait_for_workers(workers)
        yield str(cluster.scheduler_address)


def _own_cpu() -> float:
    """Give the processor's seconds of this process and those it runs beside the build.

    A build has a process group of its own, and is not among them.
    """
    return cpu_seconds(group_members(os.getpgrp()))
