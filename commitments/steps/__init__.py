"""Milestones, reviews and publications on the way to a promise."""
