"""Queries that nobody types by intent, and everybody's box gets."""

from __future__ import annotations

import random

LONG = 5_000


def hostile(seed: int) -> tuple[str, ...]:
    """Give the queries that may neither throw nor hang."""
    chance = random.Random(f"{seed}-hostile")
    han = "".join(chr(chance.randrange(0x4E00, 0x9FA6)) for _ in range(LONG))
    latin = "".join(chance.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(LONG))
    return (
        han,
        latin,
        "的" * LONG,
        "a" * LONG,
        "强化学习 " * (LONG // 5),
        " ".join(latin[i : i + 3] for i in range(0, LONG, 3)),
        "*", "**", "强*", "*强", "a*b*c", "~", "a~9", "^", "强化^9", "+", "-", "+强 -化", "- - -",
        '"', '"强化', '""', '"" ""', "'", "`", "\\", "\\u4e00", "a\\",
        "(a+)+$", "[", "]", "(", ")", "{1,9}", ".*", "[^]", "(?=", "$&", "\\1",
        "title:强化", "title:", ":", "__proto__", "constructor", "toString", "hasOwnProperty",
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;b&gt;", "</mark>",
        "😀", "👨‍👩‍👧‍👦 模型", "🇨🇳", "\u202e强化学习\u202c", "مرحبا بالعالم", "שלום",
        "\u200b", "\u0000",
        "\ud7ff\ufffd", "ＤｅｅｐＳｅｅｋ", "𠮷野家",
        "ﷺ" * 100, "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢", "ﬁnetuning", "İ", "ß", "ǅ",
        " ", "\t\n", "\u3000", "。", "，，，", "1", "0.1", "1e309", "-1", "NaN",
        "C++", "C#", ".NET",
        "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 4,
    )  # fmt: skip
