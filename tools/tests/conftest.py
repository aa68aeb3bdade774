"""The Chromium that the product's tests use."""

from tests.conftest import browser

__all__ = ["browser"]
