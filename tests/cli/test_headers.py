"""The headers of a built site, as nginx, Apache and Caddy take them."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from notes_kb.cli import main
from notes_kb.cli.headers import SERVERS, read_headers
from tests.site import CONFIG, TREE, Built, build

HEADERS = {"Content-Security-Policy": "script-src 'self'; img-src *", "X-Frame": "no"}
WRITTEN = {
    "nginx": (
        "add_header Content-Security-Policy \"script-src 'self'; img-src *\" always;\n"
        'add_header X-Frame "no" always;\n'
    ),
    "apache": (
        "<IfModule mod_headers.c>\n"
        "  Header always set Content-Security-Policy \"script-src 'self'; img-src *\"\n"
        '  Header always set X-Frame "no"\n</IfModule>\n'
    ),
    "caddy": (
        'header {\n\tContent-Security-Policy "script-src \'self\'; img-src *"\n\tX-Frame "no"\n}\n'
    ),
}


@pytest.mark.parametrize("server", WRITTEN)
def test_each_server_has_its_form(server: str) -> None:
    """Of the same headers."""
    assert SERVERS[server](HEADERS) == WRITTEN[server]


def test_the_headers_are_those_of_the_build(small_site: Built) -> None:
    """The command says what the file at the site's root says."""
    done = CliRunner().invoke(
        main, ["headers", "--for", "caddy", "--site", str(small_site.root / "site")]
    )
    assert done.exit_code == 0, done.output
    headers = read_headers(small_site.read("_headers"))
    assert list(headers) == ["Content-Security-Policy", "X-Content-Type-Options"]
    assert all(f'\t{name} "{value}"\n' in done.output for name, value in headers.items())
    assert not set('"$\\') & set("".join(headers.values()))


def test_a_folder_without_headers_says_what_to_do(tmp_path: Path) -> None:
    """A site that was not built, or that switches its policy off."""
    done = CliRunner().invoke(main, ["headers", "--for", "nginx", "--site", str(tmp_path)])
    assert done.exit_code == 1
    assert "build the site" in done.output


def test_a_long_policy_is_written_in_parts() -> None:
    """No parameter is longer than nginx takes, and together they are the value."""
    value = "script-src " + " ".join(f"'sha256-{n:044}='" for n in range(200))
    written = SERVERS["nginx"]({"Content-Security-Policy": value})
    assert max(map(len, written.splitlines())) < 2500
    joined = ""
    for part in re.findall(r'^set \$\w+ "(.*)";$', written, re.MULTILINE):
        joined = part.replace("$notes_kb_content_security_policy", joined)
    assert joined == value


# A real nginx

OWNERS = {
    "docs/diagram.md": "# 图\n\n```mermaid\ngraph TD; a --> b\n```\n\n| a |\n|---:|\n| 1 |\n",
    "docs/own.md": (
        '# 自\n\n<script>document.body.dataset.own = "ran"</script>\n\n```py\nx = 1\n```\n'
    ),
    "docs/routes.yml": "way:\n  title: {zh: 一程}\n  pages: [notes/talk.md, concepts/moe.md]\n",
    "docs/notes/old.md": "---\ntitle: 旧\nformer_ids: [older]\n---\n\n- 说法 {verdict=opinion}\n",
}
FENCES = (
    "superfences: {custom_fences: [{name: mermaid, class: mermaid, "
    "format: !!python/name:pymdownx.superfences.fence_code_format }]}"
)
NGINX = """\
daemon off;
master_process off;
pid {root}/nginx.pid;
error_log {root}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {root}/t1; proxy_temp_path {root}/t2; fastcgi_temp_path {root}/t3;
  uwsgi_temp_path {root}/t4; scgi_temp_path {root}/t5;
  types {{ text/html html; text/css css; text/javascript js; image/svg+xml svg; }}
  charset utf-8;
  server {{
    listen 127.0.0.1:{port};
    root {root}/site;
    error_page 404 /404.html;
    include {root}/headers.conf;
  }}
}}
"""


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with pages of every kind, behind nginx with the headers that the command prints."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin") or shutil.which("nginx")
    if program is None:
        pytest.skip("nginx is not installed")
    root = tmp_path_factory.mktemp("nginx")
    features = "features: [navigation.instant, content.tooltips, search.suggest]"
    config = CONFIG.replace("language: zh}", f"language: zh, {features}}}")
    config = config.replace("pymdownx.superfences]", f"pymdownx.{FENCES}]")
    config = config.replace("https://example.org/base/", "https://example.org/")
    built = build(root, {**TREE, **OWNERS}, config=config)
    assert built.code == 0, built.log
    printed = CliRunner().invoke(main, ["headers", "--for", "nginx", "--site", str(root / "site")])
    (root / "headers.conf").write_text(printed.output, "utf-8")
    # Only the header speaks here, so that it is not the pages' own policy that is seen.
    for page in (root / "site").rglob("*.html"):
        html = page.read_text("utf-8")
        page.write_text(
            re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", html), "utf-8"
        )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (root / "nginx.conf").write_text(NGINX.format(root=root, port=port), "utf-8")
    process = subprocess.Popen(
        [program, "-c", str(root / "nginx.conf"), "-p", str(root), "-e", str(root / "error.log")]
    )
    yield f"http://127.0.0.1:{port}/"
    process.terminate()
    process.wait()


PAGES = (
    "", "en/", "notes/", "notes/talk/", "notes/talk/parallel/", "en/notes/talk/", "concepts/",
    "concepts/moe/", "topics/", "topics/moe/", "translations/", "guide/", "own/", "nowhere/",
    "concepts/map/", "statements/", "en/statements/", "routes/", "routes/way/", "notes/old/",
)  # fmt: skip


def _watched(browser: Browser) -> tuple[Page, list[str]]:
    page = browser.new_page()
    violations: list[str] = []
    page.expose_function("violated", lambda said: violations.append(said))  # noqa: PLW0108
    page.add_init_script(
        "addEventListener('securitypolicyviolation', event => "
        "violated(`${event.violatedDirective} ${event.blockedURI} ${location.pathname}`))"
    )
    return page, violations


@pytest.mark.browser
def test_nginx_with_the_policy_forbids_nothing_of_the_site(nginx: str, browser: Browser) -> None:
    """On every kind of page, with search, switch of language, hover cards, and the owner's own."""
    page, violations = _watched(browser)
    for path in PAGES:
        answer = page.goto(nginx + path)
        assert answer
        assert answer.status == (404 if path == "nowhere/" else 200)
        assert answer.headers["content-security-policy"].startswith("default-src 'self'")
        assert answer.headers["x-content-type-options"] == "nosniff"
    page.goto(f"{nginx}own/")
    assert page.evaluate("document.body.dataset.own") == "ran"
    page.goto(f"{nginx}statements/")
    page.locator("input[name=nk-verdict][value=judged]").check()
    page.goto(f"{nginx}notes/older/")
    page.wait_for_url("**/notes/old/**")
    page.locator("a.nk-cite").first.evaluate("node => node.click()")
    page.locator(".nk-cite-menu button").first.wait_for()
    page.goto(f"{nginx}notes/talk/")
    page.hover("a.nk-concept")
    page.locator(".nk-card:visible").first.wait_for()
    page.locator("label[for=__search]").last.evaluate("node => node.click()")
    page.locator("input[data-md-component=search-query]").fill("混合专家")
    page.locator(".md-search-result__item").first.wait_for()
    page.goto(f"{nginx}notes/talk/")
    page.locator('a[hreflang="en"]').first.evaluate("node => node.click()")
    page.wait_for_url("**/en/notes/talk/**")
    assert violations == []
    page.close()


@pytest.mark.browser
def test_nginx_with_the_policy_allows_the_owner_s_diagrams(nginx: str, browser: Browser) -> None:
    """The theme asks its host for Mermaid, which answers or does not: nothing forbids it."""
    page, violations = _watched(browser)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{nginx}diagram/")
    page.wait_for_timeout(500)
    assert any("mermaid" in url for url in asked)
    assert violations == []
    page.close()


@pytest.mark.browser
def test_nginx_with_the_policy_forbids_what_is_not_the_site_s(nginx: str, browser: Browser) -> None:
    """The violations are seen where there are some."""
    page, violations = _watched(browser)
    page.goto(f"{nginx}notes/talk/")
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend',"
        ' \'<img src="http://x.example/a.png"><p onclick="1">\')'
    )
    page.wait_for_timeout(300)
    assert any("img-src" in one for one in violations), violations
    page.close()
