"""The REST interface: checks, courts and pushes for systems, open data for everybody."""

from integrity.doors.api import (
    approval_views,
    change_views,
    check_views,
    court_views,
    evaluation_views,
    file_views,
    inspection_views,
    open_views,
    openapi_views,
    outcome_views,
    posting_views,
    push_views,
    received_views,
    record_views,
    suit_views,
    tax_views,
    window_views,
)
from integrity.doors.api.admission import bp

__all__ = [
    "approval_views",
    "bp",
    "change_views",
    "check_views",
    "court_views",
    "evaluation_views",
    "file_views",
    "inspection_views",
    "open_views",
    "openapi_views",
    "outcome_views",
    "posting_views",
    "push_views",
    "received_views",
    "record_views",
    "suit_views",
    "tax_views",
    "window_views",
]
