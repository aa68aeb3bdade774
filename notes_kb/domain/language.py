"""Languages of a site."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")
"""The BCP 47 codes that a site may use: language, script, region."""


ISO_639_1 = frozenset(
    """aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy
    da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy
    hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li
    ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa
    pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th
    ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu""".split()
)
"""The two-letter codes of ISO 639-1, by which a slip such as ``cn`` is told from a language."""


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of a site in the order of its configuration, never empty."""

    names: Mapping[str, str]
    """Code to the name the language calls itself: ``{"zh": "简体中文", "en": "English"}``."""

    def __post_init__(self) -> None:
        """See that there is a default.

        Raises:
            ValueError: There is no language.
        """
        if not self.names:
            raise ValueError("a site has at least one language")

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
