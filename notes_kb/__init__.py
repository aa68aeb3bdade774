"""Turns recaps of talks and forums into a bilingual, searchable, cross-linked knowledge base."""
