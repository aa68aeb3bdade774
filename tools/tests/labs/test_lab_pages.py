"""What every lab's record, plots and pages must keep."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tools import labs
from tools.diagrams.text import LANGS

BOTH = [(lab, page) for lab in labs.IDS for page in labs.PAGES]
INERT = re.compile(r"`[^`\n]*`|\]\([^)\n]*\)|arXiv [0-9.]+|\{#[a-z-]+\}|<!--[^>\n]*-->")
NAMES = (
    *("DeepSeek-V3", "DeepSeek-V2", "DeepSeek 67B", "Qwen2.5-72B", "Llama 3.1 405B"),
    *("V3", "V2", "1F1B", "ZB1P", "BF16"),
)
"""Names that hold a digit; what is left of a result when they are gone is figures."""
WEIGHTY = re.compile(r"[0-9][0-9,]*\.[0-9]+|[0-9][0-9,]+")


def _text(lab: str, page: str) -> str:
    return (labs.LABS / lab / page).read_text(encoding="utf-8")


def _section(text: str, anchor: str) -> str:
    match = re.search(rf"^## [^\n]*\{{#{anchor}\}}\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    assert match, anchor
    return match[1]


@pytest.mark.parametrize(("lab", "page"), BOTH)
def test_every_quoted_figure_is_the_recorded_one(lab: str, page: str) -> None:
    """Writing the record into the page again changes nothing."""
    text = _text(lab, page)
    assert labs.QUOTE.search(text)
    assert labs.quoted(text, labs.read(lab), chinese=page == labs.PAGES[0]) == text


@pytest.mark.parametrize(("lab", "page"), BOTH)
def test_every_figure_of_a_result_is_quoted(lab: str, page: str) -> None:
    """No number of weight stands in a result by hand (subsections explain listings)."""
    section = _section(_text(lab, page), "result").split("\n### ")[0]
    left = INERT.sub(" ", labs.QUOTE.sub(" ", section))
    for name in NAMES:
        left = left.replace(name, " ")
    assert not WEIGHTY.findall(left)


LAB_LINK = re.compile(r"\]\([^)\n]*labs/[a-z-]+/index(?:\.en)?\.md[^)\n]*\)")


def test_pages_outside_quote_what_the_labs_recorded() -> None:
    """Writing the records into concepts, notes and guide again changes nothing."""
    quoting = 0
    for page in labs.citing_pages():
        text = page.read_text(encoding="utf-8")
        assert labs.cited(text) == text, page.name
        quoting += "<!--=" in text
    assert quoting


def test_no_page_outside_states_a_measured_figure_by_hand() -> None:
    """Where a line links to the bubble-sort lab, whose figures depend on the machine, no ratio
    or time stands there but by reference.
    """
    lines = [
        line
        for page in labs.citing_pages()
        for line in page.read_text(encoding="utf-8").split("\n")
        if (found := LAB_LINK.search(line)) and "bubble-sort" in found[0]
    ]
    assert lines
    for line in lines:
        left = INERT.sub(" ", labs.QUOTE.sub(" ", line)).replace("8000", "").replace("8,000", "")
        assert not WEIGHTY.findall(left), line


@pytest.mark.parametrize("lab", labs.IDS)
def test_both_languages_quote_the_same_figures(lab: str) -> None:
    """The pages agree on every figure, in value and in place of origin."""
    zh, en = (sorted(labs.QUOTE.findall(_text(lab, page))) for page in labs.PAGES)
    assert zh == en


@pytest.mark.parametrize("lab", labs.IDS)
def test_both_languages_have_the_same_sections(lab: str) -> None:
    """The pages share their anchors, in the same order."""
    zh, en = (re.findall(r"\{#([a-z-]+)\}", _text(lab, page)) for page in labs.PAGES)
    assert zh == en
    assert {"question", "method", "result", "meaning", "again", "sources"} <= set(zh)


@pytest.mark.parametrize(("lab", "page"), BOTH)
def test_a_page_tells_when_where_and_how_again(lab: str, page: str) -> None:
    """A page names date and machine of the record, the command, and links that exist."""
    text = _text(lab, page)
    assert labs.told(labs.read(lab), chinese=page == labs.PAGES[0]) in text
    assert f"python tools/labs.py run {lab}" in text
    here = labs.LABS / lab
    targets = [t for t in re.findall(r"\]\(([^)\n]+)\)", text) if not t.startswith("https://")]
    assert targets
    assert not [t for t in targets if not (here / t).exists()]


@pytest.mark.parametrize("lab", labs.IDS)
def test_plots_on_disk_are_drawn_from_the_record(lab: str) -> None:
    """Each plot is what plot.py draws from result.json, and each page shows its language's."""
    drawn = labs.plots(lab)
    there = {p.name: p.read_text(encoding="utf-8") for p in (labs.LABS / lab).glob("*.svg")}
    assert there == drawn
    for page, lang in zip(labs.PAGES, LANGS, strict=True):
        shown = set(re.findall(r"!\[[^\]\n]+\]\(([^/)\n]+\.svg)\)", _text(lab, page)))
        assert shown == {name for name in drawn if name.endswith(f".{lang}.svg")}


@pytest.mark.parametrize("lab", labs.IDS)
def test_a_record_describes_the_machine_and_nothing_private(lab: str) -> None:
    """CPU, cores, system and versions; no host, user, path or kernel."""
    result = labs.read(lab)
    assert result["lab"] == lab
    assert re.fullmatch(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]", result["recorded"])
    machine = result["machine"]
    assert set(machine) == {"cpu", "architecture", "cores", "system", "versions"}
    assert machine["system"] in {"Linux", "Darwin", "Windows"}
    text = json.dumps(result)
    assert not re.search(r"/(?:home|tmp|usr|work|root|opt|Users)\b|[0-9]\.[0-9]+\.[0-9]+-", text)


ROWS = [
    ("51.2", 51.249, "51.2"),
    ("51", 51.5, "52"),
    ("1,396", 1400.0, "1,400"),
    ("7", 12345.0, "12,345"),
    ("0.032", 0.0316632, "0.032"),
    ("4000", "4000", "4000"),
]


@pytest.mark.parametrize(("old", "value", "new"), ROWS)
def test_a_figure_keeps_its_form(old: str, value: float | str, new: str) -> None:
    """Decimals and grouping stay as the author wrote them."""
    assert labs.shown(old, value) == new


def test_a_stale_figure_is_mended() -> None:
    """Quoting replaces a figure that the record contradicts, and the machine with it."""
    result = labs.read("kv-cache")
    page = "70.3<!--=models/DeepSeek-V3/kb_per_token--> <!--machine-->old<!--/machine-->"
    stale = page.replace("70.3", "68.6")
    mended = labs.quoted(stale, result, chinese=False)
    assert mended.startswith("70.3<!--")
    assert result["recorded"] in mended


def test_an_unknown_place_is_an_error() -> None:
    """A tag that leads nowhere does not pass silently."""
    with pytest.raises(KeyError):
        labs.quoted("1<!--=no/such-->", labs.read("kv-cache"), chinese=False)


def test_the_command_refuses_an_unknown_lab(capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong name gives exit 2 and the names there are."""
    with pytest.raises(SystemExit) as stopped:
        labs.main(["plot", "bubble-sorts"])
    assert stopped.value.code == 2
    assert "bubble-sort, moe-router" in capsys.readouterr().err


def test_running_a_lab_records_draws_and_quotes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`run` leaves a whole lab: record, plots, and pages that quote it."""
    lab = "kv-cache"
    here = tmp_path / lab
    here.mkdir()
    for source in (labs.LABS / lab).iterdir():
        if source.suffix in {".py", ".md"}:
            text = source.read_text(encoding="utf-8").replace("70.272<!--", "99.999<!--")
            (here / source.name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(labs, "LABS", tmp_path)
    assert labs.main(["run", lab]) == 0
    assert labs.read(lab)["data"]["models"]["DeepSeek-V3"]["kb_per_token"] == 70.272
    assert (here / "plot.zh.svg").read_text(encoding="utf-8").startswith("<svg")
    for page in labs.PAGES:
        text = (here / page).read_text(encoding="utf-8")
        assert "99.999" not in text
        assert "70.272<!--=models/DeepSeek-V3/kb_per_token-->" in text


def _result(day: str, ratio: float, **runs: object) -> dict[str, object]:
    return {"recorded": day, "parameters": {"n": 4}, "data": {"ratio": {"list": ratio}, **runs}}


def test_a_timed_lab_keeps_how_whole_runs_came_out() -> None:
    """The spread is over all runs kept; another size of run begins anew, and five are kept."""
    headlines = {"list": "ratio/list"}
    first = _result("2026-01-01", 96.0)
    second = _result("2026-01-02", 108.0)
    found = labs.whole_runs(headlines, second, first)
    assert found["list"] == {"low": 96.0, "high": 108.0}
    assert [run["recorded"] for run in found["runs"]] == ["2026-01-01", "2026-01-02"]
    second["data"]["whole_runs"] = found  # type: ignore[index]
    assert labs.whole_runs(headlines, _result("2026-01-03", 90.0), second)["count"] == 3
    more = {**headlines, "n": "n"}
    third = {**_result("2026-01-03", 90.0), "data": {"ratio": {"list": 90.0}, "n": 4.0}}
    assert labs.whole_runs(more, third, second)["count"] == 1  # The older ones lack `n`.
    other = {**_result("2026-01-03", 90.0), "parameters": {"n": 8}}
    assert labs.whole_runs(headlines, other, second)["count"] == 1
    latest = second
    for day in range(4, 12):
        new = _result(f"2026-01-{day:02}", float(day))
        new["data"]["whole_runs"] = labs.whole_runs(headlines, new, latest)  # type: ignore[index]
        latest = new
    assert latest["data"]["whole_runs"]["count"] == labs.RUNS_KEPT  # type: ignore[index]


def test_a_page_tells_the_spread_of_whole_runs() -> None:
    """What is recorded for a timed lab contains its latest run."""
    found = labs.read("bubble-sort")
    runs = found["data"]["whole_runs"]["runs"]
    assert runs[-1]["recorded"] == found["recorded"]
    for name, path in labs.load("bubble-sort", "lab").HEADLINES.items():
        assert runs[-1][name] == labs.lookup(found["data"], path)
