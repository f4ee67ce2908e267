"""One box for everything: what a person may see, found by number, name, code or words."""
