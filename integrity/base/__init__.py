"""What needs no page and no law: clock, database, permissions, log, queue."""
