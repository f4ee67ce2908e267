"""Append-only log of every move: who, when, what, from, to, why."""
