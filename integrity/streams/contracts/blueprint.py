"""The blueprint to which the pages of contracts are added."""

from flask import Blueprint

from integrity.casework import streams

bp = Blueprint("contracts", __name__, url_prefix="/contracts")


def stream() -> streams.Stream:
    return streams.named("contracts")
