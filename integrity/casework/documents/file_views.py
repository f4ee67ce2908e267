"""A paper as a file: PDF and DOCX for the body that issues it, PDF for who received it."""

import io
from typing import Any

from flask import Response, send_file
from flask_login import current_user

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework.documents import document_views, letter_views
from integrity.casework.documents.blueprint import bp
from integrity.casework.documents.models import Document
from integrity.casework.documents.rendering.docx import docx
from integrity.casework.documents.rendering.pdf import pdf
from integrity.casework.documents.showing import shown

MAKERS: dict[str, Any] = {"pdf": pdf, "docx": docx}


@bp.get("/desk/documents/<int:number>/paper.<ending>")
@requires(Permission.DOCUMENTS_READ)
def file(number: int, ending: str) -> Response:
    """One's own paper: the PDF is what counts, the other is for who must go on writing in it."""
    if ending not in MAKERS:
        raise NotFound
    return _sent(document_views.load(number), ending)


@bp.get("/desk/letters/<int:number>/paper.pdf")
@requires(Permission.DOCUMENTS_RECEIVE)
def letter_file(number: int) -> Response:
    """What was sent here; that it was opened is logged."""
    found = letter_views.load(number)
    document = found.document
    audit.read(found, "open", by=current_user, at=clock.now())
    return _sent(document, "pdf")


def _sent(document: Document, ending: str) -> Response:
    made = MAKERS[ending](shown(document))
    name = f"{document.ref or ''}{document.title}"[:100]
    return send_file(io.BytesIO(made), download_name=f"{name}.{ending}", as_attachment=True)
