"""All rule packs, in the order in which they are tried."""

from __future__ import annotations

from notes_kb.loading.boilerplate import csdn
from notes_kb.loading.boilerplate.rule import Rule

RULES: tuple[Rule, ...] = (*csdn.RULES,)
"""The rules of every platform."""
