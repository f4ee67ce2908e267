"""Whether a check was made at every approval: for the office, for the body, and for everybody."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm import joinedload
from wtforms import SelectField

from integrity.base import clock, i18n
from integrity.base.permissions import REACH_ALL, Permission
from integrity.base.stamps import demand, public, requires, to_move
from integrity.casework.figures import RANKED
from integrity.credit.coverage import rates, service
from integrity.credit.coverage.models import GAP_REASON_NAMES, Approval
from integrity.credit.matters.models import Matter
from integrity.pages.definitions import DEFINITIONS
from integrity.pages.form_pages import answers, form_page
from integrity.pages.forms import FilterForm, WhyForm
from integrity.pages.items import Badge, Button
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.choosing import SubjectField
from integrity.people.subjects.models import Subject

bp = Blueprint("coverage", __name__, url_prefix="/coverage")
P = Permission
MONTHS = 24
"""Months that may be chosen."""
STANDS = {"missing": _l("没有核查"), "checked": _l("已核查"), "withdrawn": _l("已撤回")}
STATES: dict[str, sa.ColumnElement[bool]] = {
    "missing": sa.and_(Approval.checked_by.is_(None), Approval.withdrawn_at.is_(None)),
    "checked": sa.and_(Approval.checked_by.is_not(None), Approval.withdrawn_at.is_(None)),
    "withdrawn": Approval.withdrawn_at.is_not(None),
}


class Filters(FilterForm):
    month = SelectField(_l("月份"), choices=lambda: choices(_months()), default="")
    body = SubjectField(_l("单位"))


class ItemFilters(Filters):
    state = SelectField(_l("是否核查"), choices=lambda: choices(STANDS), default="")


@bp.get("/")
@requires(P.COVERAGE_READ)
def index() -> ResponseReturnValue:
    """By body, matter and month: how many approvals, how many of them checked; its own for one."""
    table = Table(
        title=_("逢审必查"),
        name="coverage",
        rows=rates.by_month(*_mine()),
        entities=False,
        link=_items_of,
        columns=[
            Column("month", _("月份"), lambda row: f"{int(row.year)}-{int(row.month):02d}"),
            Column("body", _("办理单位"), lambda row: row.body),
            Column("matter", _("办理事项"), lambda row: row.matter),
            Column("code", _("事项编码"), lambda row: row.matter_code),
            *_counts(),
        ],
        search=(Subject.name, Matter.name, Matter.code),
        filters=Filters,
        narrow={"month": _in_month, "body": lambda body: Approval.body_id == body.id},
        order=(rates.YEAR.desc(), rates.MONTH.desc(), Subject.name, Approval.matter_code),
        empty=_("没有应用清单以内的办件。"),
    )
    acts = [
        Button(_("没有核查的办件"), url_for("coverage.items", state="missing")),
        Button(_("没有核查的说明"), url_for("coverage.gap_index")),
        Button(_("没有报送办件的单位"), url_for("coverage.silent")),
        Button(_("各单位核查率"), url_for("coverage.bodies")),
    ]
    if current_user.can(P.APPROVALS_REPORT):
        acts.insert(0, Button(_("导入办件"), url_for("importing.index"), primary=True))
    return table.respond(acts=acts, intro=_meaning())


@bp.get("/items/")
@requires(P.COVERAGE_READ)
def items() -> ResponseReturnValue:
    """Every approval that was reported, and whether a check was made for it."""
    table = Table(
        title=_("办件"),
        name="approvals",
        rows=sa.select(Approval).where(*_mine()),
        options=(joinedload(Approval.body), joinedload(Approval.subject)),
        link=_withdrawing,
        columns=[
            Column("decided", _("决定日期"), lambda row: row.decided_on, sort=Approval.decided_on),
            Column("body", _("办理单位"), lambda row: row.body.name),
            Column("matter", _("事项编码"), lambda row: row.matter_code, sort=Approval.matter_code),
            Column("case", _("办件编号"), lambda row: row.case_no, sort=Approval.case_no),
            Column("subject", _("申请人"), _applicant),
            Column("state", _("是否核查"), lambda row: str(_state(row).word), _state),
            Column("why", _("撤回的理由"), lambda row: row.withdrawn_why),
            Column("gap", _("没有核查的原因"), _gap),
            Column("reported", _("报送时间"), lambda row: i18n.moment(row.reported_at)),
        ],
        search=(Approval.case_no, Approval.matter_code, Approval.code),
        filters=ItemFilters,
        narrow={
            "month": _in_month,
            "body": lambda body: Approval.body_id == body.id,
            "state": lambda value: STATES[value],
        },
        order=(Approval.decided_on.desc(), Approval.id.desc()),
        empty=_("没有符合条件的办件。"),
    )
    return table.respond(acts=[Button(_("按月统计"), url_for("coverage.index"))])


@bp.get("/silent/")
@requires(P.COVERAGE_READ)
def silent() -> ResponseReturnValue:
    """Whom the list names in a matter and who reported no approval of it last month."""
    first, end = rates.month_of(_last_month())
    rows = rates.silent(first, end)
    if current_user.role not in REACH_ALL:
        rows = rows.where(Subject.id == (current_user.body_id or 0))
    table = Table(
        title=_("没有报送办件的单位"),
        name="coverage-silent",
        rows=rows,
        entities=False,
        columns=[
            Column("body", _("单位"), lambda row: row.body, sort=Subject.name),
            Column("matter", _("办理事项"), lambda row: row.matter),
            Column("code", _("事项编码"), lambda row: row.matter_code),
        ],
        search=(Subject.name, Matter.name, Matter.code),
        order=(Subject.name, Matter.code),
        empty=_("应用清单列明的单位都报送了办件。"),
    )
    month = f"{first:%Y-%m}"
    return table.respond(
        acts=[Button(_("按月统计"), url_for("coverage.index"))],
        intro=_("应用清单列明必须核查、%(month)s 没有报送办件的单位和事项。", month=month),
    )


@bp.get("/bodies/")
@public
def bodies() -> ResponseReturnValue:
    """For everybody: of what each body reported in twelve months, how much it had checked."""
    today = clock.today()
    since = today.replace(year=today.year - 1, day=1)
    table = Table(
        title=_("各单位逢审必查情况"),
        name="coverage-bodies",
        rows=rates.by_body(since, rates.month_of(today)[0]),
        entities=False,
        columns=[Column("body", _("单位"), lambda row: row.body, sort=Subject.name), *_counts()],
        search=(Subject.name,),
        order=(Subject.name, Approval.body_id),
        empty=_("还没有单位报送办件。"),
    )
    period = _("统计自 %(day)s 起，到上月末为止。", day=since)
    return table.respond(intro=f"{period}{_meaning()}")


@bp.route("/items/<int:number>/withdraw", methods=["GET", "POST"])
@requires(P.APPROVALS_REPORT)
def withdraw(number: int) -> ResponseReturnValue:
    """A report of one's own body was wrong; that it was made stays."""
    found, form = to_move(Approval, number), WhyForm()
    demand(P.APPROVALS_REPORT, found)

    def take_back() -> str:
        service.withdraw(found, **answers(form), by=current_user, at=clock.now())
        return url_for("coverage.items")

    return form_page(
        form, take_back, heading=_("撤回报送的办件"), intro=found.title, submit=_("撤回"),
        back=url_for("coverage.items"), danger=True, done=_("已撤回，理由对领导小组办公室可见。"),
    )  # fmt: skip


def _counts() -> list[Column]:
    return [
        Column("total", _("办件"), lambda row: row.total, align="right"),
        Column("checked", _("已核查"), lambda row: row.checked, align="right"),
        Column("missing", _("没有核查"), lambda row: row.total - row.checked, align="right"),
        Column("rate", DEFINITIONS["coverage"].label, _rate, _rate_shown, align="right"),
        Column("explained", _("没有核查、已说明原因"), lambda row: row.explained, align="right"),
    ]


def _rate(row: Any) -> str:
    """The share; not said about few, because one more or less says nothing."""
    return i18n.percent(row.checked, row.total) if row.total >= RANKED else "—"


def _rate_shown(row: Any) -> Markup:
    address = url_for("site.definitions")
    return Markup('<a href="{}#coverage">{}</a>').format(address, _rate(row))


def _meaning() -> str:
    found = DEFINITIONS["coverage"]
    return _(
        "核查率＝%(part)s÷%(whole)s。%(meaning)s",
        part=found.numerator,
        whole=found.denominator,
        meaning=found.meaning,
    )


def _mine() -> list[sa.ColumnElement[bool]]:
    if current_user.role in REACH_ALL:
        return []
    return [Approval.body_id == (current_user.body_id or 0)]


def _months() -> dict[str, str]:
    found, day = [], clock.today()
    for _place in range(MONTHS):
        found.append(f"{day:%Y-%m}")
        day = rates.before(day)
    return {month: month for month in found}


def _last_month() -> date:
    return rates.before(clock.today())


def _in_month(value: str) -> sa.ColumnElement[bool]:
    first, end = rates.month_of(date.fromisoformat(f"{value}-01"))
    return sa.and_(Approval.decided_on >= first, Approval.decided_on < end)


def _items_of(row: Any) -> str:
    month = f"{int(row.year)}-{int(row.month):02d}"
    return url_for("coverage.items", q=row.matter_code, month=month, body=row.body_id)


def _withdrawing(row: Approval) -> str | None:
    may = row.withdrawn_at is None and current_user.can(P.APPROVALS_REPORT, row)
    return url_for("coverage.withdraw", number=row.id) if may else None


def _applicant(row: Approval) -> str:
    return row.subject.name if row.subject else row.code or _("自然人")


def _gap(row: Approval) -> str | None:
    """Why there was no check, as its body explains."""
    if row.gap_reason is None or row.checked_by is not None:
        return None
    return _("%(name)s：%(reasons)s", name=GAP_REASON_NAMES[row.gap_reason], reasons=row.gap_why)


def _state(row: Approval) -> Badge:
    if row.withdrawn_at is not None:
        return Badge(STANDS["withdrawn"], "closed")
    return (
        Badge(STANDS["missing"], "late")
        if row.checked_by is None
        else Badge(STANDS["checked"], "good")
    )
