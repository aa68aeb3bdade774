"""Sharing the work of highlighting changes no HTML."""

import markdown
import pytest

from notes_kb.pages.highlighting import share_work

module = pytest.importorskip("pymdownx.highlight")

TEXT = """\
```python
def f(x): return x + 1
```

```nosuchlanguage
<b>
```

```
text
```

``` {.sql linenums="3" hl_lines="1"}
SELECT 1;
```

`#!js let x = 1;` and `#!nosuch y`
"""
STYLES = [{}, {"noclasses": True}, {"pygments_style": "monokai", "noclasses": True}]


def render(options):
    """Render twice, since what is remembered is used the second time."""
    configs = {"pymdownx.highlight": options}
    extensions = ["pymdownx.highlight", "pymdownx.superfences", "pymdownx.inlinehilite"]
    return [
        markdown.markdown(TEXT, extensions=extensions, extension_configs=configs) for _ in range(2)
    ]


def test_the_html_is_the_same(monkeypatch):
    """Known, unknown and nameless languages, blocks and inline code, classes and styles."""
    plain = [render(options) for options in STYLES]
    for owner, name in (
        (module, "get_lexer_by_name"),
        (module.BlockHtmlFormatter, "_create_stylesheet"),
        (module.InlineHtmlFormatter, "_create_stylesheet"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))  # So that it is put back.
    share_work()
    assert [render(options) for options in STYLES] == plain
    assert len({html for pair in plain for html in pair}) == len(STYLES)


def test_it_is_done_once(monkeypatch):
    """A second call finds that Pygments' own function has been replaced, and does nothing."""
    monkeypatch.setattr(module, "get_lexer_by_name", len)
    share_work()
    assert module.get_lexer_by_name is len
