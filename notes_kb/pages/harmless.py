"""Contributed texts in which rendering finds nothing, told from their Markdown alone.

A check asks of a page only what is wrong with it: HTML that was taken out, formulas that
cannot be read, links that lead nowhere. Most texts hold nothing of which that could be said, and
rendering them is half of a check. What is not certain here is rendered: the tests compare the
two on every construct of the guide and on texts drawn at random.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from notes_kb.domain.note import Block, BlockKind, Note
from notes_kb.linking.lexicon import Lexicon, build_lexicon
from notes_kb.pages.note_markdown import note_markdown
from notes_kb.pages.render import Needs, Recipe, article_source, render, words_in
from notes_kb.pages.statement_marks import CLOSE, OPEN

EXTENSIONS = frozenset(
    """toc tables fenced_code abbr admonition attr_list def_list extra footnotes
    legacy_attrs legacy_em md_in_html meta nl2br sane_lists smarty
    pymdownx.arithmatex pymdownx.betterem pymdownx.blocks.admonition pymdownx.blocks.caption
    pymdownx.blocks.definition pymdownx.blocks.details pymdownx.blocks.html pymdownx.blocks.tab
    pymdownx.caret pymdownx.critic pymdownx.details pymdownx.emoji pymdownx.escapeall
    pymdownx.extra pymdownx.highlight pymdownx.inlinehilite pymdownx.keys pymdownx.mark
    pymdownx.progressbar pymdownx.saneheaders pymdownx.smartsymbols pymdownx.superfences
    pymdownx.tabbed pymdownx.tasklist pymdownx.tilde""".split()
)
"""Extensions whose marks are known here: what they make of a harmless text is harmless."""

LEXERS = tuple(
    """text bash c cpp cuda diff go html java javascript js json python py rust sh shell sql
    toml typescript ts xml yaml""".split()
)
"""Languages of code; the classes of all that Pygments tells apart in them may stand in pages."""

_TELLING = frozenset({"default_lang", "extend_pygments_lang", "glossary", "guess_lang"})
"""Options that say what no text shows: what code is read as, and words that are abbreviations."""

_SPECIMEN = """\
# title

text **bold** *slanted* ~~gone~~ ~low~ ^high^ ==marked== `x` [site](https://example.org/a)
[[a]] [[b|c]].

## one {#s1}

- point "quoted" 'once' 1/2 -- --- ... (c)
    - **Sum**: point
      more
- point

1. one
2. two

### table {#s2}

| a | b |
|:---|---:|
| 1 | `2` |

> quoted

---

![lost](missing)

    indented

```
<div onclick="x">

</div>
```

```python
x = 1
```
"""
"""Everything that a harmless text may hold; shows what the options of extensions do to it."""


def is_harmless_recipe(recipe: Recipe) -> bool:
    """Whether rendering by a recipe adds nothing to contributed texts that could be found.

    An option may: the class that `toc` gives its links, say, if the sanitiser takes it out.
    """
    named = recipe.extensions if recipe.note_extensions is None else recipe.note_extensions
    if not {name.removeprefix("markdown.extensions.") for name in named} <= EXTENSIONS:
        return False
    options = recipe.configs if recipe.note_extensions is None else recipe.note_configs
    if not _is_plain(options):
        return False
    source = article_source("specimen.md", "zh", _SPECIMEN, "", 1)
    needs = Needs(recipe=recipe, lexicon=build_lexicon(()), label=str, words=words_in("zh"))
    page = render(source, needs)
    return not page.findings and all(link.written.startswith("[[") for link in page.links)


def _is_plain(options: object) -> bool:
    """Whether options of extensions do nothing that the specimen would not show."""
    if isinstance(options, list | tuple):
        return all(map(_is_plain, options))
    if not isinstance(options, Mapping):
        return True
    fences = options.get("custom_fences", ())
    return (
        not any(options.get(name) for name in _TELLING)
        and not any(fence.get("name") in {"*", "", *LEXERS} for fence in fences)
        and all(map(_is_plain, options.values()))
    )


def is_harmless_note(note: Note) -> bool:
    """Whether rendering a note finds nothing in it, and no link but to notes as a whole."""
    if not note.sections:
        return True
    if any(block.target is not None for block in _figures(note)):
        return False
    lines = note.text.split("\n", note.sections[0].lines.first - 1)
    if _is_harmless(lines[-1] if note.pasted else _READ.sub(r"\1", lines[-1])):
        return True
    # What the parser has taken for attributes or left out may have been all.
    return is_harmless_text(_MARK.sub("", note_markdown(note)))


def _figures(note: Note) -> Iterator[Block]:
    for section in note.walk():
        yield from (block for block in section.blocks if block.kind is BlockKind.FIGURE)


def is_harmless_text(markdown: str) -> bool:
    """Whether rendering a text finds nothing in it, and no link but to notes as a whole.

    Forms that may name several concepts are left aside; `is_certain` tells whether there are any.
    """
    return _is_harmless(_ANCHOR.sub(r"\1", markdown))


def is_certain(lexicon: Lexicon) -> bool:
    """Whether every form names one concept, so that no text holds one that nothing decides."""
    return all(len({form.concept for form in forms}) == 1 for forms in lexicon.forms.values())


def _is_harmless(markdown: str) -> bool:
    """Judge a text whose headings have lost their attribute lists."""
    text = _CODE.sub("x", markdown) if "```" in markdown else markdown
    text = "\n" + _KNOWN.sub("x", text)
    return not (
        _MARKUP.search(text)
        or any(mark in text for mark in _OPENERS)
        or text.count("++") > 1
        or _LINE.search(text)
        or _UNDERLINE.search(text)
        or _EMOJI.search(text)
    )


_MARK = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*+{CLOSE}")
_ID = r"[a-z0-9][a-z0-9-]{0,200}"
_ANCHOR = re.compile(rf"^(#{{1,6}} .*) \{{#{_ID}\}}$", re.MULTILINE)
"""A heading and its anchor: what `attr_list` reads."""
_READ = re.compile(
    rf"^(#{{2,6}} .*) \{{(?:#|topic=){_ID}(?: topic={_ID}| from=[0-9a-f]{{1,64}})*\}}$",
    re.MULTILINE,
)
"""A heading of a note and the attributes that the loader reads; of a title it reads none."""

_CODE = re.compile(
    rf"(?:(?<=\n\n)|(?<![\s\S]))```(?:{'|'.join(LEXERS)})?\n"
    r"(?:[^`\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef]|`(?!``))*(?<=\n)```(?=\n\n|\n?\Z)"
)
"""A block of code between empty lines, in a language of `LEXERS`; shown as it is written."""
_OUTSIDE = r"\[\]()<>&`$\\{}!\n\x00-\x1f\x7f-\x9f\ufdd0-\ufdef"
_WORDS, _NAME = f"[^{_OUTSIDE}]", f"[^#?|{_OUTSIDE}]"
# Early releases of Python 3.11 match no group possessively in which it could go back.
_KNOWN = re.compile(
    rf"!\[{_WORDS}*+\]\(missing\)"
    rf"|(?<!!)\[(?:\[{_NAME}++(?:\|{_WORDS}++)?\]\](?![(\[:])"
    rf"|{_WORDS}*+\]\(https?://[A-Za-z0-9][A-Za-z0-9.-]*+(?:/[A-Za-z0-9./_%~=,-]*+)?"
    r"(?:#[A-Za-z0-9._-]++)?\))"
)
"""What may stand in brackets: a lost figure, a name without an anchor, a link to another site."""

_MARKUP = re.compile(
    r"[<$\\{}\[\]\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef]|&(?! |[A-Z]\b(?!;))"
)
"""Characters that open raw HTML, formulas, attributes, escapes or links."""
_OPENERS = ("```", "~~~", "===", ":::", "///", "!!!", "???", "#!")
"""What opens blocks of code, of extensions, and the name of a language within code."""
_EMOJI = re.compile(r":[+-]?[A-Za-z0-9_][A-Za-z0-9_+-]*+:")
_ITEM = r"(?:[-*+]|[0-9]{1,9}[.)])"
_LINE = re.compile(
    rf"\n(?: {{25}}"  # A list as deep as that is left to the renderer.
    rf"| *{_ITEM} +(?:[#>:]|{_ITEM}(?: |$))"  # A heading, quote or list that an item opens.
    r"| ++[#>]| *:|#++(?! )|#{7}|#.*_"  # Headings whose anchors the renderer makes.
    rf"|> ?+(?:[ >#:=|]|{_ITEM}(?: |$)))",
    re.MULTILINE,
)
"""The beginnings of lines that open more than they show."""
_UNDERLINE = re.compile(r"\n(?<!\n\n)[ >]*(?:-+|=+) *$", re.MULTILINE)
"""A line that makes a heading of the one above."""
