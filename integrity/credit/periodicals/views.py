"""The pages of reports: what was issued, one of them with its figures and items, and its files."""

import io
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Response, jsonify, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.db import db, for_change
from integrity.base.errors import NotFound
from integrity.base.stamps import public, requires
from integrity.casework import acts
from integrity.casework.acts import Act, buttons
from integrity.casework.documents.giving import download, given
from integrity.casework.steps import badges
from integrity.credit.periodicals import drawing, service, texts
from integrity.credit.periodicals.flow import FLOW
from integrity.credit.periodicals.forms import ReportForm, WordsForm
from integrity.credit.periodicals.models import (
    AUDIENCE_NAMES,
    KIND_NAMES,
    STATE_NAMES,
    TONES,
    Periodical,
)
from integrity.credit.periodicals.models import PeriodicalState as S
from integrity.credit.tallies import lists
from integrity.credit.tallies.permissions import ReportingPermission
from integrity.files.exports import EXPORTS, write_book
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm, PostForm, WhyForm
from integrity.pages.items import Badge, Button, Item, Link, Section, known
from integrity.pages.tables import Column, Table, choices

bp = Blueprint("periodicals", __name__, url_prefix="/periodicals")
P = ReportingPermission
ACTS = {
    "submit": Act(_l("提请审定"), service.submit, PostForm, _l("由另一人审定后印发。")),
    "approve": Act(
        _l("审定印发"),
        service.approve,
        WhyForm,
        _l("印发后文字和数据都不再改变；向社会公布的，任何人都可以查看。"),
    ),
    "count_again": Act(
        _l("重新统计"),
        service.count_again,
        PostForm,
        _l("按今天的情况重新统计本期。"),
        primary=False,
    ),
    "send_back": Act(_l("退回修改"), service.send_back, WhyForm, primary=False),
    "abandon": Act(_l("不再编发"), service.abandon, WhyForm, danger=True, primary=False),
    "recall_report": Act(
        _l("收回有误的报告"),
        service.recall_report,
        WhyForm,
        _l("报告仍可查看，并注明已经收回和理由；可以重新编发。理由会公开，不要写个人信息。"),
        danger=True,
        primary=False,
    ),
}


class Filters(FilterForm):
    kind = SelectField(_l("报告种类"), choices=lambda: choices(KIND_NAMES), default="")
    audience = SelectField(_l("报告对象"), choices=lambda: choices(AUDIENCE_NAMES), default="")


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """What was issued, the newest first; the office also sees what is on its way."""
    table = Table(
        title=_("报告和通报"),
        name="periodicals",
        rows=sa.select(Periodical).where(service.visible(current_user)),
        link=lambda report: url_for("periodicals.item", ref=report.ref),
        columns=[
            Column("title", _("标题"), lambda r: r.title, sort=Periodical.title),
            Column("kind", _("报告种类"), lambda r: KIND_NAMES[r.kind]),
            Column("audience", _("报告对象"), lambda r: AUDIENCE_NAMES[r.audience]),
            Column("first", _("期间起始日"), lambda r: r.first_on, sort=Periodical.first_on),
            Column("last", _("期间截止日"), lambda r: r.last_on, sort=Periodical.last_on),
            Column("state", _("状态"), lambda r: STATE_NAMES[r.state]),
            Column("on", _("印发日期"), lambda r: r.published_on, sort=Periodical.published_on),
        ],
        search=(Periodical.title,),
        filters=Filters,
        narrow={
            "kind": lambda value: Periodical.kind == value,
            "audience": lambda value: Periodical.audience == value,
        },
        order=(Periodical.last_on.desc(), Periodical.id.desc()),
        empty=_("还没有报告。"),
    )
    may = current_user.is_authenticated and current_user.can(P.PERIODICALS_WRITE)
    new = [Button(_("编制报告"), url_for("periodicals.new"), primary=True)] if may else []
    intro = _("每一个数字都可以点开，查看它统计的事项；印发以后不再改变。")
    return table.respond(acts=new, intro=intro)


@bp.route("/new", methods=["GET", "POST"])
@requires(P.PERIODICALS_WRITE)
def new() -> ResponseReturnValue:
    """Draft the report of a period."""
    form = ReportForm(data={"opening": texts.OPENING, "closing": texts.CLOSING})

    def draft() -> str:
        said = answers(form)
        period = {name: said.pop(name) for name in ("kind", "audience", "first_on", "last_on")}
        words = service.Words(**said)
        made = service.draft(**period, words=words, by=current_user, at=clock.now())
        return url_for("periodicals.item", ref=made.ref)

    return form_page(
        form,
        draft,
        heading=_("编制报告"),
        intro=_("系统按期间统计各项指标，并保留每个数字背后的事项；由另一人审定后印发。"),
        submit=_("统计并起草"),
        back=url_for("periodicals.index"),
    )


@bp.get("/<ref>")
@public
def item(ref: str) -> ResponseReturnValue:
    """One report: its words and figures, each with its items a click away."""
    found = one(ref)
    acts_ = buttons(offered(found), FLOW, found, lambda move: _address(found, move))
    if current_user.is_authenticated and FLOW.may(current_user, found, "edit"):
        acts_.append(Button(_("修改"), url_for("periodicals.edit", ref=ref)))
    inside = current_user.is_authenticated and current_user.can(P.PERIODICALS_WRITE)
    page = Item(
        heading=found.title,
        kicker=KIND_NAMES[found.kind],
        ref=found.ref,
        badges=[
            Badge(STATE_NAMES[found.state], TONES.get(found.state, "plain")),
            *badges(FLOW, found, clock.today()),
        ],
        acts=acts_,
        words=[Section("periodicals/_report.html", drawing.parts(found))],
        facts=known(
            (_("报告对象"), AUDIENCE_NAMES[found.audience]),
            (_("统计期间"), texts.period(found)),
            (_("统计日"), i18n.day(found.tally.on)),
            (_("印发日期"), i18n.day(found.published_on) if found.published_on else None),
            (_("收回理由"), found.why),
        ),
        timeline=acts.timeline(found) if inside else (),
        links=[
            *(Link(kind.upper(), _file(found, kind)) for kind in ("pdf", "docx", "xlsx", "json")),
            Link(_("报告和通报"), url_for("periodicals.index")),
        ],
    )
    return render_template("streams/item.html", page=page)


@bp.get("/<ref>/figures/<key>")
@public
def figure(ref: str, key: str) -> ResponseReturnValue:
    """The items behind a figure; what is not public is counted without a name."""
    found = one(ref)
    if key not in found.chosen:
        raise NotFound
    back = [Button(found.title, url_for("periodicals.item", ref=ref))]
    return lists.items(found.tally, key).respond(acts=back, intro=drawing.meaning(key))


@bp.get("/<ref>/file.<ending>")
@public
def file(ref: str, ending: str) -> Response:
    """A report as PDF, DOCX, workbook, or as figures for machines."""
    found = one(ref)
    if ending == "json":
        return jsonify(drawing.as_data(found))
    if ending != "xlsx":
        draft = found.state in (S.DRAFTED, S.SUBMITTED)
        return download(
            given("periodical", found, found.published_on or clock.today(), draft=draft), ending
        )
    made = io.BytesIO()
    write_book(made, lists.sheets(found.tally, found.chosen))
    made.seek(0)
    return send_file(
        made, EXPORTS["xlsx"][1], as_attachment=True, download_name=f"{found.ref}.xlsx"
    )


@bp.route("/<ref>/edit", methods=["GET", "POST"])
@requires(P.PERIODICALS_WRITE)
def edit(ref: str) -> ResponseReturnValue:
    """Write a draft again."""
    found = one(ref)
    FLOW.check(found, "edit")
    form = WordsForm(data={n: getattr(found, n) for n in ("title", "chosen", "opening", "closing")})

    def write() -> None:
        acts.as_seen(found)
        service.edit(found, service.Words(**answers(form)), by=current_user, at=clock.now())

    back = url_for("periodicals.item", ref=ref)
    return form_page(form, write, item=found, heading=_("修改"), submit=_("保存"), back=back)


@bp.route("/<ref>/do/<move>", methods=["GET", "POST"])
@requires(P.PERIODICALS_READ)
def act(ref: str, move: str) -> ResponseReturnValue:
    """Submit, approve, send back, take back."""
    return acts.move_page(ACTS, FLOW, one(ref), move, url_for("periodicals.item", ref=ref))


def offered(found: Periodical) -> dict[str, Act]:
    """The acts without the one that another person has to take."""
    mine = current_user.is_authenticated and found.drafted_by_id == current_user.id
    return {name: act for name, act in ACTS.items() if not (mine and name == "approve")}


def one(ref: str) -> Periodical:
    """A report that this person may read; raises NotFound."""
    wanted = sa.select(Periodical).where(Periodical.ref == ref, service.visible(current_user))
    options = (joinedload(Periodical.tally), joinedload(Periodical.previous))
    found = db.session.scalars(for_change(wanted, Periodical).options(*options)).first()
    if found is None:
        raise NotFound
    return found


def _address(found: Any, move: str) -> str:
    return url_for("periodicals.act", ref=found.ref, move=move)


def _file(found: Periodical, ending: str) -> str:
    return url_for("periodicals.file", ref=found.ref, ending=ending)
