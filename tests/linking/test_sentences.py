"""The sentence around a mention, in every language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_kb.domain.span import Span
from notes_kb.linking.sentences import ELLIPSIS, LONGEST, sentence_around

ROWS = [
    ("先看数据。模型很大，跑得慢。后面再说。", "模型", "模型很大，跑得慢。"),
    ("它行吗？模型行！真的；不骗你", "模型", "模型行！"),
    ("他说：“模型很大。”然后走了。", "模型", "他说：“模型很大。”"),
    ("没有句号的一点，模型在中间", "模型", "没有句号的一点，模型在中间"),
    ("等等……模型来了……好", "模型", "模型来了……"),
    ("参数有 671.5 亿，模型不小。好。", "模型", "参数有 671.5 亿，模型不小。"),
    ("第一行\n\n模型在第二段", "模型", "模型在第二段"),
    ("软换行的\n模型句子。", "模型", "软换行的 模型句子。"),
    ("It works. The model is big. Next.", "model", "The model is big."),
    ("Dr. Li et al. trained the model in 2.5 days. Then?", "model",
     "Dr. Li et al. trained the model in 2.5 days."),
    ("Use e.g. the model of J. Doe. Done.", "model", "Use e.g. the model of J. Doe."),
    ("See Fig. 3 for the model. End.", "model", "See Fig. 3 for the model."),
    ("Pens, ink etc. The model came later.", "model", "The model came later."),
    ('He said "the model won." Then he left.', "model", 'He said "the model won."'),
    ("What?! The model... no.", "model", "The model..."),
    ("Call model.run() now. Or not.", "model", "Call model.run() now."),
    ("1. The model comes first. Rest.", "model", "1. The model comes first."),
    ("model", "model", "model"),
    ("まず準備する。モデルは大きい。次へ。", "モデル", "モデルは大きい。"),
    ("本当か？モデルが勝った！次へ", "モデル", "モデルが勝った！"),
    ("彼は「モデルは大きい。」と言った。次へ。", "モデル", "彼は「モデルは大きい。」と言った。"),
    ("「モデルは大きい。」次の話。", "モデル", "「モデルは大きい。」"),
    ("完成了！The model 上线。下一句", "model", "The model 上线。"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "form", "sentence"), ROWS)
def test_the_sentence_around_a_form(text: str, form: str, sentence: str) -> None:
    """The sentence is cut out as a reader would, and the span still marks the form."""
    start = text.index(form)
    found, span = sentence_around(text, Span(start, start + len(form)))
    assert (found, found[span.start : span.end]) == (sentence, form)


@pytest.mark.parametrize("filler", ["很长的一句话，", "a long sentence "])
def test_a_long_sentence_is_cut_at_bounds(filler: str) -> None:
    """A sentence that is too long keeps the surroundings of the form, with ellipses."""
    text = filler * 40 + "model " + filler * 40
    start = text.index("model")
    found, span = sentence_around(text, Span(start, start + 5))
    assert found.startswith(ELLIPSIS)
    assert found.endswith(ELLIPSIS)
    assert len(found) <= LONGEST + 2
    assert found[span.start : span.end] == "model"
    assert found.strip(ELLIPSIS).strip(" ，") in text


@given(st.text(st.sampled_from("a.。 B!?…；\n”)1e.g。etc 很"), min_size=1, max_size=300), st.data())
def test_any_sentence_holds_its_form(text: str, data: st.DataObject) -> None:
    """Whatever the text, the span in the sentence is the span in the text."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 9)))
    found, span = sentence_around(text, Span(start, end), longest=40)
    assert found[span.start : span.end] == text[start:end].replace("\n", " ")


def test_a_text_without_an_end_costs_no_more() -> None:
    """However long a text without a full stop is, only the surroundings are looked at."""
    text = "word " * 200_000
    for start in range(0, len(text), 50_000):
        found, span = sentence_around(text, Span(start, start + 4))
        assert found[span.start : span.end] == "word"
        assert len(found) <= LONGEST + 2
