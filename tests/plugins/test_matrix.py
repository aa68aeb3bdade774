"""The matrix: each story in `stories/` is a site with another plugin, or another setting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.plugins.claims import ALONE, COMMON, THEIRS, refuses
from tests.plugins.conftest import Once
from tests.plugins.stories import Story, load_stories


def told_claims(story: Story) -> Iterator[tuple[str, Any]]:
    """Yield the claims of a story: the common ones first, then its own."""
    if story.refuses:
        yield "refuses", story.refuses
        return
    for name in COMMON:
        if story.claims.get(name, True):
            yield name, None
    for name, argument in story.claims.items():
        if name not in COMMON:
            yield name, argument


def rows() -> Iterator[Any]:
    """Yield each claim of each story; the claims of one story stay on one worker."""
    for story in load_stories():
        for name, argument in told_claims(story):
            mark = pytest.mark.xdist_group(story.name)
            yield pytest.param(story, name, argument, id=f"{story.name}-{name}", marks=mark)


OURS = ("notes/", "concepts/", "en/", "old/about")
"""Where the pages stand that are not the same without our plugin."""


def without_ours(argument: Any) -> Any:
    """Leave out what a claim says of our pages."""
    if isinstance(argument, Mapping):
        return {uri: told for uri, told in argument.items() if not uri.startswith(OURS)}
    return [uri for uri in argument or () if not uri.startswith(OURS)]


@pytest.mark.parametrize(("story", "name", "argument"), rows())
def test_claim(
    story: Story,
    name: str,
    argument: Any,
    built: Once,
    request: pytest.FixtureRequest,
    record_property: Any,
) -> None:
    """What the story claims holds of the built site."""
    if request.config.getoption("--without-notes-kb"):
        if not (story.alone and name in ALONE):
            pytest.skip("a claim about notes_kb")
        argument = without_ours(argument)
    record_property("story", story.name)
    record_property("claim", name)
    claims = {**COMMON, **THEIRS, "refuses": refuses}
    problems = list(claims[name](built(story), argument))
    assert not problems, "\n".join(problems[:12])
