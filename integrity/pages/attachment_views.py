"""What is sent is examined before the view, and what is stored is given out as a download."""

from contextlib import suppress
from typing import Any

import sqlalchemy as sa
import structlog
from flask import Blueprint, Response, request, send_file
from flask_babel import gettext as _
from flask_login import current_user

from integrity.base import clock
from integrity.base.audit import service as audit
from integrity.base.db import SAFE, db, release
from integrity.base.errors import NotFound, Refused
from integrity.base.security import most_files
from integrity.base.stamps import public
from integrity.files.attached import Attachment, Missing
from integrity.files.examination import examined
from integrity.files.storage import path_of

log = structlog.get_logger()
bp = Blueprint("files", __name__, url_prefix="/files")
POLICY = "default-src 'none'; sandbox"
SENT = 5
"""Files of one form that are examined before its view."""


@bp.before_app_request
def examine_what_is_sent() -> None:
    """Before the view, and with no transaction open: examining takes long, and a lock stops others.

    Only for those who may send files here: views that take them of anybody, and people logged in.
    """
    if request.method in SAFE or request.is_json or not request.files:
        return
    anybody = most_files()
    if not anybody and not current_user.is_authenticated:
        return
    sent = [file for _field, file in request.files.items(multi=True) if file.filename]
    if sent:
        release()
    for file in sent[: anybody or SENT]:
        with suppress(Refused):  # said where the file is used
            examined(file.stream, file.filename or "", stripped=bool(anybody))


def send(attachment: Attachment, *, to: Any = None) -> Response:
    """The file as a download that no browser runs; which user took what is not public is logged."""
    path = path_of(attachment.stored)
    if not path.exists():
        log.error("a file is missing", attachment=attachment.id)
        raise Missing(_("这份文件有登记，但在服务器上没有找到。"))
    if to and to.is_authenticated and not attachment.public:
        audit.read(attachment, "download", by=to, at=clock.now())
    response = send_file(
        path,
        mimetype=attachment.media_type,
        as_attachment=True,
        download_name=attachment.name,
        etag=attachment.sha256,
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@bp.get("/<stored>/<name>")
@bp.get("/<int:number>/<name>")
@public
def download(name: str, stored: str = "", number: int = 0) -> Response:
    """One evidence file, to whom it is shown.

    Its address is random: numbers would tell how many files there are that nobody may see. Those
    that were given before stay good.
    """
    mine = Attachment.id == number if number else Attachment.stored == stored
    attachment = db.session.scalars(sa.select(Attachment).where(mine)).first()
    if attachment is None or not attachment.may_be_read_by(current_user):
        raise NotFound
    return send(attachment, to=current_user)
