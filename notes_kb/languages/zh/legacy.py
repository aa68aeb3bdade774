"""Encodings of Chinese older than Unicode, and how common the characters of a decoded text are."""

from __future__ import annotations

from notes_kb.languages.scripts import WIDE_PUNCTUATION, is_han
from notes_kb.languages.zh.characters import to_simplified

CODECS = {
    "gb18030": "gb18030",
    "big5": "big5",
    "cp950": "big5",
    "big5hkscs": "big5",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}
"""Python's codecs in the order in which they are tried, and the encodings' names."""

_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    "面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去"
    "把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但"
    "质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式"
    "活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回"
    "则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己"
    "美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空"
    "元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周"
    "委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查"
    "视频论坛模型训练推智网络请谢测试编码讲座推理"
)
"""The characters that running Chinese text is mostly made of, in Simplified form."""


def commonness(text: str) -> float:
    """Give the mean weight of the characters beyond ASCII, above 0 for likely Chinese."""
    strange = [c for c in text if c > "~"]
    if not strange:
        return -1.0
    return sum(map(_weight, to_simplified("".join(strange)))) / len(strange)


def _weight(character: str) -> float:
    if character in _COMMON:
        return 3.0
    if character in WIDE_PUNCTUATION:
        return 2.0
    if "\uff01" <= character <= "\uff5e" or "\u2460" <= character <= "\u249b":
        return 0.5
    if not is_han(character):
        return -4.0
    return 0.5 if _is_everyday(character) else -2.0


def _is_everyday(character: str) -> bool:
    """GB 2312's first level: the 3,755 characters of everyday text, in Simplified form."""
    try:
        return 0xB0A1 <= int.from_bytes(character.encode("gb2312")) <= 0xD7F9
    except UnicodeEncodeError:
        return False
