"""The blueprint of complaints."""

from flask import Blueprint

from integrity import streams

bp = Blueprint("complaints", __name__, url_prefix="/complaints")


def stream() -> streams.Stream:
    return streams.named("complaints")


streams.acts(bp, stream)
