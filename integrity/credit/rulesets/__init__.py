"""Rule sets side by side: what another one would change, and putting one in force by two."""
