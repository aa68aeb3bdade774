"""What a kept rendering depends on."""

from dataclasses import fields, replace

import pytest

from notes_kb.build.rendering import Job, Renderer, Setting
from notes_kb.build.store import MemoryStore
from notes_kb.linking.lexicon import build_lexicon
from notes_kb.pages.render import Recipe, Source, Words
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
