"""An evaluator stands aside; a body sees who scores it, objects, and is answered."""

from functools import partial

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager, joinedload
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from evaluations import challenges
from evaluations.agency_models import EVALUATOR_OBJECTION_NAMES, EvaluatorObjection
from evaluations.assignment_views import own, papers_link
from evaluations.blueprint import bp
from evaluations.models import DONE, ROUND_NAMES, Assignment, Round, RoundState
from evaluations.objection_views import AnswerForm
from evaluations.permissions import EvaluationsPermission
from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import demand, requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, perform, timeline
from integrity.casework.steps import badges
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import PostForm
from integrity.pages.items import Badge, Item, Link, known
from integrity.pages.tables import Column, Table

READ, RUN = EvaluationsPermission.READ, EvaluationsPermission.RUN
OBJECT = EvaluationsPermission.PUT_RIGHT
O = EvaluatorObjection  # noqa: E741
NEEDED = [InputRequired(_l("请填写。")), Length(max=500)]


class RecuseForm(PostForm):
    what = TextAreaField(
        _l("利害关系"),
        description=_l("例如：隶属、投资、正在为该单位提供服务。不写个人姓名。"),
        validators=NEEDED,
    )


class ChallengeForm(PostForm):
    text = TextAreaField(
        _l("要求回避的事实和理由"),
        description=_l("写明该机构与本单位有什么利害关系，有什么材料可以证明。不写个人姓名。"),
        validators=[InputRequired(_l("请填写。")), Length(max=2000)],
    )


RECUSE = Act(
    _l("申请回避"),
    challenges.recuse,
    RecuseForm,
    warning=_l("回避后不再评价这个单位，已经评的分不计，利害关系进入登记。"),
    danger=True,
)
ACTS = {
    "remove_evaluator": Act(
        _l("异议成立，机构回避"),
        challenges.remove_evaluator,
        AnswerForm,
        warning=_l("该机构对这个单位的评分不计，请另行分配评价机构。"),
        primary=False,
    ),
    "keep_evaluator": Act(_l("不需要回避"), challenges.keep_evaluator, AnswerForm, primary=False),
}


@bp.route("/assignments/<int:number>/recuse", methods=["GET", "POST"])
@requires(EvaluationsPermission.SCORE)
def recuse(number: int) -> ResponseReturnValue:
    """The evaluator says what ties it to the body, and does not score it."""
    return perform(RECUSE, own(number), back=url_for("evaluations.assignments"))


@bp.get("/evaluators/", endpoint="evaluators")
@requires(OBJECT)
def evaluators_of() -> ResponseReturnValue:
    """Who scores one's own body in the rounds on their way."""
    table = Table(
        title=_("评价本单位的机构"),
        name="own-evaluators",
        rows=sa.select(Assignment)
        .join(Assignment.round)
        .where(Assignment.body_id == (current_user.body_id or 0))
        .where(Round.state.not_in((RoundState.PLANNED, *DONE))),
        options=(contains_eager(Assignment.round), joinedload(Assignment.evaluator)),
        columns=[
            Column("evaluator", _("评价机构"), lambda a: a.evaluator.name),
            Column("round", _("评价轮次"), lambda a: a.round.name),
            Column("state", _("状态"), lambda a: ROUND_NAMES[a.round.state]),
            Column("declared", _("独立性声明"), lambda a: a.statement),
            Column("recused", _("回避"), lambda a: i18n.moment(a.recused_at)),
            Column("papers", _("委托评价材料"), lambda a: a.round.ref, papers_link),
        ],
        link=lambda a: url_for("evaluations.challenge_new", number=a.id),
        order=(Round.year.desc(), Assignment.id),
        empty=_("目前没有机构评价本单位。"),
    )
    return table.respond(intro=_("认为评价机构与本单位有利害关系的，可以要求它回避。"))


@bp.route("/assignments/<int:number>/challenge", methods=["GET", "POST"])
@requires(OBJECT)
def challenge_new(number: int) -> ResponseReturnValue:
    """The body says why an evaluator should not score it."""
    found = db.session.get(Assignment, number)
    if found is None or found.body_id != (current_user.body_id or 0):
        raise NotFound
    form = ChallengeForm()

    def send() -> str:
        made = challenges.file(found, **answers(form), by=current_user, at=clock.now())
        return url_for("evaluations.challenge", number=made.id)

    return form_page(
        form, send, heading=_("要求评价机构回避"), submit=_("提出异议"),
        intro=f"{found.evaluator.name} · {found.round.name}",
        back=url_for("evaluations.evaluators"),
        done=_("已提出。领导小组办公室在期限内答复，答复以前不公布结果。"),
    )  # fmt: skip


@bp.get("/challenges/", endpoint="challenges")
@requires(READ)
def challenge_list() -> ResponseReturnValue:
    """One's own body's, all for the office."""
    mine = O.body_id == (current_user.body_id or 0)
    table = Table(
        title=_("对评价机构的异议"),
        name="evaluator-objections",
        rows=sa.select(O).where(sa.true() if current_user.can(RUN) else mine),
        options=(
            joinedload(O.body),
            joinedload(O.assignment).joinedload(Assignment.evaluator),
        ),
        link=lambda row: url_for("evaluations.challenge", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("body", _("单位"), lambda row: row.body.name),
            Column("evaluator", _("评价机构"), lambda row: row.assignment.evaluator.name),
            Column("filed", _("提出时间"), lambda row: i18n.moment(row.filed_at), sort=O.filed_at),
            Column("due", _("答复期限"), lambda row: row.step_due_on),
            Column("state", _("状态"), lambda row: EVALUATOR_OBJECTION_NAMES[row.state]),
        ],
        order=(O.id.desc(),),
        empty=_("没有对评价机构的异议。"),
    )
    return table.respond()


@bp.get("/challenges/<int:number>")
@requires(READ)
def challenge(number: int) -> ResponseReturnValue:
    """One objection to an evaluator and the answer to it."""
    found = _one(number)
    page = Item(
        heading=found.title,
        kicker=_("对评价机构的异议"),
        ref=found.ref,
        badges=[
            Badge(EVALUATOR_OBJECTION_NAMES[found.state]),
            *badges(challenges.FLOW, found, clock.today()),
        ],
        facts=known(
            (_("评价轮次"), found.assignment.round.name),
            (_("单位"), found.body.name),
            (_("评价机构"), found.assignment.evaluator.name),
            (_("独立性声明"), found.assignment.statement),
            (_("要求回避的事实和理由"), found.text),
            (_("提出人"), found.filed_by_name),
            (_("答复和理由"), found.answer),
        ),
        acts=buttons(
            ACTS, challenges.FLOW, found,
            partial(_address, found),
        ),
        timeline=timeline(found),
        links=[Link(_("返回列表"), url_for("evaluations.challenges"))],
    )  # fmt: skip
    return render_template("streams/item.html", page=page)


@bp.route("/challenges/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(RUN)
def challenge_act(number: int, move: str) -> ResponseReturnValue:
    """The office answers it."""
    back = url_for("evaluations.challenge", number=number)
    return acts.move_page(ACTS, challenges.FLOW, _one(number), move, back)


def _address(found: EvaluatorObjection, move: str) -> str:
    return url_for("evaluations.challenge_act", number=found.id, move=move)


def _one(number: int) -> EvaluatorObjection:
    found = to_move(EvaluatorObjection, number)
    demand(READ, found)
    return found
