"""How a supplier without an account gets one: asked for by itself, checked by the office."""
