"""The search for cycles: seldom while a build runs, and then as before."""

from __future__ import annotations

import gc

from notes_kb.build.collection import SELDOM, Collection


def test_the_pace_is_given_back() -> None:
    """Also where a build is begun twice, or ended without having begun."""
    usual = gc.get_threshold()
    collection = Collection()
    collection.end()
    assert gc.get_threshold() == usual
    collection.begin()
    collection.begin()
    assert gc.get_threshold() == SELDOM
    collection.end()
    collection.end()
    assert gc.get_threshold() == usual
