"""Evaluations by a third party: rounds, scores, grades, and the points to be remedied."""
