"""The counting tool sees each source text in each step, and a command's cost is its own."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.build import counts as counting
from benchmarks.build.counts import (
    CountError,
    Counts,
    Step,
    count_work,
    mark_sources,
    render_counts,
)
from benchmarks.build.process import CommandError, run_measured
from tests.site import TREE, draw

PAGE = """\
---
title: 不算
---
# 标题

一段话。

两行的
一段话。

- 一点
- 又一点
    - 里面的一点 {topic=x}
- 带续行
  的一点

```
- 代码
```

| 表格 | 列 |

![图](x.png)
"""
MARKED = """\
---
title: 不算
---
# 标题

一段话。 zq00000x

两行的
一段话。

- 一点 zq00001x
- 又一点 zq00002x
    - 里面的一点 {topic=x}
- 带续行
  的一点

```
- 代码
```

| 表格 | 列 |

![图](x.png)
"""


def test_marks_stand_where_they_change_nothing_else(tmp_path: Path) -> None:
    """Paragraphs of a line and points get one; headings, code, tables and attributes do not."""
    (tmp_path / "x.md").write_text(PAGE.replace("- 又一点\n    -", "- 又一点\n\n    -"), "utf-8")
    assert mark_sources(tmp_path) == dict.fromkeys(("zq00000x", "zq00001x", "zq00002x"), "x.md")
    expected = MARKED.replace("zq00002x\n    -", "zq00002x\n\n    -")
    assert (tmp_path / "x.md").read_text("utf-8") == expected


def test_a_build_takes_every_text_through_every_step(tmp_path: Path) -> None:
    """All marked texts of a small site are parsed, scanned, converted, cleaned and written."""
    docs = draw(tmp_path / "site", TREE) / "docs"
    counts = count_work(docs, tmp_path / "work")
    notes = {"notes/talk.md", "notes/talk.en.md"}
    for name in ("parse", "find mentions", "convert", "sanitise"):
        seen = {counts.sources[mark] for mark, _ in counts.texts[name]}
        assert notes <= seen, name
        assert "" not in {language for _, language in counts.texts[name]}, name
    assert "index.md" in {counts.sources[mark] for mark, _ in counts.texts["convert"]}
    assert counts.calls["template"] > 0
    assert any(name.endswith("notes/talk/index.html") for name in counts.made["write page"])


def test_functions_are_put_back() -> None:
    """A function is what it was, even where the next one of the table is not there."""
    import nh3

    before = nh3.clean
    steps = (Step("sanitise", "nh3:clean", 0), Step("lost", "nh3:no_such", 0))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "STEPS", steps)
        lost = pytest.raises(CountError, match="there is no nh3:no_such; say in STEPS")
        with lost, counting._counting(Counts({})):
            raise AssertionError("not reached")
    assert nh3.clean is before


def test_a_text_counts_once_a_language() -> None:
    """Twice in one language is repeated work, once in each of two is not."""
    counts = Counts({"zq00000x": "a.md", "zq00001x": "b.md"})
    parse, convert = counting.STEPS[1], counting.STEPS[3]
    for language in ("zh", "en"):
        counts.note(parse, "a zq00000x", language)
        counts.note(convert, b"b zq00001x and zq00001x", "en")
    assert counts.repeated() == ("convert",)
    assert counts.most("convert") == counts.most("convert", "b.md") == 2
    assert counts.most("convert", "a.md") == 0
    assert counts.texts["parse"] == Counter({("zq00000x", "zh"): 1, ("zq00000x", "en"): 1})
    table = render_counts(counts, 1).split("\n")
    assert "| parse | `notes_kb.loading.notes:parse_note` | 2 | 2 | 1 |" in table
    assert "| convert | `markdown.core:Markdown.convert` | 2 | 1 | 2 ✗ |" in table
    assert table[-3:] == ["| b.md | 0 | 0 | 0 | 2 | 0 |", "", "2 sources, 2 marked texts"]


WORKING = "data = bytearray(80_000_000); [n * n for n in range(2_000_000)]"


def test_a_command_costs_time_processor_and_memory(tmp_path: Path) -> None:
    """The cost is that of the command and the processes it waits for, not this process's."""
    nested = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {WORKING!r}])"
    for script in (WORKING, nested):
        cost = run_measured([sys.executable, "-c", script], tmp_path)
        assert cost.cpu > 0
        assert cost.peak > 80_000_000
        assert cost.total >= cost.peak


def test_a_command_that_fails_says_what_it_printed(tmp_path: Path) -> None:
    """Its exit and its last words; one that hangs is ended with what it started."""
    with pytest.raises(CommandError, match="exit 3\nout of luck"):
        run_measured([sys.executable, "-c", "print('out of luck'); exit(3)"], tmp_path)
    with pytest.raises(CommandError, match="not done after 1 s"):
        run_measured([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path, limit=1)
