"""Compensation for what a firm lost by a changed plan or policy (S2 三（五）7)."""
