"""Terms and what they mean, as points."""

from __future__ import annotations

import pytest

from tests.importing.test_page import body


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<dl><dt>alpha</dt><dd>the first</dd><dt>beta</dt><dd><p>the second</p></dd></dl>",
         "- **alpha**: the first\n- **beta**: the second\n"),
        ("<dl><dt>混合专家</dt><dd>\n 每个词走一小部分。</dd></dl>",
         "- **混合专家**：每个词走一小部分。\n"),
        ("<dl><dt>a</dt><dt><b>b</b></dt><dd>both</dd></dl>", "- **a**, **b**: both\n"),
        ("<dl><dt>Author:</dt><dd>Ada</dd></dl>", "- **Author:** Ada\n"),
        ("<dl><div><dt>a</dt><dd>x</dd></div><div><dt>b</dt><dd>y</dd></div></dl>",
         "- **a**: x\n- **b**: y\n"),
        ("<dl><dt>a</dt><dt>b</dt></dl>", "- **a**\n- **b**\n"),
        ("<dl><dd>only said</dd></dl>", "only said\n"),
        ("<dl><dt>a</dt><dd>x<dl><dt>b</dt><dd>y</dd></dl></dd></dl>",
         "- **a**\n\n  x\n  - **b**: y\n"),
        ("<dl><dt>a</dt><dd><pre>x = 1</pre></dd></dl>", "- **a**\n\n  ```\n  x = 1\n  ```\n"),
        ("<dl><dt>a</dt><dd><h3>Part</h3><p>x</p></dd></dl>", "**a**\n\n### Part\n\nx\n"),
    ],
)  # fmt: skip
def test_a_term_heads_its_point(html: str, markdown: str) -> None:
    """A line follows it; more stands in the point, and sections stay sections."""
    assert body(html) == markdown
