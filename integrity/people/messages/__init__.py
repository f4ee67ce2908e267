"""What people are told: who hears of what, by which channel, and their inbox."""
