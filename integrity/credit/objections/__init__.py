"""Objections to a credit record: filed, accepted, decided with reasons and the remedies open."""
