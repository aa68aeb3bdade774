"""Concept records: what they hold, and what is said of what is wrong in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_kb.domain.language import Languages
from notes_kb.domain.note import Source
from notes_kb.loading.concepts import CONCEPT_KEYS, parse_article, parse_concept

LANGUAGES = Languages({"zh": "简体中文", "en": "English"})

WHOLE = """\
---
labels: {zh: 混合专家模型, en: Mixture of Experts, zh-Hant: 混合專家}
aliases: {zh: [MoE 架构, 专家混合], en: [MoE]}
definition: {zh: 一句话。, en: One sentence.}
topic: 3
broader: [sparse-model]
related: [load-balancing]
preferred: {en: [MoE]}
not_in: {zh: [专家系统]}
context: {en: [router]}
case_sensitive: [MoE]
sources: [{title: Report, url: https://example.org, author: A}]
former_ids: [mixture]
---

正文。
"""


def _parse(text: str):  # type: ignore[no-untyped-def]
    return parse_concept(text, path="concepts/moe.md", concept_id="moe", languages=LANGUAGES)


def test_a_whole_record() -> None:
    """Every documented key becomes a field, and the body the default language's article."""
    concept, found = _parse(WHOLE)
    assert found == ()
    assert concept.labels == {
        "zh": "混合专家模型", "en": "Mixture of Experts", "zh-Hant": "混合專家"
    }  # fmt: skip
    assert concept.aliases == {"zh": ("MoE 架构", "专家混合"), "en": ("MoE",)}
    assert concept.definition["en"] == "One sentence."
    assert (concept.topic, concept.broader, concept.related) == (
        3, ("sparse-model",), ("load-balancing",)
    )  # fmt: skip
    assert concept.preferred == {"en": ("MoE",)}
    assert (concept.not_in, concept.context) == ({"zh": ("专家系统",)}, {"en": ("router",)})
    assert concept.case_sensitive == {"MoE"}
    assert concept.sources == (Source(title="Report", url="https://example.org", author="A"),)
    assert (concept.articles["zh"].markdown.strip(), concept.articles["zh"].first_line) == (
        "正文。", 15
    )  # fmt: skip
    assert concept.former_ids == ("mixture",)
    place = concept.places["broader", 0]
    assert place.source[place.column - 1 : place.end_column - 1] == "sparse-model"


def test_the_example_uses_every_key() -> None:
    """The record above leaves no documented key untested."""
    assert all(f"\n{key}:" in WHOLE for key in CONCEPT_KEYS)


ROWS = {
    "labels: {zh: 甲}\nlables: {}": (
        "3:1-7 warning front-matter-unknown-key: the key 'lables' is not known and was ignored"
        " | did you mean 'labels'?"
    ),
    "labels: {zh: 42, en: x}": (
        "2:10-12 error front-matter-type: the key 'labels.zh' takes text, not the number 42"
        ' | put quotes around it: "42"'
    ),
    "labels: {zh: 甲, cn: x}": (
        "2:17-19 error language-unknown: 'cn' in 'labels.cn' is no language code"
        " | write one of zh, en"
    ),
    "labels: {zh: 甲, enn: x}": (
        "2:17-20 error language-unknown: 'enn' in 'labels.enn' is no language code"
        " | did you mean 'en'?"
    ),
    "definition: x": (
        "1:1-0 error concept-label-missing: the concept 'moe' has no label"
        " | add 'labels: {zh: …, en: …}'",
        "2:1-11 error front-matter-type: the key 'definition' takes a mapping from languages, not"
        " a text | write 'definition: {zh: 一句话。, en: One sentence.}'",
    ),
    "labels: {zh: ''}": (
        "2:1-7 error concept-label-missing: the concept 'moe' has no label"
        " | add 'labels: {zh: …, en: …}'",
        "2:10-12 error front-matter-type: the key 'labels.zh' is empty"
        " | write a text, or remove the key",
    ),
    "labels: {zh: 甲}\naliases: {en: MoE}": (
        "3:11-13 error front-matter-type: the key 'aliases.en' takes a list, not a text"
        " | write 'en: [MoE]'"
    ),
    "labels: {zh: 甲}\naliases: {en: [a b, {x: y}]}": (
        "3:21-0 error front-matter-type: the key 'aliases.en[1]' takes text, not a mapping"
        " | write one text"
    ),
    "labels: {zh: 甲}\nformer_ids: [a, ../b, Mix of, 3]": (
        "3:17-21 error front-matter-type: the key 'former_ids[1]' takes an id, not '../b'"
        " | write 'b'",
        "3:23-29 error front-matter-type: the key 'former_ids[2]' takes an id, not 'Mix of'"
        " | write 'mix-of'",
        "3:31-0 error front-matter-type: the key 'former_ids[3]' takes an id, not '3'"
        " | write 'old-id'",
    ),
    "labels: {zh: 甲}\nformer_ids: a": (
        "3:1-11 error front-matter-type: the key 'former_ids' takes a list, not a text"
        " | write 'former_ids: [old-id]'"
    ),
    "labels: {zh: 甲}\ntopic: yes": (
        "3:1-6 error front-matter-type: the key 'topic' takes a whole number from 0, not a text"
        " | write 'topic: 3'"
    ),
    "labels: {zh: 甲}\ntopic: true": (
        "3:1-6 error front-matter-type: the key 'topic' takes a whole number from 0, not 'true'"
        " | write 'topic: 3'"
    ),
    "labels: {zh: 甲}\nbroader: x-y": (
        "3:1-8 error front-matter-type: the key 'broader' takes a list, not a text"
        " | write 'broader: [x-y]'"
    ),
    "labels: {zh: 甲}\naliases: {zh: [乙, 甲]}": (
        "3:19-20 warning concept-form-repeated: the alias '甲' is already in 'labels.zh'"
        " | remove it"
    ),
    "labels: {en: MoE}\ncase_sensitive: [moe]": (
        "3:18-21 warning concept-case-unknown: 'case_sensitive' names 'moe', which is no label or"
        " alias | did you mean 'MoE'?"
    ),
    "labels: {zh: 甲}\nsources: [{title: T}]": (
        "3:11-0 warning concept-source-url: the source 'sources[0]' has no address"
        " | add 'url: https://…', where the reader can check it"
    ),
    "labels: {zh: 甲}\nsources: [{title: T, url: 'javascript:x'}]": (
        "3:22-25 warning concept-source-url: the source 'sources[0]' has no web address:"
        " 'javascript:x' | add 'url: https://…', where the reader can check it"
    ),
    "labels: {zh: 甲}\nsources: [{titel: T, url: https://x.org}]": (
        "3:12-17 warning front-matter-unknown-key: the key 'sources[0].titel' is not known and was"
        " ignored | did you mean 'title'?"
    ),
    "labels: {zh: 甲}\nsources: https://x.org": (
        "3:1-8 error front-matter-type: the key 'sources' takes a list"
        " | write 'sources: [{title: …, url: https://…}]'"
    ),
}


@pytest.mark.parametrize("record", ROWS)
def test_what_is_wrong_costs_only_itself(record: str) -> None:
    """A finding names place, key path and remedy; the concept stays, under its id if need be."""
    concept, found = _parse(f"---\n{record}\n---\n")
    expected = ROWS[record]
    told = sorted(
        f"{d.line}:{d.column}-{d.end_column} {d.severity} {d.kind}: {d.message} | {d.hint}"
        for d in found
    )
    assert told == ([expected] if isinstance(expected, str) else list(expected))
    assert concept is not None
    assert concept.labels
    assert all(d.path == "concepts/moe.md" and d.source for d in found)


def test_an_empty_file_is_no_concept() -> None:
    """A file without a word gives no concept and says what to write."""
    concept, found = _parse("\n")
    assert concept is None
    assert [d.kind for d in found] == ["concept-empty"]


def test_broken_front_matter_is_told_once() -> None:
    """Where the YAML cannot be read, the missing labels are not another finding."""
    concept, found = _parse("---\nlabels: [\n---\nx\n")
    assert [d.kind for d in found] == ["front-matter-syntax"]
    assert concept.labels == {"zh": "moe"}


def test_an_articles_front_matter_has_no_say() -> None:
    """Keys of a translated article are ignored with a finding; its body stays."""
    article, found = parse_article("---\nlabels: {en: x}\n---\nText.\n", path="concepts/a.en.md")
    assert (article.markdown.strip(), article.first_line) == ("Text.", 4)
    assert [(d.kind, d.line) for d in found] == [("concept-article-keys", 2)]
    assert parse_article("Text.\n", path="concepts/a.en.md")[1] == ()


VALUES = st.recursive(
    st.sampled_from(
        ["x", "''", "3", "-1", "null", "true", "1.5", "甲", "https://x.org", "zh", "é"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(
            st.sampled_from(["zh", "en", "fr", "zh-Hant", "title", "url", "x"]), inner, max_size=3
        ).map(lambda items: "{" + ", ".join(f"{k}: {v}" for k, v in items.items()) + "}")
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*CONCEPT_KEYS, "icon", "Labels"]), VALUES))
def test_any_record_gives_a_concept(record: dict[str, str]) -> None:
    """Whatever the keys hold, there is a concept with a label, and every finding has a line."""
    body = "".join(f"{key}: {value}\n" for key, value in record.items())
    concept, found = _parse(f"---\n{body}---\n文\n")
    assert concept is not None
    assert concept.label("en")
    assert all(isinstance(form, str) and form for _, form in concept.forms())
    assert all(d.line >= 1 and d.message and d.hint for d in found)


@given(st.text(max_size=200))
def test_any_text_gives_findings_not_errors(text: str) -> None:
    """No text at all raises."""
    _parse(text)
    _parse(f"---\n{text}\n---\n")
    parse_article(text, path="a.md")
