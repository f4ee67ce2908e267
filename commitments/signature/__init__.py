"""The signature of the head and the signed document."""
