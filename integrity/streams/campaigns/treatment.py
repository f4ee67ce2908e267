"""What becomes of a finding: heard, ordered to put right, looked at on the spot, struck off."""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import Refused
from integrity.base.permissions import Permission
from integrity.base.states import Flow, Move
from integrity.casework import problems, streams
from integrity.casework.documents.making import Makes
from integrity.casework.steps import Side, Step
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.people.subjects import competence
from integrity.streams.campaigns import grounds
from integrity.streams.campaigns.models import (
    FINDING_NAMES,
    INSPECTION_NAMES,
    Finding,
    WeeklyProgress,
)
from integrity.streams.campaigns.models import FindingState as S
from integrity.streams.rectifications import service as rectifications
from integrity.streams.rectifications.models import Rectification, RectificationState

P = Permission
FLOW = Flow(
    steps={
        S.FOUND: Step(Side.OWING, "LOCAL-CAMPAIGN-ANSWER"),
        S.DISPUTED: Step(Side.FINDER, "LOCAL-CAMPAIGN-DECIDE"),
        S.CONFIRMED: Step(Side.OFFICE, "LOCAL-CAMPAIGN-ORDER"),
        S.INSPECTED: Step(Side.OFFICE, "LOCAL-CAMPAIGN-STRIKE"),
    },
    free={S.ORDERED: "the order has its own day, and the office a clock once it is reported"},
    admit=Move({S.FOUND}, S.CONFIRMED, P.CAMPAIGNS_ANSWER),
    dispute=Move({S.FOUND}, S.DISPUTED, P.CAMPAIGNS_ANSWER),
    uphold=Move({S.DISPUTED}, S.DISMISSED, P.CAMPAIGNS_FIND),
    reject=Move({S.DISPUTED}, S.CONFIRMED, P.CAMPAIGNS_FIND),
    order=Move({S.FOUND, S.CONFIRMED}, S.ORDERED, P.CAMPAIGNS_RUN),
    report=Move({S.ORDERED}, S.ORDERED, P.CAMPAIGNS_ANSWER, adds=True),
    inspect=Move({S.ORDERED}, S.INSPECTED, P.CAMPAIGNS_RUN),
    strike=Move({S.INSPECTED}, S.STRUCK, P.CAMPAIGNS_RUN, paper=Makes("finding-check")),
    send_back=Move({S.INSPECTED}, S.ORDERED, P.CAMPAIGNS_RUN),
)
FLOW.names.update(FINDING_NAMES)


class NotYet(Refused):
    """The body may still answer, has not reported, or still owes it."""

    status = 409
    correctable = True
    title = _l("还不能办理")


class NotCompetent(Refused):
    """The body that by law finds decides; who owes, and the office beside it, do not."""

    status = 403
    title = _l("须由认定单位认定")


class SameInspector(Refused):
    """Who looked on the spot does not agree with himself."""

    status = 403
    title = _l("须由两人核查")


def admit(finding: Finding, owner: str, *, by: audit.Actor, at: datetime) -> None:
    """The body says that it is so, and who answers for it, by office."""
    finding.owner = owner.strip()
    FLOW.go(finding, "admit", by=by, at=at)


def dispute(finding: Finding, ground: str, words: str, *, by: audit.Actor, at: datetime) -> None:
    """The body says that it is not so; no excuse is a ground. Raises grounds.NoGround.

    Who found it already decides, or who by law finds in such a matter, if somebody is registered.
    """
    finder = getattr(thing(finding), "finder_id", None) or competence.body_of(_matter(finding))
    finding.finder_id = finder if finder != finding.subject_id else None
    finding.dispute_ground = grounds.lawful(ground, words)
    finding.dispute = words.strip()
    FLOW.go(finding, "dispute", by=by, at=at, why=words)


def uphold(finding: Finding, why: str, *, by: Any, at: datetime) -> None:
    """It is not so, with reasons."""
    _decide(finding, "uphold", why, by, at)


def reject(finding: Finding, why: str, *, by: Any, at: datetime) -> None:
    """It is so, with reasons."""
    _decide(finding, "reject", why, by, at)


def may_decide(finding: Finding, body_id: int | None) -> bool:
    """Whether a person of this body decides what is disputed: no body decides about itself."""
    if finding.finder_id is not None:
        return body_id == finding.finder_id
    return body_id != finding.subject_id


def _matter(finding: Finding) -> str:
    """In which stream it would be found: its own, or the first that has such a problem."""
    fits = (n for n, s in streams.of_bodies().items() if problems.usual(s) is finding.problem)
    return finding.stream or next(fits, "")


def _decide(finding: Finding, move: str, why: str, by: Any, at: datetime) -> None:
    if not may_decide(finding, by.body_id):
        name = finding.finder.name if finding.finder else _("领导小组办公室")
        raise NotCompetent(_("这项异议由%(name)s认定。", name=name))
    finding.decided_by_name, finding.decided_why = by.name, why.strip()
    FLOW.go(finding, move, by=by, at=at, why=why)


def order(
    finding: Finding,
    demand: str,
    until: date | None = None,
    until_why: str | None = "",
    owner: str = "",
    *,
    by: audit.Actor,
    at: datetime,
) -> Rectification:
    """Order the body to put it right; an order that is open already serves. Raises NotYet."""
    answer = finding.step_due_on
    if finding.state is S.FOUND and answer and local_day(at) <= answer:
        raise NotYet(_("单位可以在 %(day)s 前提出异议，期满后再责令整改。", day=answer))
    FLOW.check(finding, "order")
    made = _open_order(finding) or _ordered(finding, (demand, until, until_why), by, at)
    finding.order, finding.owner = made, owner.strip() or finding.owner
    FLOW.go(finding, "order", by=by, at=at, why=demand)
    return made


def _open_order(finding: Finding) -> Rectification | None:
    if finding.item_id is None:
        return None
    known = rectifications.of_item(finding.stream, finding.item_id)
    return next((o for o in known if o.state is not RectificationState.VERIFIED), None)


def _ordered(
    finding: Finding, said: tuple[str, date | None, str | None], by: audit.Actor, at: datetime
) -> Rectification:
    """By the record of the breach where one counts, else before anything is recorded."""
    ordered = sa.select(Rectification.record_id).where(Rectification.record_id.is_not(None))
    wanted = sa.select(CreditRecord).where(
        CreditRecord.stream == finding.stream,
        CreditRecord.item_id == finding.item_id,
        CreditRecord.state == RecordState.CONFIRMED,
        CreditRecord.id.not_in(ordered),
    )
    if record := db.session.scalars(wanted.order_by(CreditRecord.id.desc())).first():
        return rectifications.order(record, *said, by=by, at=at)
    item = thing(finding)
    stream, about = (finding.stream, item) if item else (Finding.__tablename__, finding)
    return rectifications.order_item(stream, about, *said, problem=finding.problem, by=by, at=at)


def report(finding: Finding, words: str, *, by: audit.Actor, at: datetime) -> None:
    """What the body did this week; what it said before in the same week is replaced."""
    on = local_day(at)
    week = on - timedelta(days=on.weekday())
    FLOW.go(finding, "report", by=by, at=at, why=words)
    said = next((p for p in finding.progress if p.week == week), None)
    if said is None:
        said = WeeklyProgress(week=week)
        finding.progress.append(said)
    said.words, said.at, said.by_name = words.strip(), at, by.name


def inspect(
    finding: Finding, inspected_on: date, *, by: audit.Actor, at: datetime, **sheet: str
) -> None:
    """One has looked on the spot (INSPECTION_NAMES); only at what is done. Raises NotYet."""
    FLOW.check(finding, "inspect")
    _demand_done(finding)
    if not finding.order or not finding.order.ordered_on <= inspected_on <= local_day(at):
        raise NotYet(_("核查日期须在责令整改之后，并且不晚于今天。"))
    finding.inspection = {name: sheet[name].strip() for name in INSPECTION_NAMES}
    finding.inspected_on = inspected_on
    finding.inspected_by_id, finding.inspected_by_name = by.id, by.name
    FLOW.go(finding, "inspect", by=by, at=at)


def _demand_done(finding: Finding) -> None:
    """Raise NotYet while the body has not reported, or the other side has not confirmed."""
    done = (RectificationState.PUT_RIGHT, RectificationState.VERIFIED)
    if finding.order is None or finding.order.state not in done:
        raise NotYet(_("单位还没有报告整改完成。"))
    item = thing(finding)
    if item is not None and item.closed_on is None:
        raise NotYet(
            _("事项本身还没有办结：须由权利人、法院或者认定单位先在该事项中确认，不能以核查代替。")
        )


def strike(finding: Finding, why: str, *, by: audit.Actor, at: datetime) -> None:
    """Another agrees with what the first saw: it is off the list, and its order is verified.

    Raises SameInspector.
    """
    if by.id is None or by.id == finding.inspected_by_id:
        raise SameInspector(_("现场核查人不能同时复核，须由另一人复核。"))
    FLOW.check(finding, "strike")
    _demand_done(finding)
    finding.struck_on, finding.struck_by_id = local_day(at), by.id
    finding.struck_by_name = by.name
    if finding.order and finding.order.state is RectificationState.PUT_RIGHT:
        rectifications.verify(finding.order, why, by=by, at=at)
    FLOW.go(finding, "strike", by=by, at=at, why=why)


def send_back(finding: Finding, why: str, *, by: audit.Actor, at: datetime) -> None:
    """It is not put right: the order is open again, with its old day."""
    if finding.order and finding.order.state is RectificationState.PUT_RIGHT:
        rectifications.send_back(finding.order, why, by=by, at=at)
    FLOW.go(finding, "send_back", by=by, at=at, why=why)


def thing(finding: Finding) -> Any:
    """The thing of a stream that it is about; None where there is none."""
    stream = streams.registered().get(finding.stream)
    if stream is None or finding.item_id is None:
        return None
    return stream.by_ids([finding.item_id]).get(finding.item_id)
