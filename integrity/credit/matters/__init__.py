"""Matters: which measures touch each, and who must check in it (应用清单)."""
