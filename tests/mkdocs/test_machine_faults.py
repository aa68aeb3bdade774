"""What the machine does to a build: the right site, or one sentence with file and remedy."""

from __future__ import annotations

import errno
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from notes_kb.mkdocs.machine_faults import sentence
from tests.site import CONFIG, NOTE_ZH, TREE, draw

linux = pytest.mark.skipif(sys.platform != "linux", reason="limits and /sys are Linux's")
SEARCHED = {**TREE, "docs/notes/talk.md": NOTE_ZH}


def _start(
    root: Path,
    *arguments: str,
    before: Callable[[], None] | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.Popen[str]:
    variables = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1", **(environment or {})}
    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", *(arguments or ("build",))],
        cwd=root, env=variables, start_new_session=True, text=True, errors="replace",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        preexec_fn=before,  # noqa: PLW1509 - it only sets a limit
    )  # fmt: skip


def _run(root: Path, *arguments: str, **options: object) -> tuple[int, str]:
    process = _start(root, *arguments, **options)  # type: ignore[arg-type]
    told, _ = process.communicate(timeout=120)
    return process.returncode, told


def _fails_in_a_sentence(done: tuple[int, str], pattern: str) -> None:
    code, told = done
    assert code == 1, told
    assert "Traceback" not in told
    said = [line for line in told.splitlines() if line.startswith("Error: ")]
    assert len(said) == 1, told
    assert re.search(pattern, said[0]), said[0]


def _bytes(site: Path) -> dict[str, bytes]:
    files = {p.relative_to(site).as_posix(): p for p in site.rglob("*") if p.is_file()}
    # The host writes the time of the build into its site map.
    return {n: p.read_bytes() for n, p in files.items() if not n.startswith("sitemap.xml")}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site of `SEARCHED`, as an undisturbed build writes it."""
    root = draw(tmp_path_factory.mktemp("clean"), SEARCHED)
    code, told = _run(root)
    assert code == 0, told
    return _bytes(root / "site")


def test_a_file_in_the_place_of_the_output_folder(tmp_path: Path) -> None:
    """It is not touched."""
    draw(tmp_path, {**SEARCHED, "site": "mine"})
    _fails_in_a_sentence(_run(tmp_path), r"site: a file stands where a folder is needed.*move it")
    assert (tmp_path / "site").read_text() == "mine"


@linux
def test_an_output_folder_that_nobody_may_write_to(tmp_path: Path) -> None:
    """Whoever builds, also the machine's administrator."""
    draw(tmp_path, SEARCHED)
    done = _run(tmp_path, "build", "--site-dir", "/sys/notes-kb-test")
    _fails_in_a_sentence(done, r"/sys/notes-kb-test.*(cannot be opened by this user|went away)")


def _limit(size: int) -> Callable[[], None]:
    def before() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return before


@linux
def test_a_full_disk_and_the_build_behind_it(tmp_path: Path, clean: dict[str, bytes]) -> None:
    """A limit on files acts like a full disk; once there is room, the site is whole."""
    draw(tmp_path, SEARCHED)
    pattern = r"site/.* cannot be written, since the disk or a quota is full: make room"
    _fails_in_a_sentence(_run(tmp_path, before=_limit(8192)), pattern)
    code, told = _run(tmp_path)
    assert code == 0, told
    assert _bytes(tmp_path / "site") == clean


def test_a_killed_build_and_the_one_behind_it(tmp_path: Path, clean: dict[str, bytes]) -> None:
    """Whenever it is killed; what it left aside is not taken for the site."""
    draw(tmp_path, SEARCHED)
    for seconds in (0.8, 1.6, 2.4, 3.2):
        process = _start(tmp_path)
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    code, told = _run(tmp_path)
    assert code == 0, told
    assert "Traceback" not in told
    assert _bytes(tmp_path / "site") == clean
    code, told = _run(tmp_path)
    assert _bytes(tmp_path / "site") == clean
    assert sorted(p.name for p in tmp_path.iterdir()) == [".cache", "docs", "mkdocs.yml", "site"]


def test_two_builds_at_once(tmp_path: Path, clean: dict[str, bytes]) -> None:
    """Into folders of their own they share the cache; into one, the last build makes it whole."""
    draw(tmp_path, SEARCHED)
    apart = [_start(tmp_path, "build", "--site-dir", name) for name in ("one", "two")]
    for process in apart:
        told, _ = process.communicate(timeout=120)
        assert process.returncode == 0, told
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two") == clean
    together = [_start(tmp_path) for _ in range(2)]
    for process in together:
        told, _ = process.communicate(timeout=120)
        assert "Traceback" not in told, told
        assert process.returncode == 0 or "Error: " in told, told
    code, told = _run(tmp_path)
    assert code == 0, told
    assert _bytes(tmp_path / "site") == clean


def test_a_clock_that_goes_back(tmp_path: Path) -> None:
    """What is new is told by content: an edit of the same size and time reaches the site."""
    draw(tmp_path, SEARCHED)
    assert _run(tmp_path)[0] == 0
    note = tmp_path / "docs/notes/talk.md"
    for path in [*tmp_path.rglob("*")]:
        os.utime(path, (4_000_000_000, 4_000_000_000))
    note.write_text(NOTE_ZH.replace("第二点", "第三点"), "utf-8")
    os.utime(note, (0, 0))
    code, told = _run(tmp_path)
    assert code == 0, told
    html = (tmp_path / "site/notes/talk/index.html").read_text("utf-8")
    assert "第三点" in html
    assert "第二点" not in html


GOES = """\
import os

def {hook}({value}, config, files):
    for name in {names}:
        os.remove(os.path.join(config.docs_dir, name))
    return {value}
"""


@pytest.mark.parametrize(
    ("hook", "value", "name", "pattern"),
    [
        ("on_nav", "nav", "guide.md", r"guide\.md went away .*: build again"),
        ("on_nav", "nav", "notes/x.png", r"x\.png went away .*: build again"),
        ("on_nav", "nav", "notes/talk.md", ""),
    ],
)
def test_a_file_that_goes_while_the_site_is_built(
    tmp_path: Path, hook: str, value: str, name: str, pattern: str
) -> None:
    """A note was read before: its page is there. Any other file is told."""
    code = GOES.format(hook=hook, value=value, names=[name])
    tree = {**SEARCHED, "docs/notes/x.png": b"x", "hooks.py": code}
    draw(tmp_path, tree, f"{CONFIG}hooks: [hooks.py]\n")
    done = _run(tmp_path)
    if pattern:
        _fails_in_a_sentence(done, pattern)
    else:
        assert done[0] == 0, done[1]
        assert (tmp_path / "site/notes/talk/index.html").is_file()


def test_a_page_in_another_encoding(tmp_path: Path) -> None:
    """The host reads pages, and only UTF-8."""
    draw(tmp_path, {**SEARCHED, "docs/guide.md": "# Führer".encode("latin-1")})
    done = _run(tmp_path)
    _fails_in_a_sentence(done, "save it in UTF-8")
    assert "guide.md" in done[1]


def test_a_locale_without_letters_and_a_path_with_them(
    tmp_path: Path, clean: dict[str, bytes]
) -> None:
    """Locale C, and a path in Chinese with a blank."""
    root = draw(tmp_path / "中文 目录", SEARCHED)
    plain = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    code, told = _run(root, environment=plain)
    assert code == 0, told
    assert "Traceback" not in told
    assert _bytes(root / "site") == clean


OFFLINE = """\
import socket

def refuse(*arguments, **named):
    raise OSError(101, "Network is unreachable")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
"""


def test_no_network(tmp_path: Path, clean: dict[str, bytes]) -> None:
    """A build asks nobody."""
    draw(tmp_path, {**SEARCHED, "offline/sitecustomize.py": OFFLINE})
    code, told = _run(tmp_path, environment={"PYTHONPATH": str(tmp_path / "offline")})
    assert code == 0, told
    assert _bytes(tmp_path / "site") == clean


HUGE = {
    "docs/notes/megabytes.md": b"x" * (50 << 20),
    "docs/notes/headings.md": "---\ntitle: a\n---\n\n" + "## h\n\n" * 100_000,
    "docs/notes/headings-of-a-paste.txt": "题\n\n" + "".join(f"{n}、甲\n" for n in range(100_000)),
    "docs/notes/nested.md": "---\ntitle: a\n---\n\n" + "> " * 10_000 + "a\n",
    "docs/notes/one-line.md": "字" * 300_000,
    "docs/notes/zeros.md": bytes(100_000),
    "docs/concepts/megabytes.md": b"x" * (50 << 20),
    "docs/concepts/forms.md": (
        "---\nlabels: {zh: 丙}\naliases: {zh: ["
        + ", ".join(f"词{n}" for n in range(20_000))
        + "]}\n---\n"
    ),
}


def test_texts_beyond_all_bounds(tmp_path: Path) -> None:
    """A finding each, a page that says so, and bounded time and memory."""
    draw(tmp_path, {**SEARCHED, **HUGE})

    def before() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))

    start = time.monotonic()
    code, told = _run(tmp_path, before=before if sys.platform == "linux" else None)
    assert code == 0, told[-3000:]
    assert "Traceback" not in told
    assert time.monotonic() - start < 100
    for name in ("megabytes", "headings", "headings-of-a-paste", "nested", "zeros"):
        assert re.search(rf"notes/{name}\.\w+(:\d+)*: (error|warning): ", told), name
        assert (tmp_path / f"site/notes/{name}/index.html").is_file(), name
    assert "字字字" in (tmp_path / "site/notes/one-line/index.html").read_text("utf-8")
    for name in ("megabytes", "forms"):
        assert re.search(rf"concepts/{name}\.md(:\d+)*: error: ", told), name
    assert (tmp_path / "site/notes/talk/index.html").is_file()
    assert sum(p.stat().st_size for p in (tmp_path / "site").rglob("*.html")) < 30 << 20


@contextmanager
def _listening() -> Iterator[int]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


def test_a_port_in_use(tmp_path: Path) -> None:
    """It is told before the first build, with one that is free."""
    draw(tmp_path, SEARCHED)
    with _listening() as port:
        done = _run(tmp_path, "serve", "--dev-addr", f"127.0.0.1:{port}")
    _fails_in_a_sentence(
        done, rf"127\.0\.0\.1:{port} is in use.*\d+ is free.*make serve ADDRESS=127\.0\.0\.1:\d+"
    )
    assert "Cleaning" not in done[1]


def _get(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return str(error.code)
    except OSError:
        return ""


def _wait(url: str, shows: Callable[[str], bool]) -> str:
    html = ""
    for _ in range(300):
        html = _get(url)
        if shows(html):
            return html
        time.sleep(0.1)
    raise AssertionError(f"{url} does not come to show it: {html[-300:]}")


def test_notes_that_come_and_go_while_serving(tmp_path: Path) -> None:
    """Deleted, renamed, half-written and mended: the server goes on, and shows what there is."""
    draw(tmp_path, SEARCHED)
    with _listening() as port:
        pass
    address = f"127.0.0.1:{port}"
    served = f"http://{address}/base/notes"
    process = _start(tmp_path, "serve", "--dev-addr", address)
    notes = tmp_path / "docs/notes"
    try:
        _wait(f"{served}/talk/", lambda html: "第二点" in html)
        (notes / "talk.md").rename(notes / "other.md")
        _wait(f"{served}/other/", lambda html: "第二点" in html)
        (notes / "half.md").write_bytes(
            "---\ntitle: 半\ntags: [a, \n---\n\n## 甲\n\n- 半".encode()[:-1]
        )
        _wait(f"{served}/half/", lambda html: "甲" in html)
        (notes / "half.md").write_text("---\ntitle: 全\n---\n\n- 全文。\n", "utf-8")
        _wait(f"{served}/half/", lambda html: "全文。" in html)
        (notes / "half.md").unlink()
        _wait(f"{served}/half/", lambda html: html == "404")
        (notes / ".half.md.swp").write_bytes(b"\0")
        (notes / "talk.en.md").unlink()
        _wait(f"{served}/other/", lambda html: "第二点" in html)
        assert process.poll() is None
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        told, _ = process.communicate(timeout=30)
    assert "Traceback" not in told


ERRORS = {
    errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EFBIG: "full", errno.EACCES: "rights",
    errno.EPERM: "rights", errno.EROFS: "rights", errno.EMFILE: "ulimit",
    errno.ENAMETOOLONG: "shorter", errno.EIO: "disk", errno.ENOTEMPTY: "another program",
    errno.EISDIR: "move it away",
}  # fmt: skip


@pytest.mark.parametrize(("number", "word"), ERRORS.items(), ids=map(errno.errorcode.get, ERRORS))
def test_a_sentence_has_the_file_and_a_remedy(number: int, word: str) -> None:
    """Of a copy it is the file that is written."""
    error = OSError(number, os.strerror(number), "docs/a.png", None, "site/a.png")
    said = sentence(error)
    assert said
    assert "site/a.png" in said
    assert word in said


@pytest.mark.parametrize(
    "error",
    [OSError("no number"), urllib.error.URLError("x"), ValueError(), OSError(errno.EIO, "x")],
)
def test_other_errors_are_left_to_the_host(error: Exception) -> None:
    """Of what is no fault of a file, nothing is said."""
    assert sentence(error) is None
