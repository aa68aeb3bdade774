"""Links of the documents lead somewhere, and both languages of the guide agree."""

import re

import pytest

from notes_kb.loading.platforms.packs import RULES
from tests.docs.documents import (
    ALL_DOCUMENTS,
    DEVELOPING,
    GUIDE,
    REPOSITORY,
    headings,
    relative_links,
    split_code,
)

NAMES = [path.name.removesuffix(".md") for path in sorted(GUIDE.glob("*.md"))]
CHINESE = [name for name in NAMES if not name.endswith(".en")]
DEVELOPED = [path.name.removesuffix(".en.md") for path in sorted(DEVELOPING.glob("*.en.md"))]


@pytest.mark.parametrize(
    "document", ALL_DOCUMENTS, ids=lambda p: p.relative_to(REPOSITORY).as_posix()
)
def test_relative_links_resolve(document):
    """Every relative link names a file, and its fragment an explicit anchor there."""
    for target in relative_links(document):
        name, _, anchor = target.partition("#")
        path = (document.parent / name).resolve() if name else document
        assert path.exists(), f"{target} leads nowhere"
        assert path.is_relative_to(REPOSITORY), f"{target} leads out of the repository"
        if anchor:
            assert anchor in {a for _, a in headings(path)}, f"{target} has no such section"


@pytest.mark.parametrize(
    "page",
    [
        *(GUIDE / name for name in CHINESE),
        *(DEVELOPING / name for name in DEVELOPED),
    ],
    ids=lambda p: p.name,
)
def test_pages_have_the_same_sections_in_both_languages(page):
    """Each page exists in both languages, with the same levels and anchors in the same order."""
    ours = list(headings(page.with_name(f"{page.name}.md")))
    theirs = list(headings(page.with_name(f"{page.name}.en.md")))
    assert ours
    assert ours == theirs


def test_no_page_of_the_guide_is_in_english_only():
    """Chinese is the default language: no page begins its life in English, but decisions."""
    assert {name.removesuffix(".en") for name in NAMES} == set(CHINESE)
    assert {path.name for path in DEVELOPING.glob("*.md")} == {
        f"{name}{suffix}" for name in DEVELOPED for suffix in (".md", ".en.md")
    }


@pytest.mark.parametrize(
    "document",
    [*sorted(GUIDE.glob("*.md")), *sorted(DEVELOPING.rglob("*.md"))],
    ids=lambda p: p.relative_to(REPOSITORY / "docs").as_posix(),
)
def test_every_section_has_an_explicit_anchor(document):
    """An anchor that is derived would change with the wording and differ by language."""
    found = [anchor for _, anchor in headings(document)]
    assert all(found), document.name
    assert len(set(found)) == len(found)


def test_decisions_are_numbered_and_listed():
    """Each decision begins with its number, and the index links to it."""
    index = (DEVELOPING / "index.en.md").read_text("utf-8")
    pages = sorted((DEVELOPING / "decisions").glob("*.en.md"))
    assert pages
    for page in pages:
        number = int(page.name[:4])
        assert page.read_text("utf-8").startswith(f"# {number}. "), page.name
        assert f"(decisions/{page.name})" in index, page.name


def test_named_source_files_exist():
    """Every file of the repository that a document names is there."""
    for document in ALL_DOCUMENTS:
        prose, _ = split_code(document)
        for named in re.findall(r"`((?:notes_kb|tests|tools|benchmarks)/[\w./*-]*)`", prose):
            assert list(REPOSITORY.glob(named.rstrip("/"))), f"{document.name} names {named}"


def test_han_and_latin_are_set_apart():
    """Chinese text has a space between Han characters and Latin letters or digits."""
    close = re.compile("[一-鿿][A-Za-z0-9]|[A-Za-z0-9][一-鿿]")
    chinese = [*(GUIDE / f"{n}.md" for n in CHINESE), *(DEVELOPING / f"{n}.md" for n in DEVELOPED)]
    for document in [REPOSITORY / "README.zh.md", *chinese]:
        prose, _ = split_code(document)
        bare = re.sub(r"`[^`\n]*`|\{[^{}\n]*\}|\]\([^()\n]*\)", "", prose)
        assert close.findall(bare) == [], document.name


def test_rule_packs_are_named_as_contributing_says():
    """A rule is named after its platform and its part, as new ones are told to be."""
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)+", rule.name) for rule in RULES)
