"""Answering a file of codes as sets: who has them, of whom something is on record, one register.

A run is one transaction. A worker that dies leaves the file waiting and nothing registered, and the
timetable runs it again. If anything that answers rest on moves meanwhile, they are made again.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

import orjson
import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import aliased

from integrity.base import progress, runs
from integrity.base.audit import service as audit
from integrity.base.bulk import fill, measured, staged, write
from integrity.base.clock import local_day
from integrity.base.db import changed, db, in_batches
from integrity.credit.checks import answering, fence, words
from integrity.credit.checks.answering import Told
from integrity.credit.checks.file_checks import parts, reading
from integrity.credit.checks.file_checks.models import CheckFile, CheckFileLine
from integrity.credit.checks.file_checks.service import JOB
from integrity.credit.checks.models import VERDICT_NAMES, Verdict
from integrity.credit.checks.queries import Asked
from integrity.credit.matters import here as matters
from integrity.credit.records.models import CreditRecord
from integrity.credit.relations.models import Relation
from integrity.credit.sanctions import service as sanctions
from integrity.credit.sanctions.models import ListEntry
from integrity.files import storage
from integrity.files.exports import RUN, disarmed
from integrity.people.subjects.identifiers import is_uscc
from integrity.people.subjects.kept_codes import KeptCode
from integrity.people.subjects.models import Subject, SubjectKind

TRIES = 3
"""Runs of one file that may fail, before it is refused."""
COPIED, LOOKED_UP = 50_000, 1000
"""Codes that are sent at once, and subjects on record that are looked up at once."""
PREFIX = "k-"
SAID = ("lists", "records", "measures", "said")
STAGED, TOLD, REGISTERED, WHOLE = 20, 60, 80, 100
"""Percent of a run that is over when the codes are there, are looked up, and are registered."""


def work(number: int, *, at: datetime) -> dict[str, int]:
    """Answer one file; nothing if it is answered, or another worker is at it."""
    wanted = sa.select(CheckFile).where(CheckFile.id == number, CheckFile.finished_at.is_(None))
    made = db.session.scalars(wanted.with_for_update(skip_locked=True)).first()
    if made is None:
        return {"skipped": 1}
    made.finished_at = at
    if runs.unfinished(JOB, number, made.at) > TRIES:
        made.why = _("多次处理未能完成，没有登记任何结果；请与系统管理员联系。")
        made.asked = None
        audit.write(made, "refuse", by=audit.SYSTEM, at=at, why=made.why)
        return {"refused": 1}
    told = _answered(made, at)
    _register(made, *told)
    parts.keep(made, told[1], at=at)
    progress.note(JOB, number, REGISTERED, WHOLE)
    made.stored = PREFIX + made.ref.replace("-", "")
    with TemporaryFile() as file:
        _write(*told, file)
        made.answer_digest = storage.renew(file, made.stored)
    made.asked = None
    progress.forget(JOB, number)
    audit.write(made, "answer", by=audit.SYSTEM, at=at, sha256=made.answer_digest)
    return {"answered": made.codes}


def _answered(made: CheckFile, at: datetime) -> tuple[sa.Table, sa.Table]:
    """The codes, and what is told of those of whom more is known than that they are there."""
    asked = staged("asked_code", sa.Column("line", sa.Integer), sa.Column("code", sa.String(18)))
    codes = reading.unpacked(made.asked or b"")
    for some in in_batches(enumerate(codes, start=1), COPIED):
        fill(asked, ("line", "code"), some)
        progress.note(JOB, made.id, STAGED * some[-1][0] // len(codes), WHOLE)
    del codes
    measured(asked)
    made.as_of = local_day(at)
    for left in reversed(range(answering.TRIES)):
        version, made.list_version = fence.version(), sanctions.version()
        told = staged("told_code", *_columns())
        for rows in _told(made, asked):
            fill(told, told.c.keys(), rows)
        measured(told)
        if version == fence.version() or not left:
            break
        db.session.expire_all()
    return asked, told


def _columns() -> list[sa.Column[Any]]:
    text = (sa.Column(name, sa.Text) for name in SAID)
    known = (
        sa.Column("code", sa.String(18), primary_key=True),
        sa.Column("subject_id", sa.Integer),
    )
    return [*known, sa.Column("verdict", sa.String(40)), *text, *parts.columns()]


def _told(made: CheckFile, asked: sa.Table) -> Iterator[list[tuple[Any, ...]]]:
    """Rows about whoever is on record, or was; and about codes that are none."""
    day = made.as_of or local_day(made.at)
    here = matters.here(made.matter_code or made.matter, made.body_id, day)
    about = f"{made.purpose} {here.name or made.matter}"
    known, over = _on_record(asked) | _kept(asked), 0
    for some in in_batches(known.items(), LOOKED_UP):
        found = answering.of_codes(
            {code: query for code, (query, _line) in some},
            about=about,
            here=here,
            body_id=made.body_id,
            on=day,
            lists=made.list_version or 0,
        )
        yield [_row(code, told, known[code][1]) for code, told in found.items()]
        over += len(some)
        share = (TOLD - STAGED) * over // len(known)
        progress.note(JOB, made.id, STAGED + share, WHOLE)
        db.session.expire_all()
    wrong = _wrong()
    for codes in in_batches(_unknown(asked), COPIED):
        nothing = (*parts.NOTHING,)
        yield [
            (c, None, Verdict.ERROR, "", "", "", wrong, *nothing) for c in codes if not is_uscc(c)
        ]


def _on_record(asked: sa.Table) -> dict[str, tuple[Asked, int]]:
    """Queries about whoever is on record, by code, each with the first line that has it."""
    known = sa.union(
        sa.select(ListEntry.subject_id),
        sa.select(CreditRecord.subject_id),
        sa.select(Relation.related_id),
        sa.select(Subject.id).where(Subject.merged_into_id.is_not(None)),
    ).subquery()
    wanted = (
        sa.select(asked.c.code, sa.func.min(asked.c.line).label("line"))
        .join(Subject, Subject.uscc == asked.c.code)
        .where(Subject.id.in_(sa.select(known)))
    )
    found = db.session.execute(wanted.group_by(asked.c.code).order_by(asked.c.code))
    return {row.code: (Asked(uscc=row.code), row.line) for row in found}


def _kept(asked: sa.Table) -> dict[str, tuple[Asked, int]]:
    """The same about whoever has a code that was kept though it breaks the rule."""
    wanted = (
        sa.select(asked.c.code, Subject.uscc, sa.func.min(asked.c.line).label("line"))
        .join(KeptCode, KeptCode.code == asked.c.code)
        .join(KeptCode.subject)
        .group_by(asked.c.code, Subject.uscc)
        .order_by(asked.c.code)
    )
    found = db.session.execute(wanted)
    return {row.code: (Asked(uscc=row.uscc, written=row.code), row.line) for row in found}


def _unknown(asked: sa.Table) -> Sequence[str]:
    """The codes that nobody has."""
    own = sa.exists().where(Subject.uscc == asked.c.code)
    kept = sa.exists().where(KeptCode.code == asked.c.code)
    wanted = sa.select(asked.c.code).distinct().where(asked.c.code != "", ~own, ~kept)
    return db.session.scalars(wanted.order_by(asked.c.code)).all()


def _row(code: str, told: Told, line: int) -> tuple[Any, ...]:
    """What is told of one code, as cells, and what is kept of the answer."""
    said = orjson.loads(told.text)
    lists = (f"{e['list_name']} {e['ground_name']}" for e in said.get("entries", ()))
    records = (f"{r['id']} {r['summary']}" for r in said.get("records", ()))
    measures = map(words.measure, said.get("measures", ()))
    reasons = said.get("explanations") or {"error": said.get("error", "")}
    cells = (disarmed("；".join(each)) for each in (lists, records, measures, reasons.values()))
    return code, told.subject_id, told.verdict, *cells, *parts.kept(told, said, line)


def _wrong() -> str:
    """What is said of a line that has no code, or one that nobody can have."""
    return _("代码不正确，请核对。")


def _register(made: CheckFile, asked: sa.Table, told: sa.Table) -> None:
    """A narrow row for each line, in one statement, and how often each verdict was given."""
    subject_id = sa.func.coalesce(told.c.subject_id, Subject.id)
    columns = ["file_id", "line", "code", "subject_id", "verdict"]
    rows = _joined(asked, told, sa.literal(made.id), asked.c.line, asked.c.code, subject_id)
    changed(sa.insert(CheckFileLine).from_select(columns, rows.add_columns(_verdict(asked, told))))
    verdict = CheckFileLine.verdict
    counted = sa.select(verdict, sa.func.count()).where(CheckFileLine.file_id == made.id)
    given = db.session.execute(counted.group_by(verdict).order_by(verdict))
    made.counts = {found.value: number for found, number in given}


def _write(asked: sa.Table, told: sa.Table, file: IO[bytes]) -> None:
    """A line for each code, in the order in which they were sent."""
    now, verdict = aliased(Subject), _verdict(asked, told)
    names = {each.value: str(word) for each, word in VERDICT_NAMES.items()}
    name = sa.case((told.c.subject_id.is_(None), _name(Subject)), else_=_name(now))
    said = sa.case((asked.c.code == "", _wrong()), else_=told.c[SAID[-1]])
    receipt = sa.case((told.c.line == asked.c.line, told.c.receipt), else_="")
    wanted = (
        _joined(asked, told, asked.c.line, asked.c.code, verdict, sa.case(names, value=verdict))
        .add_columns(name, *(told.c[each] for each in SAID[:-1]), said, receipt)
        .outerjoin(now, now.id == told.c.subject_id)
        .order_by(asked.c.line)
    )
    file.write(b"\xef\xbb\xbf" + ",".join(_header()).encode() + b"\n")
    write(wanted, file)


def _joined(asked: sa.Table, told: sa.Table, *columns: Any) -> sa.Select[Any]:
    """The lines with whose code it is, and what is told of them."""
    found = sa.select(*columns).select_from(asked)
    found = found.outerjoin(Subject, Subject.uscc == asked.c.code)
    return found.outerjoin(told, told.c.code == asked.c.code)


def _verdict(asked: sa.Table, told: sa.Table) -> sa.ColumnElement[str]:
    otherwise = sa.case(
        (asked.c.code == "", Verdict.ERROR.value),
        (Subject.id.is_(None), Verdict.UNIDENTIFIED.value),
        else_=Verdict.CLEAR.value,
    )
    return sa.func.coalesce(told.c.verdict, otherwise)


def _name(subject: Any) -> sa.ColumnElement[str]:
    """What somebody is called, if that is told, so that no spreadsheet runs it."""
    named = sa.and_(subject.public, subject.kind != SubjectKind.PERSON)
    runs_ = sa.func.substr(subject.name, 1, 1).in_((*RUN, "'"))
    return sa.case((~named, ""), (runs_, "'" + subject.name), else_=subject.name)


def _header() -> list[str]:
    return [
        _("行号"),
        _("代码"),
        _("结论"),
        _("结论说明"),
        _("登记名称"),
        _("名单"),
        _("信用记录"),
        _("措施及依据"),
        _("说明"),
        _("须登记使用情况的回执编号"),
    ]
