"""Public commitments: signed by the head, reported with evidence, verified by others."""
