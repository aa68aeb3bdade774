"""What an editor says of a statement."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """The words of ``{verdict=…}``."""

    FACT = "fact"
    """It can be checked, and holds."""
    OPINION = "opinion"
    """A judgement or forecast, which nothing can check yet."""
    OUTDATED = "outdated"
    """It held when it was said, and no longer does."""
    WRONG = "wrong"
    """It can be checked, and does not hold."""
    UNVERIFIED = "unverified"
    """It could be checked, and nobody has found the means."""
