"""Files to values, with diagnostics; only `library` opens files."""
