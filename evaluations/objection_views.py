"""A body reads its scores before publication, agrees or objects, and is answered."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from evaluations import combining, comparing, objections, schemes
from evaluations.blueprint import bp
from evaluations.models import DONE, Assignment, Round, RoundState, Score
from evaluations.objection_models import SCORE_OBJECTION_NAMES, ScoreObjection
from evaluations.objection_models import ScoreObjectionState as S
from evaluations.permissions import EvaluationsPermission
from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import demand, requires, to_move
from integrity.casework import acts
from integrity.casework.acts import Act, buttons, perform, timeline
from integrity.casework.steps import badges
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm, NumberField, PostForm
from integrity.pages.items import Badge, Button, Item, Link, known
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject

READ, RUN = EvaluationsPermission.READ, EvaluationsPermission.RUN
OBJECT = EvaluationsPermission.PUT_RIGHT
O = ScoreObjection  # noqa: E741


class ObjectionForm(PostForm):
    text = TextAreaField(
        _l("异议的事实和理由"),
        description=_l("写明哪一项依据不符合事实，并说明有什么材料可以证明。"),
        validators=[InputRequired(_l("请填写。")), Length(max=2000)],
    )


class AnswerForm(PostForm):
    answer = TextAreaField(
        _l("答复和理由"), validators=[InputRequired(_l("请填写。")), Length(max=2000)]
    )


class UpholdForm(AnswerForm):
    points = NumberField(
        _l("更改后的得分（0—100）"),
        validators=[
            InputRequired(_l("请填写。")),
            NumberRange(0, 100, _l("评分应当在 0 到 100 之间。")),
        ],
    )


ACTS = {
    "change_score": Act(
        _l("异议成立，更改评分"),
        objections.change_score,
        UpholdForm,
        warning=_l("更改后的评分立即计入结果，原评分和理由保留。"),
        primary=False,
    ),
    "keep_score": Act(_l("维持原评分"), objections.keep_score, AnswerForm, primary=False),
}
AGREE = Act(
    _l("确认没有异议"),
    objections.agree,
    warning=_l("确认后不能再对本轮评分提出异议。"),
)


class Filters(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(SCORE_OBJECTION_NAMES), default="")


@bp.get("/<ref>/<slug>/scores")
@requires(READ)
def shown(ref: str, slug: str) -> ResponseReturnValue:
    """What was scored of one body, for itself and the office, while it may object and after."""
    found = _shown(ref, slug)
    item = found.round
    sheet = combining.sheet(item, found.body_id)
    assert sheet is not None
    return render_template(
        "evaluations/shown.html",
        assignment=found,
        round=item,
        branches=schemes.tree(item.scheme),
        scores=combining.by_leaf(sheet.assignments),
        found={one.indicator.id: one for one in sheet.items},
        evaluators={one.id: one.evaluator.name for one in sheet.assignments},
        said=said_of(found),
        total=sheet.total,
        band=sheet.band,
        adjusting=comparing.adjusting(sheet.items),
        may_object=_may_object(found),
        items_of=slug,
        acts=_offered(found),
    )


@bp.route("/<ref>/<slug>/agree", methods=["GET", "POST"])
@requires(OBJECT)
def agree(ref: str, slug: str) -> ResponseReturnValue:
    """The body says that it does not object."""
    found = _own(_shown(ref, slug))
    return perform(AGREE, found, url_for("evaluations.shown", ref=ref, slug=slug))


@bp.route("/scores/<int:number>/object", methods=["GET", "POST"])
@requires(OBJECT)
def object_to(number: int) -> ResponseReturnValue:
    """The body says why one of its scores is not right."""
    wanted = sa.select(Score).where(Score.id == number).options(joinedload(Score.indicator))
    score = db.session.scalars(wanted).first()
    if score is None or score.assignment.round.state is RoundState.PLANNED:
        raise NotFound
    assignment = _own(score.assignment)
    back = url_for("evaluations.shown", ref=assignment.round.ref, slug=assignment.body.slug)
    form = ObjectionForm()

    def send() -> str:
        made = objections.file(score, **answers(form), by=current_user, at=clock.now())
        return url_for("evaluations.objection", number=made.id)

    return form_page(
        form, send, heading=_("对评分提出异议"), submit=_("提出异议"), back=back,
        intro=f"{score.indicator.code} {score.indicator.name}",
        done=_("已提出异议。领导小组办公室在期限内答复，答复以前不公布结果。"),
    )  # fmt: skip


@bp.get("/objections/")
@requires(READ)
def objections_index() -> ResponseReturnValue:
    """One's own body's, all for the office."""
    table = Table(
        title=_("评分异议"),
        name="score-objections",
        rows=sa.select(O).where(_mine()),
        options=(joinedload(O.body), joinedload(O.score).joinedload(Score.indicator)),
        link=lambda row: url_for("evaluations.objection", number=row.id),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("body", _("单位"), lambda row: row.body.name),
            Column("indicator", _("指标"), lambda row: row.score.indicator.name),
            Column("filed", _("提出时间"), lambda row: i18n.moment(row.filed_at), sort=O.filed_at),
            Column("due", _("答复期限"), lambda row: row.step_due_on),
            Column("state", _("状态"), lambda row: SCORE_OBJECTION_NAMES[row.state]),
        ],
        search=(O.text,),
        filters=Filters,
        narrow={"state": lambda value: O.state == value},
        order=(O.id.desc(),),
        empty=_("没有评分异议。"),
    )
    return table.respond()


@bp.get("/objections/<int:number>")
@requires(READ)
def objection(number: int) -> ResponseReturnValue:
    """One objection and the answer to it."""
    found = _one(number)
    assignment = found.score.assignment
    page = Item(
        heading=found.title,
        kicker=_("评分异议"),
        ref=found.ref,
        badges=[
            Badge(SCORE_OBJECTION_NAMES[found.state]),
            *badges(objections.FLOW, found, clock.today()),
        ],
        facts=known(
            (_("评价轮次"), assignment.round.name),
            (_("单位"), found.body.name),
            (_("评价机构"), assignment.evaluator.name),
            (_("评价机构写明的依据"), found.score.words),
            (_("原得分"), points_of(found.points_before)),
            (_("异议的事实和理由"), found.text),
            (_("提出人"), found.filed_by_name),
            (_("更改后的得分"), found.points_after),
            (_("答复和理由"), found.answer),
        ),
        acts=buttons(ACTS, objections.FLOW, found, partial(_address, found)),
        timeline=timeline(found),
        links=[
            Link(_("查看本单位全部评分"), url_for("evaluations.shown", ref=assignment.round.ref,
                                             slug=found.body.slug)),
            Link(_("返回列表"), url_for("evaluations.objections_index")),
        ],
    )  # fmt: skip
    return render_template("streams/item.html", page=page)


@bp.route("/objections/<int:number>/do/<move>", methods=["GET", "POST"])
@requires(RUN)
def objection_act(number: int, move: str) -> ResponseReturnValue:
    """The office answers it."""
    back = url_for("evaluations.objection", number=number)
    return acts.move_page(ACTS, objections.FLOW, _one(number), move, back)


def said_of(assignment: Assignment) -> dict[int, ScoreObjection]:
    """What stands of what a body said against its scores, by the number of the score."""
    wanted = (
        sa.select(O)
        .join(O.score)
        .join(Score.assignment)
        .where(Assignment.round_id == assignment.round_id, O.body_id == assignment.body_id)
        .where(O.state != S.MOOT)
        .order_by(O.id)
    )
    return {found.score_id: found for found in db.session.scalars(wanted)}


def points_of(points: Any) -> str:
    return _("不适用") if points is None else f"{points:g}"


def _shown(ref: str, slug: str) -> Assignment:
    """What was scored of a body and has been shown to it; raises NotFound."""
    wanted = (
        sa.select(Assignment)
        .join(Assignment.round)
        .join(Subject, Subject.id == Assignment.body_id)
        .where(Round.ref == ref, Subject.slug == slug, Assignment.submitted_at.is_not(None))
        .where(Assignment.recused_at.is_(None))
        .where(Round.state.in_((RoundState.TOLD, *DONE)))
        .order_by(Assignment.id)
    )
    found = db.session.scalars(wanted).first()
    mine = found is not None and found.body_id == (current_user.body_id or 0)
    if found is None or not (mine or current_user.can(RUN)):
        raise NotFound
    return found


def _own(assignment: Assignment) -> Assignment:
    if assignment.body_id != (current_user.body_id or 0):
        raise NotFound
    return assignment


def _may_object(found: Assignment) -> bool:
    mine = found.body_id == (current_user.body_id or 0) and current_user.can(OBJECT)
    return mine and not objections.closed(found, clock.today())


def _offered(found: Assignment) -> list[Button]:
    """What a body may do with its scores as a whole."""
    if not _may_object(found):
        return []
    address = url_for("evaluations.agree", ref=found.round.ref, slug=found.body.slug)
    return [Button(AGREE.label, address)]


def _address(found: ScoreObjection, move: str) -> str:
    return url_for("evaluations.objection_act", number=found.id, move=move)


def _mine() -> sa.ColumnElement[bool]:
    if current_user.can(RUN):
        return sa.true()
    return O.body_id == (current_user.body_id or 0)


def _one(number: int) -> ScoreObjection:
    found = to_move(ScoreObjection, number)
    demand(READ, found)
    return found
