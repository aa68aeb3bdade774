"""Which sections translate which, and which of them are out of date."""
