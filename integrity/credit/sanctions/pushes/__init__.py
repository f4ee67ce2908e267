"""Pushes: what bodies must do because of an entry, and what they say they did."""
