"""The pages of papers: for who makes them, for who receives them, for who verifies a print."""

from integrity.casework.documents import (
    batch_views,
    delivery_views,
    document_views,
    file_views,
    letter_views,
    on_paper_views,
    template_views,
    verify_views,
)
from integrity.casework.documents.blueprint import bp

__all__ = [
    "batch_views",
    "bp",
    "delivery_views",
    "document_views",
    "file_views",
    "letter_views",
    "on_paper_views",
    "template_views",
    "verify_views",
]
