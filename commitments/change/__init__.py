"""Lawful change, and who is compensated for it."""
