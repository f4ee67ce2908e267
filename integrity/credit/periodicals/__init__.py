"""Reports of a period to the government and to everybody: drafted, approved by another, kept."""
