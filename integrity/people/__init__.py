"""Who is who: accounts and subjects."""
