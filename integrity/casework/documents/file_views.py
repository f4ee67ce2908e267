"""A paper as a file: PDF and DOCX for the body that issues it, PDF for who received it."""

from flask import Response
from flask_login import current_user

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.errors import NotFound
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.casework.documents import delivery_views, document_views, letter_views, own
from integrity.casework.documents.blueprint import bp
from integrity.casework.documents.giving import download
from integrity.casework.documents.showing import shown


@bp.get("/desk/documents/<int:number>/paper.<ending>")
@requires(Permission.DOCUMENTS_READ)
def file(number: int, ending: str) -> Response:
    """One's own paper: the PDF is what counts, the other is for who must go on writing in it."""
    return download(shown(document_views.load(number)), ending)


@bp.get("/desk/letters/<int:number>/paper.pdf")
@requires(Permission.DOCUMENTS_RECEIVE)
def letter_file(number: int) -> Response:
    """What was sent here; that it was opened is logged."""
    found = letter_views.load(number)
    document = found.document
    audit.read(found, "open", by=current_user, at=clock.now())
    return download(shown(document))


@bp.get("/desk/letters/<int:number>/reply.<ending>")
@requires(Permission.DOCUMENTS_RECEIVE)
def reply_file(number: int, ending: str) -> Response:
    """The answer as a letter, for the body's own office system."""
    made = own.reply(letter_views.load(number))
    if made is None:
        raise NotFound
    return download(made, ending)


@bp.get("/desk/deliveries/<int:number>/receipt.<ending>")
@requires(Permission.DOCUMENTS_HANDLE)
def service_receipt(number: int, ending: str) -> Response:
    """What whoever receives the paper in person signs."""
    made = own.service_receipt(delivery_views.load_delivery(number), clock.today())
    return download(made, ending)
