"""The pages of appraisals: the list, one, writing one; what waits for whom."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import aliased, contains_eager, joinedload

from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL
from integrity.base.stamps import demand, requires
from integrity.casework import steps
from integrity.casework.acts import Act, buttons, move_page
from integrity.casework.documents import pieces
from integrity.casework.tasks import LIMIT, Task
from integrity.credit.described import events
from integrity.files import attached
from integrity.pages.evidence import shown_to
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import WhyForm
from integrity.pages.items import Badge, Button, Fact, Item, Link, known
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject
from integrity.streams.contracts import appraisals as service
from integrity.streams.contracts.appraisal_models import (
    GRADES,
    OF_BODY,
    OF_FIRM,
    POINT_NAMES,
    STATE_NAMES,
    TONES,
    Appraisal,
    AppraisalState,
)
from integrity.streams.contracts.blueprint import bp
from integrity.streams.contracts.forms import (
    AssignForm,
    FoundForm,
    NoteForm,
    RulingForm,
    WordForm,
    appraisal_form,
)
from integrity.streams.contracts.models import Contract
from integrity.streams.contracts.permissions import ContractsPermission as P
from integrity.streams.contracts.reading import by_ref

Author = aliased(Subject)
"""Who appraises, in the list; `Subject` is who is appraised there."""
UNTIL_THEN = _l("认定以前，这份评价不作为核查信息。")
ACTS = {
    "accept": Act(_l("接受评价"), service.accept, NoteForm, _l("接受后评价生效，不能撤回。")),
    "object": Act(
        _l("提出异议"), service.object_, WhyForm, UNTIL_THEN, primary=False, evidence=True
    ),
    "object_for": Act(
        _l("登记被评价方的书面异议"), service.object_for, WordForm, UNTIL_THEN, primary=False
    ),
    "assign": Act(_l("指定认定单位"), service.assign, AssignForm, primary=False),
    "uphold": Act(_l("认定评价成立"), service.uphold, FoundForm, evidence=True),
    "set_aside": Act(
        _l("认定评价不成立"), service.set_aside, FoundForm, danger=True, evidence=True
    ),
    "overrule": Act(
        _l("登记复议决定、裁判"), service.overrule, RulingForm, UNTIL_THEN, primary=False
    ),
}


@bp.get("/appraisals/")
@requires(P.READ)
def appraisals() -> ResponseReturnValue:
    """The appraisals that this person wrote, received, or finds about."""
    table = Table(
        title=_("履约评价"),
        name="appraisals",
        rows=sa.select(Appraisal)
        .join(Appraisal.appraised)
        .join(Author, Appraisal.author)
        .join(Appraisal.contract)
        .where(_visible()),
        options=(
            contains_eager(Appraisal.appraised),
            contains_eager(Appraisal.author.of_type(Author)),
            contains_eager(Appraisal.contract),
        ),
        link=_url,
        columns=[
            Column("title", _("合同"), lambda item: item.title, sort=Contract.name),
            Column("ref", _("编号"), lambda item: item.ref),
            Column("appraised", _("被评价方"), lambda item: item.appraised.name, sort=Subject.name),
            Column("author", _("评价方"), lambda item: item.author.name, sort=Author.name),
            Column("score", _("综合得分"), lambda item: item.score, align="right"),
            Column("state", _("状态"), lambda item: STATE_NAMES[item.state]),
        ],
        search=(Appraisal.ref, Contract.name, Subject.name),
        order=(Appraisal.id.desc(),),
        empty=_("没有履约评价。"),
    )
    return table.respond("desk/list.html")


@bp.route("/register/<ref>/appraise", methods=["GET", "POST"])
@requires(P.APPRAISE)
def appraise(ref: str) -> ResponseReturnValue:
    """One side says how the other performed."""
    found = by_ref(ref)
    demand(P.APPRAISE, found)
    points = OF_FIRM if current_user.body_id == found.subject_id else OF_BODY
    form = appraisal_form(points)

    def write() -> str:
        said = answers(form)
        graded = {name: said.pop(name) for name in points}
        made = service.write(found, graded, **said, by=current_user, at=clock.now())
        flash(_("已评价，编号 %(ref)s。", ref=made.ref), "success")
        return _url(made)

    return form_page(
        form,
        write,
        heading=_("评价对方的履约情况"),
        intro=found.title,
        warning=_("每份合同评价一次，告知对方后不能撤回；对方可以提出异议，由主管部门认定。"),
        submit=_("提交评价"),
        back=url_for("contracts.contract", ref=ref),
    )


@bp.get("/appraisals/<ref>")
@requires(P.READ)
def appraisal(ref: str) -> ResponseReturnValue:
    """One appraisal: its points, the answer, what was found."""
    found, table = _by_ref(ref), Appraisal.__tablename__
    badge = Badge(STATE_NAMES[found.state], TONES.get(found.state, "soon"))
    page = Item(
        heading=found.title,
        kicker=_("履约评价"),
        sentence=found.words,
        ref=found.ref,
        badges=[badge, *steps.badges(service.APPRAISALS, found, clock.today())],
        acts=buttons(_open_to(found), service.APPRAISALS, found, _address(found)),
        facts=_facts(found),
        timeline=events(found, {name: act.label for name, act in ACTS.items()}),
        evidence=shown_to(attached.of(table, [found.id]), current_user),
        aside=pieces.card(table, found.id),
        links=[Link(_("返回列表"), url_for("contracts.appraisals")), *_contract(found)],
    )
    return render_template("streams/item.html", page=page)


@bp.route("/appraisals/<ref>/do/<move>", methods=["GET", "POST"])
@requires(P.READ)
def appraisal_act(ref: str, move: str) -> ResponseReturnValue:
    """Who is appraised answers, the department finds."""
    found = _by_ref(ref)
    return move_page(ACTS, service.APPRAISALS, found, move, _url(found))


def appraisal_buttons(found: Contract) -> Iterator[Button]:
    """To the appraisals of a contract: writing one's own, reading what was written."""
    if not current_user.is_authenticated or not current_user.can(P.APPRAISE, found):
        return
    written = db.session.scalars(
        sa.select(Appraisal).where(Appraisal.contract_id == found.id).order_by(Appraisal.id)
    ).all()
    mine = any(item.author_id == current_user.body_id for item in written)
    if not mine and not service.why_not(found, current_user.body_id):
        yield Button(_("评价对方的履约情况"), url_for("contracts.appraise", ref=found.ref))
    for item in written:
        yield Button(_("履约评价 %(ref)s", ref=item.ref), _url(item))


def duties(user: Any) -> Iterable[Task]:
    """Appraisals that wait for an answer of this person's body, or for its finding."""
    if user.role in REACH_ALL or not user.can(P.READ):
        return
    answered = sa.and_(
        Appraisal.appraised_id == user.body_id, Appraisal.state == AppraisalState.WRITTEN
    )
    found = sa.and_(Appraisal.finder_id == user.body_id, Appraisal.state == AppraisalState.OBJECTED)
    condition = found if user.can(P.FIND) else answered if user.can(P.APPRAISE) else sa.false()
    wanted = sa.select(Appraisal).where(condition).order_by(Appraisal.id).limit(LIMIT)
    load = (joinedload(Appraisal.contract), joinedload(Appraisal.author))
    for item in db.session.scalars(wanted.options(*load)):
        is_found = item.state is AppraisalState.OBJECTED
        yield Task(
            day=item.step_due_on if is_found else item.answer_by,
            kind=_("履约评价"),
            title=item.title,
            body=item.author.name,
            url=_url(item),
            act=_("认定") if is_found else _("答复"),
            act_url=_url(item),
            key=f"appraisal-{item.id}",
        )


def _open_to(found: Appraisal) -> dict[str, Act]:
    """Who wrote it does not answer it, though both sides may appraise."""
    mine = current_user.body_id == found.appraised_id
    hidden = set() if mine else {"accept", "object"}
    return {name: act for name, act in ACTS.items() if name not in hidden}


def _facts(found: Appraisal) -> list[Fact]:
    graded = [(POINT_NAMES[name], GRADES[grade]) for name, grade in found.points.items()]
    return known(
        (_("评价方"), found.author.name),
        (_("被评价方"), found.appraised.name),
        *graded,
        (_("综合得分"), _("%(score)s 分（满分 5 分）", score=found.score)),
        (_("评价日期"), i18n.day(found.written_on)),
        (_("提出异议的期限"), found.answer_by and i18n.day(found.answer_by)),
        (_("被评价方的意见"), found.answer),
        (_("认定单位"), found.finder and found.finder.name),
        (_("认定的事实和理由"), found.finding),
        (_("生效日期"), found.final_on and i18n.day(found.final_on)),
    )


def _contract(found: Appraisal) -> Iterator[Link]:
    if current_user.body_id != found.finder_id:
        yield Link(_("所属合同"), url_for("contracts.contract", ref=found.contract.ref))


def _url(item: Appraisal) -> str:
    return url_for("contracts.appraisal", ref=item.ref)


def _address(item: Appraisal) -> Callable[[str], str]:
    return lambda move: url_for("contracts.appraisal_act", ref=item.ref, move=move)


def _visible() -> sa.ColumnElement[bool]:
    if current_user.role in REACH_ALL:
        return sa.true()
    own = current_user.body_id or 0
    sides = (Appraisal.author_id, Appraisal.appraised_id, Appraisal.finder_id)
    return sa.or_(*(side == own for side in sides))


def _by_ref(ref: str) -> Appraisal:
    wanted = sa.select(Appraisal).where(Appraisal.ref == ref, _visible())
    found = db.session.scalars(for_change(wanted, Appraisal)).first()
    if found is None:
        raise NotFound
    return found
