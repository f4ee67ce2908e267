"""What a court sends, without an interface: its day, one case, a file; and whether all came."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import joinedload
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from integrity.base import clock, i18n
from integrity.base.db import db
from integrity.base.errors import Forbidden, NotFound
from integrity.base.stamps import requires
from integrity.pages.form_pages import form_page
from integrity.pages.forms import DayField, FilterForm, PostForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject
from integrity.streams.courts import heartbeats, receipts, reconciliation
from integrity.streams.courts.blueprint import bp
from integrity.streams.courts.models import CREDITOR_NAMES, STATE_NAMES, CourtCase
from integrity.streams.courts.permissions import CourtsPermission as P
from integrity.streams.courts.receipts import KIND_NAMES, Receipt

SHOWN = timedelta(days=30)
MOST = 1000
"""Cases on one list of what is handed over; more is asked for in shorter spans."""


class BeatForm(PostForm):
    """How many cases a court pushed on a day; zero is a report too."""

    on = DayField(
        _l("日期"),
        description=_l("不填为今天；过去的日期标明补报之日。"),
        validators=[Optional()],
    )
    cases = IntegerField(
        _l("推送案件数"),
        description=_l("新收和更新合计，同一案件只计一次；没有的填 0，即零报告。"),
        validators=[
            InputRequired(_l("请填写件数，没有的填 0。")),
            NumberRange(min=0, max=1_000_000, message=_l("请填写件数，没有的填 0。")),
        ],
    )


class SpanFilters(FilterForm):
    """From which day to which."""

    since = DayField(_l("起始日"))
    until = DayField(_l("截止日"))


def exchanges(user: Any) -> bool:
    """A court, and the office that compares with it; no body that owes."""
    return bool(user.can(P.PUSH) or user.can(P.ASSIGN))


def acts() -> list[Button]:
    """Where a court goes from its list of cases, and the office to compare."""
    found = [Button(_("对账"), url_for("courts.reconcile"))] if exchanges(current_user) else []
    if current_user.can(P.PUSH):
        found = [
            Button(_("录入案件"), url_for("courts.new"), primary=True),
            Button(_("批量导入"), url_for("importing.new", kind="court-cases")),
            Button(_("报告当日件数（零报告）"), url_for("courts.beat")),
            *found,
        ]
    return found


@bp.route("/heartbeat", methods=["GET", "POST"])
@requires(P.PUSH)
def beat() -> ResponseReturnValue:
    """A court reports its day by hand: the same verb as the interface."""
    if current_user.body is None:
        raise Forbidden(_("您的账号没有绑定法院。"))
    form = BeatForm()

    def report() -> None:
        on, cases = form.on.data or clock.today(), form.cases.data or 0
        heartbeats.heartbeat(current_user.body, on, cases, by=current_user, at=clock.now())

    return form_page(
        form,
        report,
        heading=_("报告当日件数（零报告）"),
        intro=_("没有案件的日子也要报告；没有报告不等于没有案件。"),
        back=url_for("courts.reconcile"),
        done=_("已报告。"),
    )


@bp.route("/reconciliation")
@requires(P.READ, exchanges)
def reconcile() -> ResponseReturnValue:
    """Day by day what a court reported and what came, the newest first."""
    court, today = _court(), clock.today()
    found = reconciliation.days(court.id, today - SHOWN, today) if court else []
    ours = {"court": court.id} if court and court.id != current_user.body_id else {}
    return render_template(
        "courts/reconciliation.html",
        court=court,
        courts=[] if current_user.can(P.PUSH) else _courts(),
        days=found[::-1],
        today=today,
        acts=[one for one in acts() if one.url != url_for("courts.reconcile")],
        ours=ours,
    )


@bp.route("/received")
@requires(P.READ, exchanges)
def received() -> ResponseReturnValue:
    """Every push that was taken: a list with filters and exports."""
    return _received_table().respond(
        intro=_("法院推送一次，收到一次；内容没有变化的重复推送不再记。"),
        acts=[Button(_("对账"), url_for("courts.reconcile"))],
    )


@bp.route("/handover")
@requires(P.READ, exchanges)
def handover() -> ResponseReturnValue:
    """移送清单: the cases received in a span, on paper for both to sign."""
    court, asked = _court(), SpanFilters(request.args)
    until = asked.until.data or clock.today()
    since = asked.since.data or until
    if court is None:
        raise NotFound
    cases = _handed_over(court, since, until)
    return render_template(
        "courts/handover.html",
        court=court,
        cases=cases[:MOST],
        more=len(cases) > MOST,
        owed=sum(case.owed for case in cases),
        performed=sum(case.performed for case in cases),
        since=since,
        until=until,
        form=asked,
        creditor_names=CREDITOR_NAMES,
    )


def _court() -> Subject | None:
    """The court of who is logged in; the office asks for one, else sees the first."""
    if current_user.can(P.PUSH):
        return current_user.body  # type: ignore[no-any-return]
    asked = request.args.get("court", type=int)
    return next((court for court in _courts() if asked in (None, court.id)), None)


def _courts() -> list[Subject]:
    wanted = sa.select(Subject).where(Subject.id.in_(heartbeats.courts()))
    return list(db.session.scalars(wanted.order_by(Subject.name)))


def _handed_over(court: Subject, since: date, until: date) -> list[CourtCase]:
    came = sa.select(Receipt.case_id).where(
        Receipt.court_id == court.id,
        Receipt.on.between(since, until),
        Receipt.kind == receipts.Kind.RECEIVED,
    )
    wanted = sa.select(CourtCase).where(CourtCase.id.in_(came), CourtCase.stands())
    wanted = wanted.options(joinedload(CourtCase.subject)).order_by(CourtCase.id)
    return list(db.session.scalars(wanted.limit(MOST + 1)))


def _received_table() -> Table:
    own: sa.ColumnElement[bool] = sa.true()
    if current_user.can(P.PUSH):
        own = Receipt.court_id == (current_user.body_id or 0)
    case, court = joinedload(Receipt.case), joinedload(Receipt.court)
    return Table(
        title=_("推送记录"),
        rows=sa.select(Receipt).join(Receipt.case).where(own),
        columns=[
            Column("at", _("收到时间"), lambda r: i18n.moment(r.at), sort=Receipt.id),
            Column("kind", _("类别"), lambda r: KIND_NAMES[r.kind]),
            Column("court", _("法院"), lambda r: r.court.name),
            Column("case_no", _("案号"), lambda r: r.case.case_no, sort=CourtCase.case_no),
            Column("body", _("被执行单位"), lambda r: r.case.subject.name),
            Column("external_id", _("来源编号"), lambda r: r.external_id),
            Column("version", _("版本号"), lambda r: r.version, align="right"),
            Column("state", _("状态"), lambda r: STATE_NAMES[r.case.state]),
            Column("digest", _("摘要"), lambda r: r.digest[:12]),
        ],
        link=lambda r: url_for("courts.item", ref=r.case.ref),
        search=(CourtCase.case_no, Receipt.external_id),
        filters=SpanFilters,
        narrow={
            "since": lambda day: Receipt.on >= day,
            "until": lambda day: Receipt.on <= day,
        },
        order=(Receipt.id.desc(),),
        name="court-receipts",
        empty=_("没有符合条件的推送。"),
        options=(case.joinedload(CourtCase.subject), court),
    )
