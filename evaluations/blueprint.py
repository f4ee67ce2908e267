"""The blueprint of evaluations: /evaluations/ lists rounds, /evaluations/remedies/ the points."""

from flask import Blueprint

from integrity.casework import acts, streams

bp = Blueprint("evaluations", __name__, url_prefix="/evaluations")


def stream() -> streams.Stream:
    return streams.named("evaluations")


acts.pages(bp, stream)
