"""A text that is called harmless has nothing that rendering could find in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pygments.formatters.html import _get_ttype_class
from pygments.lexers import get_lexer_by_name

from notes_kb.domain.concept import Concept
from notes_kb.domain.note import Note
from notes_kb.linking.lexicon import build_lexicon
from notes_kb.linking.mentions import find_note_mentions
from notes_kb.loading.notes import parse_note
from notes_kb.pages.harmless import (
    EXTENSIONS,
    LEXERS,
    is_certain,
    is_harmless_note,
    is_harmless_recipe,
    is_harmless_text,
)
from notes_kb.pages.render import Needs, Recipe, article_source, render, render_note, words_in
from notes_kb.pages.rendered import RenderedPage
from notes_kb.pages.sanitise import sanitise
from tests.docs.documents import GUIDE
from tests.docs.test_constructs import examples

USUAL = (
    "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "pymdownx.arithmatex",
    "pymdownx.highlight", "pymdownx.superfences", "pymdownx.tabbed", "tables", "toc",
)  # fmt: skip
RECIPES = {
    "usual": Recipe(
        extensions=USUAL,
        configs={
            "pymdownx.arithmatex": {"generic": True},
            "pymdownx.tabbed": {"alternate_style": True},
            "toc": {"permalink": True},
        },
    ),
    "every": Recipe(
        extensions=tuple(sorted(EXTENSIONS - {"legacy_attrs", "legacy_em", "meta"})),
        configs={"pymdownx.tasklist": {"custom_checkbox": True}},
    ),
    "old": Recipe(extensions=("extra", "smarty", "legacy_attrs", "legacy_em", "meta", "nl2br")),
}
MOE = Concept(id="moe", labels={"zh": "混合专家", "en": "MoE"}, path="concepts/moe.md")
LEXICON = build_lexicon([MOE])

HARMLESS = {
    "prose": "文字，**粗** *斜* `a_b`，见 [[moe]]、[[moe|它]]、[[另一场]]。",
    "list": "- 甲 (a) 1/2 “引”\n    - **总结**：乙\n\n1. 丙\n2. 丁 C++",
    "table": "| 甲 | [[moe|乙]] |\n|---|:-:|\n| 1 ~ 2 | `x` |",
    "code": "```python\nx = a[0] < b & {1: '$'}\n```\n\n文\n\n```\n<script>\n```",
    "quote": "> 引文 [链](https://example.org/a-b/c.html#d)\n> 续 2 > 1\n\n---",
    "figures": "![缺图：甲](missing)\n\n![](missing)",
    "attributes": "- 甲 {.no-link}\n- 乙 {topic=moe}\n    - **编者注**：不 {verdict=wrong}",
}
OTHER = {
    "raw HTML": "a <b onclick=x>b</b>",
    "link within": "[文](other.md)",
    "link to an anchor": "[[另一场#节]]",
    "picture": "![图](a.png)",
    "script address": "[x](javascript:y)",
    "formula": "$\\frac{1$",
    "class": "文 {.foo}",
    "reference": "[a]\n\n[a]: b.md",
    "unknown fence": "```mermaid\ngraph\n```",
    "tab": '=== "甲"\n\n    文',
    "rendered heading": "- # _*_x",
    "rendered heading below": "_*_x\n---",
    "emoji": ":smile:",
    "keys": "++ctrl+x++",
    "admonition": '!!! foo "x"\n\n    y',
    "callout": "> [!note]",
    "escaped picture": "\\![x](missing)",
    "deep": "".join(f"{'  ' * n}- x\n" for n in range(14)),
}


def _note(body: str, *, pasted: bool = False, heading: str = "## 节 {#s topic=moe}") -> Note:
    head = "" if pasted else f"---\ntitle: t\n---\n\n{heading}\n\n"
    path = "notes/a.txt" if pasted else "notes/a.md"
    return parse_note(head + body, path=path, note_id="a", language="zh", pasted=pasted)


def _needs(recipe: Recipe) -> Needs:
    return Needs(recipe=recipe, lexicon=LEXICON, label=str, words=words_in("zh"))


def _is_quiet(page: RenderedPage) -> bool:
    written = [link.written for link in page.links if not link.concept]
    return not page.findings and all(re.fullmatch(r"\[\[[^#?]+\]\]", one) for one in written)


def _check(body: str, recipe: Recipe, *, pasted: bool = False) -> None:
    """Compare what is said of a text, as a note and as an article, with what rendering finds."""
    for heading in ("",) if pasted else ("", "## 节 {#s topic=moe}"):
        note = _note(body, pasted=pasted, heading=heading)
        if is_harmless_note(note):
            page = render_note(note, find_note_mentions(note, LEXICON), _needs(recipe))
            assert _is_quiet(page), page
    source = article_source("concepts/b.md", "zh", body, "b", 1)
    if is_harmless_text(source.markdown):
        assert _is_quiet(render(source, _needs(recipe)))


@pytest.mark.parametrize("name", RECIPES)
def test_the_recipes_are_harmless(name: str) -> None:
    """Or the tests below would say nothing."""
    assert is_harmless_recipe(RECIPES[name])


@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(extensions=("toc", "tables")),  # Without fences, code is raw HTML.
        Recipe(extensions=(*USUAL, "pymdownx.magiclink")),
        Recipe(extensions=(*USUAL, "pymdownx.snippets")),
        Recipe(extensions=USUAL, configs={"toc": {"permalink": True, "permalink_class": "x"}}),
        Recipe(extensions=USUAL, configs={"pymdownx.highlight": {"guess_lang": True}}),
        Recipe(extensions=(*USUAL, "abbr"), configs={"abbr": {"glossary": {"MoE": "<b>"}}}),
        Recipe(
            extensions=USUAL,
            configs={"pymdownx.superfences": {"custom_fences": [{"name": "python"}]}},
        ),
        Recipe(extensions=USUAL, configs={"pymdownx.highlight": {"css_class": "foo"}}),
    ],
)
def test_what_a_recipe_adds_is_seen(recipe: Recipe) -> None:
    """An unknown extension, or an option whose result the sanitiser takes out."""
    assert not is_harmless_recipe(recipe)
    assert is_harmless_recipe(RECIPES["usual"])


@pytest.mark.parametrize("name", HARMLESS)
def test_what_most_notes_hold_is_harmless(name: str) -> None:
    """And rendering finds nothing in it, by any recipe."""
    assert is_harmless_note(_note(HARMLESS[name]))
    for recipe in RECIPES.values():
        _check(HARMLESS[name], recipe)


@pytest.mark.parametrize("name", OTHER)
def test_what_may_be_found_is_not(name: str) -> None:
    """A check renders what may hold something to find."""
    assert not is_harmless_note(_note(OTHER[name]))
    assert not is_harmless_text(OTHER[name])


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
def test_constructs_are_what_they_are_called(recipe: Recipe) -> None:
    """Every example of the guide and every story of the notes' pages."""
    stories = (Path(__file__).parent / "notes.txt").read_text("utf-8").split("\n.\n")
    for body in (*examples(GUIDE / "constructs.md").values(), *stories):
        _check(body, recipe)


@pytest.mark.parametrize("language", LEXERS)
def test_code_of_a_known_language_keeps_its_classes(language: str) -> None:
    """Every kind of token that the lexer names has a class that pages may hold."""
    lexer = get_lexer_by_name(language)
    for kind in _kinds(getattr(lexer, "_tokens", {})):
        name = _get_ttype_class(kind)
        assert not name or sanitise(f'<span class="{name}">x</span>')[1] == ()


def _kinds(rules: object) -> set[object]:
    if isinstance(rules, Mapping):
        return _kinds(tuple(rules.values()))
    if isinstance(rules, list | tuple) and type(rules).__name__ != "_TokenType":
        return set().union(*map(_kinds, rules))
    if callable(rules):
        return _kinds([cell.cell_contents for cell in getattr(rules, "__closure__", None) or ()])
    return {rules} if type(rules).__name__ == "_TokenType" else set()


def test_a_form_of_two_concepts_is_not_certain() -> None:
    """An article in which it stands may hold a form that nothing decides."""
    other = Concept(id="other", labels={"en": "MoE"}, path="concepts/other.md")
    assert is_certain(LEXICON)
    assert not is_certain(build_lexicon([MOE, other]))


MARKS = (
    "MoE 混合专家 甲 乙 a_b _ __ * ** *** ` `` ``` ~~ ~~~ ^ == === $ $$ \\ \\! & &amp; &# < <b> > "
    "-> ( ) [ ] ! ![ ]( [[ ]] | || : :: ::: :x: # ## #! { } {.a} {#b} {: .c} ++ +++ !!! ??? /// "
    "- --- + 1. 1) @ % ' \" / // https://a.example [x](https://a.example/b) [x](b.md) [[moe]] "
    "[[moe|x]] [[a#b]] ![x](missing) ![x](b.png) [^1] [^1]: [a]: <script> <!-- --> <! ![[b.png]] "
    "![[moe]] (c) 1/2 -- ... *[a]: :---: 图1.png [图片] 总结： **编者注**："
).split()
QUIET = [mark for mark in MARKS if is_harmless_text(f"甲 {mark}")]
"""Those that may be harmless: texts drawn from all of them hardly ever are."""
STARTS = st.sampled_from(
    ["", "", "", "- ", "* ", "1. ", "    ", "    - ", "  ", "> ", ">", "# ", "## ", "### x {#y}",
     "| ", ": ", ":   ", "```", "```python", "~~~", "---", "===", "\t", "李明：", "[^1]: ", "+ "]
)  # fmt: skip


def _bodies(marks: list[str]) -> st.SearchStrategy[str]:
    lines = st.builds(
        lambda start, pieces, glue: start + glue.join(pieces),
        STARTS,
        st.lists(st.sampled_from(marks), max_size=4),
        st.sampled_from(["", " "]),
    )
    return st.lists(lines, min_size=1, max_size=7).map("\n".join)


@settings(max_examples=600, deadline=None)
@given(_bodies(QUIET) | _bodies(MARKS), st.sampled_from(sorted(RECIPES)), st.booleans())
@example("_*_x\n---", "usual", False)
@example("!`a`[x](missing)", "usual", False)
def test_harmless_texts_hold_nothing_to_find(body: str, name: str, pasted: bool) -> None:
    """Texts drawn from the marks of Markdown and its extensions, as notes, pastes and articles."""
    _check(body, RECIPES[name], pasted=pasted)
