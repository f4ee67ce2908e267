"""The papers of a commission: what an evaluation needs on paper, whose each is, and what lacks."""
