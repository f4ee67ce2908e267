"""Streams that come with the core."""
