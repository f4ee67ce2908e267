"""The shared and the restricted part of files: read for a purpose, registered, objected to."""
