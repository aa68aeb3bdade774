"""Japanese, and the rules of kana.

Kanji share their script with Chinese: a form of kanji is judged here where the run that
holds it touches kana, as nearly every run of a Japanese sentence does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from notes_kb.languages.language import (
    Credits,
    Headings,
    Labels,
    Language,
    Ordinals,
    PageParts,
    Pictures,
    Reading,
    Sentences,
    Syllable,
)
from notes_kb.languages.numbering import END, HAN_ORDINAL, Style
from notes_kb.languages.scripts import HIRAGANA, KATAKANA, Script, script_of
from notes_kb.languages.zh.characters import to_simplified

KANA = HIRAGANA + KATAKANA
LONG = "ー"
WINDOW = 24
"""Characters of a run that are looked at on either side of a form."""
SHORTEST = 3
"""Katakana of a word that may lose its final long mark: サーバー, but not キー."""

_KANA = re.compile(f"[{KANA}]")
_KATAKANA = re.compile(f"[{KATAKANA}]")

# Edges

PREFIXES = "大小新旧再非不無未超各全多最高低同両前後"
"""Kanji used as prefixes; a form behind one is still a word of its own: 再学習, 非線形."""
SUFFIXES = (
    "的化性法者型式系層器数率力用側時中後前内間上下毎等機量値例度界版済群網類論書士員家品図表"
)
"""Kanji used as suffixes; a form before one is still a word of its own: 学習率, 計算機."""


def claims(text: str, start: int, end: int) -> bool:
    """Tell whether a form of kanji stands in Japanese: whether its run touches kana."""
    if not _has_kana(text):
        return False
    low, high = _run_before(text, start), _run_behind(text, end)
    beside = (text[max(0, low - 1) : low], text[high : high + 1], text[start:end])
    return any(map(_KANA.search, beside))


def edges_hold(text: str, start: int, end: int) -> bool:
    """Tell whether a form cuts neither a katakana word nor a kanji word.

    A katakana word is a whole run of katakana (モデル is none in モデルケース). Kanji
    words have two characters: what is left of the run beside a form must be of such
    words, or have a prefix or suffix where one is left over. Hiragana edges hold,
    because particles stand there without a space.
    """
    return _edge_holds(
        text[start], text[start - 1 : start], text[_run_before(text, start) : start]
    ) and _edge_holds(text[end - 1], text[end : end + 1], text[end : _run_behind(text, end)])


def _edge_holds(inside: str, outside: str, rest: str) -> bool:
    if script_of(inside) is Script.HAN:
        return not len(rest) % 2 or not _affixes().isdisjoint((rest[0], rest[-1]))
    return not (_KATAKANA.match(inside) and _KATAKANA.match(outside))


@cache
def _affixes() -> frozenset[str]:
    """Give prefixes and suffixes as a squeezed text has them, Simplified."""
    return frozenset(to_simplified(PREFIXES + SUFFIXES))


@lru_cache(maxsize=4)
def _has_kana(text: str) -> bool:
    """Look through a text once for all of its forms."""
    return _KANA.search(text) is not None


def _run_before(text: str, start: int) -> int:
    low = start
    while low > 0 and start - low < WINDOW and script_of(text[low - 1]) is Script.HAN:
        low -= 1
    return low


def _run_behind(text: str, end: int) -> int:
    high = end
    while high < len(text) and high - end < WINDOW and script_of(text[high]) is Script.HAN:
        high += 1
    return high


# Written forms

_LENGTHENED = "アカサタナハマヤラワガザダバパャァイキシチニヒミリギジヂビピィ"
"""Katakana behind which a final long mark is written or not: サーバ, メモリ."""


def variants(form: str) -> tuple[str, ...]:
    """Give a katakana form with or without its final long mark, and without middle dots."""
    if not _KATAKANA.search(form):
        return ()
    joined = form.replace("・", "")
    other = ""
    if re.search(f"[{KATAKANA}]{{{SHORTEST}}}{LONG}$", joined):
        other = joined[:-1]
    elif re.search(f"[{KATAKANA}]{{{SHORTEST - 1}}}[{_LENGTHENED}]$", joined):
        other = joined + LONG
    return tuple(spelling for spelling in (joined, other) if spelling and spelling != form)


# Reading

_HEPBURN = {
    "si": "shi", "ti": "chi", "tu": "tsu", "hu": "fu", "zi": "ji", "di": "ji", "du": "zu",
}  # fmt: skip
"""What Hepburn's romanisation writes for the syllables that Unicode names otherwise."""
_GLIDES = {"u": "w", "i": "y"}
"""What stands for a vowel before a small one: ウィ, イェ."""


def romanise(run: str) -> str:
    """Write kana in Hepburn's romanisation, long marks left out: サーバー is ``saba``.

    The syllables are those of the characters' Unicode names.
    """
    out, doubled = "", False
    for character in run:
        syllable, small = _syllable(character)
        if syllable == "tu" and small:
            doubled = True
        elif small and out:
            out = _joined(out, syllable)
        else:
            syllable = _HEPBURN.get(syllable, syllable)
            out += ("t" if syllable.startswith("ch") else syllable[:1]) if doubled else ""
            out, doubled = out + syllable, False
    return out


def _syllable(character: str) -> tuple[str, bool]:
    """Give the syllable in a kana's Unicode name, and whether it is a small one."""
    found = re.fullmatch(
        r"(?:KATAKANA|HIRAGANA) LETTER (SMALL )?([A-Z]{1,2})", unicodedata.name(character, "")
    )
    return (found[2].lower(), bool(found[1])) if found else ("", False)


def _joined(out: str, small: str) -> str:
    """Put a small kana's vowel in the place of the one before it: キャ, シェ, ファ."""
    head, vowel = out[:-1], out[-1]
    if not head or head[-1] in "aiueo":
        return head + _GLIDES.get(vowel, vowel) + small
    return head + (small[-1:] if head.endswith(("sh", "ch", "j")) else small)


def speak(run: str) -> Iterator[Syllable]:
    """Read a run of kana as one word; people type no initials of it."""
    if spelling := romanise(run):
        yield Syllable(full=spelling, short=spelling, begins=True)


def latinise(text: str) -> str:
    """Replace each run of kana by Latin letters with blanks around."""
    return re.sub(f"[{KANA}]+", lambda match: f" {romanise(match[0])} ", text)


JA = Language(
    code="ja",
    name="日本語",
    spellings=frozenset({"jpn", "jp", "japanese", "日本語"}),
    scripts=frozenset({Script.HAN, Script.KANA}),
    told_by=Script.KANA,
    claims=claims,
    edges_hold=edges_hold,
    variants=variants,
    latinise=latinise,
    reading=Reading(characters=KANA, speak=speak),
    sentences=Sentences(
        ends="。！？",
        closers="」』）】》",
        goes_on="とっなのをはがも",
        persons=(
            "私",
            "僕",
            "俺",
            "あなた",
            "皆さん",
            "ですか",
            "ますか",
            "でしょうか",
            "ください",
            "ですね",
            "ますね",
            "ましたね",
            "ましょう",
        ),
        steps=("(?:クリック|タップ|入力|選択)(?:する|します|して(?!い))",),
    ),
    labels=Labels(
        summary=("まとめ", "要約", "結論", "要点", "ポイント"),
        question=("質問", "問い", "問"),
        answer=("回答", "答え", "答"),
        editors_note=("編集者注", "編集部注", "編注", "訳者注", "訳注"),
        figure=("図", "表"),
        table=("表",),
        caption=("図の説明", "キャプション"),
        figure_note=("注", "注記", "備考"),
        speakers=("司会", "司会者", "聞き手", "話し手", "参加者", "記者", "質問者", "ナレーター"),
        no_speakers=(
            "ステップ",
            "手順",
            "注意",
            "補足",
            "メリット",
            "デメリット",
            "説明",
            "理由",
            "目的",
            "概要",
            "入力",
            "出力",
            "結果",
            "実装例",
            "使い方",
            "プロンプト",
            "料金",
            "特徴",
            "参考",
            "出典",
        ),
    ),
    headings=Headings(
        sources=("参考", "参考文献", "参考資料", "参考リンク", "参考記事", "参考サイト", "出典"),
    ),
    page_parts=PageParts(
        copy=("コピー",),
        contents=("このページの内容",),
        back=("戻る",),
        notes=("注意", "注記", "ヒント", "警告", "重要", "補足", "例"),
    ),
    pictures=Pictures(
        placeholders=("[画像]", "【画像】", "（画像）", "［画像］"),
        words=("画像", "写真"),
        screenshots=("スクリーンショット",),
        empty_alt=("画像", "画像の説明"),
    ),
    credits=Credits(
        author=("著者", "筆者", "執筆者", "執筆"),
        contributor=("訳者", "翻訳", "編集", "監修", "校正"),
        source=("出典", "出所", "原典"),
        name=("タイトル",),
        tags=("タグ",),
        link=("元記事", "リンク"),
        event=("イベント",),
        date=("日付", "公開日", "更新日", "投稿日"),
        unknown=("不明", "なし"),
        before_date=("公開日", "更新日", "投稿日", "最終更新日"),
        introductions=(
            "(?:こんにちは|こんばんは|はじめまして|どうも)[、。！!]{1,2} ?"
            "(?P<name>[^\\s、。！!はをがのにでと]{2,12}) ?です[。！!].{0,200}",
            ".{0,80}(?:働い|勤め|勤務し|所属し|担当し|開発し|運営し|を(?:し|やっ|作っ|書い))"
            "ている、 ?"
            "(?P<name>[^\\s、。！!はをがのにでと]{2,12}) ?です。.{0,200}",
        ),
        after_date=("公開", "投稿", "更新", "最終更新"),
        date_units=("年", "月", "日"),
    ),
    ordinals=Ordinals(
        patterns=(
            (Style.PART, rf"{HAN_ORDINAL}編{END}"),
            (Style.CHAPTER, rf"{HAN_ORDINAL}話{END}"),
        ),
        starts="第",
        units="級代層個種類版回位件名人日週月年歳次期倍万億円号",
    ),
)
