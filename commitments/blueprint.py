"""The blueprint to which every file of pages adds its own."""

from flask import Blueprint

from commitments import fulfilment
from integrity.casework import acts, extension_views, streams

bp = Blueprint("commitments", __name__, url_prefix="/commitments", cli_group=None)


def stream() -> streams.Stream:
    """This stream, once the app knows it."""
    return streams.named("commitments")


acts.pages(bp, stream)
extension_views.pages(bp, stream, fulfilment.grant_extension)
