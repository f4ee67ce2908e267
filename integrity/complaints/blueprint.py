"""The blueprint of complaints, and how often one may ask without a name being kept."""

from flask import Blueprint
from flask_limiter.util import get_remote_address

from integrity import clock, streams
from integrity.subjects import identifiers

bp = Blueprint("complaints", __name__, url_prefix="/complaints")


def stream() -> streams.Stream:
    return streams.named("complaints")


def somebody() -> str:
    """Who asks, only to count: a keyed digest that changes every day, never an address."""
    return identifiers.digest(f"{clock.today()} {get_remote_address()}")


streams.acts(bp, stream)
