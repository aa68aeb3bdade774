"""Concept links on rendered pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from notes_kb.linking.lexicon import build_lexicon
from notes_kb.pages.concept_links import ConceptLinks
from notes_kb.pages.explicit_links import Linking
from notes_kb.pages.statement_marks import StatementMarks, mark
from tests.linking.stories import concept

CONCEPTS = [
    concept("cot", {"zh": ["思维链"], "en": ["chain of thought", "CoT"]}),
    concept("rl", {"zh": ["强化学习"], "en": ["reinforcement learning", "RL"]}),
    concept("agent", {"zh": ["智能体"], "en": ["agent"]}),
    concept("law", {"en": ["Moore's law"]}),
    concept("amp", {"en": ["R&D"]}),
    concept("sm-a", {"en": ["SM"], "context": {"zh": ["线程"]}}),
    concept("sm-b", {"en": ["SM"]}),
]
LEXICON = build_lexicon(CONCEPTS)
USUAL = (
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "smarty", "tables",
    "toc", "pymdownx.details", "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tilde",
)  # fmt: skip
LINK = re.compile(r'<a class="nk-concept" href="/([a-z-]+)/">([^<]*)</a>')


def _links(**options: object) -> ConceptLinks:
    return ConceptLinks(Linking(lexicon=LEXICON, href=lambda c: f"/{c}/", **options))  # type: ignore[arg-type]


def _render(
    source: str, links: ConceptLinks | None = None, extensions: Sequence[object] = USUAL
) -> str:
    added = [] if links is None else [links]
    return Markdown(extensions=[*extensions, *added]).convert(source)  # type: ignore[list-item]


def _linked(source: str, extensions: Sequence[object] = USUAL, **options: object) -> list[str]:
    """Give the links of a page as ``form>concept``."""
    html = _render(source, _links(**options), extensions)
    return [f"{form}>{concept}" for concept, form in LINK.findall(html)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("智能体用强化学习。", ["智能体>agent", "强化学习>rl"]),
        ("An agent and another agent.", ["agent>agent"]),
        ("- 智能体\n- agent\n\n> RL\n", ["智能体>agent", "RL>rl"]),
        ("| 表 | b |\n|---|---|\n| 智能体 | RL |", ["智能体>agent", "RL>rl"]),
        ("词\n: 智能体的定义", ["智能体>agent"]),
        ("注[^1]\n\n[^1]: 见强化学习", ["强化学习>rl"]),
        ("智能体[^1]后面\n\n[^1]: 注", ["智能体>agent"]),
        ("!!! note\n    智能体\n", ["智能体>agent"]),
        ("**智能体** and *RL*", ["智能体>agent", "RL>rl"]),
        ("~~agent~~", ["agent>agent"]),
        ("R&D and Moore's law", ["R&amp;D>amp", "Moore&rsquo;s law>law"]),
        ("the agent's plan, an agent—really", ["agent>agent"]),
        (r"\*agent\* and a C\+\+ agent", ["agent>agent"]),
        ("agent  \nRL", ["agent>agent", "RL>rl"]),
        ("chain of\nthought", ["chain of\nthought>cot"]),
        ("*[RL]: from rewards\n\nRL", ["RL>rl"]),
        ("智能体<span>x</span> RL<br>", ["智能体>agent", "RL>rl"]),
    ],
)
def test_running_text_links(source: str, expected: list[str]) -> None:
    """Paragraphs, lists, quotes, tables, definitions, footnotes and admonitions do link."""
    assert _linked(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "# 智能体\n\n## agent",
        "`智能体` and `` agent ``",
        "```\nagent\n```",
        "    agent\n    RL",
        "[智能体](https://example.org/agent)",
        "[**agent**](x)",
        "![agent](x.png)",
        "<https://example.org/agent>",
        "https://example.org/agent and www.example.org/agent",
        "<b>agent</b> and <span title='agent'>RL</span>",
        "<div>agent</div>",
        "<b>agent *RL* 智能体",
        "<!-- agent -->",
        "$agent$ and $$RL$$",
        r"\\(agent\\)",
        "<kbd>agent</kbd> &lt;agent_x&gt;",
        "智能体\n{.no-link}",
        "- RL\n{.no-link}",
        "**agent**{.no-link}",
        '??? note "agent"\n    x',
        "chain *of* thought",
        "智能<br>体",
        "智<b></b>能体",
        "chain <b>of</b> thought",
    ],
)
def test_nothing_else_links(source: str) -> None:
    """Headings, code, links, images, raw HTML, formulas and opted-out text hold no link."""
    assert _linked(source) == []


def test_arithmatex_is_left_alone() -> None:
    """Formulas of pymdownx.arithmatex hold no link, in either of its modes."""
    generic = {"pymdownx.arithmatex": {"generic": True}}
    for configs in ({}, generic):
        md = Markdown(extensions=["pymdownx.arithmatex", _links()], extension_configs=configs)
        html = md.convert("$agent$ 与智能体\n\n$$\nagent RL\n$$\n")
        assert LINK.findall(html) == [("agent", "智能体")]


def test_one_link_a_section() -> None:
    """Each heading, whatever its level, gives each concept one more link."""
    source = "智能体，agent\n\n# 甲\n\nagent\n\n智能体\n\n#### 乙\n\n智能体 RL agent\n"
    assert _linked(source) == ["智能体>agent", "agent>agent", "智能体>agent", "RL>rl"]


def test_an_explicit_link_uses_the_section_up() -> None:
    """An explicit link anywhere in the section leaves no automatic one, before it or behind."""
    source = "智能体，然后[[agent|这个]]，又是 agent\n\n## 乙\n\nagent\n"
    assert _linked(source) == ["这个>agent", "agent>agent"]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("见 [[rl]]。", '<p>见 <a class="nk-concept" href="/rl/">rl</a>。</p>'),
        ("[[RL]]", '<p><a class="nk-concept" href="/rl/">RL</a></p>'),
        ("[[rl|这样\\*学]]", '<p><a class="nk-concept" href="/rl/">这样*学</a></p>'),
        ("[[rl|a<b>&c]]", '<p><a class="nk-concept" href="/rl/">a&lt;b&gt;&amp;c</a></p>'),
        ("`[[rl]]`", "<p><code>[[rl]]</code></p>"),
        (r"\[[rl]]", "<p>[[rl]]</p>"),
        ("[[a\nb]]", "<p>[[a\nb]]</p>"),
        ("[见 [[rl]]](x)", '<p><a href="x">见 <span>rl</span></a></p>'),
    ],
)
def test_explicit_links(source: str, html: str) -> None:
    """`[[id]]` and `[[id|text]]` link by id or label."""
    assert _render(source, _links()) == html


@pytest.mark.parametrize(
    "source",
    [
        "[[nothing]] [[nothing|别的词]] [[^rl]]",
        "if [[ $string == abc* ]], [[ -f x ]] && [[:alpha:]]",
        "a[[0]][[1]] x[[i]] [[1, 2], [3]]",
        "| [[ a \\|\\| b ]] |\n|---|\n| [[1\\|2]] |",
        "[[1]](#footnote-1) [[rl]](x) [[rl|y]](x) [[rl]](not a link",
        "[[1]][31] [[rl]][31] [[rl]][nothing] [[31]]\n\n[31]: https://example.org",
        "[[rl]] [[Two  words]]\n\n[rl]: /x\n[two words]: /y",
        "[[sm]] [[SM]]",
    ],
)
def test_other_brackets_stay_as_they_were(source: str) -> None:
    """Links of Markdown, and brackets round what no concept is called, are none of ours."""
    assert _render(source, _links()) == _render(source)


def test_two_names_may_follow_each_other() -> None:
    """The brackets of the second are no reference of the first."""
    assert _linked("[[rl]][[agent]]") == ["rl>rl", "agent>agent"]


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("[[nothing]]", "<p>nothing</p>"),
        ("[[nothing|别的词]]", "<p>别的词</p>"),
        ("[[1]](#x)", '<p><a href="#x">[1]</a></p>'),
        ("[[1]][a]\n\n[a]: /x", '<p><a href="/x">[1]</a></p>'),
        ("[[a]]\n\n[a]: /x", "<p>[[a]]</p>"),
    ],
)
def test_unknown_names_of_a_note_leave_their_words(source: str, html: str) -> None:
    """In notes and articles the brackets are the format's, but for links of Markdown."""
    links = _links(contributed=True)
    assert _render(source, links) == html
    assert links.diagnostics == ()


def test_a_bare_id_shows_the_label() -> None:
    """Where labels are given, `[[id]]` shows one; words that the author wrote stay."""
    html = _render("[[rl]] [[RL]] [[rl|它]]", _links(label=lambda c: f"<{c}>"))
    assert [form for _, form in LINK.findall(html)] == ["&lt;rl&gt;", "RL", "它"]


def test_explicit_links_in_tables() -> None:
    """In a table the bar is escaped, as every bar there."""
    assert _linked("| a |\n|---|\n| [[rl\\|学]] |\n") == ["学>rl"]


def test_slips_are_told_where_they_stand() -> None:
    """A note says that a name is one slip away from a concept's; no other name is reported."""
    links = _links(path="x.md", first_line=11)
    _render("第一行\n\n见[[agnt]]和[[agnt|它]]、[[什么]]\n\n[[智能件]]", links)
    assert [
        (d.kind, d.severity, d.path, d.line, d.column, d.end_column, d.hint)
        for d in links.diagnostics
    ] == [
        ("concept-slip", "note", "x.md", 13, 4, 8, "did you mean 'agent'?"),
        ("concept-slip", "note", "x.md", 13, 13, 17, "did you mean 'agent'?"),
        ("concept-slip", "note", "x.md", 15, 3, 6, "did you mean 'agent'?"),
    ]


def test_the_concepts_own_page_does_not_link_to_itself() -> None:
    """A concept that is excluded has neither link nor mention, and no part of it links."""
    links = _links(excluded={"agent", "思维链"})
    html = _render("智能体、思维链与强化学习", links)
    assert LINK.findall(html) == [("rl", "强化学习")]
    assert [m.concept for m in links.mentions] == ["rl"]


def test_ambiguous_forms_need_the_section() -> None:
    """A context word in the section decides; without one the form is left alone."""
    assert _linked("每个 SM\n\n许多线程\n") == ["SM>sm-a"]
    assert _linked("每个 SM\n\n## 乙\n\n许多线程\n") == []
    links = _links(path="x.md")
    _render("甲\n\n每个 SM", links)
    assert [(d.kind, d.line, d.column, d.hint) for d in links.diagnostics] == [
        ("concept-ambiguous", 3, 4, "write [[sm-a|SM]], or give the records 'context' words")
    ]


def test_mentions_know_their_place() -> None:
    """Each mention has its heading's anchor and words, its sentence and its place in it."""
    links = _links()
    _render("## 智能体 {#who}\n\n先说。智能体用 RL 和 `agent`；再 chain *of* thought。\n", links)
    assert [
        (m.concept, m.anchor, m.heading, m.sentence, m.sentence[m.span.start : m.span.end])
        for m in links.mentions
    ] == [
        ("agent", "who", "智能体", "智能体", "智能体"),
        ("agent", "who", "智能体", "智能体用 RL 和 agent；", "智能体"),
        ("rl", "who", "智能体", "智能体用 RL 和 agent；", "RL"),
        ("cot", "who", "智能体", "再 chain of thought。", "chain of thought"),
    ]
    assert links.linked == ("agent", "rl")


def test_a_sentence_shows_code_as_readers_see_it() -> None:
    """Code is kept escaped while a page is converted; a quotation of it is not."""
    links = _links()
    _render("The `<think>` & `a&b` of an agent.", links)
    (mention,) = links.mentions
    assert mention.sentence == "The <think> & a&b of an agent."
    assert mention.sentence[mention.span.start : mention.span.end] == "agent"


def test_a_second_page_starts_afresh() -> None:
    """What one page held does not reach the next, also with one Markdown object."""
    links = _links()
    md = Markdown(extensions=[links])
    md.convert("智能体 [[nothing]]")
    md.reset()
    assert LINK.findall(md.convert("智能体")) == [("agent", "智能体")]
    assert (links.linked, links.diagnostics) == (("agent",), ())


def test_statement_marks_are_gone_before_linking() -> None:
    """A mark at a form's end neither hides it nor shows, and its opt-out holds."""
    source = f"- 用智能体{mark(0, 'a--1')}\n- 强化学习{mark(1, 'a--2', no_link=True)}\n"
    html = _render(source, _links(), [StatementMarks(), *USUAL])
    assert LINK.findall(html) == [("agent", "智能体")]
    assert "\ufdd0" not in html


def test_the_table_of_contents_holds_no_links() -> None:
    """Entries of [TOC] are links already and no mentions."""
    links = _links()
    html = _render("[TOC]\n\n## 智能体\n\n文\n\n## 见 [[rl]]\n\n文\n", links)
    assert [(m.concept, m.sentence) for m in links.mentions] == [
        ("agent", "智能体"),
        ("rl", "见 rl"),
    ]
    assert LINK.findall(html) == [("rl", "rl")]
    assert "nk-concept-id" not in html


WORDS = st.sampled_from(
    """智能体 思维链 强化学习 强化 学习 agent agents RL CoT chain of thought SM 线程 的 在 ，。 . -
    Moore's law R&D &amp; &lt; \\* `RL` `` **agent** *RL* _chain_ **chain** ~~agent~~ [agent](x)
    ![agent](y.png) <b>agent</b> <b> </b> <br> $RL$ $ $$ <https://x.org/agent> [^1] {.no-link}
    \\( \\) http://x.org/RL "agent" --- ... [ ] | agent{.no-link} <span>RL</span> \u200b İ 𠀀 <br/>
    <i></i> 的人""".split()
)
LINES = st.lists(WORDS, min_size=1, max_size=8).flatmap(
    lambda words: st.sampled_from([" ".join(words), "".join(words)])
)
PREFIXES = st.sampled_from(
    ["", "", "", "- ", "1. ", "> ", "# ", "## ", "    ", ": ", "| a | ", "[^1]: ", "!!! note\n    ",
     "```\n", "<div>\n", "<div markdown>\n", "* [ ] ", "*[RL]: ", "[TOC]\n\n", "{.no-link}\n"]
)  # fmt: skip
BREAKS = st.sampled_from(["\n", "\n\n", "  \n"])
PAGES = st.lists(st.tuples(PREFIXES, LINES, BREAKS).map("".join), max_size=10).map("".join)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(PAGES)
def test_taking_the_links_out_gives_back_the_page(source: str) -> None:
    """Whatever the Markdown, the page differs from one without the extension by its links only."""
    html = _render(source, _links())
    assert LINK.sub(r"\2", html) == _render(source)


@settings(deadline=None, max_examples=60)
@given(PAGES)
def test_no_section_links_a_concept_twice(source: str) -> None:
    """Between two headings, each concept has at most one automatic link."""
    for section in re.split(r"<h[1-6]", _render(source, _links())):
        concepts = [concept for concept, _ in LINK.findall(section)]
        assert len(concepts) == len(set(concepts))


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_renders(text: str) -> None:
    """Any text that the loader lets through renders with the extension as it does without."""
    clean = "".join(c for c in text if c >= " " and not "\ufdd0" <= c <= "\ufdef" and c != "\x7f")
    assert LINK.sub(r"\2", _render(clean, _links(), ())) == _render(clean, None, ())
