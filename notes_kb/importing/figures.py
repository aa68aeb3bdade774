"""The pictures that come along with a note: which are copied, and what their targets become."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import unquote, urljoin, urlsplit

from notes_kb.domain.note import Block, BlockKind, Note
from notes_kb.importing.structure import letters
from notes_kb.loading.figures import NO_PROSE
from notes_kb.text.slug import slugify

MAX_PICTURE = 20 * 1024 * 1024
"""Bytes of one picture."""
MAX_PICTURES = 500
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".avif"})
_ATTACHMENTS = ("", "assets", "attachments", "images", "_resources")
"""Where programs keep pictures, below the folder of the note."""
_LONGEST_NAME = 10
"""Letters and digits of ``Figure 12``, which is a figure's name and no caption yet."""
_ENDS = tuple(".。!！?？…:：;；")


@dataclass(slots=True)
class Figures:
    """What becomes of the figures of a note."""

    targets: dict[int, str | None] = field(default_factory=dict)
    """New targets by the number of the block; None for a slot."""
    files: dict[str, Path | bytes] = field(default_factory=dict)
    """What to write, by its path beside the note."""
    lost: int = 0
    """Figures whose file is not there, or is none that may be copied."""
    slots: int = 0
    """Figures that the source itself had lost."""
    remote: int = 0
    """Figures on other hosts."""


class Pictures(Protocol):
    """Finds the files of pictures."""

    def find(self, target: str) -> Path | None:
        """Find the file of a relative target; None where none may be copied."""


def place_figures(
    note: Note,
    *,
    pictures: Pictures | None,
    embedded: Mapping[str, bytes],
    address: str = "",
) -> Figures:
    """Decide on each figure of a note.

    Pictures are copied into a folder of the note's name beside it.

    Args:
        note: The source as the loader reads it.
        pictures: Where files are looked for; None for a source that came without a folder.
        embedded: Pictures that were written into the source, by their targets.
        address: Where the source was published, for addresses that are relative to it.
    """
    found = Figures()
    taken: dict[Path | str, str] = {}
    for block in _figures(note):
        if block.target is None:
            found.slots += 1
            continue
        if block.target in embedded:
            path = taken.setdefault(block.target, f"{note.id}/{block.target}")
            found.files[path] = embedded[block.target]
            found.targets[block.number] = path
            continue
        if urlsplit(block.target).scheme in {"http", "https"}:
            found.remote += 1
            continue
        file = pictures.find(block.target) if pictures else None
        if file is not None and len(taken) < MAX_PICTURES:
            path = taken.get(file) or _free_name(file, note.id, found.files)
            taken[file] = path
            found.files[path] = file
            found.targets[block.number] = path
        elif address and not block.target.startswith("file:"):
            found.remote += 1
            found.targets[block.number] = urljoin(address, block.target)
        else:
            found.lost += 1
            found.targets[block.number] = None
    return found


def _figures(note: Note) -> Iterator[Block]:
    for section in note.walk():
        yield from (block for block in section.blocks if block.kind is BlockKind.FIGURE)


def find_picture(target: str, folder: Path, within: Path | None = None) -> Path | None:
    """Find the file of a target that is relative to a folder; None where none may be copied.

    Only an ordinary picture file is copied that stands, links resolved, below the folder
    `within`, which is the folder itself where it is left out.
    """
    path = picture_path(target)
    if path is None or (within is None and ".." in path.parts):
        return None
    root = (within or folder).resolve()
    for place in _ATTACHMENTS:
        try:
            file = (folder.resolve() / place / path).resolve()
            if file.is_relative_to(root) and may_be_copied(file):
                return file
        except OSError:  # A name too long, or a folder that may not be read.
            continue
    return None


def picture_path(target: str) -> PurePosixPath | None:
    """Give the relative path that a target means; None where it is no picture's."""
    bare = unquote(target.split("?", 1)[0].split("#", 1)[0]).replace("\\", "/")
    path = PurePosixPath(bare)
    named = path.suffix.lower() in _SUFFIXES
    return path if named and not (path.is_absolute() or ":" in bare or "\0" in bare) else None


def may_be_copied(file: Path) -> bool:
    """Whether a file is an ordinary one, not empty and not too large."""
    return file.is_file() and 0 < file.stat().st_size <= MAX_PICTURE


def _free_name(file: Path, note_id: str, files: Mapping[str, object]) -> str:
    stem, suffix = slugify(file.stem) or "figure", file.suffix.lower()
    path, count = f"{note_id}/{stem}{suffix}", 1
    while path in files:
        count += 1
        path = f"{note_id}/{stem}-{count}{suffix}"
    return path


def told_text(caption: str, alt: str, target: str) -> str:
    """Put what a picture says of itself behind its caption, unless that says nothing more."""
    says_nothing = alt.casefold() in NO_PROSE or (alt and target.endswith(alt))
    if says_nothing or letters(alt) in letters(caption):
        return caption
    if len(letters(caption)) <= _LONGEST_NAME and caption[-1].isdigit():
        return f"{caption}: {alt}" if alt[0].isascii() else f"{caption}：{alt}"
    if caption.endswith(_ENDS):
        return f"{caption} {alt}" if caption[-1].isascii() else f"{caption}{alt}"
    return f"{caption}. {alt}" if caption[-1].isascii() else f"{caption}。{alt}"
