"""Natural persons: registered sealed, found only by an authorised query that is registered."""
