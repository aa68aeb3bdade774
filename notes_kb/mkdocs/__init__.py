"""The MkDocs adapter: the only folder that imports ``mkdocs`` or ``jinja2``."""
