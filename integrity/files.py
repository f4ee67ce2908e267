"""Evidence files: checked by their content, stored under random names, served only as downloads.

What somebody sends is examined before the view runs, when no transaction is open. A file is written
to the disk itself before the transaction commits, so what was acknowledged is there after a power
failure; if the commit fails it lies there, named by nobody.
Nothing is deleted here but what a period of retention ends; see integrity.complaints.
"""

import hashlib
import io
import os
import secrets
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa
import structlog
from flask import Blueprint, Response, current_app, g, request, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.file import FileField
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import FileStorage
from wtforms.validators import StopValidation

from integrity import clock, metadata, runs, scanner
from integrity.audit import service as audit
from integrity.db import SAFE, Model, db, release
from integrity.errors import NotFound, Refused
from integrity.filetypes import ALLOWED, check
from integrity.items import Evidence
from integrity.permissions import REACH_ALL, Permission, public
from integrity.security import most_files

log = structlog.get_logger()
bp = Blueprint("files", __name__, url_prefix="/files")
CHUNK = 1 << 20
POLICY = "default-src 'none'; sandbox"
SENT = 5
"""Files of one form that are examined before its view."""


class NoRoom(Refused):
    """The disk is nearly full, and what is left of it is not for files."""

    title = _l("暂时不能接收文件")


class Missing(NotFound):
    """The database knows the file, the disk does not: something was restored by half."""

    title = _l("文件缺失")
    what_to_do = _l("请与系统管理员联系，从备份恢复文件。")


class Attachment(Model):
    """A file that belongs to one thing, which says who may read it; of nothing, nobody may."""

    id: Mapped[int] = mapped_column(primary_key=True)
    thing: Mapped[str] = mapped_column(sa.String(40))
    thing_id: Mapped[int]
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


class EvidenceField(FileField):
    """A file with the allowed endings; `data` is a FileStorage, or None when nothing was chosen."""

    def __init__(self, label: Any = None, validators: Any = None, **more: Any) -> None:
        more.setdefault("description", _l("PDF、图片、Word、Excel、OFD、CSV 或者文本，单个文件。"))
        more.setdefault("render_kw", {"accept": ",".join(f".{end}" for end in ALLOWED)})
        super().__init__(label, validators, **more)

    def pre_validate(self, form: Any) -> None:
        if self.data:
            try:
                examined(self.data.stream, self.data.filename or "")
            except Refused as refused:
                raise StopValidation(refused.detail or str(refused.title)) from None


@bp.before_app_request
def examine_what_is_sent() -> None:
    """Before the view, and with no transaction open: examining takes long, and a lock stops others.

    Only for those who may send files here: views that take them of anybody, and people logged in.
    """
    if request.method in SAFE or not request.files:
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


def examined(stream: IO[bytes], name: str, *, stripped: bool = False) -> tuple[str, IO[bytes]]:
    """The ending of a file and what of it is stored; raises WrongEvidence and others.

    What was examined before is not examined again.
    """
    known = g.setdefault("examined", {})
    asked = (stream, name, stripped)
    if asked not in known:
        try:
            known[asked] = _examined(stream, name, stripped)
        except Refused as refused:
            known[asked] = refused
    if isinstance(known[asked], Refused):
        raise known[asked]
    return known[asked]  # type: ignore[no-any-return]


def _examined(stream: IO[bytes], name: str, stripped: bool) -> tuple[str, IO[bytes]]:
    ending = check(stream, name, opened=stripped)
    scanner.scan(stream)
    return ending, metadata.stripped(stream, ending) if stripped else stream


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


@dataclass(frozen=True)
class Stored:
    """A file that lies under a random name, and what is known of it."""

    stored: str
    ending: str
    size: int
    sha256: str


def store(stream: IO[bytes], name: str, *, prefix: str = "", stripped: bool = False) -> Stored:
    """Check, scan and write a file that is not yet anybody's; raises WrongEvidence and others.

    stripped: without what tells who made it. The prefix is the folder it lies in.
    """
    ending, content = examined(stream, name, stripped=stripped)
    if shutil.disk_usage(current_app.config["INSTANCE"]).free < current_app.config["FREE_SPACE"]:
        raise NoRoom(_("系统存储空间不足。请先不带文件提交，或者稍后再试。"))
    content.seek(0)
    stored = prefix + secrets.token_hex(16)
    return Stored(stored, ending, *_write(content, path_of(stored)))


def moved(kept: Stored, old: str, new: str) -> Stored:
    """The same file under the prefix of another folder; where it was it stays until it is swept."""
    stored = new + kept.stored.removeprefix(old)
    path = path_of(stored)
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):  # it was claimed before
        os.link(path_of(kept.stored), path)
    _settle(path.parent)
    return replace(kept, stored=stored)


def write(content: bytes, *, prefix: str = "") -> str:
    """Store what we made ourselves; returns its random name, in the folder of the prefix."""
    stored = prefix + secrets.token_hex(16)
    _write(io.BytesIO(content), path_of(stored))
    return stored


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


def of_each(thing: str, ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """The files of each of several things of one table, by its id; one query."""
    found: dict[int, list[Attachment]] = {number: [] for number in ids}
    for attachment in of(thing, found) if found else ():
        found[attachment.thing_id].append(attachment)
    return found


def path_of(stored: str) -> Path:
    """Where a stored name lies."""
    return Path(current_app.config["INSTANCE"]) / "files" / stored[:2] / stored


def delete(names: Iterable[str]) -> int:
    """Delete files under these stored names, as part of a job; returns how many."""

    def one(name: str) -> int:
        path_of(name).unlink(missing_ok=True)
        return 1

    return runs.each("file", names, one)


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


def evidence(attachments: Iterable[Attachment], user: Any) -> list[Evidence]:
    """For the page of an item: titles, with an address where this person may read the file."""
    return [
        Evidence(
            a.name if a.may_be_read_by(user) else _("一份未公开的证据"),
            a.url if a.may_be_read_by(user) else None,
            _(
                "%(note)s %(kb)s KB，SHA-256：%(digest)s",
                note=a.note,
                kb=-(-a.size // 1000),
                digest=a.sha256,
            ).strip(),
        )
        for a in attachments
    ]


def _write(stream: IO[bytes], path: Path) -> tuple[int, str]:
    path.parent.mkdir(parents=True, exist_ok=True)
    size, digest = 0, hashlib.sha256()
    with path.open("xb") as file:
        while chunk := stream.read(CHUNK):
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
        os.fchmod(file.fileno(), 0o600)
        file.flush()
        os.fsync(file.fileno())
    _settle(path.parent)
    return size, digest.hexdigest()


def _settle(folder: Path) -> None:
    """Have the names in a folder, and its own, written to the disk itself."""
    for place in (folder, folder.parent):
        handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
