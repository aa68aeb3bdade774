"""Measurements of notes_kb beside its peers; nothing here is shipped."""
