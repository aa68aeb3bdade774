"""A folder that a command makes whole: it replaces its own work, and nobody else's."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from notes_kb.loading.export_marks import MANIFEST, digest


class NotOursError(Exception):
    """A folder holds what the command did not write; the message says what."""


def check_folder(folder: Path, *, force: bool) -> None:
    """Make sure that a folder may be replaced.

    It may where it does not exist, is empty, or holds exactly what a former export wrote;
    with `force`, also where files of that export have changed or others were added.

    Raises:
        NotOursError: It may not.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise NotOursError(f"{folder} is no folder of an export")
    if not folder.exists() or not any(folder.iterdir()):
        return
    written = _written(folder)
    if written is None:
        raise NotOursError(f"{folder} is not empty, and no export made it; choose another folder")
    changed = [] if force else sorted(_changes(folder, written))
    if changed:
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        raise NotOursError(
            f"{folder} was changed since it was exported: {changed[0]}{more};"
            " keep the changes, or write over them with --force"
        )


def _written(folder: Path) -> Mapping[str, str] | None:
    """Give what an export wrote, by the paths; None where the folder is none."""
    try:
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    files = said.get("files") if isinstance(said, dict) else None
    return files if isinstance(files, dict) else None


_BUILT = ("site", ".cache")
"""Folders that a build of the export makes in it."""


def _changes(folder: Path, written: Mapping[str, str]) -> Iterator[str]:
    for root, folders, names in os.walk(folder):
        if Path(root) == folder:
            folders[:] = [name for name in folders if name not in _BUILT]
        for name in names:
            path = Path(root, name)
            known = path.relative_to(folder).as_posix()
            if known == MANIFEST:
                continue
            strange = known not in written or path.is_symlink()
            if strange or digest(path.read_bytes()) != written[known]:
                yield known


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a new folder beside `folder`, then put it in its place.

    On a failure the folder is what it was.

    Raises:
        OSError: Something cannot be written.
    """
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    old = made.with_name(f"{made.name}-old")
    try:
        made.chmod(0o777 & ~_mask())
        for name, data in files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if folder.exists():
            folder.rename(old)
        try:
            made.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    except OSError:
        shutil.rmtree(made, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
