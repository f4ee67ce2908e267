"""What may be done with a court case, by the court, by the office and by the body."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotFound
from integrity.casework.deadlines import day_after
from integrity.casework.streams import breach
from integrity.people.subjects.models import Subject
from integrity.streams.courts.errors import StillOwed, WrongCase, WrongDay
from integrity.streams.courts.heartbeats import heartbeat, silent
from integrity.streams.courts.models import ENDING_NAMES, CaseOutcome, CourtCase, Ending
from integrity.streams.courts.models import CaseState as S
from integrity.streams.courts.pushes import FLOW, CaseData, key, receive, source_of

__all__ = ["FLOW", "CaseData", "heartbeat", "receive", "silent", "source_of"]


def assign(case: CourtCase, *, by: audit.Actor, at: datetime, why: str = "") -> None:
    """Give the case to the body; its term runs from this day (LOCAL-COURT), if that is in time.

    A late dispatch gives no later day, nor does the dispatch of a case that was revived.
    """
    on, late = local_day(at), case.step_days_late(local_day(at)) > 0
    FLOW.go(case, "assign", by=by, at=at, why=why)
    if not late and not case.assigned:
        case.run_from("LOCAL-COURT", on)
    case.assigned = True


def settle_anew(case: CourtCase, on: date) -> None:
    """Another body performs: its term runs from now, or from its own dispatch if in time."""
    case.assigned = False
    case.run_from("LOCAL-COURT", on)


def accept(case: CourtCase, *, by: audit.Actor, at: datetime, why: str = "") -> None:
    """The body signs for the case."""
    FLOW.go(case, "accept", by=by, at=at, why=why)


def start(case: CourtCase, *, by: audit.Actor, at: datetime, why: str = "") -> None:
    """The body begins to perform."""
    FLOW.go(case, "start", by=by, at=at, why=why)


def perform(case: CourtCase, done_on: date, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The body says it performed on a day; only the court can confirm it."""
    _report(case, "perform", done_on, why, by, at)


def settle(case: CourtCase, done_on: date, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The body says it settled with the creditor on a day."""
    _report(case, "settle", done_on, why, by, at)


def confirm(
    case: CourtCase,
    performed_on: date,
    *,
    by: Any,
    at: datetime,
    why: str = "",
    outcome: CaseOutcome | None = None,
) -> None:
    """The court that pushed the case confirms it; nobody else can. Lateness is by performed_on.

    In any open state: what the court enforced itself (强制划拨) needs no report of the body.
    `outcome`: performed or settled; None: as the body reported, else performed. Raises WrongCase.
    """
    _court_only(case, by)
    _check_day(case, performed_on, at)
    reported = CaseOutcome.SETTLED if case.state is S.SETTLED else CaseOutcome.PERFORMED
    outcome = CaseOutcome(outcome or reported)
    if outcome is CaseOutcome.TERMINATED:
        raise WrongCase(_("只能确认已履行或者已和解。"))
    FLOW.go(case, "confirm", by=by, at=at, why=why, performed_on=str(performed_on))
    case.outcome, case.closed_on = outcome, performed_on
    if outcome is CaseOutcome.PERFORMED:
        case.performed = case.owed


def send_back(case: CourtCase, why: str, *, by: Any, at: datetime) -> None:
    """The court finds that the duty is not performed: what the body reported does not count."""
    _court_only(case, by)
    FLOW.go(case, "send_back", by=by, at=at, why=why)
    case.deny_claim()


def progress(case: CourtCase, performed: Decimal, *, by: Any, at: datetime, why: str = "") -> None:
    """The court records how much was performed so far, in all. Raises WrongCase."""
    _court_only(case, by)
    if not case.performed <= performed <= case.owed:
        raise WrongCase(_("累计已履行金额不能减少，也不能超过应履行金额。"))
    FLOW.go(case, "progress", by=by, at=at, why=why, performed=str(performed))
    case.performed = performed


def end_round(case: CourtCase, why: str, *, by: Any, at: datetime) -> None:
    """终结本次执行: the court finds nothing to enforce now; the debt stays, open and late."""
    _court_only(case, by)
    FLOW.go(case, "end_round", by=by, at=at, why=why)
    case.deny_claim()


def revive(case: CourtCase, why: str, *, by: Any, at: datetime) -> None:
    """恢复执行: the court enforces again; the office dispatches it again, with its old day."""
    _court_only(case, by)
    FLOW.go(case, "revive", by=by, at=at, why=why)


def terminate(
    case: CourtCase, why: str, *, by: Any, at: datetime, ending: Ending | str | None = None
) -> None:
    """终结执行: nothing is owed any more, on which ground; raises StillOwed without one."""
    _court_only(case, by)
    if not ending:
        raise StillOwed(_("终结执行须写明义务消灭的理由；没有财产可供执行的，请办理终结本次执行。"))
    ground = ENDING_NAMES[Ending(ending)]
    FLOW.go(case, "terminate", by=by, at=at, why=f"{ground}：{why}", ending=str(ending))
    case.outcome = CaseOutcome.TERMINATED
    case.closed_on = local_day(at)


def close(case: CourtCase, *, by: audit.Actor, at: datetime, why: str = "") -> None:
    """The office files a confirmed case away."""
    FLOW.go(case, "close", by=by, at=at, why=why)


def by_case_no(court: Subject, case_no: str) -> CourtCase:
    """This court's case with this number, in whatever brackets; raises NotFound."""
    wanted = sa.select(CourtCase).where(
        CourtCase.key == key(case_no), CourtCase.court_id == court.id
    )
    found = db.session.scalars(wanted.options(joinedload(CourtCase.subject))).first()
    if found is None:
        raise NotFound
    return found


def breaches(on: date) -> sa.Select[Any]:
    """Every case not performed by its due day, even if it has been performed since.

    What the body reported by its day is no breach while it waits for the court's word; if the
    court sends it back it is one at once.
    """
    return CourtCase.late(on).with_only_columns(
        *breach(
            "courts",
            "not-performed",
            CourtCase.id,
            CourtCase.subject_id,
            day_after(CourtCase.due_on),
            sa.literal("未在期限内履行生效法律文书确定的义务：") + CourtCase.case_no,
        )
    )


def counts(on: date) -> sa.Select[str, str | None, int, int, int, int]:
    """Per body: name, slug, how many cases, open, overdue and claimed ones; no row of a case."""
    return (
        sa.select(
            Subject.name,
            Subject.slug,
            sa.func.count().label("cases"),
            sa.func.count().filter(CourtCase.closed_on.is_(None)).label("open"),
            sa.func.count().filter(CourtCase.is_overdue(on)).label("overdue"),
            sa.func.count().filter(CourtCase.claimed()).label("claimed"),
        )
        .join(CourtCase, CourtCase.subject_id == Subject.id)
        .group_by(Subject.id, Subject.name, Subject.slug)
    )


def _report(
    case: CourtCase, move: str, done_on: date, why: str, by: audit.Actor, at: datetime
) -> None:
    if getattr(by, "body_id", None) not in (None, case.subject_id):
        raise Forbidden(_("只有承办单位可以报告履行情况。"))
    _check_day(case, done_on, at)
    FLOW.go(case, move, by=by, at=at, why=why, done_on=str(done_on))
    case.claim(done_on, local_day(at))


def _check_day(case: CourtCase, day: date, at: datetime) -> None:
    if day > local_day(at):
        raise WrongDay(_("日期 %(day)s 还没有到。", day=day))
    if day < case.received_on:
        raise WrongDay(_("日期不能早于收到案件的 %(day)s。", day=case.received_on))


def _court_only(case: CourtCase, by: Any) -> None:
    if by is not audit.SYSTEM and getattr(by, "body_id", None) != case.court_id:
        raise Forbidden(_("只有推送本案的法院可以办理此事项。"))
