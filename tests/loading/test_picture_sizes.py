"""What the first bytes of a picture say of its size."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_kb.loading.picture_sizes import (
    BITMAPS,
    DRAWING,
    LARGEST,
    MOST_BYTES,
    PictureSize,
    read_picture_size,
)


def png(width: int, height: int) -> bytes:
    """Give the head of a PNG file."""
    head = b"IHDR" + struct.pack(">LLBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">L", 13) + head + struct.pack(">L", zlib.crc32(head))


def jpeg(width: int, height: int, orientation: int = 1) -> bytes:
    """Give the head of a JPEG file, with the turn of the camera."""
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\1" + struct.pack(">HHLHH", 0x0112, 3, 1, orientation, 0)
    exif += b"\0\0\0\0"
    app1 = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 17, 8, height, width, 3) + b"\1\x11\0" * 3
    return b"\xff\xd8" + app1 + frame


def gif(width: int, height: int) -> bytes:
    """Give the head of a GIF file."""
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0, 0, 0) + bytes(64)


@pytest.mark.parametrize(
    ("name", "data", "size"),
    [
        ("a.png", png(640, 480), (640, 480)),
        ("a.PNG", png(1, 1), (1, 1)),
        ("a.gif", gif(30, 20), (30, 20)),
        ("a.jpg", jpeg(30, 20), (30, 20)),
        # A photograph taken upright: the camera turned, the browser turns it back.
        ("a.jpeg", jpeg(30, 20, orientation=6), (20, 30)),
        ("a.png", jpeg(30, 20), (30, 20)),  # Browsers look at the content too.
        ("a.png", png(0, 480), None),
        ("a.png", png(LARGEST + 1, 1), None),
        ("a.png", png(640, 480)[:20], None),
        ("a.png", b"", None),
        ("a.png", b"no picture", None),
        ("a.png", b"P1 " + b"9" * 9000 + b" 1", None),  # Netpbm: numbers of any length.
        ("a.pdf", png(640, 480), None),
        ("picture", png(640, 480), None),
    ],
)
def test_a_bitmap_states_its_size(name: str, data: bytes, size: tuple[int, int] | None) -> None:
    """The size is what a browser shows; no size is given that the file does not state."""
    expected = PictureSize(*size) if size else None
    assert read_picture_size(BytesIO(data), name) == expected


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="30" height="20"', PictureSize(30, 20)),
        ('width="30px" height="20.4px"', PictureSize(30, 20)),
        ('width="1in" height="2.54cm"', PictureSize(96, 96)),
        ('width="72pt" height="6pc"', PictureSize(96, 96)),
        ('width="25.4mm" height="101.6q"', PictureSize(96, 96)),
        ('width="30" height="20" viewBox="0 0 1 1"', PictureSize(30, 20)),
        ('width="30" viewBox="0 0 10 20"', PictureSize(30, 60)),
        ('height="30" viewBox="0,0,10,20"', PictureSize(15, 30)),
        # Without a size of its own a drawing fills the width that there is.
        ('viewBox="0 0 24 12"', PictureSize(24, 12, fluid=True)),
        ('width="100%" height="100%" viewBox="-5 -5 24 12"', PictureSize(24, 12, fluid=True)),
        ('width="10em" height="auto"', None),
        ('width="30"', None),
        ('width="-3" height="4"', None),
        ('width="." height="."', None),
        ('viewBox="0 0 0 12"', None),
        ('viewBox="0 0 nan 12"', None),
        ('viewBox="0 0 inf 12"', None),
        ('viewBox="0 0 24"', None),
        ('width="999999" height="1"', None),
        ("", None),
    ],
)  # fmt: skip
def test_a_drawing_states_its_size_or_its_proportions(
    attributes: str, size: PictureSize | None
) -> None:
    """As CSS reads the lengths; a size that depends on the page is none."""
    svg = f'<?xml version="1.0"?>\n<!-- x --><svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'
    assert read_picture_size(BytesIO(svg.encode()), "a.svg") == size


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg",
        b"<html width='3' height='4'/>",
        b'<?xml version="1.0" encoding="none-such"?><svg width="3" height="4"/>',
        b'<!DOCTYPE svg [<!ENTITY a "1"><!ENTITY b "&a;&a;">]><svg width="&c;" height="1"/>',
        b"\xff\xfe<\0s\0v\0g",
        b"<!-- " + b"x" * MOST_BYTES + b" --><svg width='3' height='4'/>",
    ],
)
def test_what_is_no_drawing_has_no_size(data: bytes) -> None:
    """It is neither guessed at nor read beyond a bound."""
    assert read_picture_size(BytesIO(data), "a.svg") is None


@given(st.binary(max_size=400), st.sampled_from([*BITMAPS, DRAWING]))
def test_any_bytes_give_a_size_or_none(data: bytes, suffix: str) -> None:
    """A broken file breaks nothing."""
    for head in (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF0000WEBPVP8X", b"<svg "):
        size = read_picture_size(BytesIO(head + data), f"a{suffix}")
        assert size is None or (0 < size.width <= LARGEST and 0 < size.height <= LARGEST)
