"""Addresses that notes and concepts had before lead to where they are now."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.search.sites import served
from tests.site import CONCEPT, CONFIG, NOTE_EN, NOTE_ZH, TREE, Built, build


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build a site in which a note, a topic and a concept have had other ids."""
    tree = {
        **TREE,
        "docs/notes/talk.md": NOTE_ZH.replace("event", "former_ids: [speech]\nevent"),
        "docs/notes/talk.en.md": NOTE_EN,
        "docs/concepts/moe.md": CONCEPT.replace("topic: 1", "topic: 1\nformer_ids: [mix, router]"),
        "docs/concepts/router.md": CONCEPT.replace("混合专家", "路由")
        .replace("MoE", "Rt")
        .replace("Mixture of Experts", "router")
        .replace("topic: 1\n", "former_ids: [mix]\n"),
    }
    tree["docs/concepts/lone.md"] = "---\nlabels: {zh: 孤立}\n---\n"
    config = CONFIG.replace("  - notes_kb\n", "  - notes_kb: {ignore: [concept-label-missing]}\n")
    site = build(tmp_path_factory.mktemp("redirects"), tree, config=config)
    assert site.code == 0, site.log
    return site


PAGES = {
    "notes/speech/index.html": "../talk/",
    "en/notes/speech/index.html": "../talk/",
    "notes/speech/parallel/index.html": "../../talk/parallel/",
    "concepts/mix/index.html": "../moe/",
    "en/concepts/mix/index.html": "../moe/",
    "topics/mix/index.html": "../moe/",
}


@pytest.mark.parametrize("uri", PAGES)
def test_every_page_of_a_former_id_leads_on(uri: str, built: Built) -> None:
    """In every language, by a script of the site, without scripts too, under its policy."""
    html = built.read(uri)
    assert f'data-to="{PAGES[uri]}"' in html
    assert f'content="0; url={PAGES[uri]}"' in html
    assert '<meta http-equiv="Content-Security-Policy"' in html
    script = re.search(r'src="(?:\.\./)+(assets/notes-kb/redirect\.[0-9a-f]{8}\.js)"', html)
    assert script
    assert built.has(script[1])


def test_an_id_in_use_keeps_its_address(built: Built) -> None:
    """And of two with one former id the first keeps it; both are reported."""
    assert "data-to=" not in built.read("concepts/router/index.html")
    told = re.findall(r"\S+: warning: '[a-z]+' is the id, or a former id, of \S+", built.log)
    assert [re.sub(r"\x1b\[[0-9;]*m", "", one) for one in told] == [
        "concepts/moe.md: warning: 'router' is the id, or a former id, of concepts/router.md",
        "concepts/router.md: warning: 'mix' is the id, or a former id, of concepts/moe.md",
    ]


def test_the_section_stays(built: Built, browser: Browser) -> None:
    """A citation of a statement leads to the statement, by the script that the policy allows."""
    with served(built.root / "site") as base:
        page = browser.new_page()
        page.goto(f"{base}notes/speech/#moe--2")
        page.wait_for_url(f"{base}notes/talk/#moe--2")
        page.close()


def test_a_build_does_without_ignored_kinds(built: Built) -> None:
    """What the site's configuration names is not reported; the rest is."""
    assert "concept-label-missing" not in built.log
    assert "concept-definition-missing" in built.log
