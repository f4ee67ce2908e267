"""The tests, in folders that mirror the features; the cast is in factories.py."""
