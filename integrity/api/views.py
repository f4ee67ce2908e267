"""The REST interface: checks, courts and pushes for systems, open data for everybody."""

from integrity.api import check_views, court_views, open_views, push_views, reading
from integrity.api.edge import bp

__all__ = ["bp", "check_views", "court_views", "open_views", "push_views", "reading"]
