"""Platforms whose changes are fetched."""
