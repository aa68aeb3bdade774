"""The two folders that hold a knowledge base."""

from __future__ import annotations

from dataclasses import dataclass

TAKEN = frozenset({"topics", "translations", "statements", "routes", "assets"})
"""Names of folders that the site's own pages and files have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """The folders of notes and of concepts within the docs folder, and within the site."""

    notes: str = "notes"
    concepts: str = "concepts"

    @property
    def both(self) -> tuple[str, str]:
        """The two names."""
        return self.notes, self.concepts


USUAL = Folders()
"""Those of a site that names none."""


def wrong_folder(name: object) -> str:
    """Say what is wrong with the name of a folder; empty where nothing is."""
    if not isinstance(name, str) or not name:
        return "is no name of a folder"
    if "/" in name or "\\" in name or name.startswith(".") or name != name.strip():
        return f"is '{name}', which is no folder right below the docs folder"
    return f"is '{name}', a folder of pages that the site makes" if name in TAKEN else ""
