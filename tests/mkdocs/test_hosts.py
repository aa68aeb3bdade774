"""The same plugin under the hosts and themes that carry MkDocs 1.x on."""

import os
import sys
from pathlib import Path

import pytest

from tests.site import CONFIG, REPOSITORY, TREE, build

MATERIALX = Path(sys.prefix) / "peers" / "materialx"
"""Where `make test` puts MaterialX, whose package has the same name as Material's."""


@pytest.fixture
def materialx() -> str:
    """The folder that makes MaterialX come before Material."""
    if MATERIALX.is_dir():
        return str(MATERIALX)
    message = "MaterialX is not installed; `make test` installs it."
    if os.environ.get("CI"):
        pytest.fail(message)
    return pytest.skip(message)


def project(tmp_path):
    """The project's own documents, beside a copy of its configuration."""
    (tmp_path / "docs").symlink_to(REPOSITORY / "docs", target_is_directory=True)
    return (REPOSITORY / "mkdocs.yml").read_text("utf-8")


def same_body(ours, theirs, uri):
    """Two builds agree on what the plugin makes of a page, whatever the theme does round it."""
    parts = [
        html.split("<h1", 1)[1].split("</article>")[0]
        for html in (ours.read(uri), theirs.read(uri))
    ]
    return parts[0].split("nk-after")[0].strip() == parts[1].split("nk-after")[0].strip()


def test_properdocs_builds_the_same_pages(small_site, tmp_path):
    """Under ProperDocs every page is there, with the same content."""
    built = build(tmp_path, TREE, "--strict", host="properdocs")
    assert built.code == 0, built.log
    assert sorted(built.files()) == sorted(small_site.files())
    assert same_body(built, small_site, "en/notes/talk/index.html")


def test_materialx_builds_the_same_pages(small_site, tmp_path, materialx):
    """With the MaterialX theme the pages and their content are the same."""
    config = CONFIG.replace("name: material,", "name: materialx,")
    built = build(tmp_path, TREE, "--strict", config=config, path=materialx)
    assert built.code == 0, built.log
    ours, theirs = small_site.files(), built.files()
    assert {n for n in ours if n.endswith(".html")} == {n for n in theirs if n.endswith(".html")}
    assert same_body(built, small_site, "en/notes/talk/index.html")
    assert 'hreflang="x-default"' in built.read("notes/talk/index.html")


@pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
def test_the_project_s_site_builds_strictly(tmp_path, host):
    """The project's own site has no warning under either host."""
    built = build(tmp_path, {}, "--strict", config=project(tmp_path), host=host)
    assert built.code == 0, built.log
    assert "WARNING" not in built.log


def test_the_project_s_site_builds_strictly_with_materialx(tmp_path, materialx):
    """Nor has it one with the other theme."""
    config = project(tmp_path).replace("name: material\n", "name: materialx\n")
    built = build(tmp_path, {}, "--strict", config=config, path=materialx)
    assert built.code == 0, built.log
    assert "WARNING" not in built.log
