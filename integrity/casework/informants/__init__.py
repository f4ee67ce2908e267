"""What keeps somebody unknown: a receipt, a sealed contact, files that say nothing of whose."""
