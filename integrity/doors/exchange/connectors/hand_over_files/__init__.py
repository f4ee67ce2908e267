"""Platforms that take files from hand to hand."""
