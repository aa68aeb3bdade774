"""Renders diagnostics for a terminal, for GitHub and for programs."""
