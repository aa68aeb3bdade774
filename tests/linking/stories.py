"""Stories about linking: small YAML files that anyone can add to.

A file has one story, or a list of them under ``stories``; ``concepts`` is either
the records' forms or the name of a shared ``vocabulary`` file. Offsets count code points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from notes_kb.domain.concept import Concept
from notes_kb.domain.span import Span
from notes_kb.linking.lexicon import Lexicon, build_lexicon
from notes_kb.linking.matcher import Found, decide, find_context, find_occurrences

CASES = Path(__file__).with_name("cases")
SETTINGS = ("not_in", "context", "case_sensitive", "broader", "related", "topic")


def find_mentions(
    text: str, lexicon: Lexicon, *, inert: Sequence[Span] = (), context: str = ""
) -> Found:
    """Find what a text mentions outside of `inert` ranges, within a section that says `context`."""
    found = find_occurrences(text, lexicon, inert)
    return decide(found, lambda: find_context(context or text, lexicon))


@dataclass(frozen=True)
class Story:
    """A text and what it is expected to mention."""

    name: str
    concepts: tuple[Concept, ...]
    text: str
    context: str
    mentions: tuple[str, ...]
    diagnostics: tuple[str, ...]

    @property
    def language(self) -> str:
        """Chinese for any text with Han characters but the Japanese stories'."""
        if self.name.startswith("ja-"):
            return "ja"
        return "zh" if any("\u3400" <= c <= "\u9fff" for c in self.text) else "en"

    def found(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Run the matcher; give mentions and findings as stories write them."""
        found = find_mentions(self.text, build_lexicon(self.concepts), context=self.context)
        mentions = tuple(f"{m.span.start}-{m.span.end} {m.concept}" for m in found.mentions)
        undecided = (
            f"{a.span.start}-{a.span.end} {' or '.join(a.candidates)}" for a in found.ambiguities
        )
        return mentions, tuple(undecided)


def stories() -> Iterator[Story]:
    """Read every story of the folder, in the order of their files."""
    for file in sorted(CASES.glob("*.yml")):
        content = yaml.safe_load(file.read_text("utf-8"))
        if file.stem.startswith("vocabulary"):
            continue
        concepts = _concepts(content["concepts"])
        for number, one in enumerate(content.get("stories", [content]), 1):
            yield Story(
                name=f"{file.stem}-{number}",
                concepts=concepts,
                text=one["text"],
                context=one.get("context", ""),
                mentions=tuple(one["mentions"]),
                diagnostics=tuple(one.get("diagnostics", ())),
            )


def _concepts(written: str | Mapping[str, Any]) -> tuple[Concept, ...]:
    if isinstance(written, str):
        written = yaml.safe_load((CASES / f"{written}.yml").read_text("utf-8"))
    return tuple(concept(name, forms) for name, forms in written.items())


def concept(name: str, forms: Mapping[str, Any]) -> Concept:
    """Make a record of forms by language, the first of each being the label."""
    words = {code: tuple(f) for code, f in forms.items() if code not in SETTINGS and f}
    return Concept(
        id=name,
        path=f"concepts/{name}.md",
        labels={code: group[0] for code, group in words.items()},
        aliases={code: group[1:] for code, group in words.items()},
        not_in={code: tuple(f) for code, f in forms.get("not_in", {}).items()},
        context={code: tuple(f) for code, f in forms.get("context", {}).items()},
        case_sensitive=frozenset(forms.get("case_sensitive", ())),
        broader=tuple(forms.get("broader", ())),
        related=tuple(forms.get("related", ())),
        topic=forms.get("topic"),
    )
