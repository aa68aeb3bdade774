"""Frozen values that every floor shares; standard library only."""
