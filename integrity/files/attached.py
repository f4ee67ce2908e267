"""A file as a part of a thing, which says who may read it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import FileStorage

from integrity.base.audit import service as audit
from integrity.base.db import BIG, Model, db
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.files import storage
from integrity.files.filetypes import ALLOWED
from integrity.files.storage import Stored, store


class Missing(NotFound):
    """The database knows the file, the disk does not: something was restored by half."""

    title = _l("文件缺失")
    what_to_do = _l("请与系统管理员联系，从备份恢复文件。")


class Attachment(Model):
    """A file that belongs to one thing, which says who may read it; of nothing, nobody may."""

    id: Mapped[int] = mapped_column(primary_key=True)
    thing: Mapped[str] = mapped_column(sa.String(40))
    thing_id: Mapped[int] = mapped_column(BIG)
    body_id: Mapped[int | None] = mapped_column(sa.ForeignKey("subject.id"))
    name: Mapped[str]
    media_type: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    stored: Mapped[str] = mapped_column(sa.String(40), unique=True)
    public: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_name: Mapped[str]

    __table_args__ = (sa.Index("ix_attachment_thing", "thing", "thing_id"),)

    @property
    def url(self) -> str:
        return url_for("files.download", stored=self.stored, name=self.name)

    @property
    def owner(self) -> Any:
        """The thing it belongs to, if there is such a table and such a row."""
        for mapper in Model.registry.mappers:
            if mapper.local_table.name == self.thing:  # type: ignore[attr-defined]
                return db.session.get(mapper.class_, self.thing_id)
        return None

    def may_be_read_by(self, user: Any) -> bool:
        """Whether this person may have it: the one gate, which asks the thing it belongs to."""
        shows = getattr(self.owner, "shows", None)
        return bool(shows and shows(self, user))


class HasFiles:
    """A thing whose files, unless public, only their body and the office may read."""

    def shows(self, file: Attachment, user: Any) -> bool:
        """Whether this person may have this file; who administers the machine may not."""
        if file.public:
            return True
        if not user.is_authenticated or not user.can(Permission.DESK):
            return False
        office = user.role in REACH_ALL and user.can(Permission.RECORDS_READ)
        return office or (file.body_id is not None and user.body_id == file.body_id)


def save(
    upload: FileStorage,
    thing: Any,
    *,
    public: bool,
    by: audit.Actor,
    at: datetime,
    body_id: int | None = None,
    note: str = "",
) -> Attachment:
    """Store an upload as evidence of a stored thing (a model instance); raises WrongEvidence."""
    name = name_of(upload)
    kept = store(upload.stream, name)
    attachment = attach(kept, thing, name, public=public, by=by, at=at, body_id=body_id, note=note)
    audit.write(thing, "attach", by=by, at=at, why=name, sha256=kept.sha256, public=public)
    return attachment


def name_of(upload: FileStorage) -> str:
    """What a file is called, without the folders it came from."""
    return Path((upload.filename or "").replace("\\", "/")).name[-120:]


def attach(
    kept: Stored,
    thing: Any,
    name: str,
    *,
    public: bool,
    by: audit.Actor,
    at: datetime,
    body_id: int | None = None,
    note: str = "",
) -> Attachment:
    """Make a stored file a part of a thing; the caller logs it."""
    if thing.id is None:
        db.session.flush()
    attachment = Attachment(
        thing=thing.__tablename__,
        thing_id=thing.id,
        body_id=body_id,
        name=name,
        media_type=ALLOWED[kept.ending],
        size=kept.size,
        sha256=kept.sha256,
        stored=kept.stored,
        public=public,
        note=note,
        at=at,
        by_name=by.name,
    )
    db.session.add(attachment)
    db.session.flush()
    return attachment


def of(thing: str, ids: Iterable[int]) -> Sequence[Attachment]:
    """The files of things of one table, oldest first."""
    wanted = sa.select(Attachment).where(
        Attachment.thing == thing, Attachment.thing_id.in_(list(ids))
    )
    return db.session.scalars(wanted.order_by(Attachment.id)).all()


def drop(thing: str, ids: Iterable[int]) -> int:
    """Delete the files of things of one table, whose term is over. Returns how many."""
    gone = of(thing, ids)
    for file in gone:
        storage.path_of(file.stored).unlink(missing_ok=True)
        db.session.delete(file)
    db.session.flush()
    return len(gone)


def of_each(thing: str, ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """The files of each of several things of one table, by its id; one query."""
    found: dict[int, list[Attachment]] = {number: [] for number in ids}
    for attachment in of(thing, found) if found else ():
        found[attachment.thing_id].append(attachment)
    return found
