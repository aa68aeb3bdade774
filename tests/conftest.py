"""Sites that several tests look at are built once."""

import pytest

from tests.site import TREE, Built, build


@pytest.fixture(scope="session")
def small_site(tmp_path_factory) -> Built:
    """The site of `tests.site.TREE`, built strictly."""
    built = build(tmp_path_factory.mktemp("small"), TREE, "--strict")
    assert built.code == 0, built.log
    return built
