"""To whom a case is given: the body, those that help it, the one above; and what it may refuse.

A refusal is a claim: the office decides, and the case's day runs on meanwhile.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Forbidden
from integrity.casework.rules import service as rules
from integrity.credit import readdressing
from integrity.people.subjects.models import Subject
from integrity.streams.courts import reasons
from integrity.streams.courts.errors import WrongCase, WrongDay
from integrity.streams.courts.flow import FLOW
from integrity.streams.courts.models import CaseBody, CourtCase, Part
from integrity.streams.courts.sides import owing_only


def assign(
    case: CourtCase,
    until: date | None = None,
    helping: Iterable[Subject] = (),
    superior: Subject | None = None,
    *,
    by: audit.Actor,
    at: datetime,
    why: str = "",
) -> None:
    """Give the case to the body; its term runs from this day (LOCAL-COURT), if that is in time.

    A late dispatch gives no later day, nor does the dispatch of a case that was revived. `until`
    is a day for this case: never after that of the rule, from which it would become a record.

    Raises WrongDay.
    """
    on, late = local_day(at), case.step_days_late(local_day(at)) > 0
    fresh = not late and not case.assigned
    last = rules.due("LOCAL-COURT", on).due_on if fresh else case.due_on
    if until and not on <= until <= (last or until):
        raise WrongDay(_("清理期限应在今天至 %(day)s 之间，不能晚于规则的期限。", day=last))
    FLOW.go(case, "assign", by=by, at=at, why=why, **({"until": str(until)} if until else {}))
    if fresh:
        case.run_from("LOCAL-COURT", on)
    if until:
        case.time_limit = case.starts_on = None
        case.run_until(until, _("分办时指定的清理期限"))
    case.assigned = True
    for body in helping:
        join(case, body, Part.HELPING, by=by, at=at)
    if superior:
        join(case, superior, Part.SUPERIOR, by=by, at=at)


def settle_anew(case: CourtCase, on: date) -> None:
    """Another body performs: its term runs from now, or from its own dispatch if in time."""
    case.assigned = False
    case.run_from("LOCAL-COURT", on)


def readdress(case: CourtCase, body: Subject, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Give the case to another body; the one that had it goes on reading it."""
    former = case.subject
    readdressing.readdress("courts", FLOW, settle_anew, case, body, why, by=by, at=at)
    _leave(case, Part.PROPOSED)
    join(case, former, Part.FORMER, by=by, at=at)


def refuse(
    case: CourtCase, why: str, proposed: Subject | None = None, *, by: audit.Actor, at: datetime
) -> None:
    """The body says that it is not its case, or whose it is; raises NoReason for an excuse.

    Raises WrongCase.
    """
    owing_only(case, by)
    reasons.demand_lawful(why)
    if proposed and proposed.id in (case.subject_id, case.court_id):
        raise WrongCase(_("请填写应当承办本案的其他单位。"))
    named = {"proposed": proposed.name} if proposed else {}
    FLOW.go(case, "refuse", by=by, at=at, why=why, **named)
    _leave(case, Part.PROPOSED)
    if proposed:
        join(case, proposed, Part.PROPOSED, by=by, at=at)


def answer(case: CourtCase, agrees: bool, why: str, *, by: Any, at: datetime) -> None:
    """The body to which it is to be given says what it thinks of that; the office decides.

    Raises Forbidden.
    """
    found = next((m for m in bodies(case) if m.part is Part.PROPOSED), None)
    if found is None or getattr(by, "body_id", None) != found.subject_id:
        raise Forbidden(_("只有拟移交的单位可以答复。"))
    if not agrees:
        reasons.demand_lawful(why)
    found.agrees, found.words = agrees, why
    audit.write(case, "answer_transfer", by=by, at=at, why=why, agrees=agrees)


def insist(case: CourtCase, why: str, *, by: audit.Actor, at: datetime) -> None:
    """The office does not take the refusal: the case is that body's, with its old day."""
    FLOW.go(case, "insist", by=by, at=at, why=why)
    _leave(case, Part.PROPOSED)


def bodies(case: CourtCase) -> Sequence[CaseBody]:
    """Who else has a part in a case."""
    wanted = sa.select(CaseBody).where(CaseBody.case_id == case.id).order_by(CaseBody.id)
    return db.session.scalars(wanted.options(joinedload(CaseBody.subject))).all()


def has_part(body_id: int) -> sa.ColumnElement[bool]:
    """The condition for cases in which a body has a part."""
    return CourtCase.id.in_(sa.select(CaseBody.case_id).where(CaseBody.subject_id == body_id))


def join(
    case: CourtCase, body: Subject, part: Part, *, by: audit.Actor, at: datetime
) -> CaseBody | None:
    """Give a body a part in a case, once; it hears of it. None: it had it, or owes itself."""
    known = {(m.subject_id, m.part) for m in bodies(case)}
    if body.id == case.subject_id or (body.id, part) in known:
        return None
    made = CaseBody(case=case, subject=body, part=part)
    db.session.add(made)
    db.session.flush()
    audit.write(made, "join", by=by, at=at, part=part)
    return made


def _leave(case: CourtCase, part: Part) -> None:
    for found in bodies(case):
        if found.part is part:
            db.session.delete(found)
