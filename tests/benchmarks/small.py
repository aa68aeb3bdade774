"""A few pages as the benchmark sees them."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.search.pages import Page, load_pages

HTML = {
    "notes/rl.md": (
        '<h1 id="rl">强化学习入门<a class="headerlink" href="#rl">¶</a></h1>'
        "<p>R1 模型先做<strong>强化</strong>学习训练，再蒸馏。</p>"
        '<h2 id="how">怎么训练</h2><ul><li>奖励来自规则</li><li>数据取自论坛回放</li></ul>'
        "<pre><code>reward = rule()</code></pre>"
    ),
    "notes/rl.en.md": (
        '<h1 id="rl">Learning from rewards</h1>'
        "<p>Distillation follows the training of the policies.</p>"
        '<h2 id="how">How it trains</h2><p>Rewards come from rules, quantization later.</p>'
    ),
    "guide.md": '<h1 id="guide">使用指南</h1><p>強化學習見筆記</p><img alt="奖励曲线">',
}


def write_pages(folder: Path, html: dict[str, str] | None = None) -> tuple[Page, ...]:
    """Write what the hook would have kept, and load it."""
    rows = [
        {"source": source, "url": source.removesuffix(".md") + "/", "title": "", "html": text}
        for source, text in (html or HTML).items()
    ]
    path = folder / "pages.json"
    path.write_text(json.dumps(rows), "utf-8")
    return load_pages(path)
