"""A file of up to a million codes, checked and registered in one call."""
