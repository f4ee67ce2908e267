"""Questionnaires: their list, one with its results, and how the office runs it."""

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
from sqlalchemy.orm import joinedload

from evaluations.blueprint import bp
from evaluations.permissions import EvaluationsPermission
from evaluations.questionnaires import service, tallies
from evaluations.questionnaires.forms import (
    AskForm,
    PositionForm,
    QuestionForm,
    QuestionnaireForm,
)
from evaluations.questionnaires.models import (
    KIND_NAMES,
    QUESTIONNAIRE_NAMES,
    SOURCE_NAMES,
    Invitation,
    Questionnaire,
    Remark,
    Source,
)
from evaluations.questionnaires.models import QuestionnaireState as S
from evaluations.readers import may_run
from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import NotFound
from integrity.base.stamps import public, requires
from integrity.casework import acts, streams
from integrity.casework.acts import Act, buttons, timeline
from integrity.casework.key_fields import FIELD_NAMES
from integrity.casework.rules import service as rules
from integrity.casework.steps import badges, late_in
from integrity.casework.tasks import LIMIT, Task
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import WhyForm
from integrity.pages.items import Badge, Button, Fact, Item, Link, Section, known
from integrity.pages.tables import Column, Table

RUN = EvaluationsPermission.RUN
Q = Questionnaire
MARGIN = 5
"""The plan says how many must answer for shares to be known to within so many percent."""
ACTS = {
    "put_question": Act(_l("增加或者改写题目"), service.put_question, QuestionForm),
    "remove_question": Act(_l("删除题目"), service.remove_question, PositionForm, primary=False),
    "ask_people": Act(
        _l("批准发出"),
        service.ask_people,
        AskForm,
        warning=_l("由编写以外的人批准；发出后题目不能再修改。"),
    ),
    "count_answers": Act(
        _l("截止并统计"),
        service.count_answers,
        warning=_l("此后不再收答卷；邀请名单的加密记录同时删除。"),
    ),
    "tell_answers": Act(
        _l("公布调查结果"),
        service.tell_answers,
        warning=_l("由统计以外的人批准；结果和抽样计划一并公开。"),
    ),
    "drop_questionnaire": Act(
        _l("不再调查"), service.drop_questionnaire, WhyForm, primary=False, danger=True
    ),
}


@bp.get("/questionnaires/")
@public
def questionnaires() -> ResponseReturnValue:
    """Those whose results everybody reads; all for the office."""
    table = Table(
        title=_("问卷调查"),
        name="questionnaires",
        rows=sa.select(Q).where(sa.true() if may_run() else Q.state == S.TOLD),
        options=(joinedload(Q.body),),
        link=lambda row: url_for("evaluations.questionnaire", ref=row.ref),
        columns=[
            Column("ref", _("编号"), lambda row: row.ref),
            Column("title", _("问卷名称"), lambda row: row.title),
            Column(
                "field",
                _("重点领域"),
                lambda row: FIELD_NAMES[row.key_field] if row.key_field else "",
            ),
            Column("body", _("单位"), lambda row: row.body.name if row.body else ""),
            Column("answered", _("有效答卷"), lambda row: row.answered),
            Column("counted", _("统计日期"), lambda row: row.counted_on, sort=Q.counted_on),
            Column("state", _("状态"), lambda row: QUESTIONNAIRE_NAMES[row.state]),
        ],
        search=(Q.title, Q.ref),
        order=(Q.id.desc(),),
        empty=_("还没有公布的问卷调查。"),
    )
    more = [Button(_("编写问卷"), url_for("evaluations.questionnaire_new"), primary=True)]
    return table.respond(
        acts=more if may_run() else [],
        intro=_("按重点领域和“一次办成”等承诺向办事群众和企业匿名调查，抽样计划和结果一并公布。"),
    )


@bp.route("/questionnaires/new", methods=["GET", "POST"])
@requires(RUN)
def questionnaire_new() -> ResponseReturnValue:
    """Begin one."""
    form = QuestionnaireForm()

    def start() -> str:
        said = answers(form)
        about = _promise(said.pop("promise").strip())
        if about is not None:
            said |= {"about": (about[0].name, about[1].ref)}
            said["body"] = said["body"] or about[1].subject
        made = service.draft(**said, by=current_user, at=clock.now())
        return url_for("evaluations.questionnaire", ref=made.ref)

    return form_page(
        form, start, heading=_("编写问卷"), submit=_("保存，接着加题目"),
        back=url_for("evaluations.questionnaires"),
    )  # fmt: skip


@bp.get("/questionnaires/<ref>")
@public
def questionnaire(ref: str) -> ResponseReturnValue:
    """What is asked; once it was counted what it came to."""
    found = service.by_ref(ref)
    running = may_run() and found.may_be_run_by(current_user)
    if not (running or found.state is S.TOLD):
        raise NotFound
    offered = buttons(ACTS, service.FLOW, found, partial(_do, found)) if running else []
    page = Item(
        heading=found.title,
        kicker=_("问卷调查"),
        ref=found.ref,
        sentence=found.purpose,
        badges=[
            Badge(QUESTIONNAIRE_NAMES[found.state], "good" if found.state is S.TOLD else "plain"),
            *badges(service.FLOW, found, clock.today()),
        ],
        facts=_facts(found, running),
        acts=[*offered, *(_collecting(found) if running else [])],
        parts=[_asked(found), *([_remarks(found)] if running else [])],
        timeline=timeline(found) if running else [],
        links=[*_about(found), Link(_("返回列表"), url_for("evaluations.questionnaires"))],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/questionnaires/<ref>/do/<move>", methods=["GET", "POST"])
@requires(RUN)
def questionnaire_act(ref: str, move: str) -> ResponseReturnValue:
    """Write it, let it go out, count, publish, drop it."""
    back = url_for("evaluations.questionnaire", ref=ref)
    return acts.move_page(ACTS, service.FLOW, service.by_ref(ref), move, back)


def duties(today: date) -> Iterable[Task]:
    """Those whose last day is over, and those that wait to be published."""
    moves = {S.ASKING: "count_answers", S.COUNTED: "tell_answers"}
    due = sa.or_(Q.state == S.COUNTED, sa.and_(Q.state == S.ASKING, Q.answer_until < today))
    wanted = sa.select(Q).where(due).order_by(Q.step_due_on, Q.id).limit(LIMIT)
    for found in db.session.scalars(wanted.options(joinedload(Q.body))):
        move = moves[found.state]
        yield Task(
            day=found.answer_until if found.state is S.ASKING else found.step_due_on,
            kind=_("问卷调查"),
            title=found.title,
            body=found.body.name if found.body else "",
            url=url_for("evaluations.questionnaire", ref=found.ref),
            act=ACTS[move].label,
            act_url=_do(found, move),
            key=f"questionnaire-{found.id}",
            warning=late_in(service.FLOW, found, today),
        )


def _facts(found: Questionnaire, running: bool) -> list[Fact]:
    counted = found.state in (S.COUNTED, S.TOLD)
    sources = zip(Source, (found.by_message, found.by_hand, found.by_paper), strict=True)
    came = _("，").join(f"{SOURCE_NAMES[source]} {number}" for source, number in sources)
    need = tallies.wanted(found.population, MARGIN)
    plan = _("按比例误差 ±%(margin)d%% 计算，至少要 %(need)d 份", margin=MARGIN, need=need)
    invited = found.invited if counted else (_invited(found) if running else None)
    return known(
        (_("重点领域"), FIELD_NAMES[found.key_field] if found.key_field else None),
        (_("调查的单位"), found.body.name if found.body else None),
        (_("调查总体"), found.frame),
        (_("总体数量"), found.population),
        (_("抽样方法"), found.method),
        (_("计划邀请的人数"), _("%(planned)d（%(plan)s）", planned=found.planned, plan=plan)),
        (_("截止日期"), i18n.day(found.answer_until) if found.answer_until else None),
        (_("已邀请"), invited),
        (_("有效答卷"), f"{found.answered}{_('：')}{came}" if counted else None),
    )


def _invited(found: Questionnaire) -> int:
    wanted = sa.select(sa.func.count()).where(Invitation.questionnaire_id == found.id)
    return db.session.scalar(wanted) or 0


def _collecting(found: Questionnaire) -> list[Button]:
    """How answers come in, while they do."""
    if found.state is S.DRAFT:
        return [Button(_("预览"), url_for("evaluations.preview", ref=found.ref))]
    if found.state is not S.ASKING:
        return []
    pages = {
        "invite": _("发送邀请"),
        "hand_out": _("生成现场发放的链接"),
        "paper_new": _("录入纸质问卷"),
        "papers_to_check": _("核对纸质问卷"),
    }
    return [
        Button(word, url_for(f"evaluations.{name}", ref=found.ref)) for name, word in pages.items()
    ]


def _asked(found: Questionnaire) -> Section:
    least = rules.number("LOCAL-SURVEY-FEWEST", found.counted_on or clock.today())
    results = {one.question.id: one for one in tallies.shown(found, least)}
    data = {"questions": found.questions, "results": results, "kinds": KIND_NAMES, "least": least}
    return Section("evaluations/questionnaire.html", data)


def _remarks(found: Questionnaire) -> Section:
    """What was written freely, for who runs it alone."""
    wanted = sa.select(Remark.text).where(Remark.question_id.in_([q.id for q in found.questions]))
    some = db.session.scalars(wanted.order_by(Remark.id).limit(200)).all()
    return Section("evaluations/remarks.html", {"remarks": some})


def _about(found: Questionnaire) -> list[Link]:
    if not found.about_stream:
        return []
    about = streams.named(found.about_stream)
    url = url_for(f"{about.name}.item", ref=found.about_ref)
    return [Link(_("调查的承诺：%(ref)s", ref=found.about_ref), url)]


def _promise(ref: str) -> tuple[Any, Any] | None:
    """The promise of this number with its stream; raises NotPromised."""
    if not ref:
        return None
    for stream in streams.of_bodies().values():
        if stream.figures.promised:
            try:
                return stream, stream.by_ref(ref)
            except NotFound:
                continue
    raise service.NotPromised(_("没有找到编号为 %(ref)s 的承诺。", ref=ref))


def _do(found: Questionnaire, move: str) -> str:
    return url_for("evaluations.questionnaire_act", ref=found.ref, move=move)
