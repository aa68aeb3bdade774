"""One module for each diagram; each has a DIAGRAM, in both languages."""

from __future__ import annotations

import importlib
import pkgutil

from tools.diagrams.diagram import Diagram


def all_diagrams() -> tuple[Diagram, ...]:
    """Give every diagram, in the order of the recap's lost figures, then by id."""
    found: list[Diagram] = [
        importlib.import_module(f"{__name__}.{info.name}").DIAGRAM
        for info in pkgutil.iter_modules(__path__)
    ]
    return tuple(sorted(found, key=lambda d: (d.figure.lines if d.figure else (10_000,), d.id)))
