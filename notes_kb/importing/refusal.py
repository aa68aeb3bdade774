"""Why a source cannot become a note."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818 - it names an outcome, not a mistake
    """A source that gives no note: one sentence without a full stop, which users read."""


class EmptyError(Refusal):
    """A source without a text: there is nothing that could be lost."""
