"""Enrolments at the desk of the office: who waits, what they handed in, the decision."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from arrears.codes import SIZE_NAMES
from arrears.enrolments import service
from arrears.enrolments.forms import AcceptForm, RefuseForm
from arrears.enrolments.models import REFUSAL_NAMES, STATE_NAMES, TONES, Enrolment, EnrolmentState
from arrears.enrolments.views import bp
from arrears.permissions import ArrearsPermission
from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.stamps import requires
from integrity.casework.acts import Act, buttons, move_page
from integrity.casework.steps import step_in
from integrity.casework.tasks import LIMIT, Task
from integrity.pages.evidence import shown_to
from integrity.pages.items import Badge, Fact
from integrity.pages.tables import Column, Table
from integrity.people.subjects import service as subjects
from integrity.people.subjects.code_columns import code_column
from integrity.people.subjects.kept_codes import marked

ACTS = {
    "accept": Act(
        _l("通过并建立账号"),
        service.accept,
        AcceptForm,
        _l("账号建立后由安全保密管理员授权；密码由申请人自己设置，您看不到。"),
    ),
    "refuse": Act(_l("不予通过"), service.refuse, RefuseForm, danger=True),
}


@bp.get("/enrolments")
@requires(ArrearsPermission.HANDLE)
def enrolment_index() -> ResponseReturnValue:
    """Every supplier who asked and confirmed how it is reached, those that wait first."""
    waits = Enrolment.state == EnrolmentState.FILED
    table = Table(
        title=_("企业和社会组织登记申请"),
        name="enrolments",
        rows=sa.select(Enrolment).where(Enrolment.state != EnrolmentState.ASKED),
        link=lambda r: url_for("arrears.enrolment", number=r.id),
        columns=[
            Column("ref", _("编号"), lambda r: r.ref, sort=Enrolment.ref),
            Column("name", _("企业"), lambda r: r.name, sort=Enrolment.name),
            code_column(lambda r: r.uscc, "uscc"),
            Column("state", _("状态"), lambda r: STATE_NAMES[r.state]),
            Column("due", _("办理期限"), lambda r: r.step_due_on, sort=Enrolment.step_due_on),
        ],
        search=(Enrolment.name, Enrolment.uscc, Enrolment.ref),
        order=(sa.not_(waits), Enrolment.step_due_on, Enrolment.id.desc()),
        empty=_("没有企业和社会组织登记申请。"),
    )
    return table.respond()


@bp.get("/enrolments/<int:number>")
@requires(ArrearsPermission.HANDLE)
def enrolment(number: int) -> ResponseReturnValue:
    """One of them: what it says, what it handed in, what else is known of the enterprise."""
    found = _one(number)
    step = step_in(service.FLOW, found, clock.today())
    return render_template(
        "arrears/enrolment_desk.html",
        item=found,
        badges=[Badge(STATE_NAMES[found.state], TONES.get(found.state, "plain"))]
        + ([Badge(*step)] if step else []),
        facts=_facts(found),
        others=[user for user in service.accounts_of(found) if user.id != found.user_id],
        known=subjects.by_code(found.uscc),
        files=shown_to(service.files_of(found), current_user),
        acts=buttons(ACTS, service.FLOW, found, lambda move: _address(found, move)),
    )


@bp.route("/enrolments/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(ArrearsPermission.HANDLE)
def enrolment_act(number: int, move: str) -> ResponseReturnValue:
    """Accept or refuse."""
    found = _one(number)
    back = url_for("arrears.enrolment", number=number)
    return move_page(ACTS, service.FLOW, found, move, back, intro=f"{found.name} · {found.uscc}")


def tasks(user: Any) -> Iterator[Task]:
    """What waits for somebody of the office."""
    if not user.can(ArrearsPermission.HANDLE):
        return
    wanted = sa.select(Enrolment).where(Enrolment.state == EnrolmentState.FILED)
    for found in db.session.scalars(wanted.order_by(Enrolment.step_due_on).limit(LIMIT)):
        step = step_in(service.FLOW, found, clock.today())
        yield Task(
            day=found.step_due_on,
            kind=_("企业和社会组织登记申请"),
            title=found.name,
            body="",
            url=url_for("arrears.enrolment", number=found.id),
            act=ACTS["accept"].label,
            act_url=_address(found, "accept"),
            key=f"enrolment-{found.id}",
            warning=step[0] if step and step[1] == "late" else None,
        )


def _address(found: Enrolment, move: str) -> str:
    return url_for("arrears.enrolment_act", number=found.id, move=move)


def _one(number: int) -> Enrolment:
    wanted = sa.select(Enrolment).where(
        Enrolment.id == number, Enrolment.state != EnrolmentState.ASKED
    )
    found = db.session.scalars(for_change(wanted, Enrolment)).first()
    if found is None:
        raise NotFound
    return found


def _facts(found: Enrolment) -> list[Fact]:
    said = [
        (_("统一社会信用代码"), marked(found.uscc)),
        (_("企业规模声明"), SIZE_NAMES[found.size]),
        (_("联系人"), found.person),
        (_("联系方式"), found.address),
        (_("登记人"), _("代办人") if found.attorney else _("本企业人员")),
        (_("提交时间"), i18n.moment(found.asked_at)),
        (_("核实情况"), found.checked),
        (_("未通过的情形"), REFUSAL_NAMES[found.refusal] if found.refusal else ""),
        (_("账号"), found.user.username if found.user else ""),
    ]
    return [Fact(label, value) for label, value in said if value]
