"""The core: records, remedies, measures, lists, checks."""
