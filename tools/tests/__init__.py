"""Tests of the diagrams and labs; `make extras-tests` runs them, `make test` does not."""
