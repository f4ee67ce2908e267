"""Claim, decide, pay, confirm: what a changed plan or policy costs a firm is compensated.

The competent body decides, never the one that pays; who is owed says whether it was paid, and
whoever refuses names the way to a review.
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from integrity.base.audit import service as audit
from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.casework import excuses
from integrity.casework.deadlines import day_after
from integrity.casework.streams import breach
from integrity.people.accounts import service as accounts
from integrity.people.subjects import competence
from integrity.people.subjects.models import FIRMS, Subject, SubjectKind
from integrity.streams.losses.errors import NotYours, WrongClaim
from integrity.streams.losses.flow import FLOW
from integrity.streams.losses.models import LossClaim
from integrity.streams.losses.models import LossOutcome as Outcome
from integrity.streams.losses.models import LossState as S
from integrity.streams.losses.permissions import LossesPermission

MATTER = "losses"
"""What the table of competent bodies calls it."""


def file(
    claimant: Subject, body: Subject, said: Mapping[str, Any], *, by: audit.Actor, at: datetime
) -> LossClaim:
    """Take in what a firm claims; who decides is looked up. Raises WrongClaim."""
    today, finder = local_day(at), competence.body_of(MATTER)
    if body.kind is not SubjectKind.BODY:
        raise WrongClaim(_("作出调整的必须是机关事业单位。"))
    if claimant.kind not in FIRMS:
        raise WrongClaim(_("补偿由企业或者社会组织申请。"))
    if said["sought"] <= 0:
        raise WrongClaim(_("金额必须大于 0。"))
    finder = None if finder in (body.id, claimant.id) else finder
    made = LossClaim(
        ref=secrets.token_hex(8),
        subject=body,
        claimant=claimant,
        finder_id=finder,
        state=S.SENT if finder else S.RECEIVED,
        received_on=today,
        **said,
    )
    FLOW.begin(made, today)
    db.session.add(made)
    db.session.flush()
    made.ref = f"BC-{today.year}-{made.id:06d}"
    audit.write(made, "file", by=by, at=at, target=made.state, sought=str(made.sought))
    return made


def send(item: LossClaim, finder: Subject, why: str, *, by: Any, at: datetime) -> None:
    """The office names who decides, where the table names nobody else. Raises WrongClaim."""
    _send(item, "send", finder, why, by, at)


def resend(item: LossClaim, finder: Subject, why: str, *, by: Any, at: datetime) -> None:
    """It was sent to the wrong body; the next one's time counts from now."""
    _send(item, "resend", finder, why, by, at)


def state(item: LossClaim, statement: str, *, by: Any, at: datetime) -> None:
    """The body says what it has to say; it decides nothing."""
    _only(item.subject_id, by)
    FLOW.check(item, "state")
    item.statement = statement
    FLOW.go(item, "state", by=by, at=at, why=statement)


def grant(item: LossClaim, amount: Decimal, finding: str, *, by: Any, at: datetime) -> None:
    """So much is owed; the term to pay begins when that is served. Raises WrongClaim."""
    _only(item.finder_id, by)
    if not 0 < amount <= item.sought:
        raise WrongClaim(_("补偿的金额只能在 0 到 %(most)s 元之间。", most=item.sought))
    FLOW.check(item, "grant")
    item.granted, item.finding, item.decided_on = amount, finding, local_day(at)
    FLOW.go(item, "grant", by=by, at=at, why=finding, amount=str(amount))


def refuse(item: LossClaim, finding: str, *, by: Any, at: datetime) -> None:
    """Nothing is owed, for a reason that the law takes. Raises NoExcuse."""
    _only(item.finder_id, by)
    FLOW.check(item, "refuse")
    excuses.demand_reason(finding, but=("plan",))  # that it changed is what is sought
    item.finding, item.decided_on = finding, local_day(at)
    item.outcome = Outcome.REFUSED
    FLOW.go(item, "refuse", by=by, at=at, why=finding)
    item.closed_on = local_day(at)


def overrule(item: LossClaim, ruling: str, why: str, *, by: Any, at: datetime) -> None:
    """A review or a court had the decision made anew; until then nothing is owed.

    Raises NotAllowed for what is settled.
    """
    _neither_side(item, by)
    FLOW.check(item, "overrule")
    if item.state is S.CLOSED and item.outcome is not Outcome.REFUSED:
        raise NotAllowed(_("已经支付或者撤回的申请不再重新决定。"))
    item.granted = item.outcome = item.decided_on = item.closed_on = None
    item.time_limit = item.starts_on = None
    item.run_until(None, "")
    item.ruling = ruling
    FLOW.go(item, "overrule", by=by, at=at, why=why, ruling=ruling)


def begin(things: sa.Select[Any], on: date, *, by: audit.Actor, at: datetime) -> None:
    """The decision was served on the body: the day to pay runs from here, once."""
    unset = (LossClaim.id.in_(things), LossClaim.due_on.is_(None), LossClaim.state == S.GRANTED)
    for item in db.session.scalars(sa.select(LossClaim).where(*unset)).all():
        item.run_from("LOCAL-LOSS-PAY", on, _("补偿决定书送达"))


def report(item: LossClaim, paid_on: date, report: str, *, by: Any, at: datetime) -> None:
    """The body says that it has paid: a claim, until others say so. Raises WrongClaim."""
    _only(item.subject_id, by)
    if not (item.decided_on or paid_on) <= paid_on <= local_day(at):
        raise WrongClaim(_("支付日期应在决定之日以后、今天以前。"))
    FLOW.check(item, "report")
    item.report = report
    item.claim(paid_on, local_day(at))
    FLOW.go(item, "report", by=by, at=at, why=report, paid_on=str(paid_on))


def confirm(item: LossClaim, *, by: Any, at: datetime, why: str = "") -> None:
    """The firm has the money."""
    _only(item.claimant_id, by)
    _settle(item, "confirm", why, by, at)


def deny(item: LossClaim, why: str, *, by: Any, at: datetime) -> None:
    """The firm has it not; from now on the finder looks."""
    _only(item.claimant_id, by)
    FLOW.go(item, "deny", by=by, at=at, why=why)


def note_confirmed(item: LossClaim, why: str, *, by: Any, at: datetime) -> None:
    """The written word of a firm without an account, with its file. Raises NotAllowed."""
    _without_account(item)
    _settle(item, "note_confirmed", why, by, at)


def note_denied(item: LossClaim, why: str, *, by: Any, at: datetime) -> None:
    """The same, where it says that nothing came."""
    _without_account(item)
    FLOW.go(item, "note_denied", by=by, at=at, why=why)


def leave_unanswered(*, on: date, at: datetime) -> int:
    """Silence settles nothing: the finder looks at what nobody answered. Returns how many."""
    late = LossClaim.step_due_on < on
    return FLOW.go_all(LossClaim, "fall_to_finder", late, by=audit.SYSTEM, at=at)


def find_paid(item: LossClaim, finding: str, *, by: Any, at: datetime) -> None:
    """The finder has looked at the slip: it was paid."""
    _only(item.finder_id, by)
    FLOW.check(item, "find_paid")
    item.finding = finding
    _settle(item, "find_paid", finding, by, at)


def find_unpaid(item: LossClaim, finding: str, *, by: Any, at: datetime) -> None:
    """The finder has looked at the slip: it was not; the old day stays."""
    _only(item.finder_id, by)
    FLOW.check(item, "find_unpaid")
    item.finding = finding
    FLOW.go(item, "find_unpaid", by=by, at=at, why=finding)
    item.deny_claim()


def withdraw(item: LossClaim, why: str, *, by: Any, at: datetime) -> None:
    """The firm takes it back, before it is decided."""
    _only(item.claimant_id, by)
    FLOW.check(item, "withdraw")
    item.outcome = Outcome.WITHDRAWN
    FLOW.go(item, "withdraw", by=by, at=at, why=why)
    item.closed_on = local_day(at)


def breaches(on: date) -> sa.Select[Any]:
    """What was granted and not paid by its day."""
    columns = breach(
        "losses",
        "unpaid",
        LossClaim.id,
        LossClaim.subject_id,
        day_after(LossClaim.due_on),
        sa.literal("应付的规划、政策调整补偿逾期未付：") + LossClaim.title,
    )
    return LossClaim.late(on).with_only_columns(*columns)


def _settle(item: LossClaim, move: str, why: str, by: Any, at: datetime) -> None:
    FLOW.check(item, move)
    item.outcome = Outcome.PAID
    FLOW.go(item, move, by=by, at=at, why=why)
    item.confirm_claim()


def _send(item: LossClaim, move: str, finder: Subject, why: str, by: Any, at: datetime) -> None:
    _neither_side(item, by)
    if finder.kind is not SubjectKind.BODY or finder.id in (item.subject_id, item.claimant_id):
        raise WrongClaim(_("请选择有权决定的主管部门或者上级机关，不能是支付补偿的单位自己。"))
    FLOW.check(item, move)
    item.finder = finder
    FLOW.go(item, move, by=by, at=at, why=why, finder=finder.id)


def _without_account(item: LossClaim) -> None:
    """Who can speak here speaks here. Raises NotAllowed."""
    if accounts.somebody_may(LossesPermission.CONFIRM, item.claimant_id):
        raise NotAllowed(_("该企业有账号，由企业自己确认或者否认。"))


def _only(body_id: int | None, by: Any) -> None:
    """Raise NotYours for whoever is not of this side."""
    if body_id is None or getattr(by, "body_id", None) != body_id:
        raise NotYours(_("此事项由申请的另一方办理。"))


def _neither_side(item: LossClaim, by: Any) -> None:
    if getattr(by, "body_id", None) in (item.subject_id, item.claimant_id):
        raise NotYours(_("当事人不能登记对自己的决定。"))
