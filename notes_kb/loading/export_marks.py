"""What exported Markdown holds besides text, so that it can become notes and concepts again.

Comments, which no reader sees, keep what plain Markdown cannot say: ``<!-- {.no-link} -->``.
What was made for readers (a box of facts, sections from another language, lists of mentions)
stands between two comments, and is left out when the text comes back. A key of the front
matter says which note or concept a page is.
"""

from __future__ import annotations

from hashlib import blake2b

KEY = "notes_kb"
"""The key of an exported page's front matter."""

BEGIN, END = "<!-- notes_kb: made -->", "<!-- notes_kb: end -->"
"""The lines round what was made for readers."""

AUTOMATIC, NAMED, WORDED, CELL = "concept:", "name:", "link:", "cell:"
"""How the labels of references begin: for a link that was found, for ``[[name]]``, for
``[[name|words]]``, and for the same in a cell of a table, with a backslash before the bar."""

PARENTHESIS = ")"
"""What a comment keeps of an item whose marker was ``1)``."""

SOURCES = "sources"
"""The folder of an export, beside its pages, that keeps what pages are made of: pasted notes,
and the files of `DECLARATIONS`."""

DECLARATIONS = ("routes.yml", "search.yml")
"""Files of a docs folder that are read and not published."""

MANIFEST = "notes-kb-export.json"
"""The file of an export that says what it is and what was written."""

FORMAT_VERSION = 1
"""Of the manifest; an import refuses one that it does not know."""


def hide(written: str) -> str:
    """Keep what an author wrote in a comment; two hyphens would end it."""
    return f"<!-- notes: {written.replace('&', '&amp;').replace('--', '&#45;&#45;')} -->"


def unhide(comment: str) -> str:
    """Give back what stands in a comment."""
    return comment.replace("&#45;&#45;", "--").replace("&amp;", "&")


def digest(data: bytes) -> str:
    """Give a short digest of a file."""
    return blake2b(data, digest_size=12).hexdigest()
