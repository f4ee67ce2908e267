"""Platforms to which batches of rows are sent."""
