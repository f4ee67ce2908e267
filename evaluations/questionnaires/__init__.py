"""Asking people: questionnaires, who is invited, what they answer, and what it comes to."""
