"""The blueprint of complaints."""

from flask import Blueprint

from integrity.casework import acts, extension_views, streams
from integrity.streams.complaints import service

bp = Blueprint("complaints", __name__, url_prefix="/complaints")


def stream() -> streams.Stream:
    return streams.named("complaints")


acts.pages(bp, stream)
extension_views.pages(bp, stream, service.grant_extension)
