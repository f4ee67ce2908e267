"""The pages of 31 March: the whole district, one body, declaring, reviewing, signing."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import contains_eager, joinedload
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from arrears import yearly
from arrears.disclosure_views import bp
from arrears.forms import NoteForm
from arrears.yearly import FLOW, STATE_NAMES, TONES, Declaration, DeclarationState
from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import public, requires
from integrity.casework.acts import Act, buttons, move_page
from integrity.casework.documents.giving import download, given
from integrity.casework.steps import step_in
from integrity.casework.tasks import LIMIT, Task
from integrity.files.exports import as_csv
from integrity.pages.forms import AmountField, FilterForm, PostForm, WhyForm
from integrity.pages.items import Badge, Fact
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject

NEEDED = InputRequired(_l("请填写，没有的填 0。"))


class FiguresForm(PostForm):
    """How many contracts were overdue at the year's end, and how much was unpaid of them."""

    contracts = IntegerField(
        _l("年末逾期未付合同数"), validators=[NEEDED, NumberRange(0, 1_000_000)]
    )
    amount = AmountField(_l("年末逾期未付金额（元）"), validators=[NEEDED])


class DeclareForm(FiguresForm):
    difference = TextAreaField(
        _l("与登记在册数据不同的原因"),
        description=_l("与登记在册的数据相同的不填；填写的内容会公开。"),
        default="",
        validators=[Length(max=1000)],
    )


class CorrectForm(FiguresForm, WhyForm):
    """What was published wrongly."""


class StateFilter(FilterForm):
    state = SelectField(_l("状态"), choices=lambda: choices(STATE_NAMES), default="")


ACTS = {
    "declare": Act(
        _l("申报年末逾期未付款项"),
        yearly.declare,
        DeclareForm,
        _l("没有逾期未付款项的也要申报零。登记在册的数据和申报的数据同时公开。"),
    ),
    "review": Act(_l("复核通过"), yearly.review, NoteForm),
    "send_back": Act(_l("退回重新申报"), yearly.send_back, WhyForm, danger=True),
    "sign": Act(
        _l("签发并公布"),
        yearly.sign,
        NoteForm,
        _l("签发后立即公开，不能撤回，只能以更正说明更正。"),
    ),
    "correct": Act(_l("公开更正"), yearly.correct, CorrectForm, danger=True),
}


@bp.get("/yearly/<int:year>")
@public
def yearly_index(year: int) -> ResponseReturnValue:
    """Every body of the district: what it published, and who has published nothing."""
    every, done, contracts, amount = yearly.totals(year)
    if not every:
        raise NotFound
    table = Table(
        title=_("%(year)d 年度各单位逾期未付款项公开情况", year=year),
        name=f"arrears-yearly-{year}",
        rows=yearly.of_year(year),
        options=(contains_eager(Declaration.subject),),
        link=_address,
        columns=_columns(),
        search=(Subject.name,),
        filters=StateFilter,
        narrow={"state": lambda value: Declaration.state == DeclarationState(value)},
        order=(Declaration.state == DeclarationState.PUBLISHED, Subject.name),
        empty=_("没有符合条件的单位。"),
    )
    told = {"every": every, "done": done, "contracts": contracts, "amount": amount, "year": year}
    return table.respond("arrears/yearly.html", **told)


def _columns() -> list[Column]:
    def published(found: Declaration) -> bool:
        return found.state is DeclarationState.PUBLISHED

    return [
        Column("name", _("单位"), lambda r: r.subject.name, sort=Subject.name),
        Column("state", _("状态"), lambda r: _standing(r)),
        Column("on", _("公布日期"), lambda r: r.published_on, sort=Declaration.published_on),
        Column(
            "contracts",
            _("逾期未付合同数"),
            lambda r: r.contracts if published(r) else None,
            align="right",
        ),
        Column(
            "amount",
            _("逾期未付金额"),
            lambda r: r.amount if published(r) else None,
            lambda r: i18n.wan(r.amount) if published(r) else "",
            align="right",
        ),
    ]


@bp.get("/yearly/<int:year>/<slug>")
@public
def body_year(year: int, slug: str) -> ResponseReturnValue:
    """What one body published of a year, or that it has not."""
    found = _one(year, slug)
    return render_template(
        "arrears/body_year.html",
        item=found,
        facts=_facts(found),
        badge=Badge(_standing(found), TONES.get(found.state, "plain")),
        acts=buttons(ACTS, FLOW, found, lambda move: _act_address(found, move))
        if current_user.is_authenticated
        else [],
        published=found.state is DeclarationState.PUBLISHED,
    )


@bp.get("/yearly/of/<int:number>")
@public
def yearly_of(number: int) -> ResponseReturnValue:
    """The same by its number, as messages lead to it."""
    found = db.session.get(Declaration, number)
    if found is None:
        raise NotFound
    return redirect(_address(found))


@bp.get("/yearly/<int:year>/<slug>/<any(pdf, csv):ending>")
@public
def yearly_file(year: int, slug: str, ending: str) -> Response:
    """The same as a file, once it is published."""
    found = _one(year, slug)
    if found.published_on is None:
        raise NotFound
    if ending == "pdf":
        return download(given("yearly-statement", found, found.published_on))
    facts = _facts(found)
    rows = iter([[str(fact.value) for fact in facts]])
    name = f"arrears-{year}-{slug}.csv"
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(as_csv([str(f.label) for f in facts], rows), headers=told, mimetype="text/csv")


@bp.route("/yearly/<int:year>/<slug>/do/<move>", methods=["GET", "POST"])
@requires(Permission.DESK)
def yearly_act(year: int, slug: str, move: str) -> ResponseReturnValue:
    """Declare, review, sign, correct."""
    found = _one(year, slug)
    known = yearly.of_register(found.subject_id, year)
    intro = _(
        "%(body)s：登记在册 %(count)d 份合同、%(sum)s。",
        body=found.subject.name,
        count=known[0],
        sum=i18n.money(known[1]),
    )
    return move_page(ACTS, FLOW, found, move, _address(found), intro=intro)


def tasks(user: Any) -> Iterator[Task]:
    """What of it waits for somebody."""
    for move in ("declare", "sign", "review"):
        permission = FLOW[move].permission
        if permission is None or not user.can(permission):
            continue
        wanted = sa.select(Declaration).options(joinedload(Declaration.subject))
        wanted = wanted.where(Declaration.state.in_(FLOW[move].sources))
        if user.role not in REACH_ALL:
            wanted = wanted.where(Declaration.subject_id == (user.body_id or 0))
        for found in db.session.scalars(wanted.order_by(Declaration.publish_by).limit(LIMIT)):
            step = step_in(FLOW, found, clock.today())
            yield Task(
                day=found.step_due_on or found.publish_by,
                kind=_("年度公开"),
                title=found.title,
                body=found.subject.name,
                url=_address(found),
                act=ACTS[move].label,
                act_url=_act_address(found, move),
                key=f"statement-{found.id}",
                warning=step[0] if step and step[1] == "late" else None,
            )


def _standing(found: Declaration) -> str:
    """Silent bodies are named after the day as before it."""
    if found.state is DeclarationState.PUBLISHED:
        return str(STATE_NAMES[found.state])
    late = (clock.today() - found.publish_by).days
    return str(_("没有公布，逾期 %(num)d 天", num=late) if late > 0 else _("没有公布"))


def _facts(found: Declaration) -> list[Fact]:
    said: list[tuple[Any, Any]] = [
        (_("单位"), found.subject.name),
        (_("年度"), found.year),
        (_("应当公布的日期"), i18n.day(found.publish_by)),
    ]
    if found.published_on:
        said += [
            (_("公布日期"), i18n.day(found.published_on)),
            (_("签发人"), found.signed_by_name),
            (_("逾期未付合同数（单位申报）"), str(found.contracts)),
            (_("逾期未付金额（单位申报）"), i18n.money(found.amount)),
            (_("逾期未付合同数（登记在册）"), str(found.registered_contracts)),
            (_("逾期未付金额（登记在册）"), i18n.money(found.registered_amount)),
            (_("申报与登记不同的原因"), found.difference),
        ]
    return [Fact(label, value) for label, value in said if value]


def _one(year: int, slug: str) -> Declaration:
    wanted = yearly.of_year(year).where(Subject.slug == slug)
    wanted = wanted.options(contains_eager(Declaration.subject))
    found: Declaration | None = db.session.scalars(for_change(wanted, Declaration)).first()
    if found is None:
        raise NotFound
    return found


def _address(found: Declaration) -> str:
    return url_for("arrears.body_year", year=found.year, slug=found.subject.slug)


def _act_address(found: Declaration, move: str) -> str:
    slug = found.subject.slug
    return url_for("arrears.yearly_act", year=found.year, slug=slug, move=move)
