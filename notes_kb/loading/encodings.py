"""Which encoding the bytes of a text are in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from notes_kb.text.script import is_han, to_simplified

REPLACED = "\ufffd"
"""What stands for a byte that could not be read."""

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CONTROLS = bytes({*range(32), 127} - {9, 10, 12, 13})
_MOST = 200_000
"""Bytes that are looked at for a guess; the first ones tell as much as all."""

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
_CHINESE = {
    "gb18030": "gb18030",
    "big5": "big5",
    "cp950": "big5",
    "big5hkscs": "big5",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}
"""Python's codecs in the order in which they are tried, and the encodings' names."""
_MARGIN = 0.75
"""By which a reading must be commoner than the next to leave no doubt."""
_PUNCTUATION = frozenset("，。、；：？！（）《》「」『』“”‘’—…　・·【】")


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """What the bytes were read as."""

    name: str
    text: str
    guessed: bool = False
    """Whether neither a mark nor valid UTF-8 told."""
    sure: bool = True
    """Whether a guess left no doubt worth a warning."""
    broken: int = 0
    """Places that could not be read, each a U+FFFD in the text."""


def find_encoding(data: bytes) -> Encoding | None:
    """Find the encoding and read the text; None where the bytes are no text."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name)
    if (wide := _find_utf16(data)) is not None:
        return wide
    controls = len(data) - len(data.translate(None, _CONTROLS))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        if controls * 20 > len(data):
            bare = _find_chinese(data)
            is_utf16 = bare is not None and bare.sure and bare.name.startswith("utf-16")
            return bare if is_utf16 else None
        return _nearly_utf8(data) or _find_chinese(data) or _find_western(data) or _guess(data)
    return None if controls > 3 and controls * 3 > len(data) else Encoding(name="utf-8", text=text)


def _marked(data: bytes, name: str) -> Encoding:
    text = data.decode(name, "replace")
    written = data.decode(name, "ignore").count(REPLACED)
    return Encoding(name=name, text=text, broken=text.count(REPLACED) - written)


def _find_utf16(data: bytes) -> Encoding | None:
    """Unmarked UTF-16 shows as NULs beside ASCII; Chinese as Han on every other byte."""
    if len(data) < 4 or len(data) % 2 or b"\x00" not in data:
        return None
    head = data[:_MOST]
    for name in ("utf-16-le", "utf-16-be"):
        try:
            sample = head.decode(name)
        except UnicodeDecodeError:
            continue
        usual = sum(1 for c in sample if is_usual(c))
        if usual * 20 >= len(sample) * 19:
            text = data.decode(name, "replace")
            return Encoding(name=name, text=text, guessed=True)
    return None


def is_usual(character: str) -> bool:
    """Tell whether a character is one that Chinese or English text is made of."""
    return (
        " " <= character <= "~"
        or character in "\t\n\r"
        or "\u4e00" <= character <= "\u9fff"
        or character in _PUNCTUATION
        or "\uff01" <= character <= "\uff5e"
        or "\u00a0" <= character <= "\u017f"
    )


_VALID_UTF8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


def _nearly_utf8(data: bytes) -> Encoding | None:
    """UTF-8 cut off or damaged in a few places; other encodings rarely look like it."""
    text = data.decode("utf-8", "replace")
    broken = text.count(REPLACED)
    valid = _VALID_UTF8.findall(data)
    if sum(len(match) for match in valid) < 6 * broken:
        return None
    written = sum(1 for match in valid if match == b"\xef\xbf\xbd")
    return Encoding(name="utf-8", text=text, broken=broken - written)


def _find_chinese(data: bytes) -> Encoding | None:
    """GB18030, Big5 or bare UTF-16, by which reading has the commoner characters.

    The codes overlap nearly everywhere, so validity alone tells little; but read in
    the wrong one, common characters become rare ones.
    """
    readings: dict[str, tuple[float, str]] = {}
    for codec, name in _CHINESE.items():
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        readings.setdefault(name, (_commonness(text[:_MOST]), text))
    if not readings:
        return None
    name, (score, text) = max(readings.items(), key=lambda reading: reading[1][0])
    if score <= 0:
        return None
    rival = max((s for other, (s, _) in readings.items() if other != name), default=-1.0)
    return Encoding(name=name, text=text, guessed=True, sure=score - rival >= _MARGIN)


def _commonness(text: str) -> float:
    """Give the mean weight of the characters beyond ASCII, above 0 for likely Chinese."""
    strange = [c for c in text if c > "~"]
    if not strange:
        return -1.0
    return sum(map(_weight, to_simplified("".join(strange)))) / len(strange)


def _weight(character: str) -> float:
    if character in _COMMON:
        return 3.0
    if character in _PUNCTUATION:
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


_WESTERN = frozenset("àâäáãåæçèéêëìíîïñòóôöõøœùúûüÿßÀÂÄÇÈÉÊËÎÏÑÔÖÜ“”‘’–—…«»°·€£©®™ ")


def _find_western(data: bytes) -> Encoding | None:
    """Windows-1252, where everything beyond ASCII is a letter or quote of Western Europe."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    if not all(c in _WESTERN for c in set(text) if c > "~"):
        return None
    return Encoding(name="windows-1252", text=text, guessed=True, sure=False)


def _guess(data: bytes) -> Encoding | None:
    best = from_bytes(data[:_MOST]).best()
    if best is None:
        return None
    try:
        text = data.decode(best.encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return Encoding(name=best.encoding.replace("_", "-"), text=text, guessed=True, sure=False)
