"""Chinese, and the rules of Han characters."""

from __future__ import annotations

from notes_kb.languages.language import (
    Credits,
    Labels,
    Language,
    LegacyText,
    Ordinals,
    Pictures,
    Questions,
    Reading,
    Sentences,
)
from notes_kb.languages.numbering import (
    END,
    FORMAL_NUMERALS,
    GAP,
    HAN_NUMERALS,
    HAN_ORDINAL,
    Style,
)
from notes_kb.languages.scripts import Script
from notes_kb.languages.zh.characters import traditional_spellings, traditional_to_simplified
from notes_kb.languages.zh.edges import stands_alone
from notes_kb.languages.zh.legacy import CODECS, commonness
from notes_kb.languages.zh.pinyin import CHARACTERS, common, respell, sounds, speak, to_pinyin

ZH = Language(
    code="zh",
    name="简体中文",
    scripts=frozenset({Script.HAN}),
    told_by=Script.HAN,
    edges_hold=stands_alone,
    characters=traditional_to_simplified,
    other_spellings=traditional_spellings,
    latinise=to_pinyin,
    reading=Reading(
        characters=CHARACTERS, speak=speak, respell=respell, common=common, sounds=sounds
    ),
    questions=Questions(
        inside=tuple(
            """为什么 为何 是不是 有没有 能不能 会不会 要不要 怎么样 怎么办 怎么 怎样 如何 有什么
            是什么 什么 哪些 哪里 哪个 哪种 多少 多大 到底 究竟 是否 请问 吗 呢""".split()
        ),
    ),
    sentences=Sentences(ends="。！？；", closers="\"'”’」』）)]】》"),
    labels=Labels(
        summary=(
            "总结一下", "一句话总结", "本节总结", "本章总结", "本节小结", "本章小结", "要点总结",
            "总结", "小结", "结论", "核心要点", "總結", "小結", "結論",
        ),
        question=("提问", "问题", "问", "問題", "問"),
        answer=("回答", "解答", "答"),
        editors_note=("编者注", "编者按", "編者註"),
        figure=("图", "圖"),
        caption=("图注", "图片说明"),
    ),
    pictures=Pictures(
        placeholders=(
            "在这里插入图片描述", "请添加图片描述", "插入图片描述", "这里写图片描述", "图片描述",
            "[图片]", "【图片】", "（在这里插入图片描述）", "（图片）", "(图片)", "［图片］",
            "[圖片]", "【圖片】", "[插图]", "【插图】", "[图]", "【图】", "（图）", "[配图]",
            "【配图】", "[图片上传中...]", "图片加载中...", "图片加载失败", "点击查看大图",
            "点击查看原图",
        ),
        failed=("图片上传失败",),
        words=("图片", "圖片", "插图"),
        screenshots=("截图", "截屏", "屏幕截图"),
        empty_alt=("在这里插入图片描述", "请添加图片描述", "图片描述", "图片"),
    ),
    credits=Credits(
        author=("作者", "撰文", "整理", "编辑"),
        source=("来源", "出处", "原文"),
        tags=("标签", "文章标签"),
        link=("原文链接", "原文地址", "本文链接"),
        date=("日期", "时间", "发布时间", "发布日期", "发表于", "发布于", "更新时间"),
        before_date=("发布于", "发表于", "已于", "于"),
        after_date=("发布", "修改", "更新"),
        date_units=("年", "月", "日"),
    ),
    ordinals=Ordinals(
        patterns=(
            (Style.PART, rf"{HAN_ORDINAL}(?:部分|部|篇){END}"),
            (
                Style.CHAPTER,
                rf"{HAN_ORDINAL}(?:[讲講回]{END}|章(?:{END}|(?=[^节節中里的，。])))",
            ),
            (Style.CLAUSE, rf"{HAN_ORDINAL}[节節]{END}"),
            (Style.FORMAL, rf"(?P<n>[{FORMAL_NUMERALS}]{{1,3}}){GAP}?[、.．:：]"),
            (
                Style.HAN,
                rf"(?P<n>[{HAN_NUMERALS}]{{1,3}}){GAP}?(?:[、.．]|[,，:：](?={GAP}?\S))",
            ),
            (
                Style.HAN_BRACKETS,
                rf"[（(]{GAP}?(?P<n>[{HAN_NUMERALS}]{{1,3}}){GAP}?[)）]{GAP}?[、.．:：]?",
            ),
        ),
        starts=f"第（({HAN_NUMERALS}{FORMAL_NUMERALS}",
        counting="一二三四五六七八九十",
    ),
    legacy=LegacyText(codecs=CODECS, commonness=commonness),
)  # fmt: skip
