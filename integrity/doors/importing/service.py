"""Receiving a file, checking it, importing it once somebody has read what would happen.

The row and the file are committed before any job is sent. The file is read before the transaction
that imports it, so nobody waits for that. A run is one transaction: a worker that dies in the
middle leaves the row waiting and nothing imported, and the timetable runs it again. What was
confirmed is what is entered: if data has changed so that it would be something else, a person is
shown what it would be now and asked again.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from integrity.base import progress, queue, runs
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db, release
from integrity.base.errors import Refused
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.states import Flow, Move
from integrity.doors.importing import kinds, mappings
from integrity.doors.importing.models import OPEN, STATE_NAMES, WAITING, Upload
from integrity.doors.importing.models import UploadState as S
from integrity.files import attached, imports, storage
from integrity.people.accounts.models import User
from integrity.people.subjects import aliases

FOLDER = "i-"
JOB = "import_upload"
SHOWN = 200
"""Changes and rejected rows that the page keeps; their files have them all."""
TRIES = 3
"""How often a run may die before a person has to look."""
FLOW = Flow(
    free=dict.fromkeys(
        (S.UPLOADED, S.CHECKED, S.CONFIRMED, *OPEN), "who uploaded it may leave it; it lapses"
    ),
    confirm=Move({S.CHECKED}, S.CONFIRMED, Permission.DESK),
    abandon=Move({S.CHECKED, *OPEN}, S.ABANDONED, Permission.DESK),
    choose=Move({S.ASKED}, S.UPLOADED, Permission.DESK),
    check=Move({S.UPLOADED}, S.CHECKED),
    ask=Move({S.UPLOADED}, S.ASKED),
    ask_columns=Move(WAITING, S.UNMAPPED),
    map=Move({S.UNMAPPED, S.CHECKED}, S.UPLOADED, Permission.DESK),
    finish=Move({S.CONFIRMED}, S.IMPORTED),
    recheck=Move({S.CONFIRMED}, S.CHECKED),
    refuse=Move(WAITING, S.REFUSED),
    fail=Move(WAITING, S.FAILED),
    lapse=Move({S.CHECKED, *OPEN}, S.ABANDONED),
)
FLOW.names.update(STATE_NAMES)


class NothingToImport(Refused):
    """No row of the file would change anything."""

    title = _l("没有可以导入的内容")


class NoSheet(Refused):
    """None of the sheets between which somebody has to choose."""

    title = _l("请选择工作表")


def visible(user: User) -> sa.ColumnElement[bool]:
    """The condition for uploads of the kinds and of the body of a person."""
    mine = Upload.kind.in_(kinds.open_to(user))
    if user.role in REACH_ALL:
        return mine
    own = sa.or_(Upload.body_id == (user.body_id or 0), Upload.by_id == user.id)
    return sa.and_(mine, own)


def receive(kind: str, file: FileStorage, *, by: User, at: datetime) -> Upload:
    """Store a file and have it checked; raises NotFound, WrongEvidence, Infected."""
    kinds.named(kind, by)
    name = attached.name_of(file)
    kept = storage.store(file.stream, name, prefix=FOLDER)
    upload = Upload(
        kind=kind,
        name=name,
        stored=kept.stored,
        size=kept.size,
        sha256=kept.sha256,
        state=S.UPLOADED,
        body_id=by.body_id,
        by_id=by.id,
        by_name=by.name,
        at=at,
    )
    db.session.add(upload)
    audit.write(upload, "upload", by=by, at=at, target=S.UPLOADED, kind=kind, sha256=kept.sha256)
    queue.enqueue(JOB, queue="slow", number=upload.id)
    return upload


def choose(upload: Upload, sheet: str, *, by: User, at: datetime) -> None:
    """Say which sheet of a workbook is meant, and have it checked; raises NoSheet."""
    FLOW.check(upload, "choose")
    if sheet not in upload.sheets:
        raise NoSheet(_("请从列出的工作表中选择一张。"))
    FLOW.go(upload, "choose", by=by, at=at, sheet=sheet)
    upload.sheet, upload.sheets = sheet, []
    queue.enqueue(JOB, queue="slow", number=upload.id)


def say_columns(upload: Upload, keep: bool, *, by: User, at: datetime, **columns: str) -> None:
    """Say what each column of a file is, and have it checked; raises WrongColumns.

    `columns` are keys by c0, c1 and so on, "" for what is not read.
    """
    FLOW.check(upload, "map")
    header, heads = upload.columns or {"words": []}, kinds.importers()[upload.kind].heads
    keys = [columns.get(f"c{place}", "") for place in range(len(header["words"]))]
    mappings.demand_each_once(keys, heads)
    FLOW.go(upload, "map", by=by, at=at, columns=dict(zip(header["words"], keys, strict=True)))
    said = {"words": header["words"], "keys": keys}
    upload.meaning = {**said, "by": by.name, "on": local_day(at).isoformat()}
    upload.report = None
    if keep:
        mappings.keep(upload, keys, by=by, at=at)
    queue.enqueue(JOB, queue="slow", number=upload.id)


def confirm(upload: Upload, *, by: User, at: datetime) -> None:
    """Have it imported; whoever confirms it answers for it. Raises NothingToImport."""
    FLOW.check(upload, "confirm")
    if not upload.would_change:
        raise NothingToImport(_("文件中没有新增或者更新的行。"))
    FLOW.go(upload, "confirm", by=by, at=at)
    upload.confirmed_by_id, upload.confirmed_by_name, upload.confirmed_at = by.id, by.name, at
    upload.why = ""
    queue.enqueue(JOB, queue="slow", number=upload.id)


def abandon(upload: Upload, *, by: User, at: datetime) -> None:
    """Leave it at the check."""
    FLOW.go(upload, "abandon", by=by, at=at)
    upload.finished_at = at
    kinds.forget_persons(upload)


def waiting() -> Sequence[int]:
    """The numbers of the uploads for which a worker has something to do, oldest first."""
    wanted = sa.select(Upload.id).where(Upload.state.in_(WAITING)).order_by(Upload.id)
    return db.session.scalars(wanted).all()


def work(number: int, *, at: datetime) -> dict[str, int]:
    """Check or import one upload, whichever it waits for; nothing if another worker is at it."""
    upload = _taken(number)
    if upload is None:
        return {"skipped": 1}
    person = _person(upload)
    if why := _hindrance(upload, person):
        _end(upload, "fail", why, person, at)
        return {"failed": 1}
    moves, path, sheet = upload.moves, storage.path_of(upload.stored or ""), upload.sheet
    release()
    table = _read(path, sheet)
    upload = _taken(number)
    if upload is None or upload.moves != moves:
        return {"skipped": 1}
    return _finished(upload, table, at)


def _taken(number: int) -> Upload | None:
    """An upload that waits for a worker, unless another one has it."""
    wanted = sa.select(Upload).where(Upload.id == number, Upload.state.in_(WAITING))
    locked = wanted.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    return db.session.scalars(locked).first()


def _person(upload: Upload) -> User:
    """Who answers for what the run does."""
    return db.session.get_one(User, upload.confirmed_by_id or upload.by_id)


def _hindrance(upload: Upload, person: User) -> str:
    """Why nothing can be done with an upload; "" if it can."""
    if upload.kind not in kinds.open_to(person) or not person.is_active:
        return _("办理人已没有导入这类数据的权限。")
    if runs.unfinished(JOB, upload.id, upload.confirmed_at or upload.at) > TRIES:
        return _("多次处理未能完成，未导入任何内容；请与系统管理员联系。")
    return ""


def _read(path: Path, sheet: str) -> imports.Sheet | Refused:
    """The table in a file, or why there is none; asks nothing of the database."""
    try:
        return imports.opened(path, sheet)
    except Refused as refused:
        return refused


def _finished(upload: Upload, table: imports.Sheet | Refused, at: datetime) -> dict[str, int]:
    """Do what an upload waits for with its table; what was done, by count."""
    person = _person(upload)
    try:
        if isinstance(table, Refused):
            raise table
        counts = _run(upload, table, person, at)
    except imports.UnfitHeader as unfit:
        FLOW.go(upload, "ask_columns", by=person, at=at)
        upload.columns, upload.why = mappings.described(unfit.header), unfit.detail
        counts = {"asked": 1}
    except imports.SeveralSheets as several:
        FLOW.go(upload, "ask", by=person, at=at)
        upload.sheets = list(several.names)
        counts = {"asked": 1}
    except Refused as refused:
        _end(upload, "refuse", refused.detail or str(refused.title), person, at)
        counts = {"refused": 1}
    progress.forget(JOB, upload.id)
    return counts


def _run(upload: Upload, table: imports.Sheet, person: User, at: datetime) -> dict[str, int]:
    dry = upload.state is S.UPLOADED
    with db.session.begin_nested() as everything, aliases.written_by(person.body) as said:
        report = imports.run(
            kinds.open_to(person)[upload.kind],
            table,
            by=person,
            at=at,
            dry_run=dry,
            said=mappings.meanings(upload),
            progress=lambda done, total: progress.note(JOB, upload.id, done, total),
        )
        if not (dry or _is_as_confirmed(upload, report)):
            everything.rollback()
            report.dry_run = True
    aliases.propose(said, at)
    _keep(upload, report)
    _note_columns(upload, report)
    if report.dry_run and not dry:
        return _ask_again(upload, report, at)
    FLOW.go(upload, "check" if dry else "finish", by=person, at=at, counts=report.counts())
    upload.finished_at = None if dry else at
    if not dry:
        kinds.forget_persons(upload)
    return report.counts()


def _is_as_confirmed(upload: Upload, report: imports.Report) -> bool:
    """Whether a run did exactly what was shown to whoever confirmed it."""
    return bool((upload.report or {}).get("fingerprint") == report.fingerprint())


def _ask_again(upload: Upload, report: imports.Report, at: datetime) -> dict[str, int]:
    """Show what it would do now; nothing of it was imported."""
    FLOW.go(upload, "recheck", by=audit.SYSTEM, at=at, counts=report.counts())
    upload.confirmed_by_id, upload.confirmed_by_name, upload.confirmed_at = None, "", None
    upload.why = _("检查之后数据有了变动，结果与您确认的不同，没有导入。请重新核对后再确认。")
    return {"asked": 1}


def _keep(upload: Upload, report: imports.Report) -> None:
    """Keep what was found; the files of an earlier run are swept later."""
    upload.report = {"dry_run": report.dry_run, **report.as_json(SHOWN)}
    kept = report.rejected and not report.importer.hidden
    upload.rejects = storage.write(report.rejects(), prefix=FOLDER) if kept else None
    upload.changes = storage.write(report.differences(), prefix=FOLDER) if report.changes else None


def _note_columns(upload: Upload, report: imports.Report) -> None:
    """Note the header that was found, and by what somebody said before it was understood."""
    upload.columns, upload.why = mappings.described(report.header), ""
    kept = mappings.known(upload, report.header.words)
    if kept and not upload.meaning:
        said = {"words": kept.words, "keys": kept.keys}
        upload.meaning = {**said, "by": kept.by_name, "on": local_day(kept.at).isoformat()}


def _end(upload: Upload, move: str, why: str, person: User, at: datetime) -> None:
    FLOW.go(upload, move, by=person, at=at, why=why)
    upload.why, upload.finished_at = why, at
    kinds.forget_persons(upload)
