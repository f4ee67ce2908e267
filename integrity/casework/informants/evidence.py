"""Files of somebody unknown: with a report, or later with what one side says of it.

What was uploaded survives a form that is refused: the page carries a signed token for each file,
good for two hours. Until the form is sent such a file lies in a folder of its own, which holds only
so much. Names are not kept, for a name may say who took the picture; nor are metadata.
A file that came with words is read by whoever may read the words.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.errors import NotFound, Refused
from integrity.files import attached, storage
from integrity.files.attached import Attachment
from integrity.files.storage import Stored

FOLDER, UNCLAIMED = "c-", "u-"
MOST = 5
"""Files that are sent at once."""
MOST_EVER = 30
"""Files of one report, with all that was said of it."""
SECONDS = 7200
NAME = "附件"


class TooMany(Refused):
    """A report has as many files as it may have."""

    title = _l("附件太多")


class Full(Refused):
    """As many files wait for their forms as may wait."""

    title = _l("附件暂时存不下")


def keep(upload: FileStorage) -> str:
    """Check, clean and store an upload; the token by which it is claimed.

    Raises Full, and what storage.store refuses.
    """
    name = upload.filename or ""
    waiting = sum(known.st_size for _name, known in _lying(UNCLAIMED))
    if waiting > current_app.config["UNCLAIMED_LIMIT"]:
        raise Full(_("等待提交的附件太多，暂时存不下。请先不带附件提交，以后凭回执补充。"))
    stored = storage.store(upload.stream, name, prefix=UNCLAIMED, stripped=True)
    return _signer().dumps([*astuple(stored), name[-60:]])  # type: ignore[no-any-return]


def read(token: str) -> tuple[Stored, str] | None:
    """The stored file of a token and what its owner calls it; None if it is void."""
    try:
        *facts, name = _signer().loads(token, max_age=SECONDS)
    except BadData:
        return None
    stored = Stored(*facts)
    return (stored, name) if storage.path_of(stored.stored).exists() else None


def claim(
    thing: Any,
    tokens: Iterable[str],
    *,
    by: audit.Actor = audit.PUBLIC,
    at: datetime,
    message: Any = None,
) -> int:
    """Make the files of these tokens part of a report, or of words said of it; each only once.

    Returns how many; raises TooMany.
    """
    found = [known[0] for token in tokens if (known := read(token))]
    if not found:
        return 0
    found = [storage.moved(stored, UNCLAIMED, FOLDER) for stored in found]
    wanted = sa.select(Attachment.stored).where(Attachment.stored.in_([f.stored for f in found]))
    taken = set(db.session.scalars(wanted))
    fresh = [stored for stored in found if stored.stored not in taken]
    before = len(of(thing, thing.messages))
    if before + len(fresh) > MOST_EVER:
        raise TooMany(_("一件投诉举报最多 %(most)s 个附件。", most=MOST_EVER))
    for number, stored in enumerate(fresh, start=before + 1):
        name = f"{NAME}{number}.{stored.ending}"
        attached.attach(stored, message or thing, name, public=False, by=by, at=at)
        os.utime(storage.path_of(stored.stored), (at.timestamp(), at.timestamp()))
        audit.write(thing, "attach", by=by, at=at, sha256=stored.sha256)
    return len(fresh)


def of(thing: Any, messages: Iterable[Any]) -> list[Attachment]:
    """The files of a report and of these words of it."""
    return [*attached.of(thing.__tablename__, [thing.id]), *of_words(messages)]


def of_words(messages: Iterable[Any]) -> Sequence[Attachment]:
    """The files that came with these words."""
    said = list(messages)
    return attached.of(said[0].__tablename__, [m.id for m in said]) if said else []


def with_words(messages: Iterable[Any]) -> dict[int, list[Attachment]]:
    """The files that came with these words, by the number of the words."""
    found: dict[int, list[Attachment]] = {}
    for piece in of_words(messages):
        found.setdefault(piece.thing_id, []).append(piece)
    return found


def one(thing: Any, number: int) -> Attachment:
    """One file of a report or of the words said of it; raises NotFound."""
    for piece in of(thing, thing.messages):
        if piece.id == number:
            return piece
    raise NotFound


def drop(ids: Sequence[int], model: Any, said_of: Any) -> int:
    """Delete the files of these reports and of what was said of them. Returns how many.

    said_of: the column of the words that says of which report they are.
    """
    said = db.session.scalars(sa.select(said_of.class_.id).where(said_of.in_(ids))).all()
    table = said_of.class_.__tablename__
    return attached.drop(model.__tablename__, ids) + attached.drop(table, said)


def sweep(*, at: datetime) -> int:
    """Delete what was uploaded to a form that was never sent. Returns how many.

    A file that waits goes when nobody can claim it any more; one that was claimed, but by a
    report that was then not stored, goes after a day.
    """
    now = at.timestamp()
    found = [name for name, known in _lying(FOLDER) if now - known.st_mtime > 86400]
    wanted = sa.select(Attachment.stored).where(Attachment.stored.startswith(FOLDER))
    claimed = set(db.session.scalars(wanted)) if found else set()
    lost = [name for name in found if name not in claimed]
    waiting = [n for n, known in _lying(UNCLAIMED) if now - known.st_mtime > 2 * SECONDS]
    return storage.delete([*lost, *waiting])


def _lying(prefix: str) -> Iterator[tuple[str, os.stat_result]]:
    """The files of a prefix; one may be swept away while they are read."""
    for path in storage.path_of(prefix).parent.glob(f"{prefix}*"):
        with suppress(FileNotFoundError):
            yield path.name, path.stat()


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="complaint-files")
