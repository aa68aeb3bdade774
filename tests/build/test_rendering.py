"""What a kept rendering depends on."""

from dataclasses import fields, replace

import pytest

from notes_kb.build.rendering import Job, Renderer, Setting
from notes_kb.build.store import MemoryStore
from notes_kb.domain.concept import Article, Concept
from notes_kb.knowledge_base import ReadArticles
from notes_kb.linking import matcher
from notes_kb.linking.lexicon import build_lexicon
from notes_kb.pages import concept_links
from notes_kb.pages.render import Recipe, Source, Words, article_source
from notes_kb.pages.tree_passes import FigureWords

WORDS = Words(
    figures=FigureWords("lost", "remote"),
    statement="cite {number}",
    editor_note="cite",
    speaker="{speaker}: ",
)
JOB = Job(source=Source(path="a.md", language="en", markdown="Text.\n"))


def rendered_under(words: Words, store: MemoryStore) -> bytes:
    """Render a text with these words of the interface; give the name it is kept under."""
    setting = Setting(recipe=Recipe(), concepts={}, words={"en": words})
    renderer = Renderer(setting, build_lexicon(()), store, "serial")
    return renderer.render([JOB])[0].key


@pytest.mark.parametrize("field", fields(Words), ids=lambda field: field.name)
def test_a_changed_word_of_the_interface_renders_anew(field):
    """A word that the key leaves out would stay on pages until their text changes."""
    store = MemoryStore()
    kept = rendered_under(WORDS, store)
    assert rendered_under(replace(WORDS), store) == kept
    other: object = "other {speaker}"
    if field.name == "figures":
        other = FigureWords("other", "remote")
    if field.name == "verdicts":
        other = {"wrong": "other"}
    changed = replace(WORDS, **{field.name: other})
    assert rendered_under(changed, store) != kept


ARTICLE = """\
Experts of a MoE share an [[moe|expert]] router, and `MoE` is code.

## Routers {#routers}

- One router for each MoE.
- A router, **bold**.

> A quoted router.

| router | MoE |
| --- | --- |
| one | two |
"""


def test_an_article_that_was_read_is_not_scanned_again(monkeypatch):
    """A check that read an article as a note has found what the page links to."""
    concepts = {
        name: Concept(
            id=name,
            path=f"concepts/{name}.md",
            labels={"en": label},
            articles={"en": Article(path=f"concepts/{name}.md", markdown=ARTICLE, first_line=1)},
        )
        for name, label in (("moe", "MoE"), ("router", "router"))
    }
    lexicon = build_lexicon(concepts.values())
    source = article_source("concepts/moe.md", "en", ARTICLE, "moe", 1)
    read = ReadArticles(concepts, lexicon).read("moe", "en")
    scanned = []

    def scan(text, *others):
        scanned.append(text)
        return matcher.find_occurrences(text, *others)

    def render(job: Job):
        setting = Setting(
            recipe=Recipe(extensions=["tables"]), concepts=concepts, words={"en": WORDS}
        )
        renderer = Renderer(setting, lexicon, MemoryStore(), "serial")
        return renderer.render([job])[0].page

    monkeypatch.setattr(concept_links, "find_occurrences", scan)
    alone = render(Job(source=source))
    assert len(scanned) == 9
    scanned.clear()
    assert render(Job(source=source, note=read.note, mentions=read.mentions)) == alone
    assert scanned == []
    assert [mention.concept for mention in alone.mentions].count("router") == 6
