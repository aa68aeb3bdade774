"""Diagnostics told to a terminal, to GitHub, and to programs."""
