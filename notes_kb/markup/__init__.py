"""Python-Markdown extensions and the sanitiser."""
