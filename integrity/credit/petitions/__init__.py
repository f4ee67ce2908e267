"""Objections from whoever has no account: on a page, with proof of identity, by a receipt."""
