"""Taking a file of codes, and finding it again; a worker answers it (`running`)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import sqlalchemy as sa

from integrity.base import clock, progress, queue
from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db
from integrity.credit.checks import demands, partitions, register
from integrity.credit.checks.file_checks import reading
from integrity.credit.checks.file_checks.models import (
    CheckFile,
    CheckFileLine,
    CheckFilePart,
    FileState,
)
from integrity.credit.matters import here as matters
from integrity.files import storage

JOB = "check_file"


def receive(
    codes: Iterable[str],
    *,
    purpose: str,
    matter: str,
    case_no: str = "",
    body_id: int,
    by: audit.Actor,
    at: datetime,
) -> CheckFile:
    """Keep the codes of a file until a worker answers them; of the file nothing else is kept.

    Raises WrongBatch, BatchTooLarge, NumberInWords, WrongFile, UnfitHeader.
    """
    words = {"purpose": purpose, "matter": matter, "case_no": case_no}
    said = {name: word.strip() for name, word in words.items()}
    demands.words(said, {})
    asked, count = reading.packed(codes)
    here = matters.here(said["matter"], body_id, local_day(at))
    said["matter"] = here.name or said["matter"]
    made = CheckFile(
        ref=register.new_ref(at),
        body_id=body_id,
        officer=by.name,
        matter_code=here.code,
        codes=count,
        asked=asked,
        at=at,
        **said,
    )
    db.session.add(made)
    db.session.flush()
    audit.write(made, "send", by=by, at=at, codes=count)
    queue.enqueue(JOB, queue="slow", number=made.id)
    return made


def by_ref(ref: str) -> CheckFile | None:
    """The file with this receipt number."""
    return db.session.scalars(sa.select(CheckFile).where(CheckFile.ref == ref)).first()


def begun(made: CheckFile) -> int:
    """About how many percent of it a worker has done; 0 where nobody knows."""
    return (progress.read(JOB, made.id) or (0, 0))[0]


def percent(made: CheckFile) -> int:
    """The same of any file: all of one that was answered, nothing of one that never will be."""
    done = {FileState.WAITING: begun, FileState.ANSWERED: lambda _made: 100}
    return done.get(made.state, lambda _made: 0)(made)


def stands(state: FileState) -> sa.ColumnElement[bool]:
    """The files that stand where it says, as `CheckFile.state` does of one."""
    over = CheckFile.finished_at.is_not(None)
    return {
        FileState.WAITING: ~over,
        FileState.ANSWERED: sa.and_(over, CheckFile.why == ""),
        FileState.REFUSED: sa.and_(over, CheckFile.why != ""),
    }[state]


def waiting() -> Sequence[int]:
    """The numbers of the files that wait for a worker, oldest first."""
    wanted = sa.select(CheckFile.id).where(CheckFile.finished_at.is_(None))
    return db.session.scalars(wanted.order_by(CheckFile.id)).all()


def retire(*, on: date) -> int:
    """End what was kept as long as the register is. Returns how many files."""
    over = sa.select(CheckFile).where(CheckFile.at < clock.at(partitions.kept_from(on)))
    found = db.session.scalars(over.order_by(CheckFile.id)).all()
    numbers = [each.id for each in found]
    storage.delete([each.stored for each in found if each.stored])
    changed(sa.delete(CheckFilePart).where(CheckFilePart.file_id.in_(numbers)))
    changed(sa.delete(CheckFileLine).where(CheckFileLine.file_id.in_(numbers)))
    return changed(sa.delete(CheckFile).where(CheckFile.id.in_(numbers)))
