"""督办: whom to urge, by which step, and what was said to whom about which overdue things."""
