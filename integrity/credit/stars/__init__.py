"""Rounds of 诚信之星: sent in by bodies and associations, shown, decided by two, and lost."""
