"""Licences and penalties made public within seven working days (双公示)."""
