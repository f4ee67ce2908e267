"""STREAM: what a body must reach, measured by somebody else: environment, government debt."""
