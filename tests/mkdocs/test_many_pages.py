"""A site of many pages: what is shared between them, and between processes, changes no byte."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jinja2
import material
import pytest

from notes_kb.mkdocs.theming import may_keep_items
from tests.site import CONFIG, TREE, Built, build, draw

PLAINLY = """\
import os, sys
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # So nothing runs in other processes.
from notes_kb.mkdocs import theming
theming.may_keep_items = lambda *_: False
from mkdocs.__main__ import cli
sys.argv = ["mkdocs", "build", "--site-dir", "site", "--quiet"]
cli()
"""
"""Builds a site with every page made anew, one after the other."""

FORKING = """\
import os, sys
from notes_kb.mkdocs import finishing, search
finishing.available_cores = search.available_cores = lambda: 2
fork, forks = os.fork, []
def counted():
    forks.append(1)
    return fork()
os.fork = counted
from mkdocs.__main__ import cli
sys.argv = ["mkdocs", "build", "--site-dir", "site", "--quiet"]
try:
    cli()
finally:
    print("forks:", len(forks))
"""
"""Builds a site and tells how many processes were forked."""

ORDERLY = """\
import sys
from mkdocs.commands import build
from notes_kb.mkdocs import search
search.available_cores = lambda: 2
def tell(owner, name, said):
    done = getattr(owner, name)
    def telling(*arguments, **options):
        print("step:", said)
        return done(*arguments, **options)
    setattr(owner, name, telling)
tell(search.Writing, "begin_beside", "search beside")
tell(search.SearchSite, "write", "search")
tell(build, "_build_page", "page")
from mkdocs.__main__ import cli
sys.argv = ["mkdocs", "build", "--site-dir", "site", "--quiet"]
cli()
"""
"""Builds a site and tells in which order the search and the pages are written."""

ASKED = """\
import json, sys
from mkdocs.commands import build
made, write, found = [], build._build_page, []
def writing(page, *arguments, **options):
    made.append(page.file.src_uri)
    return write(page, *arguments, **options)
build._build_page = writing
read = build.get_files
def reading(config):
    found.append(read(config))
    return found[0]
build.get_files = reading
from mkdocs.__main__ import cli
sys.argv = ["mkdocs", "build", "--site-dir", "site", "--quiet"]
try:
    cli()
finally:
    hidden = [file.src_uri for file in found[0] if file.inclusion.is_excluded()]
    print(json.dumps({"asked": made, "hidden": hidden}))
"""
"""Builds a site and tells which pages the host was asked to write, and which are hidden then."""

SHARED = """\
import sys
from notes_kb.mkdocs import finishing
finishing.MANY = 1
finishing.available_cores = lambda: 2
def beside(function, Beside=finishing.Beside):
    print("beside")
    return Beside(function)
finishing.Beside = beside
from mkdocs.__main__ import cli
sys.argv = ["mkdocs", "build", "--site-dir", "site", "--quiet"]
cli()
"""
"""Builds a site, however small, with keys digested in another process."""

PAGE = """\
# 第 {number} 页

[下一页]({next}) 讲混合专家。

## 细节

```python
print({number})
```

```nosuchlanguage
{number}
```
"""


def folder(name, count):
    """Give pages of a folder, each with a link to the next one."""
    pages = [f"{name}/page-{number:02}.md" for number in range(count)]
    text = {
        path: PAGE.format(number=number, next=pages[(number + 1) % count].rpartition("/")[2])
        for number, path in enumerate(pages)
    }
    return {f"docs/{path}": content for path, content in text.items()}


MANY = {
    **folder("one", 14),
    **folder("two", 14),
    **folder("two/deep", 14),
    **folder("two/deep/er", 12),
    "docs/two/index.md": "---\nicon: material/star\nstatus: new\n---\n# 第二部分\n",
    "docs/two/deep/index.md": "# 深处\n",
    "docs/three.md": "# 三\n\n## 甲\n\n## 乙\n",
}

SETTINGS = {
    "plain": "",
    "tabs and sections": "features: [navigation.tabs, navigation.sections]",
    "indexes, expanded": "features: [navigation.indexes, navigation.expand]",
    "pruned": "features: [navigation.prune]",
    "contents in the navigation": "features: [toc.integrate]",
    "files, not folders": "",
    "a template of the site's own": "custom_dir: overrides",
}
OWN_ITEM = """\
{% macro render(nav_item, path, level, parent) %}
  <li>{{ page.title }} {{ nav_item.title }}</li>
{% endmacro %}
"""


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="a process cannot choose its core")
@pytest.mark.parametrize("name", SETTINGS)
def test_shared_work_changes_no_byte(tmp_path, name):
    """Workers, the kept navigation and the index written beside give what one process gives."""
    theme = f"theme: {{name: material, language: zh, {SETTINGS[name]}}}"
    config = CONFIG.replace("theme: {name: material, language: zh}", theme)
    if name == "files, not folders":
        config += "use_directory_urls: false\n"
    tree = {**TREE, **MANY}
    if "custom_dir" in SETTINGS[name]:
        tree["overrides/partials/nav-item.html"] = OWN_ITEM
    built = build(tmp_path / "shared", tree, "--strict", config=config)
    assert built.code == 0, built.log
    root = draw(tmp_path / "plain", tree, config)
    done = subprocess.run(
        [sys.executable, "-c", PLAINLY], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    plain = Built(root, 0, "").files()
    differing = [path for path, data in built.files().items() if plain.get(path) != data]
    assert differing == []
    assert plain.keys() == built.files().keys()


@pytest.mark.skipif(sys.platform != "linux", reason="only there are processes forked")
def test_keys_of_another_process_change_no_byte(tmp_path):
    """Nor after an edit, nor where somebody has removed an export."""
    root = draw(tmp_path / "shared", TREE)

    def built():
        done = subprocess.run(
            [sys.executable, "-c", SHARED],
            cwd=root,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert "beside" in done.stdout
        return Built(root, 0, "").files()

    first = built()
    assert first == build(tmp_path / "plain", TREE).files()
    assert built() == first
    note = root / "docs/notes/talk.md"
    note.write_text(f"{note.read_text('utf-8')}\n混合专家又一次。\n", "utf-8")
    (root / "site/llms.txt").unlink()
    (root / "site/statements.json").unlink()
    tree = {**TREE, "docs/notes/talk.md": note.read_text("utf-8")}
    assert built() == build(tmp_path / "edited", tree).files()


ENVIRONMENT = jinja2.Environment()
ENVIRONMENT.filters["url"] = str

ITEMS = {
    "nothing of the page": (True, "{{ nav_item.title }} {{ nav_item.url | url }}"),
    "a branch for the page": (True, "{% if nav_item == page %}{{ page.toc }}{% endif %}"),
    "a branch of its own pages": (
        True,
        "{% if page in nav_item.pages %}{% set nav_item = page %}{% endif %}{{ nav_item.title }}",
    ),
    "a mark for the page": (True, '{{ "x" if nav_item == page }}{{ config.site_name }}'),
    "an icon": (True, '{% include ".icons/" ~ nav_item.meta.icon ~ ".svg" %}'),
    "the page's title": (False, "{{ page.title }}"),
    "all but the page": (False, "{% if nav_item != page %}{{ page.title }}{% endif %}"),
    "behind the page's branch": (
        False,
        "{% if nav_item == page %}{% else %}{{ page.title }}{% endif %}",
    ),
    "a variable of the site's own": (False, "{{ base_url }}"),
    "a further template": (False, '{% include "partials/extra.html" %}'),
    "no Jinja": (False, "{% if %}"),
}


@pytest.mark.parametrize("name", ITEMS)
def test_what_an_entry_shows_decides_whether_it_is_kept(name):
    """Its HTML is kept where nothing in it can differ between two pages of a folder."""
    kept, body = ITEMS[name]
    macro = "{% macro render(nav_item, path, level, parent) %}" + body + "{% endmacro %}"
    assert may_keep_items(macro, ENVIRONMENT) is kept


def test_another_macro_is_left_alone():
    """A theme whose macro takes other arguments writes its entries anew."""
    macro = "{% macro render(item) %}{{ item.title }}{% endmacro %}"
    assert not may_keep_items(macro, ENVIRONMENT)


def test_the_theme_is_known():
    """Material's own template of entries is one whose HTML is kept."""
    templates = Path(material.__file__).parent / "templates"
    assert may_keep_items((templates / "partials/nav-item.html").read_text("utf-8"), ENVIRONMENT)


@pytest.mark.skipif(sys.platform != "linux", reason="only there are processes forked")
@pytest.mark.parametrize(("executor", "forked"), [("serial", False), ("auto", True)])
def test_a_serial_build_forks_no_process(tmp_path, executor, forked):
    """Not for the pages either, nor for the search."""
    config = CONFIG.replace("- notes_kb", f"- notes_kb: {{executor: {executor}}}")
    draw(tmp_path, {**TREE, **MANY}, config)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        [sys.executable, "-c", FORKING], cwd=tmp_path, env=environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert ("forks: 0" not in done.stdout) is forked, done.stdout


def steps(root):
    """Build a site and give the order of its last steps, each once."""
    done = subprocess.run(
        [sys.executable, "-c", ORDERLY],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return list(dict.fromkeys(line for line in done.stdout.split("\n") if "step: " in line))


def test_the_search_is_written_beside_the_pages_or_before_them(tmp_path):
    """So that it is tested while the host is at work; a site's home page has an empty address."""
    root = draw(tmp_path, {**TREE, **MANY})
    first = steps(root)
    assert first.index("step: search beside") < first.index("step: page")
    assert steps(root) == ["step: page"]  # Nothing has changed.
    damaged = next((root / "site/search/notes-kb").glob("h*.bin"))
    whole = damaged.read_bytes()
    damaged.write_bytes(b"")
    assert steps(root) == ["step: search", "step: page"]
    assert damaged.read_bytes() == whole
    (root / "docs/three.md").write_text("# 三\n\n## 丙\n", "utf-8")
    changed = steps(root)
    assert changed.index("step: search beside") < changed.index("step: page")


def asked(root, code=0):
    """Build a site and give the pages that the host wrote; none is hidden in the end."""
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=root,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    told = json.loads(done.stdout)
    assert told["hidden"] == []
    return told["asked"]


def test_the_host_writes_no_made_page_that_is_in_its_place(tmp_path):
    """It writes those that are not, and other pages as ever: it looks where their links lead."""
    root = draw(
        tmp_path / "one", {**TREE, "docs/three.md": "# 三\n\n[甲](notes/talk.md#nowhere)\n"}
    )
    asked(root)
    first = Built(root, 0, "").files()
    map_of_site = Built(root, 0, "").read("sitemap.xml")
    assert "notes/talk/" in map_of_site
    again = asked(root)
    assert "three.md" in again
    assert "notes/talk.md" not in again
    assert Built(root, 0, "").files() == first
    (root / "site/notes/talk/index.html").write_text("another", "utf-8")
    assert "notes/talk.md" in asked(root)
    assert Built(root, 0, "").files() == first
    template = root / "overrides/sitemap.xml"
    template.parent.mkdir()
    template.write_text("{{ 1 // 0 }}", "utf-8")
    config = (root / "mkdocs.yml").read_text("utf-8")
    broken = config.replace("name: material", "name: material, custom_dir: overrides")
    assert broken != config
    (root / "mkdocs.yml").write_text(broken, "utf-8")
    asked(root, code=1)
    (root / "mkdocs.yml").write_text(config, "utf-8")
    asked(root)
    assert Built(root, 0, "").files() == first


def test_a_site_without_a_search_keeps_its_pages_too(tmp_path: Path) -> None:
    """Nothing is made again, nothing of a search is written, and nothing is said of one."""
    config = CONFIG.replace("  - search\n", "")
    assert config != CONFIG
    first = build(tmp_path, TREE, "--verbose", config=config)
    assert first.code == 0, first.log
    assert "its search is left alone" not in first.log
    assert not first.has("search/notes-kb/manifest.bin")
    before = first.files()
    again = build(tmp_path, {}, "--verbose", config=config)
    assert " 0 pages made, others known" in again.log
    assert again.files() == before
    shutil.rmtree(tmp_path / ".cache")
    assert build(tmp_path, {}, config=config).files() == before
