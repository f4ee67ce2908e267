"""A paper as a file: PDF for who reads, DOCX for who must edit, with the same words."""
