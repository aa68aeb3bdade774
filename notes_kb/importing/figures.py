"""The pictures that come along with a note: which are copied, and what their targets become."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path, PurePosixPath
from typing import Protocol
from urllib.parse import unquote, urljoin, urlsplit

from notes_kb.domain.note import PROSE, Block, BlockKind, Note
from notes_kb.importing.structure import letters
from notes_kb.loading.figures import NO_PROSE, Figure, link_definitions, pictures_among
from notes_kb.text.slug import slugify

MISSING = "missing"
"""The target of a figure that the source lost."""

RUNNING = PROSE | {BlockKind.TABLE}
"""Blocks among whose text pictures may stand."""

MAX_PICTURE = 20 * 1024 * 1024
"""Bytes of one picture."""
MAX_PICTURES = 500
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".avif"})
_ATTACHMENTS = ("", "assets", "attachments", "images", "_resources")
"""Where programs keep pictures, below the folder of the note."""
_PLAIN_TARGET = re.compile(r"(?:[^\s()<>\\]|\([^\s()<>\\]{0,2000}\)){1,2000}")
_SOURCE = re.compile(r"(\bsrc\s*=\s*[\"'])[^\"'\n]{0,1000}", re.IGNORECASE)
_UNBRACKETED = str.maketrans("[]|<>`", "()-()'")
"""Characters of a file's name that would end a picture's text, or a table's cell."""
_LONGEST_NAME = 10
"""Letters and digits of ``Figure 12``, which is a figure's name and no caption yet."""
_ENDS = tuple(".。!！?？…:：;；")


@dataclass(slots=True)
class Figures:
    """What becomes of the pictures of a note."""

    targets: dict[str, str | None] = field(default_factory=dict)
    """New targets by the old ones; None for a slot."""
    files: dict[str, Path | bytes] = field(default_factory=dict)
    """What to write, by its path beside the note."""
    lost: int = 0
    """Pictures whose file is not there, or is none that may be copied."""
    slots: int = 0
    """Pictures that the source itself had lost."""
    remote: int = 0
    """Pictures on other hosts."""


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
    taken: dict[Path, str] = {}
    for target, place in _shown(note):
        if target is None:
            found.slots += 1
        elif target in embedded:
            path = f"{note.id}/{target}"
            found.files[path] = embedded[target]
            found.targets[target] = path
        elif urlsplit(target).scheme in {"http", "https"}:
            found.remote += 1
        elif (file := pictures.find(target) if pictures else None) and (
            file in taken or len(taken) < MAX_PICTURES
        ):
            path = taken.setdefault(file, _free_name(file, note.id, found.files))
            found.files[path] = file
            found.targets[target] = path
        elif address and not target.startswith("file:"):
            found.remote += 1
            found.targets[target] = urljoin(address, target)
        elif place is _Place.ALONE or (place is _Place.TEXT and picture_path(target)):
            found.lost += 1
            found.targets[target] = None
    return found


class _Place(Enum):
    """Where a picture stands."""

    ALONE = auto()
    """It is a figure."""
    TEXT = auto()
    """Among text, which may speak of pictures: it is one only where its name says so."""
    HTML = auto()
    """In HTML, where no slot can stand for it."""


def _shown(note: Note) -> Iterator[tuple[str | None, _Place]]:
    """Yield the targets of all pictures in the order of the file; None for what the source lost."""
    definitions = link_definitions(note.text.split("\n"))
    for section in note.walk():
        yield from ((target, _Place.TEXT) for target in _among(section.heading, definitions))
        # A paste's figures are no part of the text at whose edge they stood.
        held = frozenset() if note.pasted else lines_of_text(section.blocks)
        for block in section.blocks:
            if block.kind in RUNNING:
                yield from ((target, _Place.TEXT) for target in _among(block.text, definitions))
            elif block.kind is BlockKind.HTML and not note.pasted:
                yield from ((target, _Place.HTML) for target in _among(block.text, {}) if target)
            elif block.kind is BlockKind.FIGURE and block.lines.first not in held:
                yield block.target, _Place.ALONE


def _among(text: str, definitions: Mapping[str, str]) -> Iterator[str | None]:
    for _, _, figure in pictures_among(text):
        if not figure.label or figure.label.casefold() in definitions:
            yield _target(figure, definitions)


def _target(figure: Figure, definitions: Mapping[str, str]) -> str | None:
    return definitions.get(figure.label.casefold()) if figure.label else figure.target


def lines_of_text(blocks: Sequence[Block]) -> frozenset[int]:
    """Give the lines that hold running text or a table; figures may stand at their edges."""
    return frozenset(
        number
        for block in blocks
        if block.kind in RUNNING
        for number in range(block.lines.first, block.lines.last + 1)
    )


# What is written for a picture


@dataclass(frozen=True, slots=True)
class Moves:
    """The new targets of a text's pictures."""

    targets: Mapping[str, str | None] = field(default_factory=dict)
    """By the old ones; None for a slot."""
    definitions: Mapping[str, str] = field(default_factory=dict)
    """The targets of links by their labels."""

    def of(self, target: str | None) -> str | None:
        """Give the new target of a figure, which may be the old one."""
        return self.targets.get(target, target) if target else None

    def named(self, alt: str, target: str | None) -> str:
        """Give a picture's text, with the file's name where that is lost: it can be looked for."""
        if not target or self.targets.get(target, target) is not None:
            return alt
        path = unquote(target.split("?", 1)[0].split("#", 1)[0]).replace("\\", "/")
        name = " ".join(PurePosixPath(path).name.translate(_UNBRACKETED).split())
        if not alt or letters(name) in letters(alt):
            return alt or name
        return f"{alt} ({name})"

    def text(self, text: str) -> str:
        """Give running text with the pictures among it as Markdown has them, where they moved."""
        out, at = list[str](), 0
        for begin, end, figure in pictures_among(text) if self.targets else ():
            target = _target(figure, self.definitions)
            if target and target in self.targets:
                out += [text[at:begin], self._written(figure, target, text[begin:end])]
                at = end
        return "".join([*out, text[at:]])

    def _written(self, figure: Figure, target: str, before: str) -> str:
        picture = picture_markdown(self.named(figure.alt, target), self.targets[target])
        # A link around it that leads to a file would lead nowhere now.
        outer = before.rpartition("](")[2] if before.startswith("[") else ""
        return f"[{picture}]({outer}" if "://" in outer else picture

    def html(self, text: str) -> str:
        """Give HTML with the new targets of its pictures; those that are lost stay."""
        out, at = list[str](), 0
        for begin, end, figure in pictures_among(text) if self.targets else ():
            new = self.of(figure.target)
            source = _SOURCE.search(text, begin, end) if text[begin] == "<" else None
            if new and source:
                out += [text[at : source.end(1)], new]
                at = source.end()
        return "".join([*out, text[at:]])


def picture_markdown(alt: str, target: str | None) -> str:
    """Write a picture; a slot where its target is not known."""
    return f"![{' '.join(alt.split())}]({_written_target(target)})"


def _written_target(target: str | None) -> str:
    if target is None:
        return MISSING
    bare = "".join(target.split("\\")).replace("\n", "")
    if _PLAIN_TARGET.fullmatch(bare):
        return bare
    return f"<{bare.replace('<', '%3C').replace('>', '%3E')}>"


# The files


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
