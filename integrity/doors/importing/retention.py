"""How long the files of imports are kept (LOCAL-RETAIN-IMPORT); what was imported stays."""

from datetime import date, datetime

import sqlalchemy as sa

from integrity.base import runs
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.casework.rules import service as rules
from integrity.doors.importing.models import OPEN, WAITING, Upload
from integrity.doors.importing.models import UploadState as S
from integrity.doors.importing.service import FLOW, FOLDER
from integrity.files import storage

FAMILY = "LOCAL-RETAIN-IMPORT"
DAY = 86400
KEPT = ("first", "changes", "warnings", "rejected")
"""What a report says of single rows."""


def sweep(*, on: date, at: datetime) -> dict[str, int]:
    """Erase the files of uploads whose period is over, and files that belong to none, by count."""
    wanted = sa.select(Upload).where(Upload.erased_on.is_(None), Upload.state.not_in(WAITING))
    kept = db.session.scalars(wanted).all()
    ends = {day: rules.period_end(FAMILY, day, on) for day in {local_day(u.at) for u in kept}}
    over = {upload.id: upload for upload in kept if ends[local_day(upload.at)] < on}
    erased = runs.each(Upload.__tablename__, over, lambda number: _erase(over[number], on, at))
    return {"erased": erased, "files": _sweep_files(at)}


def _erase(upload: Upload, on: date, at: datetime) -> int:
    if upload.state in (S.CHECKED, *OPEN):
        FLOW.go(upload, "lapse", by=audit.SYSTEM, at=at)
        upload.finished_at = at
    for stored in filter(None, (upload.stored, upload.rejects, upload.changes)):
        storage.path_of(stored).unlink(missing_ok=True)
    upload.stored = upload.rejects = upload.changes = None
    upload.columns, upload.erased_on = None, on
    if upload.report:
        upload.report = upload.report | {name: [] for name in KEPT}
    audit.write(upload, "erase", by=audit.SYSTEM, at=at, why=FAMILY)
    return 1


def _sweep_files(at: datetime) -> int:
    """Delete files, a day old, of a transaction that failed or of a run before the last one."""
    folder = storage.path_of(FOLDER).parent
    old = [p for p in folder.glob(f"{FOLDER}*") if at.timestamp() - p.stat().st_mtime > DAY]
    names = sa.union_all(*map(sa.select, (Upload.stored, Upload.rejects, Upload.changes)))
    known = set(db.session.scalars(names)) if old else set()
    return storage.delete(path.name for path in old if path.name not in known)
