"""The pages of court cases: the list, one case, entering a case; the public sees counts only."""

from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm import joinedload

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import Forbidden
from integrity.base.stamps import public, requires
from integrity.casework import acts, streams
from integrity.credit.described import describe
from integrity.pages.fields import FACTS, at, columns, conditions, facts, narrowed_by
from integrity.pages.form_pages import answers, form_page
from integrity.pages.items import Badge, Button, Section
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject
from integrity.streams.courts import (
    case_views,
    exchange_views,
    handed_down_views,
    ledger_views,
    service,
)
from integrity.streams.courts.blueprint import bp
from integrity.streams.courts.fields import FIELDS
from integrity.streams.courts.forms import NewForm
from integrity.streams.courts.models import (
    REPORTED,
    STATE_NAMES,
    TONES,
    CourtCase,
    DutyKind,
)
from integrity.streams.courts.numbers import key
from integrity.streams.courts.permissions import CourtsPermission

Filters = narrowed_by(FIELDS)
acts.pages(bp, lambda: streams.named("courts"))


@bp.route("/")
@public
def index() -> ResponseReturnValue:
    """The cases a person may see; the public reads how many there are, by body."""
    if not current_user.is_authenticated or not current_user.can(CourtsPermission.READ):
        return _counts().respond(intro=_("只公布各单位案件数，不公布具体案件。"))
    more = [
        Button(_("案件台账"), url_for("courts.ledger_page")),
        Button(_("府院联动联席会议表"), url_for("courts.joint")),
    ]
    if current_user.can(CourtsPermission.ASSIGN):
        more.append(handed_down_views.button())
    return _table().respond(acts=[*exchange_views.acts(), *more])


@bp.route("/new", methods=["GET", "POST"])
@requires(CourtsPermission.PUSH)
def new() -> ResponseReturnValue:
    """A court enters a case by hand: the same verb as the push."""
    if current_user.body is None:
        raise Forbidden(_("您的账号没有绑定法院。"))
    form = NewForm()
    return form_page(
        form,
        lambda: url_for("courts.item", ref=_received(form).ref),
        heading=_("录入涉政府机构案件"),
        intro=_("申请执行人只记类别，不记姓名。"),
        back=url_for("courts.index"),
        done=_("案件已接收，待领导小组办公室分办。"),
    )


@bp.route("/<ref>")
@requires(CourtsPermission.READ)
def item(ref: str) -> ResponseReturnValue:
    """One case: who must do what by when, how far it is, and what happened."""
    stream = streams.named("courts")
    case = stream.by_ref(ref)
    today = clock.today()
    waiting = Section(
        "courts/_notices.html", {"waiting": case.state in REPORTED or case.is_claimed}
    )
    page = describe(
        stream,
        case,
        today,
        sentence=_(
            "%(body)s应履行 %(owed)s，已履行 %(performed)s。",
            body=case.subject.name,
            owed=i18n.money(case.owed),
            performed=i18n.money(case.performed),
        ),
        ref=case.case_no,
        state=Badge(STATE_NAMES[case.state], TONES.get(case.state, "plain")),
        facts=facts(at(FIELDS, FACTS), case, today),
        notices=[waiting],
        parts=case_views.parts(case, today),
        acts=[*stream.buttons(case), *case_views.acts(case)],
        links=ledger_views.links(case),
    )
    return render_template("streams/item.html", page=page)


def _received(form: NewForm) -> CourtCase:
    values = answers(form)
    values["performed"] = values["performed"] or Decimal(0)
    values["duty"] = DutyKind(values["duty"] or DutyKind.MONEY)
    case = service.receive(
        current_user.body,
        service.CaseData(**values),
        source=f"court-{current_user.body_id}",
        external_id=key(values["case_no"]),
        by=current_user,
        at=clock.now(),
    )
    db.session.flush()
    return case


def _table() -> Table:
    today = clock.today()
    return Table(
        title=_("涉政府机构未执行案件"),
        rows=sa.select(CourtCase)
        .join(CourtCase.subject)
        .where(streams.named("courts").visible(current_user)),
        columns=columns(FIELDS, today),
        link=lambda c: url_for("courts.item", ref=c.ref),
        search=streams.named("courts").reach.searched,
        match=streams.named("courts").found,
        filters=Filters,
        narrow=conditions(FIELDS, today),
        order=(CourtCase.due_on.asc().nulls_first(), CourtCase.id),
        name="court-cases",
        empty=_("没有符合条件的案件。法院推送后，案件会出现在这里。"),
        options=(joinedload(CourtCase.subject),),
    )


def _counts() -> Table:
    rows: Any = service.counts(clock.today())
    number = rows.selected_columns
    return Table(
        title=_("各单位涉政府机构案件数"),
        rows=rows,
        entities=False,
        columns=[
            Column("name", _("单位"), lambda r: r.name, sort=Subject.name),
            Column("cases", _("案件"), lambda r: r.cases, sort=number.cases, align="right"),
            Column("open", _("未办结"), lambda r: r.open, sort=number.open, align="right"),
            Column(
                "overdue", _("其中逾期"), lambda r: r.overdue, sort=number.overdue, align="right"
            ),
            Column(
                "claimed",
                _("其中自报待确认"),
                lambda r: r.claimed,
                sort=number.claimed,
                align="right",
            ),
        ],
        link=lambda r: url_for("site.body", slug=r.slug),
        search=(Subject.name,),
        order=(Subject.name,),
        name="court-case-counts",
        empty=_("目前没有涉政府机构案件。"),
    )
