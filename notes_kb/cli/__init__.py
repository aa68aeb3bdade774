"""The command ``notes-kb``: one module a command, loaded when it is called."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from io import TextIOWrapper

import click

_COMMANDS = {
    "check": "Find what is wrong with notes and concepts: file, line, column, remedy.",
    "diff": "Show what an original has changed since its translation was stamped.",
    "export": "Write the site as plain Markdown, for Zensical or any other tool.",
    "headers": "Print the policy of a built site for nginx, Apache or Caddy.",
    "import": "Make a note of a paste, a clip, a saved page or a document.",
    "new": "Begin a note or a concept, with comments that say what goes where, or a site.",
    "parse": "Show what becomes of each line of a pasted recap or a note.",
    "rename": "Rename a note or a concept, with everything that names it.",
    "report": "Show what changes for readers between a commit and the files as they are.",
    "schema": "Print the JSON Schema of a concept's record or a note's front matter.",
    "search": "Ask the search index of a built site from the shell.",
    "stamp": "Record in translations which state of the original they translate.",
    "status": "Show how far each note and concept is translated.",
    "suggest": "Find terms that the glossary lacks, and forms that are not linked.",
}
"""Name to the line of ``--help``; each lives in a module of its name as `command`."""
_MODULES = {"import": "import_"}
"""Modules whose names differ from their commands', which Python keeps for itself."""


class LazyGroup(click.Group):
    """A group that imports a command's module only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give all names."""
        return [name for name in _COMMANDS if find_spec(_module(name)) is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(_module(cmd_name)).command
        if not isinstance(command, click.Command):
            raise TypeError(f"notes_kb.cli.{cmd_name}.command is no command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _COMMANDS[name]) for name in self.list_commands(ctx)])


def _module(command: str) -> str:
    return f"{__name__}.{_MODULES.get(command, command)}"


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="notes-kb", prog_name="notes-kb")
def main() -> None:
    """Turn recaps of talks and forums into a bilingual knowledge base.

    \b
    Make a note of a recap, from wherever it was copied:
        notes-kb import talk.txt
    See what becomes of each of its lines:
        notes-kb parse talk.txt
    Then look for mistakes in the whole site:
        notes-kb check
    """  # noqa: D301 - click takes the escape as "do not wrap"
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another code page shows \u4e2d for what it cannot; that is no failure.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
