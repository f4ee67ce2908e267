"""Which key field the things of all streams belong to, what is counted by it, and who says so."""
