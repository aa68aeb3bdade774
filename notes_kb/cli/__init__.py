"""The command ``notes-kb``: one module a command."""
