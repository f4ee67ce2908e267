"""Who stands behind an enterprise or a body, since when, and what reaches them because of it."""
