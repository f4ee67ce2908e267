"""Sharing a commitment without anybody else: its permanent address, and a code that leads there."""

import io

import segno
from flask import Response

from commitments.blueprint import bp, stream
from commitments.models import PUBLIC, Commitment
from integrity.base import addresses
from integrity.base.errors import NotFound
from integrity.base.stamps import public

DAY = 86400


def address(item: Commitment) -> str | None:
    """The permanent address of a public commitment; what is not public is not shared."""
    if item.state not in PUBLIC:
        return None
    return addresses.absolute("commitments.item", ref=item.ref)


@bp.get("/<ref>/code.svg")
@public
def code(ref: str) -> Response:
    """A QR code of the address, black on white whatever the page looks like."""
    shared = address(stream().by_ref(ref))
    if shared is None:
        raise NotFound
    drawn = io.BytesIO()
    segno.make(shared, error="m", micro=False).save(
        drawn, kind="svg", scale=4, border=4, light="#fff", svgclass=None, lineclass=None
    )
    response = Response(drawn.getvalue(), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = f"public, max-age={DAY}"
    return response
