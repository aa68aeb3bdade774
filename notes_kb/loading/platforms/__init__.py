"""Rule packs that recognise a platform's head and tail, one module a platform."""

from notes_kb.loading.platforms.engine import Part, find_parts, find_suspects

__all__ = ["Part", "find_parts", "find_suspects"]
