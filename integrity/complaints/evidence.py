"""Files that come with a complaint: kept while the form is filled in, then part of the complaint.

What was uploaded survives a form that is refused: the page carries a signed token for each file,
good for two hours. Names are not kept, for a name may say who took the picture; nor are metadata.
"""

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app, url_for
from flask_babel import gettext as _
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage

from integrity import files
from integrity.audit import service as audit
from integrity.complaints.models import Complaint
from integrity.db import db
from integrity.errors import NotFound
from integrity.files import Attachment, Stored

FOLDER = "c-"
MOST = 5
SECONDS = 7200
NAME = "附件"


def keep(upload: FileStorage) -> str:
    """Check, clean and store an upload; the token by which it is claimed. Raises Refused."""
    name = upload.filename or ""
    stored = files.store(upload.stream, name, prefix=FOLDER, stripped=True)
    return _signer().dumps([*astuple(stored), name[-60:]])  # type: ignore[no-any-return]


def read(token: str) -> tuple[Stored, str] | None:
    """The stored file of a token and what its owner calls it; None if it is void."""
    try:
        *facts, name = _signer().loads(token, max_age=SECONDS)
    except BadData:
        return None
    stored = Stored(*facts)
    return (stored, name) if files.path_of(stored.stored).exists() else None


def claim(complaint: Complaint, tokens: Iterable[str], *, at: datetime) -> int:
    """Make the files of these tokens part of a complaint; each only once. Returns how many."""
    found = [known[0] for token in tokens if (known := read(token))]
    wanted = sa.select(Attachment.stored).where(Attachment.stored.in_([f.stored for f in found]))
    taken = set(db.session.scalars(wanted))
    fresh = [stored for stored in found if stored.stored not in taken]
    before = len(of(complaint))
    for number, stored in enumerate(fresh, start=before + 1):
        name = f"{NAME}{number}.{stored.ending}"
        files.attach(stored, complaint, name, public=False, by=audit.PUBLIC, at=at)
        audit.write(complaint, "attach", by=audit.PUBLIC, at=at, sha256=stored.sha256)
    return len(fresh)


def of(complaint: Complaint) -> Sequence[Attachment]:
    return files.of(Complaint.__tablename__, [complaint.id])


def one(complaint: Complaint, number: int) -> Attachment:
    """One file of a complaint; raises NotFound."""
    attachment = db.session.get(Attachment, number)
    mine = (Complaint.__tablename__, complaint.id)
    if attachment is None or (attachment.thing, attachment.thing_id) != mine:
        raise NotFound
    return attachment


def shown(complaint: Complaint) -> list[dict[str, Any]]:
    """For the page at the desk: whoever may see the complaint may download its files."""
    return [
        {
            "title": piece.name,
            "href": url_for("complaints.file", ref=complaint.ref, number=piece.id),
            "note": _("%(kb)s KB，下载后打开前请先查毒", kb=-(-piece.size // 1000)),
        }
        for piece in of(complaint)
    ]


def drop(ids: Sequence[int]) -> int:
    """Delete the files of these complaints, rows and content. Returns how many."""
    pieces = files.of(Complaint.__tablename__, ids)
    for piece in pieces:
        files.path_of(piece.stored).unlink(missing_ok=True)
        db.session.delete(piece)
    db.session.flush()
    return len(pieces)


def sweep(*, at: datetime) -> int:
    """Delete what was uploaded to a form that was never sent, after a day. Returns how many."""
    folder = files.path_of(FOLDER).parent
    found = [path for path in folder.glob(f"{FOLDER}*") if _age(path, at) > 86400]
    wanted = sa.select(Attachment.stored).where(Attachment.stored.startswith(FOLDER))
    claimed = set(db.session.scalars(wanted)) if found else set()
    lost = [path for path in found if path.name not in claimed]
    for path in lost:
        path.unlink(missing_ok=True)
    return len(lost)


def _age(path: Any, at: datetime) -> float:
    return at.timestamp() - float(path.stat().st_mtime)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="complaint-files")
