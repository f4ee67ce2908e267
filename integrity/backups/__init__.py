"""Backups: the database, the files of people, and the keys, sealed and apart from both."""
