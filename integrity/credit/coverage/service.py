"""Take reports of approvals, each once; find the checks, as sets; withdraw a wrong report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import changed, db
from integrity.base.errors import Refused
from integrity.credit.checks.file_checks import parts
from integrity.credit.checks.file_checks.models import CheckFile, CheckFileLine
from integrity.credit.checks.models import Check, CheckResult
from integrity.credit.coverage.models import Approval
from integrity.files.spellings import has_identity_number
from integrity.people.subjects import identifiers, kept_codes
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import Subject


class WrongApproval(Refused):
    """A report that cannot be taken: a day to come, a person's number, no case."""

    correctable = True


class ReportedOtherwise(Refused):
    """The same case of the same matter was reported before, with another day or subject."""

    status = 409
    correctable = True


@dataclass(frozen=True)
class Said:
    """What is reported of one approval; `code` of who applied, "" of a person."""

    matter: str
    case_no: str
    decided_on: date
    code: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.matter, self.case_no


Reported = dict[tuple[str, str], tuple[date, str]]
"""The day and the code that were reported of a case of a matter."""


def read(matter: str, case_no: str, decided_on: date | None, code: str, at: datetime) -> Said:
    """What a row says, tidied; raises WrongApproval."""
    said = [word.strip() for word in (matter, case_no, code)]
    if not said[0] or not said[1] or decided_on is None:
        raise WrongApproval(_("须写明事项编码、办件编号和决定日期。"))
    if decided_on > local_day(at):
        raise WrongApproval(_("决定日期不能晚于今天。"))
    if any(map(has_identity_number, said)):
        raise WrongApproval(_("不要填写身份证号码；申请人是自然人的，不填代码。"))
    found = identifiers.normalised(said[2])
    if found and not (identifiers.is_uscc(found) or kept_codes.of([found])):
        raise WrongApproval(_("代码不正确，请核对。"))
    return Said(said[0], said[1], decided_on, found)


def known(body_id: int, cases: Sequence[str]) -> dict[tuple[str, str], Approval]:
    """What a body reported of these cases, by matter and case."""
    wanted = sa.select(Approval).where(
        Approval.body_id == body_id,
        Approval.case_no.in_(cases),
        Approval.withdrawn_at.is_(None),
    )
    return {(a.matter_code, a.case_no): a for a in db.session.scalars(wanted)}


def reported(body_id: int, cases: Sequence[str]) -> Reported:
    """The same without anything else."""
    return {key: (a.decided_on, a.code) for key, a in known(body_id, cases).items()}


def fresh(
    body: Subject,
    said: Said,
    before: Reported,
    by_code: Mapping[str, Subject],
    *,
    by: audit.Actor,
    at: datetime,
) -> dict[str, Any] | None:
    """The columns of a new report, None for the same again. Raises ReportedOtherwise.

    `before` is what the body said of these cases, and gets what is new.
    """
    facts = (said.decided_on, said.code)
    if said.key in before:
        if before[said.key] != facts:
            raise ReportedOtherwise(_("该办件已经以不同的日期或者代码报送；报送有误的，先撤回。"))
        return None
    before[said.key] = facts
    subject = by_code.get(said.code)
    return {
        "body_id": body.id,
        "matter_code": said.matter,
        "case_no": said.case_no,
        "code": said.code,
        "subject_id": subject.id if subject else None,
        "decided_on": said.decided_on,
        "reported_by": by.name,
        "reported_at": at,
    }


def report(
    body: Subject, said: Sequence[Said], *, by: audit.Actor, at: datetime
) -> list[bool | Refused]:
    """Enter many of one body; of each whether it was new, or why it is refused."""
    cases = [one.case_no for one in said]
    before = reported(body.id, cases)
    by_code = subjects.by_codes([one.code for one in said if one.code])
    rows: list[dict[str, Any]] = []
    results: list[bool | Refused] = []
    for one in said:
        try:
            row = fresh(body, one, before, by_code, by=by, at=at)
        except ReportedOtherwise as refused:
            results.append(refused)
        else:
            rows += [row] if row else []
            results.append(row is not None)
    if rows:
        db.session.execute(sa.insert(Approval.__table__), rows)  # type: ignore[arg-type]
        audit.write(body, "report_approvals", by=by, at=at, number=len(rows))
        match(Approval.body_id == body.id, Approval.case_no.in_(cases))
    return results


def withdraw(approval: Approval, why: str, *, by: audit.Actor, at: datetime) -> None:
    """A report was wrong: it is no longer counted, and stays with the reasons.

    Raises WrongApproval.
    """
    if approval.withdrawn_at is not None:
        raise WrongApproval(_("该办件已经撤回。"))
    approval.withdrawn_at, approval.withdrawn_by = at, by.name
    approval.withdrawn_why = why.strip()
    audit.write(approval, "withdraw", by=by, at=at, why=why)


def match(*which: sa.ColumnElement[bool]) -> int:
    """Find the checks of the approvals that have none yet, as sets; returns how many.

    A check counts that the same body made for the same case and matter by the day of decision, of
    who applied where that is known, and of how things stood on its own day. A file of codes counts
    only for who stands in it.
    """
    db.session.flush()
    same = sa.and_(
        Check.body_id == Approval.body_id,
        Check.case_no == Approval.case_no,
        Check.matter_code == Approval.matter_code,
        _day_of(Check.at) <= Approval.decided_on,
        Check.as_of == _day_of(Check.at),
    )
    lacking = (Approval.checked_by.is_(None), Approval.withdrawn_at.is_(None), *which)
    columns: list[Any] = [Approval.id, sa.func.max(Check.id).label("check_id")]
    pairs = sa.select(*columns)
    named = (
        pairs.join(CheckResult, CheckResult.subject_id == Approval.subject_id)
        .join(Check, sa.and_(Check.id == CheckResult.check_id, same))
        .where(*lacking)
    )
    unnamed = pairs.join(Check, same).where(
        Approval.subject_id.is_(None), ~parts.is_part(), *lacking
    )
    checked = sum(_matched(found, "check_id") for found in (named, unnamed))
    return checked + sum(_matched(found, "check_file_id") for found in _in_files(*lacking))


def _in_files(*lacking: sa.ColumnElement[bool]) -> list[sa.Select[Any]]:
    """The files in which who applied stands: by who it is, or by a code that nobody had."""
    columns: list[Any] = [Approval.id, sa.func.max(CheckFile.id).label("check_file_id")]
    same = sa.and_(
        CheckFile.body_id == Approval.body_id,
        CheckFile.case_no == Approval.case_no,
        CheckFile.matter_code == Approval.matter_code,
        CheckFile.as_of <= Approval.decided_on,
    )
    unknown = sa.and_(Approval.subject_id.is_(None), Approval.code != "")
    pairs = sa.select(*columns).join(CheckFile, same)
    mine = CheckFileLine.file_id == CheckFile.id
    known = pairs.join(
        CheckFileLine, sa.and_(mine, CheckFileLine.subject_id == Approval.subject_id)
    )
    coded = pairs.join(CheckFileLine, sa.and_(mine, CheckFileLine.code == Approval.code))
    return [known.where(*lacking), coded.where(unknown, *lacking)]


def _matched(pairs: sa.Select[Any], column: str) -> int:
    found = pairs.group_by(Approval.id).subquery()
    update = sa.update(Approval).where(Approval.id == found.c.id)
    return changed(update.values({column: found.c[column]}))


def _day_of(moment: Any) -> sa.ColumnElement[Any]:
    """The day of a moment here, in the words of the database."""
    if db.engine.dialect.name == "postgresql":
        return sa.cast(sa.func.timezone("Asia/Shanghai", moment), sa.Date)
    return sa.func.date(moment, "+8 hours", type_=sa.Date)
