"""The policy library: the documents on which rules, measures and lists rest, and their days."""
