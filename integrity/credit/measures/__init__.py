"""The measure lists: what may be done, to whom, by whom, and on what legal basis."""
