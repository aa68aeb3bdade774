"""The search for cycles: seldom while a build runs, and then as before."""

from __future__ import annotations

import gc

from notes_kb.build.collection import SELDOM, Collection, look_seldom


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


def test_who_looks_even_more_seldom_keeps_that() -> None:
    """As the owner of a process has chosen."""
    usual = gc.get_threshold()
    try:
        for wished, kept in (((700, 10, 10), SELDOM), ((90_000, 5, 5), (90_000, 5, 5))):
            gc.set_threshold(*wished)
            look_seldom()
            assert gc.get_threshold() == kept
    finally:
        gc.set_threshold(*usual)
