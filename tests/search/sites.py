"""Sites with our search beside nothing but the theme's own plugin."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

HOOK = """
from pathlib import Path
from notes_kb.pages.sections import SectionText
from notes_kb.mkdocs.search import ThemeSearch
from notes_kb.search.documents import documents_of
from notes_kb.search.publishing import SearchSite

search = SearchSite({"zh": "简体中文", "en": "English"}, "https://example.org/new?title={query}")
theme_search = ThemeSearch(search)
sections = SectionText()

def on_config(config):
    config.markdown_extensions.append(sections)

def on_pre_build(config):
    config.extra["took_over"] = theme_search.take_over(config)

def on_page_content(html, page, config, files):
    source = page.file.src_uri
    page.search_language = "en" if ".en." in source else "zh"
    if source.startswith("foreign"):
        return html + '<p data-search-exclude="">勿录之语</p>'
    search.add_page(page.url, documents_of(sections.sections, url=page.url, title=page.title,
        language=page.search_language, meta=page.meta, pair=source.replace(".en.", ".")))

def on_post_page(output, page, config):
    return theme_search.rewrite(output, page.search_language)

def on_post_build(config):
    if not theme_search.active:
        return
    search.write(Path(config.site_dir))
    config.extra["findings"] = search.self_test(Path(config.site_dir))
"""

PAGES = {
    "index.md": "# 首页\n\n欢迎来到知识库。\n",
    "evening.md": (
        "# 夜谈：推理模型\n\n## 强化学习 {#rl}\n\nR1模型先用规则打分。\n软换行的\n中文段落。\n\n"
        "```python\nreward = score(answer)\n```\n\n"
        "## 混合专家模型 MoE {#moe}\n\n混合专家把计算分给若干专家 & <b>路由</b>。\n\n"
        '<div data-search-exclude markdown="1">\n\n不要收录的秘密。\n\n</div>\n'
    ),
    "evening.en.md": (
        "# An evening on reasoning\n\n"
        "## Reinforcement learning {#rl}\n\nAgents learn by reward.\n\n"
        "## Mixture of Experts {#moe}\n\nMoE routes tokens to experts.\n"
    ),
    "foreign.md": (
        "---\nsearch: {boost: 2}\n---\n# 别处的页面\n\n另一个插件渲染的文字。\n\n"
        '## 小节 {#part}\n\n小节的文字。\n\n<p data-search-exclude="">勿录之语</p>\n'
    ),
    "foreign-hidden.md": "---\nsearch: {exclude: true}\n---\n# 别处的隐藏页\n\n不收录。\n",
    "hidden.md": "---\nsearch: {exclude: true}\n---\n# 隐藏页\n\n不收录的页面。\n",
}


def build_site(
    folder: Path, pages: Mapping[str, str] = PAGES, **settings: object
) -> dict[str, object]:
    """Build a site of Markdown pages; give what the hook left in ``config.extra``."""
    for name, text in pages.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "hook.py").write_text(HOOK, "utf-8")
    options: dict[str, object] = {
        "site_name": "试验",
        "theme": {"name": "material", "language": "zh", "font": False},
        "plugins": ["search"],
        "hooks": ["hook.py"],
        "markdown_extensions": ["attr_list", "md_in_html", "tables", "pymdownx.superfences"],
        **settings,
    }
    (folder / "mkdocs.yml").write_text("site_name: x\n", "utf-8")
    config = load_config(
        str(folder / "mkdocs.yml"),
        docs_dir=str(folder / "docs"),
        site_dir=str(folder / "site"),
        **options,
    )
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return dict(config.extra)


@contextmanager
def served(folder: Path, late: str = "", seconds: float = 0) -> Iterator[str]:
    """Serve a folder under ``/base/`` of a port of this machine; give the address.

    A file whose name is ``late`` comes that many seconds later, as over a slow line.
    """

    class Handler(SimpleHTTPRequestHandler):
        def translate_path(self, path: str) -> str:
            return super().translate_path(path.removeprefix("/base"))

        def do_GET(self) -> None:
            if late and self.path.partition("?")[0].endswith(f"/{late}"):
                time.sleep(seconds)
            super().do_GET()

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    handler = functools.partial(Handler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/base/"
    finally:
        server.shutdown()
        server.server_close()
