"""Complaints and reports by the public, without an account; each is answered by a day."""
