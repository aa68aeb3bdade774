"""Languages of a site."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")
"""The BCP 47 codes that a site may use: language, script, region."""


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of a site in the order of its configuration, never empty."""

    names: Mapping[str, str]
    """Code to the name the language calls itself: ``{"zh": "简体中文", "en": "English"}``."""

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes, the default first."""
        return tuple(self.names)

    @property
    def default(self) -> str:
        """The code of the language at the site's root."""
        return next(iter(self.names))

    def others(self, code: str) -> tuple[str, ...]:
        """All codes but this one, in order."""
        return tuple(c for c in self.names if c != code)
