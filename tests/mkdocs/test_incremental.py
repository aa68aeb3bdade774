"""An incremental build gives the same bytes as a clean one, whatever was edited."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from notes_kb.search.publishing import SearchSite
from tests.site import TREE, build_here, draw

STEPS = int(os.environ.get("NOTES_KB_STEPS", "200"))
"""Edits in all; `make incremental-tests` takes 5,000."""

STEPS_EACH = 20


@pytest.fixture(autouse=True, scope="module")
def _one_day() -> Iterator[None]:
    """Two builds that midnight parts are of one day: the host's site map names it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1767225600")
        yield


WORDS = [
    "混合专家",
    "MoE",
    "专家",
    "路由",
    "router",
    "注意力",
    "attention",
    "[[moe]]",
    "[[路由|它]]",
    "[另见](second.md)",
    "[稿](../guide.md)",
    "![图](../picture.svg)",
    '<img src="../picture.svg" alt="图">',
]
FORMS = ["专家", "第二点", "路由", "router", "sparse", "注意力"]
NOTES = ["talk", "second", "third"]
CONCEPTS = ["moe", "router", "attention"]
CODES = ["", ".en"]


def built(root: Path) -> dict[str, bytes]:
    """Build a site in this process; give every file with its bytes."""
    build_here(root)
    site = root / "site"
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and path.name != "sitemap.xml.gz"  # It holds the time of the build.
    }


class Edits(RuleBasedStateMachine):
    """Edits a site at random, and builds it after each edit with what earlier builds left."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="notes-kb-"))
        self.root, self.clean = self.folder / "root", self.folder / "clean"

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        """Begin with a site of every kind of page."""
        draw(self.root, TREE)

    def _docs(self, name: str) -> Path:
        return self.root / "docs" / name

    def _write(self, name: str, text: str) -> None:
        path = self._docs(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    @rule(
        note=st.sampled_from(NOTES),
        code=st.sampled_from(CODES),
        title=st.sampled_from(["一场报告", "A talk", "另一场"]),
        points=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), max_size=4),
        topic=st.sampled_from(["", " topic=moe"]),
        verdict=st.sampled_from(["", "wrong", "fact", "unknown"]),
        figures=st.sampled_from(["", "moe", "router attention"]),
    )
    def write_note(
        self,
        note: str,
        code: str,
        title: str,
        points: list[list[str]],
        topic: str,
        verdict: str,
        figures: str,
    ) -> None:
        """Write a note or a translation, with other words, another title or another verdict."""
        judged = f"\n    - **编者注**：看。 {{verdict={verdict}}}" if verdict else ""
        body = "\n".join(f"- {'，'.join(words)}。{judged}" for words in points)
        if figures:
            body += f'\n\n![图](missing)\n\n![图。全部](../picture.svg) {{concepts="{figures}"}}'
        text = f"---\ntitle: {title}\ndate: 2025-02-03\n---\n\n## 甲 {{#a{topic}}}\n\n{body}\n"
        self._write(f"notes/{note}{code}.md", text + "\n## 乙 {#b}\n\n见[上](#a)。\n")

    @rule(note=st.sampled_from(NOTES), code=st.sampled_from(CODES))
    def delete_note(self, note: str, code: str) -> None:
        """Delete a note or a translation."""
        self._docs(f"notes/{note}{code}.md").unlink(missing_ok=True)

    @rule(old=st.sampled_from(NOTES), new=st.sampled_from(NOTES))
    def rename_note(self, old: str, new: str) -> None:
        """Rename a note in all its languages."""
        for code in CODES:
            source, target = (
                self._docs(f"notes/{old}{code}.md"),
                self._docs(f"notes/{new}{code}.md"),
            )
            if source.exists() and not target.exists():
                source.rename(target)

    @rule(
        concept=st.sampled_from(CONCEPTS),
        label=st.sampled_from(["混合专家模型", "路由器", "注意力机制"]),
        aliases=st.lists(st.sampled_from(FORMS), max_size=2, unique=True),
        definition=st.sampled_from(["一种网络。", "另一种说法。"]),
        broader=st.sampled_from(CONCEPTS),
        related=st.lists(st.sampled_from(CONCEPTS), max_size=2),
        article=st.lists(st.sampled_from(WORDS), max_size=3),
    )
    def write_concept(
        self,
        concept: str,
        label: str,
        aliases: list[str],
        definition: str,
        broader: str,
        article: list[str],
        related: Sequence[str] = (),
    ) -> None:
        """Write a concept's record and article."""
        record = {
            "labels": {"zh": label, "en": concept.capitalize()},
            "aliases": {"zh": aliases},
            "definition": {"zh": definition},
            "broader": [] if broader == concept else [broader],
            "related": [other for other in related if other != concept],
        } | ({"topic": 1} if concept == "moe" else {})
        front = yaml.safe_dump(record, allow_unicode=True)
        self._write(f"concepts/{concept}.md", f"---\n{front}---\n\n{'，'.join(article)}\n")

    @rule(concept=st.sampled_from(["router", "attention"]))
    def delete_concept(self, concept: str) -> None:
        """Delete a concept."""
        self._docs(f"concepts/{concept}.md").unlink(missing_ok=True)

    @rule(
        name=st.sampled_from(["guide.md", "guide.en.md", "more/page.md"]),
        words=st.lists(st.sampled_from([*WORDS, "[笔记](notes/talk.md)"]), max_size=4),
    )
    def write_page(self, name: str, words: list[str]) -> None:
        """Write an ordinary page, or its translation."""
        self._write(name, f"# 页面\n\n{'，'.join(words)}\n")

    @rule(
        name=st.sampled_from(["guide.md", "index.md", "more/page.md"]),
        topic=st.sampled_from(["", "#moe"]),
    )
    def write_page_with_a_map(self, name: str, topic: str) -> None:
        """Write an ordinary page, or the home page, with the map of concepts."""
        up = "../" * name.count("/")
        self._write(name, f"# 页面\n\n[地图]({up}concepts/map.md{topic}){{.nk-map}}\n")

    @rule(drawn=st.booleans())
    def change_maps(self, drawn: bool) -> None:
        """Switch the maps of concepts off, or on."""
        path = self.root / "mkdocs.yml"
        config = yaml.safe_load(path.read_text("utf-8"))
        others = [one for one in config["plugins"] if "notes_kb" not in one]
        config["plugins"] = [*others, {"notes_kb": {"concept_map": drawn}}]
        path.write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")

    @rule(
        name=st.sampled_from(["more/page.md", "more/page.en.md", "lab.md"]),
        title=st.sampled_from(["实验", "另一个实验"]),
        note=st.sampled_from(NOTES),
        anchor=st.sampled_from(["a--1", "a--2", "b--1"]),
        verdict=st.sampled_from(["", ", verdict: wrong"]),
        concept=st.sampled_from(CONCEPTS),
    )
    def write_lab(
        self, name: str, title: str, note: str, anchor: str, verdict: str, concept: str
    ) -> None:
        """Write an ordinary page that measures a statement."""
        test = f'tests: [{{statement: "{note}#{anchor}"{verdict}}}]'
        ours = f"knowledge:\n  {test}\n  concepts: [{concept}]\n  answer: {title}有了\n"
        self._write(name, f"---\n{ours}---\n\n# {title}\n\n路由。\n")

    @rule(
        pages=st.lists(
            st.sampled_from(["notes/talk.md", "notes/second.md", "concepts/moe.md", "lab.md"]),
            max_size=3,
        ),
        title=st.sampled_from(["十分钟", "一刻钟"]),
        needs=st.sampled_from(["", "prerequisites: [router]", "prerequisites: [other]"]),
    )
    def write_routes(self, pages: list[str], title: str, needs: str) -> None:
        """Declare routes, or none."""
        steps = ", ".join(f"{{page: {page}, minutes: 2}}" for page in pages)
        self._write(
            "routes.yml",
            f"first:\n  title: {{zh: {title}}}\n  pages: [{steps}]\n  {needs}\n"
            "other:\n  title: {zh: 别的, en: Other}\n  pages: [guide.md]\n",
        )

    @rule(name=st.sampled_from(["guide.en.md", "more/page.md", "index.en.md", "lab.md"]))
    def delete_page(self, name: str) -> None:
        """Delete an ordinary page or its translation."""
        self._docs(name).unlink(missing_ok=True)

    @rule(width=st.sampled_from([20, 40]), height=st.sampled_from(["30", "auto"]))
    def write_picture(self, width: int, height: str) -> None:
        """Draw a picture that pages show, or draw it in another size."""
        size = f'width="{width}" height="{height}"'
        self._write("picture.svg", f'<svg xmlns="http://www.w3.org/2000/svg" {size}></svg>')

    @rule()
    def delete_picture(self) -> None:
        """Delete the picture."""
        self._docs("picture.svg").unlink(missing_ok=True)

    @rule(
        name=st.sampled_from(["笔记", "别的名字"]), feature=st.sampled_from(["navigation.tabs", ""])
    )
    def change_option(self, name: str, feature: str) -> None:
        """Change the site's configuration."""
        path = self.root / "mkdocs.yml"
        config = yaml.safe_load(path.read_text("utf-8"))
        config["site_name"] = name
        config["theme"]["features"] = [feature] if feature else []
        path.write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")

    @rule()
    def change_nothing(self) -> None:
        """Build once more."""

    @invariant()
    def same_as_clean(self) -> None:
        """Every file of the site is what a build from nothing gives."""
        if not self.root.exists():
            return
        shutil.rmtree(self.clean, ignore_errors=True)
        ignored = shutil.ignore_patterns(".cache", "site")
        shutil.copytree(self.root, self.clean, ignore=ignored)
        incremental, clean = built(self.root), built(self.clean)
        assert sorted(incremental) == sorted(clean)
        different = [name for name in clean if incremental[name] != clean[name]]
        assert different == []


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave out the self-test, which has its own tests, and what the builds say."""
    monkeypatch.setattr(SearchSite, "self_test", lambda *_: [])
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    log = logging.getLogger("mkdocs")
    level = log.level
    log.setLevel(logging.CRITICAL)
    yield
    log.setLevel(level)


class TestEdits(Edits.TestCase):
    """Random edits; each build is compared with a clean one."""

    settings = settings(
        max_examples=max(1, STEPS // STEPS_EACH),
        stateful_step_count=STEPS_EACH,
        deadline=None,
        phases=[Phase.generate],  # A shorter failing story would take many builds to find.
        suppress_health_check=list(HealthCheck),
    )


def test_a_concept_that_is_linked_and_no_longer_narrower() -> None:
    """The page that linked it as both changes; found by the random edits."""
    edits = Edits()
    concept = {"aliases": [], "article": [], "definition": "一种网络。"}
    try:
        edits.begin()
        attention = {**concept, "article": ["MoE"], "broader": "moe", "label": "注意力机制"}
        edits.write_concept(concept="attention", **attention)
        for broader in ("attention", "router"):
            edits.write_concept(concept="moe", broader=broader, label="路由器", **concept)
            edits.same_as_clean()
    finally:
        edits.teardown()


def test_a_picture_in_html_that_comes_later() -> None:
    """The note's Markdown twin leads to it; found by the random edits."""
    edits = Edits()
    shown = '<img src="../picture.svg" alt="图">'
    points = [
        ["[另见](second.md)", "注意力", "[[moe]]", shown],
        ["MoE", "专家", shown, "attention"],
        ["MoE", "混合专家", "[[moe]]", "混合专家"],
        ["attention", shown, "router"],
    ]
    try:
        edits.begin()
        edits.same_as_clean()
        edits.write_page_with_a_map(name="index.md", topic="#moe")
        edits.same_as_clean()
        note = {"code": ".en", "figures": "", "note": "second", "title": "A talk"}
        edits.write_note(**note, points=points, topic=" topic=moe", verdict="unknown")
        edits.same_as_clean()
        edits.write_picture(height="auto", width=40)
        edits.same_as_clean()
    finally:
        edits.teardown()


def test_a_picture_in_html_of_a_page_that_stands_in_for_a_translation() -> None:
    """Its address is another there, once the file is; found by the random edits."""
    edits = Edits()
    try:
        edits.begin()
        edits.write_page(name="guide.md", words=['<img src="../picture.svg" alt="图">'])
        edits.same_as_clean()
        edits.write_picture(height="auto", width=40)
        edits.same_as_clean()
        edits.delete_picture()
        edits.same_as_clean()
    finally:
        edits.teardown()
