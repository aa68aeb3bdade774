"""One finding, five tellings."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest

from notes_kb.domain.diagnostic import Diagnostic, Severity
from notes_kb.domain.kinds import KINDS
from notes_kb.report.github import render_annotations
from notes_kb.report.gitlab import render_code_quality
from notes_kb.report.json_report import render_json
from notes_kb.report.sarif import render_sarif
from notes_kb.report.summary import closing_line, fails
from notes_kb.report.terminal import columns, render_diagnostic, render_report

ERROR = Diagnostic(
    kind="concept-unknown",
    severity=Severity.ERROR,
    message="unknown concept 'self-attenton'",
    path="notes/2025-02-ccf.en.md",
    line=14,
    column=12,
    end_column=25,
    source="     see [[self-attenton]]",
    hint="did you mean 'self-attention'?",
)
NOTE = Diagnostic(
    kind="figure-missing", severity=Severity.NOTE, message="37 figures are missing", path="x.md"
)


def test_a_finding_is_told_as_the_style_guide_shows() -> None:
    """Place, weight, message and kind; the line; a mark under the mistake; the remedy."""
    assert render_diagnostic(ERROR, root="docs") == (
        "docs/notes/2025-02-ccf.en.md:14:12: error: unknown concept 'self-attenton' "
        "[concept-unknown]\n"
        "    see [[self-attenton]]\n"
        "          ~~~~~~~~~~~~~^  did you mean 'self-attention'?"
    )


@pytest.mark.parametrize(
    ("source", "column", "end_column", "excerpt", "under"),
    [
        ("见 [[智能]]。", 5, 7, "见 [[智能]]。", "     ~~~~^"),
        ("\t- 见[[ab]]", 7, 9, "- 见[[ab]]", "      ~~^"),
        ("ｆｕｌｌ x", 6, 7, "ｆｕｌｌ x", "         ~^"),
        ("only a place", 6, 0, "only a place", "     ^"),
        ("too short", 40, 50, "too short", "         ^"),
        ("e\u0301[[x]]", 5, 6, "e\u0301[[x]]", "   ~^"),
        ("ที่นี่ [[x]]", 10, 11, "ที่นี่ [[x]]", "     ~^"),
        ("👍🏽🇨🇳 [[x]]", 8, 9, "👍🏽🇨🇳 [[x]]", "       ~^"),
        ("❤️ [[x]]", 6, 7, "❤️ [[x]]", "     ~^"),
    ],
)
def test_the_mark_stands_under_the_mistake(
    source: str, column: int, end_column: int, excerpt: str, under: str
) -> None:
    """Wide characters take two columns, combining ones none, and indentation goes."""
    found = replace(ERROR, source=source, column=column, end_column=end_column, hint="")
    assert render_diagnostic(found).split("\n")[1:] == [f"    {excerpt}", f"    {under}"]


@pytest.mark.parametrize("filler", ["字", "word "])
def test_a_long_line_is_cut_around_the_mistake(filler: str) -> None:
    """However long the line, the excerpt fits and the mark is under the mistake."""
    source = filler * 300 + "[[oops]]" + filler * 300
    column = source.index("oops") + 1
    found = replace(ERROR, source=source, column=column, end_column=column + 4)
    _, excerpt, mark = render_diagnostic(found).split("\n")
    assert columns(excerpt) <= 104
    before = excerpt[: excerpt.index("oops")]
    assert mark.index("~") == columns(before)


def test_a_finding_on_a_long_line_costs_what_one_on_a_short_line_costs() -> None:
    """A thousand mistakes on a line of a million characters are told at once."""
    source = "字" * 500_000 + "[[oops]]" + "字" * 500_000
    place = source.index("oops") + 1
    found = replace(ERROR, source=source, column=place, end_column=place + 4)
    start = time.process_time()
    told = {render_diagnostic(found) for _ in range(1_000)}
    assert time.process_time() - start < 3
    assert len(told) == 1


def test_what_is_unknown_is_left_out() -> None:
    """A finding on a whole file has no line; one on a whole line has no mark."""
    assert render_diagnostic(NOTE) == "x.md: note: 37 figures are missing [figure-missing]"
    line = replace(NOTE, line=3, source="  text", hint="do this")
    assert render_diagnostic(line).split("\n") == [
        "x.md:3: note: 37 figures are missing [figure-missing]",
        "    text",
        "    do this",
    ]


def test_no_content_reaches_the_terminal_raw() -> None:
    """Escape sequences and line breaks in names, messages and lines are shown, not sent."""
    evil = "a\x1b[31m\nb\x07"
    found = replace(ERROR, path=evil, message=evil, hint=evil, source=evil)
    told = render_diagnostic(found)
    assert "\x1b" not in told
    assert "\x07" not in told
    assert told.count("\n") == 2


def test_colour_only_on_request() -> None:
    """Colour paints weight, kind and mark, and changes no other character."""
    coloured = render_diagnostic(ERROR, colour=True)
    assert "\x1b[31merror:\x1b[0m" in coloured
    plain = coloured
    for code in ("\x1b[31m", "\x1b[2m", "\x1b[0m"):
        plain = plain.replace(code, "")
    assert plain == render_diagnostic(ERROR)


@pytest.mark.parametrize(
    ("found", "line", "failed"),
    [
        ([], "no findings", False),
        ([NOTE], "1 note", False),
        ([ERROR, ERROR, NOTE], "2 errors, 1 note", True),
        ([replace(ERROR, severity=Severity.WARNING)], "1 warning", True),
    ],
)
def test_the_closing_line_counts(found: list[Diagnostic], line: str, failed: bool) -> None:
    """One line closes the report; notes do not fail it."""
    assert closing_line(found) == line
    assert fails(found) is failed
    assert render_report(found).endswith(f"{line}\n")


def test_annotations_are_escaped() -> None:
    """A percent sign, a line break, a colon or a comma cannot forge a command."""
    found = replace(ERROR, path="a,b:c%.md", message="100%\n::error::x", hint="")
    assert render_annotations([found, NOTE], root="docs").split("\n") == [
        "::error file=docs/a%2Cb%3Ac%25.md,line=14,col=12,endColumn=24,title=concept-unknown"
        "::100%25%0A::error::x",
        "::notice file=docs/x.md,title=figure-missing::37 figures are missing",
        "1 error, 1 note",
        "",
    ]


def test_json_has_every_field() -> None:
    """The report is one object with a version, counts and every field of each finding."""
    report = json.loads(render_json([ERROR]))
    assert report == {
        "format_version": 1,
        "counts": {"error": 1, "warning": 0, "note": 0},
        "diagnostics": [
            {
                "kind": "concept-unknown",
                "severity": "error",
                "path": "notes/2025-02-ccf.en.md",
                "line": 14,
                "column": 12,
                "end_column": 25,
                "message": "unknown concept 'self-attenton'",
                "hint": "did you mean 'self-attention'?",
            }
        ],
    }


def test_sarif_names_rule_and_region() -> None:
    """A result points at its rule, which has the kind's explanation, and at its region."""
    log = json.loads(render_sarif([ERROR, NOTE], root="docs", version="1.2"))
    assert log["version"] == "2.1.0"
    run = log["runs"][0]
    assert run["tool"]["driver"]["version"] == "1.2"
    assert run["tool"]["driver"]["rules"] == [
        {"id": kind, "shortDescription": {"text": KINDS[kind].explanation["en"].replace("`", "")}}
        for kind in ("concept-unknown", "figure-missing")
    ]
    first, second = run["results"]
    assert (first["level"], first["ruleIndex"]) == ("error", 0)
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "docs/notes/2025-02-ccf.en.md"},
        "region": {"startLine": 14, "startColumn": 12, "endColumn": 25},
    }
    assert second["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": "docs/x.md"}}


def test_gitlab_gets_one_issue_a_finding() -> None:
    """With the file from the repository's root, a line, and a fingerprint for each."""
    issues = json.loads(render_code_quality([ERROR, replace(ERROR, line=20), NOTE], root="docs"))
    assert [(one["severity"], one["location"]) for one in issues] == [
        ("critical", {"path": "docs/notes/2025-02-ccf.en.md", "lines": {"begin": 14}}),
        ("critical", {"path": "docs/notes/2025-02-ccf.en.md", "lines": {"begin": 20}}),
        ("info", {"path": "docs/x.md", "lines": {"begin": 1}}),
    ]
    assert issues[0]["description"].endswith("; did you mean 'self-attention'?")
    assert len({one["fingerprint"] for one in issues}) == 3


def test_gitlab_knows_a_finding_again_when_the_text_above_it_grows() -> None:
    """Its fingerprint is made of what is wrong, not of where."""
    (before,) = json.loads(render_code_quality([ERROR]))
    (after,) = json.loads(render_code_quality([replace(ERROR, line=99)]))
    assert before["fingerprint"] == after["fingerprint"]
    assert json.loads(render_code_quality([])) == []
