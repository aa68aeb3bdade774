"""Bytes of every origin become the text that was meant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes_kb.loading.decode import MAX_BYTES, decode

SIMPLIFIED = [
    "夜话：推理模型的未来",
    "一、训练流程",
    "本次讲座共三部分。",
    "模型的成本很低",
    "人工智能",
    "深度学习",
    "负载均衡",
    "请看下图",
    "我们来看一下什么是寄存器？",
    "GPU 的显存不够用",
    "国产芯片能不能追上来？",
]
TRADITIONAL = [
    "夜話：推理模型的未來",
    "一、訓練流程",
    "本次講座共三部分。",
    "模型的成本很低",
    "人工智慧",
    "深度學習",
    "負載平衡",
    "請看下圖",
    "我們來看一下什麼是暫存器？",
    "GPU 的顯存不夠用",
    "國產晶片能不能追上來？",
]


@pytest.mark.parametrize("text", SIMPLIFIED)
def test_short_gb18030_is_told_from_big5(text: str) -> None:
    """A few characters are enough."""
    decoded = decode(text.encode("gb18030"))
    assert (decoded.text, decoded.encoding) == (text, "gb18030")
    assert [d.kind for d in decoded.diagnostics] == ["encoding-guessed"]


@pytest.mark.parametrize("text", TRADITIONAL)
def test_short_big5_is_told_from_gb18030(text: str) -> None:
    """The same the other way round."""
    decoded = decode(text.encode("big5"))
    assert (decoded.text, decoded.encoding) == (text, "big5")


@pytest.mark.parametrize("text", [*SIMPLIFIED, *TRADITIONAL, "plain English, naïve café"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_unicode_with_a_mark_or_line_is_read(text: str, encoding: str) -> None:
    """UTF-8 and UTF-16, with a byte-order mark or, over a line or two, without."""
    text = f"{text}\n{text}\n"
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.encoding == {
        "utf-8": "utf-8",
        "utf-8-sig": "utf-8",
        "utf-16": "utf-16-le",
        "utf-16-be": "utf-16-be",
    }.get(encoding)


@pytest.mark.parametrize("text", ["负载均衡的代价", "夜话：推理模型的未来", "模型的成本很低。"])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_bare_utf16_without_an_ascii_letter_is_read(text: str, encoding: str) -> None:
    """Neither a mark nor a NUL gives it away; its characters do."""
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)


ENDS = {
    b"a\r\nb\rc\nd": "a\nb\nc\nd",
    "a\u2028b\x0bc\x0cd\x85e".encode(): "a\u2028b c d e",
    b"\r\r\n\n": "\n\n\n",
}


@pytest.mark.parametrize(("data", "text"), ENDS.items())
def test_lines_end_at_lf_crlf_and_cr_only(data: bytes, text: str) -> None:
    """What else Python calls a line end is a blank or a character."""
    assert decode(data).text == text


def test_control_characters_are_taken_out_and_reported_where_they_stood() -> None:
    """One finding with the count, at the first."""
    decoded = decode(b"line\nab\x00cd\x07\n")
    assert decoded.text == "line\nabcd\n"
    (finding,) = decoded.diagnostics
    assert (finding.kind, finding.line, finding.column) == ("control-characters", 2, 3)
    assert "U+0000" in finding.message
    assert "2 of them" in finding.message


def test_private_marks_of_the_renderer_cannot_be_smuggled_in() -> None:
    """U+FDD0 to U+FDEF become replacement characters."""
    assert decode("a\ufdd0b\ufdefc".encode()).text == "a\ufffdb\ufffdc"


BINARY = [
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00",
    b"\x7fELF\x02\x01\x01" + b"\x00" * 20,
    b"PK\x03\x04\x14\x00\x06\x00",
    b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
    bytes(range(256)),
]


@pytest.mark.parametrize("data", BINARY, ids=lambda data: data[:4].hex())
def test_what_is_no_text_is_refused_with_a_remedy(data: bytes) -> None:
    """A picture among the notes is a finding, not a page of rubbish."""
    decoded = decode(data)
    assert decoded.refused
    assert decoded.text == ""
    assert [d.kind for d in decoded.diagnostics] == ["file-not-text"]
    assert decoded.diagnostics[0].hint


def test_a_file_beyond_the_bound_is_refused() -> None:
    """One byte more is too much."""
    assert not decode(b"a" * MAX_BYTES).refused
    assert decode(b"a" * (MAX_BYTES + 1)).diagnostics[0].kind == "file-too-large"


def test_damaged_utf8_stays_utf8() -> None:
    """A cut in the middle of a character costs that character."""
    data = "推理模型的未来".encode()[:-1]
    decoded = decode(data)
    assert decoded.text == "推理模型的未\ufffd"
    assert [d.kind for d in decoded.diagnostics] == ["encoding-broken"]


def test_western_text_is_left_to_the_guesser() -> None:
    """Curly quotes of an old Windows are not Chinese."""
    text = "“Smart” quotes — and a café, naïve as ever, in the résumé of the talk"
    decoded = decode(text.encode("cp1252"))
    assert decoded.text == text
    assert decoded.diagnostics[0].severity == "warning"


MIXED = st.lists(
    st.tuples(st.sampled_from([*SIMPLIFIED[:3], "plain English", ""]), st.booleans()), max_size=12
)


@settings(deadline=None)
@given(MIXED)
def test_lines_in_two_encodings_are_each_read_in_their_own(lines: list[tuple[str, bool]]) -> None:
    """Whatever the order, every line comes out as it was meant."""
    lines = [(SIMPLIFIED[0], True), (SIMPLIFIED[0], False), *lines]
    data = b"\r\n".join(t.encode("utf-8" if utf8 else "gb18030") for t, utf8 in lines)
    decoded = decode(data)
    assert decoded.text.split("\n") == [text for text, _ in lines]
    assert [d.kind for d in decoded.diagnostics] == ["encoding-mixed"]


def test_a_line_in_neither_encoding_is_reported_where_it_stands() -> None:
    """The others are read all the same, and the file is not refused."""
    rows = [b"\xff\xfe\xfd", SIMPLIFIED[0].encode(), SIMPLIFIED[2].encode("gb18030"), b"\xfe\xff"]
    decoded = decode(b"\n".join(rows[1:]))
    assert decoded.text.split("\n")[:2] == [SIMPLIFIED[0], SIMPLIFIED[2]]
    assert [(d.kind, d.line) for d in decoded.diagnostics] == [
        ("encoding-mixed", 2),
        ("encoding-broken", 3),
    ]


def test_one_damaged_line_among_many_makes_no_second_encoding() -> None:
    """A character that was cut costs itself, not its line."""
    rows = [SIMPLIFIED[0].encode(), SIMPLIFIED[2].encode()[:-1], SIMPLIFIED[3].encode()]
    decoded = decode(b"\n".join(rows))
    assert [d.kind for d in decoded.diagnostics] == ["encoding-broken"]
    assert decoded.text.count("\ufffd") == 1


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    """Never an exception, never a control character, never a text with a refusal."""
    decoded = decode(data)
    assert not any((c < " " and c not in "\n\t") or "\x7f" <= c <= "\x9f" for c in decoded.text)
    assert not (decoded.refused and decoded.text)


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"))))
def test_utf8_without_controls_comes_back_as_it_was(text: str) -> None:
    """Nothing is normalised, nothing guessed."""
    decoded = decode(text.encode())
    assert decoded.text == text.removeprefix("\ufeff")
    assert decoded.encoding == "utf-8"
