"""What every diagram, and every plot of a lab, must keep."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tools.diagrams.__main__ import OUT, files, main
from tools.diagrams.canvas import WIDE, WIDTH
from tools.diagrams.diagram import Diagram
from tools.diagrams.palette import CARD, FILLS, INK, MUTED, STROKES, Pair
from tools.diagrams.sources import all_diagrams
from tools.diagrams.text import LANGS, Lang
from tools.labs import IDS, load, read

SVG = "{http://www.w3.org/2000/svg}"
MIN_SIZE = 13.0
HAN = re.compile(r"[\u4e00-\u9fff]")
HAN_THEN_ASCII_STOP = re.compile(r"[\u4e00-\u9fff][,;:!?]")
NUMBER = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s?(K|M|B|T|万|million|k)?(?![0-9A-Za-z])")
UNITS = {"K": 1e3, "k": 1e3, "万": 1e4, "M": 1e6, "million": 1e6, "B": 1e9, "T": 1e12, "": 1.0}


def _plots() -> list[Diagram]:
    return [
        d.with_landscape()
        for lab in IDS
        for d in load(lab, "plot").diagrams(read(lab)["data"]).values()
    ]


ALL = [*all_diagrams(), *_plots()]
EACH = pytest.mark.parametrize("diagram", ALL, ids=lambda d: d.id)
IN_BOTH = pytest.mark.parametrize("lang", LANGS)


SHAPES = [(d, wide) for d in ALL for wide in ([False, True] if d.wide else [False])]
IN_EACH_SHAPE = pytest.mark.parametrize(
    ("diagram", "wide"), SHAPES, ids=[f"{d.id}{'-wide' if wide else ''}" for d, wide in SHAPES]
)


@IN_EACH_SHAPE
@IN_BOTH
def test_text_stays_in_its_box_and_on_the_sheet(diagram: Diagram, wide: bool, lang: Lang) -> None:
    """No line is wider than the box it stands in, by an estimate wider than common fonts."""
    canvas, high = diagram.paint(lang, wide=wide)
    for line in canvas.placed:
        frame, room = line.frame, line.room
        assert frame.x0 >= room.x0 - 1, line
        assert frame.x1 <= room.x1 + 1, line
        assert frame.y0 >= room.y0 - 3, line
        assert frame.y1 <= room.y1 + 3, line
        assert frame.x0 >= 2, line
        assert frame.x1 <= (WIDE if wide else WIDTH) - 2, line
        assert frame.y1 <= high - 2, line


@IN_EACH_SHAPE
@IN_BOTH
def test_no_two_texts_overlap(diagram: Diagram, wide: bool, lang: Lang) -> None:
    """The rectangles of any two lines of text are apart."""
    placed = diagram.paint(lang, wide=wide)[0].placed
    for n, one in enumerate(placed):
        for two in placed[n + 1 :]:
            a, b = one.frame, two.frame
            across = min(a.x1, b.x1) - max(a.x0, b.x0)
            high = min(a.y1, b.y1) - max(a.y0, b.y0)
            assert across <= 0.5 or high <= 0.5, (one.text, two.text)


@pytest.mark.parametrize("diagram", [d for d in ALL if d.wide], ids=lambda d: d.id)
def test_a_landscape_is_one_and_says_the_same(diagram: Diagram) -> None:
    """It is wider than high, and no figure in it is missing or new."""
    for lang in LANGS:
        wide, high = diagram.paint(lang, wide=True)
        assert high < WIDE
        narrow, _ = diagram.paint(lang)
        said = [" ".join(p.text for p in one.placed) for one in (narrow, wide)]
        figures = [sorted(re.findall(r"[0-9]+", text)) for text in said]
        assert figures[0] == figures[1]


@EACH
@IN_BOTH
def test_text_is_readable_on_a_phone(diagram: Diagram, lang: Lang) -> None:
    """At 360 pixels across, no text is smaller than 13 pixels."""
    root = ET.fromstring(diagram.render(lang))
    width = float(root.attrib["viewBox"].split()[2])
    sizes = [float(t.attrib["font-size"]) * 360 / width for t in root.iter(f"{SVG}text")]
    assert sizes
    assert min(sizes) >= MIN_SIZE


@EACH
def test_both_languages_draw_the_same_shapes(diagram: Diagram) -> None:
    """The languages differ in text and in height, never in what is drawn."""

    def skeleton(lang: Lang) -> list[tuple[str, str]]:
        root = ET.fromstring(diagram.render(lang))
        return [
            (e.tag.removeprefix(SVG), e.attrib.get("class", ""))
            for e in root
            if e.tag != f"{SVG}text"
        ]

    assert skeleton("zh") == skeleton("en")


@EACH
def test_each_language_is_its_own(diagram: Diagram) -> None:
    """English has no Han; Chinese has Han and no half-width stop behind it."""
    zh = [p.text for p in diagram.paint("zh")[0].placed] + [diagram.desc.zh]
    en = [p.text for p in diagram.paint("en")[0].placed] + [diagram.desc.en]
    assert not [t for t in en if HAN.search(t)]
    assert HAN.search(diagram.title.zh)
    assert HAN.search(diagram.desc.zh)
    assert not [t for t in zh if HAN_THEN_ASCII_STOP.search(t)]


@EACH
@IN_BOTH
def test_the_file_is_self_contained(diagram: Diagram, lang: Lang) -> None:
    """No script, no handler, no link, nothing fetched; title and description lead the file."""
    text = diagram.render(lang)
    root = ET.fromstring(text)
    assert root.attrib["lang"] == {"zh": "zh-CN", "en": "en"}[lang]
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == diagram.title.of(lang)
    assert root[1].tag == f"{SVG}desc"
    assert root[1].text == diagram.desc.of(lang)
    allowed = {"title", "desc", "style", "rect", "path", "polygon", "circle", "text"}
    assert {e.tag.removeprefix(SVG) for e in root.iter()} - {"svg"} <= allowed
    assert not [a for e in root.iter() for a in e.attrib if a.startswith("on") or "href" in a]
    assert not re.search(r"url\(|@import|https?:", text.replace("http://www.w3.org/2000/svg", ""))
    assert "prefers-color-scheme:dark" in text


def _values(text: str) -> set[float]:
    found = set()
    for digits, unit in NUMBER.findall(text):
        found.add(round(float(digits.replace(",", "")) * UNITS[unit], 3))
    return found


@pytest.mark.parametrize("diagram", all_diagrams(), ids=lambda d: d.id)
@IN_BOTH
def test_the_text_alternative_has_the_figures(diagram: Diagram, lang: Lang) -> None:
    """Every number of two digits or more in a drawing stands in its description too."""
    shapes = [diagram.body, *([diagram.wide] if diagram.wide else [])]
    bodies = [Diagram(diagram.id, diagram.title, diagram.desc, one) for one in shapes]
    shown = " ".join(p.text for body in bodies for p in body.paint(lang)[0].placed)
    missing = {v for v in _values(shown) if v >= 10} - _values(diagram.desc.of(lang))
    assert not missing


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(one: str, two: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_is_enough_in_both_schemes(scheme: str) -> None:
    """Text reaches 4.5:1 on every ground (WCAG 1.4.3), lines 3:1 on the card (1.4.11)."""

    def of(pair: Pair) -> str:
        return str(getattr(pair, scheme))

    for ground in (CARD, *FILLS.values()):
        assert _contrast(of(INK), of(ground)) >= 4.5
    assert _contrast(of(MUTED), of(CARD)) >= 4.5
    for stroke in STROKES.values():
        assert _contrast(of(stroke), of(CARD)) >= 3


def test_the_files_on_disk_are_what_the_sources_draw() -> None:
    """Nobody edits a drawing by hand, and no drawing outlives its source."""
    assert main(["--check"]) == 0
    assert {p.name for p in OUT.iterdir()} == set(files())


def test_drawing_twice_gives_the_same_bytes() -> None:
    """Drawing depends on nothing but the sources."""
    assert files() == files()


def test_the_check_names_a_changed_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--check` fails and names what differs; drawing again mends it and clears strays."""
    monkeypatch.setattr("tools.diagrams.__main__.OUT", tmp_path)
    assert main([]) == 0
    (tmp_path / "v3-cost.en.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "stray.svg").write_text("<svg/>", encoding="utf-8")
    assert main(["--check"]) == 1
    told = capsys.readouterr().out
    assert "v3-cost.en.svg" in told
    assert "stray.svg" in told
    assert main([]) == 0
    assert main(["--check"]) == 0


def test_the_index_places_every_diagram() -> None:
    """No lost figure is taken twice; a drawing of a concept may stand for none."""
    index = json.loads((OUT / "index.json").read_text(encoding="utf-8"))
    assert len(index) >= 12
    placed = [entry["stands_for"] for entry in index if entry["stands_for"]]
    lines = [line for place in placed for line in place["lines"]]
    assert len(lines) == len(set(lines))
    for entry in index:
        assert entry["alt"]["zh"]
        assert entry["alt"]["en"]
        assert all((OUT / name).exists() for name in entry["files"].values())
        assert entry["concepts"]
        for concept in entry["concepts"]:
            assert (OUT.parents[1] / "concepts" / f"{concept}.md").exists(), concept


def test_drawings_that_borrow_a_lab_s_figures_have_them_right() -> None:
    """Where a drawing states what a lab recorded, a new record that differs is noticed."""
    told = {d.id: d.desc for d in all_diagrams()}
    sort = read("bubble-sort")["data"]
    codes = round(sort["opcodes"]["per_comparison"])
    size = round(sort["bytes_per_number"]["list"])
    assert f"约执行 {codes} 条字节码" in told["bubble-sort-layers"].zh
    assert f"about {codes} bytecode" in told["bubble-sort-layers"].en
    assert f"约 {size} 字节" in told["bubble-sort-layers"].zh
    assert f"about {size} bytes" in told["bubble-sort-layers"].en
    for shape in read("kv-cache")["data"]["v3_shape"].values():
        figure = f"{shape['elements_per_layer']:,}"
        assert figure in told["mla-compression"].zh
        assert figure in told["mla-compression"].en
