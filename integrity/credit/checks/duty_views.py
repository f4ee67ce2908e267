"""What bodies owe and said of answers that they got: their own, about oneself, and of all."""

from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import aliased, joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import requires
from integrity.casework.acts import Act, buttons, move_page
from integrity.casework.steps import badges
from integrity.credit.checks import duties, outcomes
from integrity.credit.checks.duties import FLOW, OWED, WITH
from integrity.credit.checks.duty_models import DUTY_STATE_NAMES, CheckDuty
from integrity.credit.checks.models import VERDICT_NAMES, Check
from integrity.credit.checks.outcome_models import OUTCOME_NAMES, OUTCOME_REASON_NAMES
from integrity.credit.checks.outcome_views import bp
from integrity.pages.forms import FilterForm, WhyForm
from integrity.pages.items import Badge, Button
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject

__all__ = ["bp"]
P = Permission
ACTS = {
    "contest_outcome": Act(
        _l("对使用情况提出异议"),
        duties.contest,
        WhyForm,
        _l("例如采用了与本事项无关的措施。由领导小组办公室审查并答复，不收取任何费用。"),
        primary=False,
    ),
    "return_outcome": Act(
        _l("异议成立，退回更正"),
        duties.return_,
        WhyForm,
        _l("该单位须纠正办理，并在期限内重新登记使用情况。"),
    ),
    "keep_outcome": Act(_l("异议不成立"), duties.keep, WhyForm),
}


class Filters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(DUTY_STATE_NAMES), default="")


@bp.get("/outcomes")
@requires(P.CHECKS_READ)
def duty_index() -> ResponseReturnValue:
    """What one's own body owes and said; the office sees that of all bodies."""
    every = current_user.role in REACH_ALL
    own = sa.true() if every else CheckDuty.body_id == (current_user.body_id or 0)
    return _table(own).respond(
        intro=_("核查结果列明应当执行的措施的，办理后须在期限内逐项登记使用情况。")
    )


@bp.get("/outcomes/about-us")
@requires(P.CHECKS_CONTEST)
def duties_about_us() -> ResponseReturnValue:
    """What bodies did with answers about the subject of whoever asks."""
    return _table(CheckDuty.about_id == (current_user.body_id or 0)).respond(
        intro=_("各单位核查本单位后采用了哪些措施。认为不当的，打开该项提出异议。")
    )


def _table(which: sa.ColumnElement[bool]) -> Table:
    body, about = aliased(Subject), aliased(Subject)
    return Table(
        title=_("核查结果的使用情况"),
        name="check-duties",
        rows=sa.select(CheckDuty)
        .join(body, body.id == CheckDuty.body_id)
        .join(about, about.id == CheckDuty.about_id)
        .where(which),
        options=WITH,
        link=lambda row: url_for("checks.duty", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("day", _("核查日期"), lambda row: row.checked_on, sort=CheckDuty.checked_on),
            Column("about", _("所涉主体"), lambda row: row.about.name, _named),
            Column("verdict", _("结论"), lambda row: VERDICT_NAMES[row.verdict]),
            Column("body", _("核查单位"), lambda row: row.body.name, sort=body.name),
            Column("matter", _("办理事项"), lambda row: row.check.matter),
            Column("state", _("状态"), lambda row: str(DUTY_STATE_NAMES[row.state]), _state),
            Column("due", _("登记期限"), lambda row: row.step_due_on, sort=CheckDuty.step_due_on),
        ],
        search=(body.name, about.name),
        filters=Filters,
        narrow={"state": lambda value: CheckDuty.state == value},
        order=(CheckDuty.state.not_in(OWED), CheckDuty.step_due_on, CheckDuty.id),
        empty=_("没有须登记使用情况的核查结果。"),
    )


@bp.get("/outcomes/<int:number>")
@requires(P.DESK)
def duty(number: int) -> ResponseReturnValue:
    """One of them: for the body that checked, who it is about, and the office."""
    found = _one(number)
    today = clock.today()
    return render_template(
        "checks/duty.html",
        duty=found,
        facts=_facts(found),
        lines=outcomes.lines(found.check).get(found.key, []),
        within=_within(found),
        outcome_names=OUTCOME_NAMES,
        reason_names=OUTCOME_REASON_NAMES,
        badges=[Badge(DUTY_STATE_NAMES[found.state]), *badges(FLOW, found, today)],
        acts=_acts(found),
    )


@bp.route("/outcomes/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P.DESK)
def duty_act(number: int, move: str) -> ResponseReturnValue:
    """Objecting to what a body did, and the office's answer."""
    back = url_for("checks.duty", number=number)
    return move_page(ACTS, FLOW, _one(number), move, back)


def _one(number: int) -> CheckDuty:
    wanted = sa.select(CheckDuty).filter_by(id=number).options(*WITH)
    whole = wanted.options(joinedload(CheckDuty.check).undefer(Check.answers))
    found = db.session.scalars(for_change(whole, CheckDuty)).first()
    if found is None or not (_within(found) or _is_about_us(found)):
        raise NotFound
    return found


def _within(found: CheckDuty) -> bool:
    """Whether it is somebody's of the body that checked, or of the office."""
    if not current_user.can(P.CHECKS_READ):
        return False
    return current_user.role in REACH_ALL or current_user.body_id == found.body_id


def _is_about_us(found: CheckDuty) -> bool:
    return bool(current_user.body_id == found.about_id and current_user.can(P.CHECKS_CONTEST))


def _acts(found: CheckDuty) -> list[Button]:
    def address(move: str) -> str:
        return url_for("checks.duty_act", number=found.id, move=move)

    acts = buttons(ACTS, FLOW, found, address)
    if current_user.body_id == found.body_id and current_user.can(P.CHECKS_MAKE):
        place = url_for("checks.outcome", ref=found.check.ref, key=found.key)
        owed = found.state in OWED
        label = _("登记使用情况") if owed else _("更正使用情况")
        acts.insert(0, Button(label, place, primary=owed))
    return acts


def _facts(found: CheckDuty) -> list[tuple[Any, Any]]:
    within = _within(found)
    return [
        (_("核查日期"), i18n.day(found.checked_on)),
        (_("核查单位"), found.body.name),
        (_("所涉主体"), _named(found)),
        (_("结论"), VERDICT_NAMES[found.verdict]),
        (_("办理事项"), found.check.matter),
        (_("登记期限"), i18n.day(found.step_due_on) if found.state in OWED else ""),
        (_("回执编号"), found.check.ref if within else ""),
        (_("所涉主体的异议"), found.contested_why),
        (_("对异议的答复"), found.answer),
        (_("答复人"), found.answered_by_name if within else ""),
    ]


def _named(found: CheckDuty) -> str:
    """Who it is about; a person is never named."""
    return found.about.name if found.about.public else _("自然人（不显示姓名和号码）")


def _state(found: CheckDuty) -> Badge:
    late = found.step_days_late(clock.today())
    return Badge(DUTY_STATE_NAMES[found.state], "late" if late else "plain")
