"""``notes-kb headers``: the policy of a built site, as web servers take it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import click

from notes_kb.cli.site_config import find_site

FILE = "_headers"
"""What the build writes at the site's root, and some hosts read by themselves."""
_LONGEST = 2000
"""Characters of a parameter of nginx, which takes 4,095 bytes at most."""


@click.command()
@click.option(
    "--for", "server", type=click.Choice(["nginx", "apache", "caddy"]), required=True,
    help="The web server that serves the site.",
)  # fmt: skip
@click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that the site was built into; by default that of the site that you are in.",
)
def command(server: str, site: Path | None) -> None:
    """Print the headers of a built site for the configuration of a web server.

    They say what `_headers` says, and what each page says of itself in a `<meta>`. Print them
    again after each build: the policy names what the pages hold.

    \b
    For nginx, into a file that the `server` block includes:
        notes-kb headers --for nginx > /etc/nginx/snippets/notes.conf
    """  # noqa: D301 - click reads the \b
    site = site or find_site() / "site"
    try:
        headers = read_headers((site / FILE).read_text("utf-8"))
    except OSError:
        raise click.ClickException(
            f"{site / FILE} is not there: build the site, without 'content_security_policy: false'"
        ) from None
    click.echo(SERVERS[server](headers), nl=False)


def read_headers(text: str) -> Mapping[str, str]:
    """Give the headers of all pages from a ``_headers`` file, in its order."""
    headers: dict[str, str] = {}
    for line in text.split("\n"):
        name, colon, value = line.partition(": ")
        if line.startswith(" ") and colon:
            headers[name.strip()] = value.strip()
    return headers


def _nginx(headers: Mapping[str, str]) -> str:
    lines = []
    for name, value in headers.items():
        parts = _parts(value)
        if len(parts) > 1:
            variable = f"$notes_kb_{name.lower().replace('-', '_')}"
            before = ""
            for part in parts:
                lines.append(f'set {variable} "{before}{part}";')
                before = f"{variable} "
            value = variable  # noqa: PLW2901 - it stands for the value
        lines.append(f'add_header {name} "{value}" always;')
    return "\n".join(lines) + "\n"


def _parts(value: str) -> list[str]:
    """Cut a value at blanks, so that each part fits into a parameter."""
    return textwrap.wrap(value, _LONGEST, break_long_words=False, break_on_hyphens=False)


def _apache(headers: Mapping[str, str]) -> str:
    lines = [f'  Header always set {name} "{value}"' for name, value in headers.items()]
    return "\n".join(["<IfModule mod_headers.c>", *lines, "</IfModule>"]) + "\n"


def _caddy(headers: Mapping[str, str]) -> str:
    lines = [f'\t{name} "{value}"' for name, value in headers.items()]
    return "\n".join(["header {", *lines, "}"]) + "\n"


SERVERS: Mapping[str, Callable[[Mapping[str, str]], str]] = MappingProxyType(
    {"nginx": _nginx, "apache": _apache, "caddy": _caddy}
)
"""How each server takes headers; no value holds a quotation mark or a dollar sign."""
