"""What bodies did for publicity and education, and what was exposed of them in the media."""
