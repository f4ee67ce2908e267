"""Material that evaluators ask for: their list and pages, and those of the body that gives it."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager, joinedload
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from evaluations import materials, schemes
from evaluations.assignment_views import own
from evaluations.blueprint import bp
from evaluations.material_models import MATERIAL_NAMES, Material, MaterialState
from evaluations.models import Assignment, Indicator
from evaluations.permissions import EvaluationsPermission
from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.stamps import demand, requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, timeline
from integrity.casework.steps import badges, late_in
from integrity.casework.tasks import LIMIT, Task
from integrity.files import attached
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm, WhyForm
from integrity.pages.items import Badge, Evidence, Item, Link, known
from integrity.pages.tables import Column, Table
from integrity.people.accounts.models import User

READ, RUN = EvaluationsPermission.READ, EvaluationsPermission.RUN
NEEDED = [InputRequired(_l("请填写。")), Length(max=2000)]


class AskForm(PostForm):
    indicator = SelectField(_l("指标"), choices=list, default="")
    what = TextAreaField(
        _l("需要的材料"),
        description=_l("写明要什么材料、用来证明什么。不要求提供个人信息。"),
        validators=NEEDED,
    )


class SupplyForm(PostForm):
    answer = TextAreaField(
        _l("答复"),
        description=_l("说明提供了什么；没有这些材料的，说明理由。涉密材料不得上传。"),
        validators=NEEDED,
    )


ACTS = {
    "supply": Act(_l("提供材料"), materials.supply, SupplyForm, evidence=True),
    "add_material": Act(_l("补充材料"), materials.add_material, SupplyForm, evidence=True),
    "accept_material": Act(_l("收下材料"), materials.accept_material),
    "ask_again": Act(_l("要求补充"), materials.ask_again, WhyForm, primary=False),
    "call_off": Act(_l("不再需要"), materials.call_off, WhyForm, primary=False),
}


@bp.get("/materials/", endpoint="materials")
@requires(READ)
def list_of_materials() -> ResponseReturnValue:
    """What was asked of one's own body or by it, all for the office."""
    table = Table(
        title=_("评价材料"),
        name="evaluation-materials",
        rows=sa.select(Material).join(Material.assignment).where(_mine()),
        options=(
            contains_eager(Material.assignment).joinedload(Assignment.evaluator),
            joinedload(Material.subject),
            joinedload(Material.indicator),
        ),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("body", _("单位"), lambda row: row.subject.name),
            Column("evaluator", _("评价机构"), lambda row: row.assignment.evaluator.name),
            Column("indicator", _("指标"), lambda row: row.indicator and row.indicator.code),
            Column("asked", _("提出时间"), lambda row: i18n.moment(row.asked_at)),
            Column("due", _("提供期限"), lambda row: row.step_due_on),
            Column("state", _("状态"), lambda row: MATERIAL_NAMES[row.state]),
            Column("late", _("逾期提供"), lambda row: _("是") if row.supplied_late else ""),
        ],
        link=lambda row: url_for("evaluations.material", number=row.id),
        search=(Material.what,),
        order=(Material.id.desc(),),
        empty=_("没有要求提供的评价材料。"),
    )
    return table.respond(intro=_("评价机构在系统内要求提供材料，单位在期限内答复。"))


@bp.route("/assignments/<int:number>/materials/new", methods=["GET", "POST"])
@requires(EvaluationsPermission.SCORE)
def material_new(number: int) -> ResponseReturnValue:
    """Ask the body for material."""
    found = own(number)
    leaves = {leaf.code: leaf for leaf in schemes.asked(found.round.scheme)}
    form = AskForm()
    form.indicator.choices = [
        ("", _("全部指标")),
        *((c, f"{c} {i.name}") for c, i in leaves.items()),
    ]

    def send() -> str:
        leaf: Indicator | None = leaves.get(form.indicator.data)
        made = materials.ask(found, form.what.data, leaf, by=current_user, at=clock.now())
        return url_for("evaluations.material", number=made.id)

    return form_page(
        form, send, heading=_("要求单位提供材料"), submit=_("提出"), intro=found.body.name,
        back=url_for("evaluations.score", number=number),
        done=_("已提出。单位在期限内答复。"),
    )  # fmt: skip


@bp.get("/materials/<int:number>")
@requires(READ)
def material(number: int) -> ResponseReturnValue:
    """What was asked for and given."""
    found = _one(number)
    files = attached.of(Material.__tablename__, [found.id])
    page = Item(
        heading=found.title,
        kicker=_("评价材料"),
        ref=found.ref,
        badges=[
            Badge(MATERIAL_NAMES[found.state]),
            *badges(materials.FLOW, found, clock.today()),
        ],
        facts=known(
            (_("评价轮次"), found.assignment.round.name),
            (_("评价机构"), found.assignment.evaluator.name),
            (_("需要的材料"), found.what),
            (_("提供期限"), i18n.day(found.step_due_on) if found.step_due_on else None),
            (_("答复"), found.answer),
            (_("答复日期"), i18n.day(found.answered_on) if found.answered_on else None),
            (_("逾期提供"), _("是") if found.supplied_late else None),
        ),
        acts=buttons(ACTS, materials.FLOW, found, partial(_address, found)),
        evidence=[Evidence(file.name, file.url, sha256=file.sha256) for file in files],
        timeline=timeline(found),
        links=[Link(_("返回列表"), url_for("evaluations.materials"))],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/materials/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(READ)
def material_act(number: int, move: str) -> ResponseReturnValue:
    """The body gives it; the evaluator takes it, asks again, or needs it no more."""
    back = url_for("evaluations.material", number=number)
    return acts.move_page(ACTS, materials.FLOW, _one(number), move, back)


def duties(user: User, today: date) -> Iterable[Task]:
    """What a body has to give, and what an evaluator has to look at."""
    waits = {EvaluationsPermission.PUT_RIGHT: MaterialState.ASKED,
             EvaluationsPermission.SCORE: MaterialState.SUPPLIED}  # fmt: skip
    for permission, state in waits.items():
        if user.can(permission):
            yield from _waiting(user, state, today)


def _waiting(user: User, state: MaterialState, today: date) -> Iterable[Task]:
    own_ = user.body_id or 0
    mine = (
        Material.subject_id == own_
        if state is MaterialState.ASKED
        else sa.and_(Assignment.evaluator_id == own_, Assignment.recused_at.is_(None))
    )
    wanted = (
        sa.select(Material)
        .join(Material.assignment)
        .where(mine, Material.state == state)
        .order_by(Material.step_due_on, Material.id)
        .limit(LIMIT)
        .options(joinedload(Material.subject), joinedload(Material.indicator))
    )
    move = "supply" if state is MaterialState.ASKED else "accept_material"
    for found in db.session.scalars(wanted):
        yield Task(
            day=found.step_due_on if state is MaterialState.ASKED else None,
            kind=_("评价材料"),
            title=found.title,
            body=found.subject.name,
            url=url_for("evaluations.material", number=found.id),
            act=ACTS[move].label,
            act_url=_address(found, move),
            key=f"evaluation-material-{found.id}",
            warning=late_in(materials.FLOW, found, today),
        )


def _mine() -> Any:
    if current_user.can(RUN):
        return sa.true()
    own_ = current_user.body_id or 0
    scoring = sa.and_(Assignment.evaluator_id == own_, Assignment.recused_at.is_(None))
    return sa.or_(Material.subject_id == own_, scoring)


def _address(found: Material, move: str) -> str:
    return url_for("evaluations.material_act", number=found.id, move=move)


def _one(number: int) -> Material:
    found = to_move(Material, number)
    demand(READ, found)
    return found
