"""Tests of the labs and their pages."""
