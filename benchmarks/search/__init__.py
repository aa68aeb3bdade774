"""The search beside its peers: the same folder, the same queries, a real Chromium."""
