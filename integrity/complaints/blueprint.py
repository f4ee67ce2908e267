"""The blueprint of complaints."""

from flask import Blueprint

from integrity import acts, extending, streams
from integrity.complaints import service

bp = Blueprint("complaints", __name__, url_prefix="/complaints")


def stream() -> streams.Stream:
    return streams.named("complaints")


acts.pages(bp, stream)
extending.pages(bp, stream, service.grant_extension)
