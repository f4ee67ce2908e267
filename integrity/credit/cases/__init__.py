"""Typical cases and models of good faith (典型案例、诚信典型): sent in, agreed to, published."""
