"""The Chromium that the product's tests use, and no deadline for single examples.

The properties here are about values. The first example may import NumPy, and the machine may be
busy, so that the time of one example says nothing.
"""

from hypothesis import settings

from tests.conftest import browser

__all__ = ["browser"]

settings.register_profile("values", deadline=None)
settings.load_profile("values")
