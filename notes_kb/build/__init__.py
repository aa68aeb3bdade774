"""Incremental builds: keys, a cache on disk, verifying traces and workers. Knows no host."""
