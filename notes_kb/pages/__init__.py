"""Pages as values: Markdown in, a `RenderedPage` out, and that placed where it is shown."""
