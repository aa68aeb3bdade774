"""Who is asked for a code, a script and a text."""

from __future__ import annotations

import subprocess
import sys

import pytest

from notes_kb.languages import (
    LANGUAGES,
    NEUTRAL,
    edges_hold,
    find_language,
    guess_language,
    own_names,
    variants,
)
from notes_kb.languages.browser import TABLE, table_script


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("zh", "zh"), ("zh-Hant", "zh"), ("zh-Hant-TW", "zh"), ("en-GB", "en"), ("ja-JP", "ja"),
        ("ja", "ja"), ("fr", "und"), ("", "und"), ("zhx", "und"),
    ],
)  # fmt: skip
def test_a_code_falls_back_to_its_language_and_then_to_the_neutral_one(
    code: str, found: str
) -> None:
    """A script or region of a language is that language; an unknown one knows Unicode only."""
    assert find_language(code).code == found


def test_a_language_names_itself() -> None:
    """Codes map to own names; one that nobody knows stands for itself."""
    assert own_names("zh", "ja", "fr") == {"zh": "简体中文", "ja": "日本語", "fr": "fr"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("推理模型会先思考。", "zh"),
        ("推論モデルは先に考える。", "ja"),
        ("A reasoning model thinks first.", "en"),
        ("MoE 架构只激活部分参数", "zh"),
        ("看完《君の名は》以后，我们讨论了很久，最后决定先做一个小模型，再慢慢加数据。", "zh"),
        ("图。![](https://example.org/a/very/long/address/of/a/picture/640?wx_fmt=png)", "zh"),
        ("1, 2, 3", "en"),
        ("", "en"),
    ],
)  # fmt: skip
def test_the_language_of_a_text_is_told_by_its_script(text: str, code: str) -> None:
    """Kana tell Japanese, Han without kana Chinese; a title in another script tells nothing."""
    assert guess_language(text, otherwise="en") == code


@pytest.mark.parametrize(
    ("form", "others"),
    [
        ("agent", ("agents",)),
        ("policy", ("policies",)),
        ("key", ("keys",)),
        (" box ", ("boxes",)),
        ("R1", ()),
        ("模型", ()),
        ("サーバー", ("サーバ",)),
        ("メモリ", ("メモリー",)),
        ("モデル", ()),
        ("キー", ()),
        ("ニューラル・ネットワーク", ("ニューラルネットワーク",)),
        ("約翰・史密斯", ()),
        ("", ()),
    ],
)
def test_written_variants_of_a_form(form: str, others: tuple[str, ...]) -> None:
    """English has plurals; katakana words keep or lose a final long mark and middle dots."""
    assert variants(form) == others


@pytest.mark.parametrize(
    ("text", "form", "holds"),
    [
        ("agents", "agent", False),
        ("an agent, too", "agent", True),
        ("агенты", "агент", False),
        ("用agent做", "agent", True),
        ("思维链接", "思维链", False),
        ("思维链的", "思维链", True),
        ("モデルケース", "モデル", False),
        ("スーパーモデル", "モデル", False),
        ("モデルを", "モデル", True),
        ("言語モデル", "モデル", True),
        ("日本音楽を", "本音", False),
        ("社会計画を", "会計", False),
        ("会計計画を", "会計", True),
        ("에이전트를", "에이전트", True),
    ],
)
def test_each_edge_is_judged_by_the_owner_of_its_script(text: str, form: str, holds: bool) -> None:
    """Whatever the language of the page, the form's own characters choose the rule."""
    start = text.index(form)
    assert edges_hold(text, start, start + len(form)) is holds


def test_codes_are_unique_and_the_neutral_language_has_none_of_them() -> None:
    """The registry can hold no language twice."""
    codes = [language.code for language in LANGUAGES]
    assert len(set(codes)) == len(codes)
    assert NEUTRAL.code not in codes


def test_the_scripts_table_is_what_the_languages_say() -> None:
    """Run ``python -m notes_kb.languages.browser`` if this fails after a change of a language."""
    assert TABLE.read_text("utf-8") == table_script()


def test_importing_the_languages_loads_no_dictionary() -> None:
    """Pinyin, OpenCC and jieba are loaded by the first text that needs them."""
    code = (
        "import sys, notes_kb.text.slug, notes_kb.linking.matcher; "
        "assert not {'pypinyin', 'opencc', 'jieba', 'rjieba'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
