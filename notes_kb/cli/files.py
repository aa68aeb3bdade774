"""Files that a command writes: whole or not at all, and over nothing by accident."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def replace_text(path: Path, text: str) -> None:
    """Write a file that is there already anew, with the rights that it has."""
    temporary = _written_beside(path, text.encode())
    temporary.chmod(path.stat().st_mode & 0o777)
    temporary.replace(path)


def write_new(root: Path, files: Mapping[str, bytes], *, force: bool) -> None:
    """Write several files below a folder, the last one last; on a failure none of them stays.

    Args:
        root: The folder, which is made where it is missing.
        files: Contents by paths below it.
        force: Whether a file that is there with another content is replaced.

    Raises:
        FileExistsError: One is there with another content.
        OSError: One cannot be written.
    """
    if not force:
        refuse_taken(root, files)
    missing = {name: data for name, data in files.items() if not _is(root / name, data)}
    made: list[Path] = []
    folders: list[Path] = []
    try:
        for name, data in missing.items():
            path = root / name
            folders += _make_folders(path.parent)
            fresh = not os.path.lexists(path)
            _put(path, data, force=force)
            made += [path] if fresh else []
    except OSError:
        for path in made:
            path.unlink(missing_ok=True)
        for folder in reversed(folders):
            folder.rmdir()
        raise


def refuse_taken(root: Path, files: Mapping[str, bytes]) -> None:
    """Raise the FileExistsError that `write_new` would raise without `force`."""
    for name, data in files.items():
        if os.path.lexists(root / name) and not _is(root / name, data):
            raise FileExistsError(17, "there is another file of that name", str(root / name))


def _is(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _make_folders(folder: Path) -> list[Path]:
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir()
    return missing[::-1]


def _put(path: Path, data: bytes, *, force: bool) -> None:
    temporary = _written_beside(path, data)
    # mkstemp's files are for their owner alone; a new file has the rights that all have.
    temporary.chmod(0o666 & ~_umask())
    try:
        if force:
            temporary.replace(path)
            return
        try:
            os.link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # A file system without hard links.
            temporary.rename(path)
    finally:
        temporary.unlink(missing_ok=True)


def _written_beside(path: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".notes-kb-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def replace_files(root: Path, files: Mapping[str, bytes | None]) -> None:
    """Write and remove several files below a folder; on a failure all are as they were.

    Args:
        root: The folder that paths are relative to.
        files: Contents by paths, which may lead out of the folder; None removes a file.

    Raises:
        OSError: One cannot be written or removed.
    """
    staged: dict[Path, Path] = {}
    kept: dict[Path, Path] = {}
    made: list[Path] = []
    try:
        for name, data in files.items():
            path = root / name
            if data is not None:
                staged[path] = _written_beside(path, data)
                mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
                staged[path].chmod(mode & 0o777)
        for name in files:
            path = root / name
            if path.exists():
                kept[path] = _set_aside(path)
            else:
                made.append(path)
            if path in staged:
                staged[path].replace(path)
    except OSError:
        for path in made:
            path.unlink(missing_ok=True)
        for path, aside in kept.items():
            aside.replace(path)
        kept = {}
        raise
    finally:
        for path in (*staged.values(), *kept.values()):
            path.unlink(missing_ok=True)


def _set_aside(path: Path) -> Path:
    """Give a file another name beside it, from which it can be brought back."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".notes-kb-")
    os.close(handle)
    aside = Path(name)
    path.replace(aside)
    return aside


def _umask() -> int:
    """Give the mask of the rights that a new file does not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
