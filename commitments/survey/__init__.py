"""Asking those to whom it was promised."""
