"""A paper as it stands today: its words, and what is not part of them."""

from flask import current_app
from flask_babel import force_locale

from integrity.base import addresses
from integrity.casework.documents.models import STATE_NAMES, Document, DocumentState
from integrity.casework.documents.paper import Shown


def shown(document: Document) -> Shown:
    """For printing: a draft says that it is one, a cancelled paper that it is void."""
    with force_locale("zh"):
        standing = str(STATE_NAMES[document.state])
    return Shown(
        paper=document.paper,
        number=document.number,
        address=_address(document) if document.is_frozen else "",
        sha256=document.sha256,
        standing=standing,
        draft=not document.is_frozen and document.state is not DocumentState.CANCELLED,
        demonstration=current_app.config["DEMO"],
    )


def _address(document: Document) -> str:
    return addresses.absolute("documents.verify", token=document.token)
