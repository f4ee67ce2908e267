"""What is handed to the yearly assessment of bodies: figures, points by rules, answers."""
