"""Suits against public bodies before enforcement: told by the court, stage by stage."""
