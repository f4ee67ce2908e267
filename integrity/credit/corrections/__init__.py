"""A credit record that is wrong is corrected by a successor, by two people of who decided it."""
