"""Corpora of any size: notes recombined from the project's own, and random documents."""

from .documents import documents
from .notes import write_corpus

__all__ = ["documents", "write_corpus"]
