"""Platforms whose changes come in files from hand to hand."""
