"""Rules that look across files, one module a rule."""
