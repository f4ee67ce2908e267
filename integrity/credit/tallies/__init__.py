"""Figures of a period over all streams, kept with the items behind each of them."""
