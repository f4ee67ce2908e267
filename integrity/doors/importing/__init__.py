"""Whole lists by spreadsheet on the web: checked first, then confirmed, then imported by a job."""
