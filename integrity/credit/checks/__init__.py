"""Screening: who is this, and what applies here; receipts and outcomes (逢审必查)."""
