"""Accountability (问责): leads handed over, and what was asked before appointments; on paper."""
