"""The page behind the code on a print: whether it was issued here, and how it stands."""

import hashlib

import sqlalchemy as sa
from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from integrity.base import server_keys
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import public
from integrity.casework.documents import corrections, kinds
from integrity.casework.documents.blueprint import bp
from integrity.casework.documents.making import statement
from integrity.casework.documents.models import STATE_NAMES, TONES, Document


@bp.get("/documents/<token>/verify")
@public
def verify(token: str) -> ResponseReturnValue:
    """What is known of an issued paper, and nothing of what it says or to whom it went."""
    wanted = sa.select(Document).where(Document.token == token, Document.ref.is_not(None))
    document = db.session.scalars(wanted).first()
    if document is None:
        raise NotFound
    issuer = document.body.name if document.body else current_app.config["OFFICE_NAME"]
    return render_template(
        "documents/verify.html",
        document=document,
        title=kinds.named(document.kind).title,
        issuer=issuer,
        state=STATE_NAMES[document.state],
        tone=TONES.get(document.state, "plain"),
        is_whole=is_whole(document),
        corrected_by=corrections.numbers(document),
        corrects=corrections.corrected(document),
    )


def is_whole(document: Document) -> bool:
    """Whether the text has the hash that was signed here when it was issued."""
    keys = {key["public_key"] for key in server_keys.public_keys()}
    hashed = hashlib.sha256(document.content.encode()).hexdigest() == document.sha256
    raw = server_keys.raw_keys().values()
    signed = any(
        server_keys.verify(key, statement(document), document.server_signature) for key in raw
    )
    return hashed and signed and document.server_key in keys
