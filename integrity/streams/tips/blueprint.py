"""The blueprint of reports on enterprises."""

from flask import Blueprint

from integrity.casework import acts, streams

bp = Blueprint("tips", __name__, url_prefix="/tips")


def stream() -> streams.Stream:
    return streams.named("tips")


acts.pages(bp, stream)
