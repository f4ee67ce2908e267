"""The public log: every fact that everybody may read, in the order in which it became so."""
