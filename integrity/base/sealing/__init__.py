"""The log is sealed: positions, a chain of hashes, signatures, a published head, verification."""
