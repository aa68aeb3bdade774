"""What the machine does to a build, in one sentence with the file and the remedy."""

from __future__ import annotations

import errno
import socket
from collections.abc import Mapping
from types import MappingProxyType

_FULL = (
    "{file} cannot be written, since the disk or a quota is full: make room, "
    "or build with --site-dir into a folder on another disk"
)
_RIGHTS = (
    "{file} cannot be opened by this user: change its rights, "
    "or build with --site-dir into a folder that is yours"
)
_SHAPE = "{file}: a file stands where a folder is needed, or the other way round; move it away"
_OPEN = "{file} cannot be opened, since too many files are open: raise the limit (ulimit -n 4096)"
_SENTENCES: Mapping[int, str] = MappingProxyType(
    {
        errno.ENOSPC: _FULL,
        errno.EDQUOT: _FULL,
        errno.EFBIG: _FULL,
        errno.EACCES: _RIGHTS,
        errno.EPERM: _RIGHTS,
        errno.EROFS: _RIGHTS,
        errno.ENOTDIR: _SHAPE,
        errno.EISDIR: _SHAPE,
        errno.EEXIST: _SHAPE,
        errno.EMFILE: _OPEN,
        errno.ENFILE: _OPEN,
        errno.ENOENT: "{file} went away while the site was built: build again",
        errno.ENOTEMPTY: "{file} was written to by another program: end it, and build again",
        errno.ENAMETOOLONG: "{file}: its name is too long for this disk; give it a shorter one",
        errno.EIO: "{file} cannot be read or written: look after the disk",
    }
)
_OTHER_PORTS = 100
"""Ports behind a taken one that are tried."""


def sentence(error: Exception) -> str | None:
    """Say what is wrong with a file and what helps; None for what is no fault of the machine."""
    if isinstance(error, UnicodeDecodeError):
        return "the page that is named above is not in UTF-8: save it in UTF-8, and build again"
    if not isinstance(error, OSError) or not error.filename:
        return None
    said = _SENTENCES.get(error.errno or 0)
    return said.format(file=error.filename2 or error.filename) if said else None


def taken_port(host: str, port: int) -> str | None:
    """Say that another program listens at an address, and which port is free; None if nobody does.

    Asked before the first build: the host binds its socket only behind that.
    """
    if _is_free(host, port):
        return None
    free = next((p for p in range(port + 1, port + _OTHER_PORTS) if _is_free(host, p)), None)
    said = f"{host}:{port} is in use by another program, perhaps by another 'mkdocs serve'"
    if free is None:
        return f"{said}; end it, or name another address with --dev-addr"
    other = f"{host}:{free}"
    return f"{said}; {free} is free: add '--dev-addr {other}' (make serve ADDRESS={other})"


def _is_free(host: str, port: int) -> bool:
    """Try to listen as the host's server does; what fails for another reason is its to tell."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OverflowError:
            return False
        except OSError as error:
            return error.errno != errno.EADDRINUSE
    return True
