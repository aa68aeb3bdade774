"""Where headings may break."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes_kb.languages.zh.phrases import phrases
from notes_kb.pages.heading_breaks import BREAK, with_breaks


@pytest.mark.parametrize(
    ("run", "pieces"),
    [
        ("技术原理与未来发展", "技术|原理|与未来|发展"),
        ("混合专家模型", "混合专家模型"),  # Short enough for any line.
        ("混合专家模型架构", "混合|专家|模型|架构"),
        ("大模型的训练成本", "大|模型的|训练|成本"),
        ("中国人工智能的发展史", "中国|人工智能的|发展史"),
        ("強化學習與獎勵模型", "強化|學習|與獎勵|模型"),
        ("一", "一"),
        ("", ""),
    ],
)
def test_chinese_is_cut_between_words(run: str, pieces: str) -> None:
    """A word that leans on its neighbour stays with it, in either script."""
    assert "|".join(phrases(run)) == pieces


@given(st.text(alphabet="技术原理与未来发展的智能體一二三的了在", max_size=60))
def test_nothing_is_lost_by_cutting(run: str) -> None:
    """Joined, the pieces are the run."""
    assert "".join(phrases(run)) == run


@pytest.mark.parametrize(
    ("html", "broken"),
    [
        ("<h1>技术原理未来发展</h1>", "<h1>技术|原理|未来|发展</h1>"),
        ('<h2 id="a">技术原理未来发展<a>¶</a></h2>', '<h2 id="a">技术|原理|未来|发展<a>¶</a></h2>'),
        ("<h3>用 DeepSeek训练<em>模型</em></h3>", "<h3>用 DeepSeek|训练<em>模型</em></h3>"),
        ("<h2>第3章 技术</h2>", "<h2>第3章 技术</h2>"),  # A number stays with its word.
        ("<h2>论坛，三篇笔记，概念网</h2>", "<h2>论坛，三篇笔记，概念网</h2>"),
        (
            "<h2><code>技术原理未来发展</code>技术原理未来发展</h2>",
            "<h2><code>技术原理未来发展</code>技术|原理|未来|发展</h2>",
        ),
        ("<h2>推論モデルの技術原理未来発展</h2>", "<h2>推論モデルの技術原理未来発展</h2>"),
        ("<h2>Reasoning models</h2>", "<h2>Reasoning models</h2>"),
        ("<h4>技术原理未来发展</h4>", "<h4>技术原理未来发展</h4>"),
        ("<p>技术原理未来发展</p>", "<p>技术原理未来发展</p>"),
        ("<h2>技术原理未来发展", "<h2>技术原理未来发展"),
        ("<h2>a</h2>技术原理未来发展<h2>b</h2>", "<h2>a</h2>技术原理未来发展<h2>b</h2>"),
    ],
)  # fmt: skip
def test_a_heading_says_where_it_may_break(html: str, broken: str) -> None:
    """Between words of Chinese text, not in code, and nowhere else on the page."""
    assert with_breaks(html, "zh") == broken.replace("|", BREAK)


@pytest.mark.parametrize(
    ("language", "html", "kept"),
    [
        ("en", "<h2>The DeepSeek-V3 report</h2>", "<h2>The [DeepSeek-V3] report</h2>"),
        ("en", "<h2>DeepSeek-V3.2-Exp: a</h2>", "<h2>[DeepSeek-V3.2-Exp]: a</h2>"),
        ("en", "<h2>DEEPSEEK-V32-EXP: a</h2>", "<h2>DEEPSEEK-V32-EXP: a</h2>"),
        ("en", '<h2 id="a-b">On/off-line</h2>', '<h2 id="a-b">On/[off-line]</h2>'),
        ("fr", "<h3>Peut-être</h3>", "<h3>[Peut-être]</h3>"),
        ("zh", "<h1>DeepSeek-R1 论文</h1>", "<h1>[DeepSeek-R1] 论文</h1>"),
        ("en", "<h2>Auxiliary-loss-free balancing</h2>", "<h2>Auxiliary-loss-free balancing</h2>"),
        ("zh", "<h2>技术原理与未来发展-技术</h2>", "<h2>技术|原理|与未来|[发展-技术]</h2>"),
        ("en", "<h2><code>a-b</code> a - b, -c, d-, e--f</h2>", ""),
        ("en", "<p>DeepSeek-V3</p>", ""),
    ],
)
def test_a_name_with_hyphens_stays_on_one_line(language: str, html: str, kept: str) -> None:
    """In every language, if a phone has room for it; not in code, nor outside of headings."""
    whole = kept.replace("[", '<span class="nk-whole">').replace("]", "</span>")
    assert with_breaks(html, language) == (whole.replace("|", BREAK) or html)


@given(st.text(alphabet="<h1></h1>技术原理a&;-", max_size=60))
def test_without_the_breaks_the_html_is_the_same(html: str) -> None:
    """Whatever the HTML is."""
    broken = with_breaks(html, "zh").replace(BREAK, "")
    assert re.sub(r'<span class="nk-whole">([^<]*)</span>', r"\1", broken) == html
