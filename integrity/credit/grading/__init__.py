"""Graded supervision (分级分类监管): grades per subject and field, from rules that are data."""
