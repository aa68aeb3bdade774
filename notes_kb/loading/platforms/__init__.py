"""Rule packs that recognise a platform's head and tail, one module a platform."""

from notes_kb.loading.platforms.engine import find_boilerplate

__all__ = ["find_boilerplate"]
