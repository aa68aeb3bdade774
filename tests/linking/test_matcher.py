"""Where the matcher finds nothing, whatever the text, and what it costs."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_kb.domain.mention import Ambiguity, Mention
from notes_kb.domain.span import Span
from notes_kb.linking.lexicon import build_lexicon
from notes_kb.linking.matcher import Found, distinct
from notes_kb.text.fold import form_key
from tests.linking.stories import concept, find_mentions

RECORDS = [
    concept("cot", {"zh": ["思维链"], "en": ["chain of thought", "CoT"]}),
    concept("agent", {"zh": ["智能体", "AI 智能体"], "en": ["agent"]}),
    concept("memory", {"zh": ["显存"], "not_in": {"zh": ["显存卡"]}}),
    concept("sm-a", {"en": ["SM"], "context": {"zh": ["线程"]}}),
    concept("sm-b", {"en": ["SM"], "context": {"en": ["state"]}}),
]
LEXICON = build_lexicon(RECORDS)
PIECES = st.sampled_from(
    "思维链 智能体 智能 体 检 显存 卡 在 chain of thought -thought agent s 's . @ AI SM state \n"
    " \u200b — ﾟ İ 𠀀 agent@x https://x.org/agent CoT cots 「」 $".split(" ")
)


@settings(deadline=None)  # The first text waits for the dictionary.
@given(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=60))
def test_every_mention_is_one_of_its_forms(text: str) -> None:
    """In any text, mentions stand in order, apart, and each spells a form of its concept."""
    found = find_mentions(text, LEXICON)
    end = 0
    for mention in found.mentions:
        assert end <= mention.span.start < mention.span.end <= len(text)
        end = mention.span.end
        forms = LEXICON.forms[form_key(text[mention.span.start : mention.span.end])]
        assert mention.concept in {form.concept for form in forms}
    for ambiguity in found.ambiguities:
        assert len(ambiguity.candidates) > 1


@settings(deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=15).map("".join), st.data())
def test_nothing_is_found_in_inert_ranges(text: str, data: st.DataObject) -> None:
    """No mention shares a character with an inert range."""
    start = data.draw(st.integers(0, len(text)))
    inert = Span(start, data.draw(st.integers(start, len(text))))
    for mention in find_mentions(text, LEXICON, inert=[inert]).mentions:
        assert inert.start == inert.end or not mention.span.overlaps(inert)


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("SM", "", Found((), (Ambiguity(span=Span(0, 2), candidates=("sm-a", "sm-b")),))),
        ("SM", "线程", Found((Mention(span=Span(0, 2), concept="sm-a"),))),
        ("SM", "a State", Found((Mention(span=Span(0, 2), concept="sm-b"),))),
        ("SM", "stateless", Found((), (Ambiguity(span=Span(0, 2), candidates=("sm-a", "sm-b")),))),
    ],
)
def test_context_decides(text: str, context: str, expected: Found) -> None:
    """A context word of one candidate in the section decides; part of a word does not."""
    assert find_mentions(text, LEXICON, context=context) == expected


def test_an_empty_lexicon_finds_nothing() -> None:
    """A site without concepts costs nothing and finds nothing."""
    assert find_mentions("思维链 agent", build_lexicon([])) == Found()


def test_distinct_concepts_keep_their_order() -> None:
    """Each concept counts once, where it appears first."""
    found = find_mentions("agent, CoT, agents, 思维链", LEXICON)
    assert list(distinct(found.mentions)) == ["agent", "cot"]


def test_the_order_of_records_does_not_matter() -> None:
    """The same records in another order make the same lexicon."""
    assert build_lexicon(RECORDS) == build_lexicon(reversed(RECORDS))


def test_cost_is_linear() -> None:
    """Eight times the text takes less than sixteen times the time, also where forms abound."""
    unit = "智能体用思维链，agents use SM，显存在增长；" * 40

    def seconds(text: str) -> float:
        start = process_time()
        find_mentions(text, LEXICON)
        return process_time() - start

    seconds(unit)
    short = min(seconds(unit) for _ in range(3))
    assert min(seconds(unit * 8) for _ in range(2)) < 16 * short
