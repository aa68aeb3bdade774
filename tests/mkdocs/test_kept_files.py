"""Files of the last build: moved back where they are the same, and never trusted blindly."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from notes_kb.build.store import MemoryStore
from notes_kb.mkdocs.kept_files import ASIDE, KeptFiles, write_page
from tests.mkdocs.test_incremental import built
from tests.site import NOTE_ZH, TREE, draw

KEY, OTHER = b"k" * 16, b"o" * 16
ALLOWED = frozenset({"'sha256-x'"})


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site's folder after a build that wrote one page, and what it remembers."""
    folder = tmp_path / "site"
    (folder / "a").mkdir(parents=True)
    (folder / "a" / "index.html").write_text("one", "utf-8")
    (folder / ".nojekyll").write_text("", "utf-8")
    return folder


@pytest.fixture
def store(site: Path) -> MemoryStore:
    store = MemoryStore()
    before = KeptFiles(site)
    before.expect("a/index.html", KEY, ALLOWED)
    before.record(store)
    return store


@pytest.fixture
def kept(site: Path, store: MemoryStore) -> Iterator[KeptFiles]:
    """The files, set aside as before the host empties the folder."""
    files = KeptFiles(site)
    files.set_aside()
    files.recall(store)
    yield files
    files.remove()


def test_a_page_with_the_same_key_is_moved_back_as_it_was(site: Path, kept: KeptFiles) -> None:
    """With its time stamp; what the policy allows on it comes from the last build."""
    stamp = (site / "a" / "index.html").stat().st_mtime_ns
    written = kept.put_back("a/index.html", KEY, "a.md")
    assert written is not None
    assert written.needed == ALLOWED
    kept.remove()
    assert (site / "a" / "index.html").read_text("utf-8") == "one"
    assert (site / "a" / "index.html").stat().st_mtime_ns == stamp


def test_a_page_with_another_key_is_not(site: Path, kept: KeptFiles) -> None:
    assert kept.put_back("a/index.html", OTHER, "a.md") is None
    assert kept.put_back("b/index.html", KEY, "b.md") is None
    kept.remove()
    assert not (site / "a").exists()


def test_a_page_that_somebody_changed_is_not(site: Path, store: MemoryStore) -> None:
    """Its size or time stamp tells."""
    page = site / "a" / "index.html"
    status = page.stat()
    page.write_text("two", "utf-8")
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    files = KeptFiles(site)
    files.set_aside()
    files.recall(store)
    assert files.put_back("a/index.html", KEY, "a.md") is None
    files.remove()


def test_a_page_that_was_written_early_stays(site: Path, kept: KeptFiles) -> None:
    """It is taken for what it is, in the place of what the last build wrote."""
    stamp = write_page(str(site / "a" / "index.html"), "early")
    kept.written("a/index.html", OTHER, ALLOWED, stamp)
    known = kept.put_back("a/index.html", OTHER, "a.md")
    assert known is not None
    assert known.needed == ALLOWED
    kept.remove()
    assert (site / "a" / "index.html").read_text("utf-8") == "early"


def test_one_that_was_written_over_since_is_written_again(site: Path, kept: KeptFiles) -> None:
    """The host copies a site's other files before it writes its pages."""
    stamp = write_page(str(site / "new" / "index.html"), "early")
    kept.written("new/index.html", KEY, ALLOWED, stamp)
    (site / "new" / "index.html").write_text("another", "utf-8")
    assert kept.put_back("new/index.html", KEY, "new.md") is None
    kept.remove()
    assert (site / "new" / "index.html").read_text("utf-8") == "another"


def test_one_that_nobody_asks_for_is_deleted(site: Path, kept: KeptFiles) -> None:
    """So is what a build leaves that fails before the host writes its pages."""
    stamp = write_page(str(site / "new" / "index.html"), "early")
    kept.written("new/index.html", KEY, ALLOWED, stamp)
    kept.remove()
    assert not (site / "new").exists()


def test_the_next_build_knows_it(site: Path, store: MemoryStore, kept: KeptFiles) -> None:
    """What was written early is remembered as what the host writes."""
    kept.written("new/index.html", KEY, ALLOWED, write_page(f"{site}/new/index.html", "early"))
    kept.put_back("new/index.html", KEY, "new.md")
    kept.record(store)
    files = KeptFiles(site)
    files.set_aside()
    files.recall(store)
    assert files.put_back("new/index.html", KEY, "new.md") is not None
    files.remove()


def test_only_what_was_put_back_stays(site: Path, kept: KeptFiles) -> None:
    """Nothing of what was set aside is published; hidden files are left to the host."""
    kept.remove()
    assert sorted(path.name for path in site.iterdir()) == [".nojekyll"]


def test_a_folder_comes_back_whole_and_keeps_only_what_is_asked_for(
    site: Path, store: MemoryStore
) -> None:
    """What nobody asked for is deleted, but for what the host has written anew."""
    for name in ("index.md", "gone.md", "new.txt", "page.html"):
        (site / "a" / name).write_text(name, "utf-8")
    files = KeptFiles(site)
    files.set_aside()
    files.recall(store)
    assert files.put_back("a/index.html", KEY, "a.md") is not None
    stamp = (site / "a" / "index.md").stat().st_mtime_ns
    files.place("a/index.md", b"index.md")
    (site / "a" / "new.txt").write_text("written by the host", "utf-8")
    files.expect("a/page.html", OTHER, ALLOWED)
    files.remove()
    assert sorted(path.name for path in (site / "a").iterdir()) == [
        *("index.html", "index.md", "new.txt", "page.html")
    ]
    assert (site / "a" / "index.md").stat().st_mtime_ns == stamp


def test_a_folder_comes_back_with_the_folders_in_it(site: Path, store: MemoryStore) -> None:
    """Pages below are found where they are; what nobody asked for goes, and its folders too."""
    for name in ("kept/deep/index.md", "gone/deep/index.md"):
        path = site / "a" / name
        path.parent.mkdir(parents=True)
        path.write_text(name, "utf-8")
    inode = (site / "a" / "kept").stat().st_ino
    files = KeptFiles(site)
    files.set_aside()
    files.recall(store)
    assert files.put_back("a/index.html", KEY, "a.md") is not None
    files.place("a/kept/deep/index.md", b"kept/deep/index.md")
    files.remove()
    found = {path.relative_to(site).as_posix() for path in (site / "a").rglob("*")}
    assert found == {"a/index.html", "a/kept", "a/kept/deep", "a/kept/deep/index.md"}
    assert (site / "a" / "kept").stat().st_ino == inode


@pytest.mark.parametrize("other", ["empty", "many", "link"])
def test_of_a_folder_only_the_page_stays(site: Path, store: MemoryStore, other: str) -> None:
    """Nobody asked for what else there is, nor does a link come back that may lead elsewhere."""
    if other == "empty":
        (site / "a" / "old").mkdir()
    elif other == "many":
        for number in range(16):
            (site / "a" / f"{number}.txt").write_text("x", "utf-8")
    else:
        (site / "a" / "old").symlink_to("/etc/hostname")
    files = KeptFiles(site)
    files.set_aside()
    files.recall(store)
    assert not (site / "a" / "old").is_symlink()
    assert files.put_back("a/index.html", KEY, "a.md") is not None
    files.remove()
    assert [path.name for path in (site / "a").iterdir()] == ["index.html"]


def test_a_file_beside_the_pages_goes_too(site: Path, store: MemoryStore) -> None:
    """A picture that was deleted from the docs folder stays in no site."""
    (site / "picture.svg").write_text("<svg/>", "utf-8")
    files = KeptFiles(site)
    files.set_aside()
    files.recall(store)
    files.remove()
    assert not (site / "picture.svg").exists()


def test_a_copy_under_another_name_is_not_written_over(
    site: Path, store: MemoryStore, tmp_path: Path
) -> None:
    """Who keeps former sites by hard links keeps their bytes."""
    page, copy = site / "a" / "index.html", tmp_path / "copy.html"
    os.link(page, copy)
    files = KeptFiles(site)
    files.set_aside()
    files.recall(store)
    assert not page.exists()
    assert files.put_back("a/index.html", KEY, "a.md") is None
    assert copy.read_text("utf-8") == "one"
    files.remove()


def test_a_folder_makes_way_for_a_file(site: Path, store: MemoryStore) -> None:
    """And a file for a folder: what came back keeps nothing from being written."""
    files = KeptFiles(site)
    files.set_aside()
    files.recall(store, ["a"])
    assert not (site / "a").exists()
    assert files.put_back("a/index.html", KEY, "a.md") is None
    (site / "a").write_text("a file", "utf-8")
    files.expect("a", OTHER, ALLOWED)
    files.record(store)
    files.remove()
    files = KeptFiles(site)
    files.set_aside()
    files.recall(store, ["a/index.html"])
    assert not (site / "a").exists()
    files.remove()


def test_what_is_written_meanwhile_is_not_taken_for_the_page(
    site: Path, store: MemoryStore
) -> None:
    """Also where its writer gave it the size and time stamp of the page."""
    files = KeptFiles(site)
    files.set_aside()
    files.recall(store)
    page = site / "a" / "index.html"
    before = page.stat()
    page.write_text("two", "utf-8")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert files.put_back("a/index.html", KEY, "a.md") is None
    files.remove()
    assert page.read_text("utf-8") == "two"


def test_a_file_under_a_key_is_left_without_its_text(site: Path, store: MemoryStore) -> None:
    """As a page is: the next build need not make the text."""
    files = KeptFiles(site)
    files.set_aside()
    files.recall(store)
    files.place("a/index.md", b"text", OTHER)
    files.remove()
    files.record(store)
    files = KeptFiles(site)
    files.set_aside()
    files.recall(store)
    assert files.put_back("a/index.md", KEY) is None
    assert files.put_back("a/index.md", OTHER) is not None
    files.remove()
    assert (site / "a" / "index.md").read_bytes() == b"text"


def test_what_an_ended_build_left_aside_is_not_taken_for_the_site(
    site: Path, store: MemoryStore
) -> None:
    """A build that was killed leaves its folder; the next one begins with what there is."""
    KeptFiles(site).set_aside()
    (site / "a").mkdir()
    files = KeptFiles(site)
    files.set_aside()
    files.recall(store)
    assert files.put_back("a/index.html", KEY, "a.md") is None
    files.remove()
    assert not (site / ASIDE).exists()


def test_a_file_with_the_same_bytes_keeps_its_time_stamp(site: Path, kept: KeptFiles) -> None:
    """Any other is written."""
    old = (site / "a" / "index.html").stat()
    kept.place("a/index.html", b"one")
    assert (site / "a" / "index.html").stat().st_mtime_ns == old.st_mtime_ns
    kept.place("new/llms.txt", b"text")
    assert (site / "new" / "llms.txt").read_bytes() == b"text"


def test_the_host_does_not_tell_of_pages_that_were_put_back(
    kept: KeptFiles, caplog: pytest.LogCaptureFixture
) -> None:
    """It takes them for empty; a page that is empty is told of as ever."""
    log = logging.getLogger("mkdocs.commands.build")
    kept.put_back("a/index.html", KEY, "a.md")
    with caplog.at_level(logging.INFO, log.name):
        for name in ("a.md", "b.md"):
            log.info(f"Page skipped: '{name}'. Generated empty output.")
    assert [record.getMessage() for record in caplog.records] == [
        "Page skipped: 'b.md'. Generated empty output."
    ]


def test_a_build_after_an_edit_leaves_the_other_pages_alone(tmp_path: Path) -> None:
    """Their bytes and time stamps; a page more changes what lists it, and no other note."""
    root = draw(tmp_path, TREE)
    built(root)
    before = stamps(root)
    (root / "docs/notes/talk.md").write_text(NOTE_ZH.replace("第二点", "另一点"), "utf-8")
    built(root)
    after = stamps(root)
    changed = {uri for uri in after if after[uri] != before[uri]}
    assert "notes/talk/index.html" in changed
    assert not {"guide/index.html", "concepts/moe/index.html", "en/topics/moe/index.html"} & changed
    (root / "docs/notes/more.md").write_text(
        "---\ndate: 2020-01-01\n---\n\n# 又\n\n无。\n", "utf-8"
    )
    built(root)
    again = stamps(root)
    assert "notes/more/index.html" in again
    assert again["guide/index.html"] == after["guide/index.html"]
    assert again["notes/index.html"] != after["notes/index.html"]


def stamps(root: Path) -> dict[str, int]:
    """Give the time stamp of each page of a built site."""
    site = root / "site"
    return {
        path.relative_to(site).as_posix(): path.stat().st_mtime_ns for path in site.rglob("*.html")
    }
