"""The months of which bodies explain approvals without a check, one by one or together."""

from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, i18n
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import demand, requires, to_move
from integrity.casework.acts import Act, buttons, move_page
from integrity.credit.coverage import gaps
from integrity.credit.coverage.gap_models import GAP_STATE_NAMES, CoverageGap
from integrity.credit.coverage.models import GAP_REASON_NAMES, Approval, GapReason
from integrity.credit.coverage.views import bp
from integrity.pages.form_pages import form_page
from integrity.pages.forms import ChosenField, FilterForm, PostForm, WhyForm
from integrity.pages.items import Badge, Button
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject

__all__ = ["bp"]
P = Permission


class ExplainForm(PostForm):
    reason = ChosenField(_l("原因"), choices=lambda: list(GAP_REASON_NAMES.items()))
    why = TextAreaField(
        _l("说明"),
        description=_l("说明和原因同核查率一并列出，不改变核查率。"),
        validators=[InputRequired(_l("请写明。")), Length(max=2000)],
    )


class Filters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(GAP_STATE_NAMES), default="")


ACTS = {
    "explain_gap": Act(_l("说明没有核查的原因"), gaps.explain_all, ExplainForm),
    "accept_gap": Act(_l("采纳说明"), gaps.accept, WhyForm),
    "return_gap": Act(_l("退回重新说明"), gaps.send_back, WhyForm, primary=False),
}


@bp.get("/gaps/")
@requires(P.COVERAGE_READ)
def gap_index() -> ResponseReturnValue:
    """Of which months somebody explains; of one's own body, and of all for the office."""
    every = current_user.role in REACH_ALL
    own = sa.true() if every else CoverageGap.body_id == (current_user.body_id or 0)
    return Table(
        title=_("没有核查的说明"),
        name="coverage-gaps",
        rows=sa.select(CoverageGap).join(Subject, Subject.id == CoverageGap.body_id).where(own),
        options=(joinedload(CoverageGap.body),),
        link=lambda row: url_for("coverage.gap", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("month", _("月份"), lambda row: f"{row.month:%Y-%m}", sort=CoverageGap.month),
            Column("body", _("单位"), lambda row: row.body.name, sort=Subject.name),
            Column("number", _("没有核查"), lambda row: row.number, align="right"),
            Column("state", _("状态"), lambda row: str(GAP_STATE_NAMES[row.state]), _state),
            Column("due", _("办理期限"), lambda row: row.step_due_on),
            Column("answer", _("审核意见"), lambda row: row.answer),
        ],
        search=(Subject.name,),
        filters=Filters,
        narrow={"state": lambda value: CoverageGap.state == value},
        order=(CoverageGap.month.desc(), CoverageGap.id),
        empty=_("没有须说明的月份。"),
    ).respond(
        acts=[Button(_("按月统计"), url_for("coverage.index"))],
        intro=_("上月有办件没有核查的，每月提醒办理单位逐件或者一并说明原因，由办公室审核。"),
    )


@bp.get("/gaps/<int:number>")
@requires(P.COVERAGE_READ)
def gap(number: int) -> ResponseReturnValue:
    """The approvals of one month of one body that had no check, with the reasons given."""
    found = _one(number)

    def address(move: str) -> str:
        return url_for("coverage.gap_act", number=number, move=move)

    return Table(
        title=found.title,
        name="coverage-gap",
        rows=gaps.missing(found),
        options=(joinedload(Approval.subject),),
        link=_explaining,
        columns=[
            Column("case", _("办件编号"), lambda row: row.case_no, sort=Approval.case_no),
            Column("decided", _("决定日期"), lambda row: row.decided_on, sort=Approval.decided_on),
            Column("matter", _("事项编码"), lambda row: row.matter_code, sort=Approval.matter_code),
            Column("reason", _("原因"), _reason),
            Column("why", _("说明"), lambda row: row.gap_why),
            Column("by", _("说明人"), lambda row: row.gap_by),
        ],
        search=(Approval.case_no, Approval.matter_code),
        order=(Approval.decided_on, Approval.id),
        empty=_("没有需要说明的办件。"),
    ).respond(acts=buttons(ACTS, gaps.FLOW, found, address), intro=_about(found))


@bp.route("/gaps/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(P.COVERAGE_READ)
def gap_act(number: int, move: str) -> ResponseReturnValue:
    """Explain all that is left, take the explanation, or send it back."""
    back = url_for("coverage.gap", number=number)
    return move_page(ACTS, gaps.FLOW, _one(number), move, back)


@bp.route("/items/<int:number>/explain", methods=["GET", "POST"])
@requires(P.APPROVALS_REPORT)
def explain(number: int) -> ResponseReturnValue:
    """Why one approval of one's own body had no check."""
    approval, form = to_move(Approval, number), ExplainForm()
    demand(P.APPROVALS_REPORT, approval)
    found = gaps.of_approval(approval)
    if found is None:
        raise NotFound

    def enter() -> None:
        said = GapReason(form.reason.data), form.why.data
        gaps.explain(found, *said, [approval.id], by=current_user, at=clock.now())

    return form_page(
        form,
        enter,
        heading=_("说明没有核查的原因"),
        intro=approval.title,
        submit=_("说明"),
        back=url_for("coverage.gap", number=found.id),
        done=_("已说明。"),
    )


def _one(number: int) -> CoverageGap:
    found: CoverageGap | None = to_move(CoverageGap, number)
    if found is None or not current_user.can(P.COVERAGE_READ, found):
        raise NotFound
    return found


def _explaining(row: Approval) -> str | None:
    may = current_user.can(P.APPROVALS_REPORT, row)
    return url_for("coverage.explain", number=row.id) if may else None


def _reason(row: Approval) -> Any:
    return GAP_REASON_NAMES[row.gap_reason] if row.gap_reason else None


def _about(found: CoverageGap) -> str:
    due = i18n.day(found.step_due_on) if found.step_due_on else "—"
    said = _("%(state)s；办理期限 %(day)s。", state=GAP_STATE_NAMES[found.state], day=due)
    return said + (_("审核意见：%(answer)s", answer=found.answer) if found.answer else "")


def _state(row: CoverageGap) -> Badge:
    late = row.step_days_late(clock.today())
    return Badge(GAP_STATE_NAMES[row.state], "late" if late else "plain")
