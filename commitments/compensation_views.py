"""The pages of a compensation: the body reports it paid, others say whether it is so."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from commitments.blueprint import bp, stream
from commitments.change import compensations
from commitments.change.compensations import FLOW
from commitments.change_models import (
    COMPENSATION_NAMES,
    ChangeRequest,
    ChangeState,
    Compensation,
    CompensationState,
)
from commitments.models import Commitment
from commitments.permissions import CommitmentsPermission
from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.permissions import AnyPermission, Permission
from integrity.base.stamps import requires
from integrity.casework.acts import Act, buttons, move_page
from integrity.casework.steps import step_in
from integrity.casework.tasks import LIMIT, Task
from integrity.files import attached
from integrity.pages.evidence import EvidenceField, shown_to
from integrity.pages.forms import AmountField, DayField, PostForm, WhyForm
from integrity.people.accounts.models import User

S = CompensationState
TONES = {S.OWED: "plain", S.REPORTED: "soon", S.LEFT: "soon", S.PAID: "good"}


class PaidForm(PostForm):
    """What the body says of its payment."""

    paid_on = DayField(_l("支付日期"), validators=[InputRequired(_l("请填写支付日期。"))])
    amount = AmountField(
        _l("支付金额（元）"), validators=[InputRequired(_l("请填写支付金额，例如 1200000。"))]
    )
    slip = StringField(
        _l("银行回单编号"),
        description=_l(
            "没有编号的，请上传银行回单。只供受损害的单位和领导小组办公室核对，不公开。"
        ),
        validators=[Length(max=200)],
    )
    document = EvidenceField(_l("银行回单"))
    said = TextAreaField(_l("说明"), validators=[Length(max=2000)])


class ArrivedForm(PostForm):
    """Since when who is harmed has the money."""

    arrived_on = DayField(
        _l("到账日期"), description=_l("不填的，按单位报告之日计算。"), validators=[Optional()]
    )
    why = TextAreaField(_l("说明"), default="", validators=[Length(max=2000)])


class FoundForm(WhyForm):
    """What the office has seen."""

    arrived_on = DayField(_l("回单载明的到账日期"), validators=[InputRequired(_l("请填写日期。"))])


ACTS = {
    "report": Act(
        _l("报告已支付补偿"),
        compensations.report,
        PaidForm,
        _l("由受损害的单位确认；没有账号或者到期未答复的，由领导小组办公室核对银行回单认定。"),
    ),
    "confirm": Act(_l("确认收到补偿"), compensations.confirm, ArrivedForm),
    "deny": Act(
        _l("没有收到补偿"),
        compensations.deny,
        WhyForm,
        _l("补偿自原期限起照常计算。理由只有承诺单位和领导小组办公室可以看到。"),
        danger=True,
    ),
    "find_paid": Act(_l("认定已支付补偿"), compensations.find_paid, FoundForm),
    "find_unpaid": Act(_l("认定未支付补偿"), compensations.find_unpaid, WhyForm, danger=True),
}


@bp.route("/<ref>/compensations/<int:number>/<move>", methods=["GET", "POST"])
@requires(Permission.DESK)
def compensation(ref: str, number: int, move: str) -> ResponseReturnValue:
    """One act of the body, of who is harmed or of the office on a compensation."""
    item = stream().by_ref(ref)
    wanted = sa.select(Compensation).join(ChangeRequest, Compensation.change_id == ChangeRequest.id)
    wanted = wanted.where(Compensation.id == number, ChangeRequest.commitment_id == item.id)
    row = db.session.scalars(for_change(wanted, Compensation)).first()
    intro = _said(row) if row else ""
    return move_page(ACTS, FLOW, row, move, stream().url(item), intro=intro)


def shown(row: Compensation, today: date) -> dict[str, Any]:
    """A compensation as the page of its commitment shows it to whoever looks."""
    user = current_user
    knows = user.is_authenticated and (
        user.body_id in row.parties or user.can(CommitmentsPermission.VERIFY)
    )
    return {
        "row": row,
        "standing": standing(row, today),
        "late": row.days_late(today) if _owed(row) and row.state is not S.PAID else 0,
        "step": step_in(FLOW, row, today),
        "knows": knows,
        "evidence": shown_to(attached.of(Compensation.__tablename__, [row.id]), user),
        "acts": buttons(ACTS, FLOW, row, lambda move: _address(row, move)) if _owed(row) else [],
    }


def standing(row: Compensation, today: date) -> tuple[Any, str]:
    """Where it stands, as a word and a tone."""
    late = row.days_late(today)
    if row.change.state is not ChangeState.GRANTED:
        return _("变更未批准"), "plain"
    if row.state is S.PAID and late:
        return ngettext("逾期 %(num)d 天后支付", "逾期 %(num)d 天后支付", late), "closed"
    if row.state is S.OWED and late:
        return ngettext("逾期 %(num)d 天", "逾期 %(num)d 天", late), "late"
    return COMPENSATION_NAMES[row.state], TONES[row.state]


def duties(user: User) -> Iterable[Task]:
    """Compensations to be paid, to be answered, or to be decided by this person."""
    for state, move in ((S.OWED, "report"), (S.REPORTED, "confirm"), (S.LEFT, "find_paid")):
        permission = FLOW[move].permission
        assert permission is not None
        if user.can(permission):
            yield from _waiting(user, state, move, permission)


def _waiting(user: User, state: S, move: str, permission: AnyPermission) -> Iterable[Task]:
    day = Compensation.due_on if state is S.OWED else Compensation.step_due_on
    wanted = (
        sa.select(Compensation)
        .join(ChangeRequest, Compensation.change_id == ChangeRequest.id)
        .join(Commitment, ChangeRequest.commitment_id == Commitment.id)
        .where(Compensation.state == state, ChangeRequest.state == ChangeState.GRANTED)
    )
    if state is S.OWED:
        wanted = wanted.where(Commitment.subject_id == user.body_id)
    elif state is S.REPORTED:
        wanted = wanted.where(Compensation.subject_id == user.body_id)
    today = clock.today()
    for row in db.session.scalars(wanted.order_by(day, Compensation.id).limit(LIMIT)):
        step = step_in(FLOW, row, today)
        yield Task(
            day=row.step_due_on or (row.due_on if state is S.OWED else None),
            kind=_("承诺变更的补偿"),
            title=f"{row.title} · {row.change.title}",
            body=row.change.commitment.subject.name,
            url=stream().url(row.change.commitment),
            act=ACTS[move].label,
            act_url=_address(row, move),
            key=f"compensation-{row.id}",
            warning=step[0] if step and row.step_days_late(today) else None,
        )


def _owed(row: Compensation) -> bool:
    return row.change.state is ChangeState.GRANTED


def _address(row: Compensation, move: str) -> str:
    ref = row.change.commitment.ref
    return url_for("commitments.compensation", ref=ref, number=row.id, move=move)


def _said(row: Compensation) -> str:
    """What is owed to whom, and what the body says it paid."""
    owed = _("%(what)s元，期限 %(day)s。", what=row.title, day=i18n.day(row.due_on))
    if not row.is_claimed:
        return owed
    return owed + _(
        "单位自报 %(day)s 支付，%(received)s 收到报告。回单：%(slip)s。%(said)s",
        day=i18n.day(row.claimed_on),
        received=i18n.day(row.claim_received_on),
        slip=row.slip or _("见上传的文件"),
        said=row.said,
    )
