"""Every kind of finding, with the line that explains it to users."""

from __future__ import annotations

from types import MappingProxyType

KINDS = MappingProxyType(
    {
        "anchor-invalid": "An explicit anchor is no lower-case ASCII slug, or begins with '__'",
        "article-without-concept": "An article of a concept has no record beside it",
        "concept-ambiguous": "A form belongs to several concepts and nothing near it decides",
        "concept-article-keys": "A translated article has front matter, which only a record has",
        "concept-case-unknown": "A form in case_sensitive is no label or alias of the concept",
        "concept-cycle": "Along broader, a concept comes out above itself",
        "concept-definition-missing": "A concept has no definition in a language of the site",
        "concept-empty": "The file of a concept is empty",
        "concept-form-repeated": "A label or alias stands twice in one language of a record",
        "concept-form-shared": "Two concepts claim one form and have no context words",
        "concept-label-missing": "A concept has no label at all, or none in a language of the site",
        "concept-self": "A concept names itself as broader or related",
        "concept-source-url": "A source has no web address where a reader can check it",
        "concept-unknown": "A name in [[…]], topic=, no_links, broader or related is no concept's",
        "concept-unsourced": "A concept names no source",
        "control-characters": "A file holds characters that no text has; they were taken out",
        "duplicate-anchor": "Two sections of a note have one anchor; the second got a number",
        "duplicate-id": "Two files have one id and language; the first in path order stands",
        "encoding-broken": "Some bytes do not fit the file's encoding; each shows as U+FFFD",
        "encoding-guessed": "The file is no UTF-8 and names no encoding; the likeliest was used",
        "figure-missing": "The source of a note lost figures; a slot stands for each",
        "file-not-text": "The file is no text in any encoding that could be told",
        "file-too-large": "The file is longer than a note may be",
        "file-unreadable": "The file cannot be opened",
        "front-matter-bounds": "The front matter is too long, too deep or holds too many values",
        "front-matter-duplicate-key": "A key stands twice in the front matter; the first counts",
        "front-matter-syntax": "The front matter is no YAML, or uses a part that is not allowed",
        "front-matter-type": "A key of the front matter holds another kind of value than it takes",
        "front-matter-unclosed": "The front matter has no closing line",
        "front-matter-unknown-key": "A key of the front matter is not documented and was ignored",
        "html-removed": "HTML that could harm a reader was taken out of a page",
        "html-unreadable": "Raw HTML that no parser can read is shown as text",
        "language-unknown": "A language code is none of the site's languages",
        "note-in-subfolder": "A note stands in a subfolder, where notes are not read",
        "note-too-complex": "The note has more headings or deeper nesting than a note may have",
        "outside-docs": "A link in the file system leads out of the docs folder",
        "search-self-test": "The written search index does not answer a query that it must answer",
        "search-untested": "The written search index could not be tested, for want of Node",
        "stray-text": "A scrap of one or two letters stands alone on its line",
        "svg-script": "A contributed drawing holds a script and is not published",
        "topic-place-shared": "Two topics have the same number, so their order is by id",
        "topic-tied": "A point's concepts vote for several topics equally, so it has none",
        "topic-unknown": "A topic= names no topic",
        "translation-extra-section": "A translation has a section that its original lacks",
        "translation-missing-section": (
            "A section of the original is not translated; the original stands for it"
        ),
        "translation-stale": "A section was translated from an older state of the original",
    }
)
"""Stable name to explanation, in alphabetical order; a test sees that no other is used."""
