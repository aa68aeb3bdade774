"""Write the licences of what a site needs to run: ``python -m tools.licences``.

They are read from the metadata of the installed packages, for the names in the lock file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"
TABLE = REQUIREMENTS / "licences.md"

COMPATIBLE = frozenset(
    """0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause ISC MIT MIT-CMU MPL-2.0 PSF-2.0 Python-2.0
    Unlicense Zlib""".split()
)
"""Licences under which a package may be used by software under MIT and shipped beside it.

MPL-2.0 is among them because it concerns changes to the package's own files only.
"""
_CLASSIFIERS = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
_WRITTEN = {
    "mit": "MIT", "mit license": "MIT", "bsd": "BSD-3-Clause", "bsd-3-clause": "BSD-3-Clause",
    "bsd 3-clause": "BSD-3-Clause", "bsd-2-clause": "BSD-2-Clause", "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0", "apache-2.0": "Apache-2.0", "isc": "ISC",
    "mpl-2.0": "MPL-2.0", "psf": "PSF-2.0",
}  # fmt: skip
_UNSTATED = {"mergedeep": "MIT"}
"""Packages whose metadata names none in a form that programs read, by their licence file."""


def locked(name: str) -> list[str]:
    """Give the names of the packages in a lock file."""
    text = (REQUIREMENTS / f"{name}.txt").read_text("utf-8")
    return sorted(set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", text, re.MULTILINE)))


def licence(package: str) -> str | None:
    """Give the licence of an installed package as SPDX writes it; None where it is not there."""
    try:
        found = metadata(package)
    except PackageNotFoundError:
        return None
    if expression := found.get("License-Expression"):
        return str(expression)
    for classifier in found.get_all("Classifier") or ():
        if classifier.startswith("License :: OSI Approved :: "):
            return _CLASSIFIERS.get(classifier.rpartition(" :: ")[2], classifier)
    written = (found.get("License") or "").strip().lower()
    return _WRITTEN.get(written) or _UNSTATED.get(package, f"unknown: {written[:40]}")


def parts(expression: str) -> list[str]:
    """Give the single licences of an expression."""
    return re.findall(r"[A-Za-z0-9][\w.+-]*", re.sub(r"\b(?:AND|OR|WITH)\b", " ", expression))


def rows(known: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each package of the lock with its licence; one that is not installed as it is known."""
    for package in locked("site"):
        yield package, licence(package) or known.get(package, "unknown: not installed here")


def read_table() -> dict[str, str]:
    """Give what the table says."""
    text = TABLE.read_text("utf-8") if TABLE.is_file() else ""
    return dict(re.findall(r"^\| ([a-z0-9][a-z0-9._-]*) \| ([^|]+) \|$", text, re.MULTILINE))


def main() -> None:
    """Write the table."""
    lines = [f"| {package} | {spdx} |" for package, spdx in rows(read_table())]
    head = "# Licences of what a site needs\n\n| Package | Licence |\n| --- | --- |\n"
    TABLE.write_text(head + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
