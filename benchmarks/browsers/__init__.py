"""Twenty queries typed into a built site in Firefox and in WebKit, which Playwright here lacks."""
