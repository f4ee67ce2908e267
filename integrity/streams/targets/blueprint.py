"""The blueprint of targets."""

from flask import Blueprint

from integrity.casework import acts, streams

bp = Blueprint("targets", __name__, url_prefix="/targets")


def stream() -> streams.Stream:
    return streams.named("targets")


acts.pages(bp, stream)
