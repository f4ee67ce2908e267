"""The pages of orders to put right."""

from flask import Blueprint

from integrity.casework import streams

bp = Blueprint("rectifications", __name__, url_prefix="/rectifications")


def stream() -> streams.Stream:
    return streams.named("rectifications")
