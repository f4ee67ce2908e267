"""The ledger of cases, the monthly joint sheet, and the papers that a body drafts about a case."""

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy.orm import joinedload
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from integrity.base import clock, i18n
from integrity.base.permissions import Permission
from integrity.base.stamps import demand, requires
from integrity.casework import streams
from integrity.casework.documents import making
from integrity.casework.documents.kinds import named
from integrity.casework.documents.letter_drafts import letter_page
from integrity.pages.fields import LIST, Field, at, narrowed_by
from integrity.pages.form_pages import form_page
from integrity.pages.forms import PostForm
from integrity.pages.items import Button, Link
from integrity.pages.tables import Column, Table
from integrity.people.subjects.models import Subject
from integrity.streams.courts import ledger
from integrity.streams.courts.blueprint import bp
from integrity.streams.courts.fields import FIELDS
from integrity.streams.courts.models import CourtCase
from integrity.streams.courts.permissions import CourtsPermission as P
from integrity.streams.courts.reasons import REASON_NAMES, WAYS_OUT

Filters = narrowed_by(FIELDS)


class PlanForm(PostForm):
    """The measures of a plan; all else is known."""

    why = TextAreaField(
        _l("化解措施"),
        description=_l("写明资金来源、履行步骤、责任人和完成日期。由分管负责人签发。"),
        validators=[InputRequired(_l("请写明化解措施。")), Length(max=5000)],
    )


@bp.get("/ledger")
@requires(P.READ)
def ledger_page() -> ResponseReturnValue:
    """Every case this person may see, with its reason, way out and next step."""
    today = clock.today()
    first, last = ledger.span(request.args.get("month", ""), today)
    part = request.args.get("part", "")
    rows = ledger.cases(streams.named("courts").visible(current_user))
    if part in ledger.PARTS:
        rows = rows.where(ledger.of_part(part, first, last))
    table = Table(
        title=_("涉政府机构案件台账"),
        rows=rows,
        entities=False,
        columns=[*map(_of_case, at(FIELDS, LIST)), *_notes()],
        link=lambda row: url_for("courts.item", ref=row.CourtCase.ref),
        filters=Filters,
        narrow={f.name: _meaning(f) for f in FIELDS if f.filter},
        order=(CourtCase.due_on.asc().nulls_first(), CourtCase.id),
        name="court-ledger",
        empty=_("没有符合条件的案件。"),
        options=(joinedload(CourtCase.subject),),
    )
    return table.respond(acts=[Button(_("府院联动联席会议表"), url_for("courts.joint"))])


@bp.get("/joint")
@requires(P.READ)
def joint() -> ResponseReturnValue:
    """The month by body: what was open, came, was closed, is left; numbers lead to their cases."""
    first, last = ledger.span(request.args.get("month", ""), clock.today())
    rows: Any = ledger.by_body(streams.named("courts").visible(current_user), first, last)
    number, month = rows.selected_columns, f"{first:%Y-%m}"
    heads = (
        ("start", _("期初未结")),
        ("new", _("本月新收")),
        ("cleared", _("本月办结")),
        ("end", _("期末未结")),
        ("late", _("其中逾期")),
    )
    table = Table(
        title=_("府院联动联席会议表（%(month)s）", month=month),
        rows=rows,
        entities=False,
        columns=[
            Column("name", _("单位"), lambda r: r.name, sort=Subject.name),
            *(_number(key, label, month, number[key]) for key, label in heads),
            Column("rate", _("动态清零率（本月办结/期初未结与本月新收之和）"), ledger.rate),
            Column("left", _("期末未履行金额"), lambda r: r.left, lambda r: i18n.money(r.left)),
        ],
        order=(Subject.name,),
        name=f"court-joint-{month}",
        empty=_("没有符合条件的案件。"),
    )
    return table.respond(acts=[Button(_("案件台账"), url_for("courts.ledger_page"))])


@bp.route("/<ref>/plan", methods=["GET", "POST"])
@requires(P.PERFORM)
def plan(ref: str) -> ResponseReturnValue:
    """一案一策: the body drafts its plan; the leader in charge signs it as every paper."""
    case, form = streams.named("courts").by_ref(ref), PlanForm()
    demand(P.PERFORM, case)

    def draft() -> str:
        kind = named("case-plan")
        made = making.draft(kind, [case], by=current_user, at=clock.now(), why=form.why.data or "")
        return url_for("documents.item", number=made[0].id)

    return form_page(
        form,
        draft,
        heading=_("拟一案一策"),
        intro=case.title,
        back=url_for("courts.item", ref=ref),
        submit=_("拟稿"),
        done=_("已拟稿；由分管负责人签发后送达法院。"),
    )


@bp.route("/<ref>/budget", methods=["GET", "POST"])
@requires(P.PERFORM)
def budget(ref: str) -> ResponseReturnValue:
    """列入预算申请: the body asks the finance department for the money of the year."""
    case = streams.named("courts").by_ref(ref)
    demand(P.PERFORM, case)
    return letter_page("case-budget-request", case, url_for("courts.item", ref=ref))


def links(case: CourtCase) -> list[Link]:
    """The papers that the body may draft about a case."""
    if not current_user.can(P.PERFORM, case):
        return []
    found = [Link(_("拟一案一策"), url_for("courts.plan", ref=case.ref))]
    if current_user.can(Permission.DOCUMENTS_HANDLE):
        found.append(Link(_("拟列入预算申请函"), url_for("courts.budget", ref=case.ref)))
    return found


def _of_case(field: Field) -> Column:
    column = field.column(clock.today())
    show = column.show
    return Column(
        column.key,
        column.label,
        lambda row: column.value(row.CourtCase),
        (lambda row: show(row.CourtCase)) if show else None,
        column.sort,
        column.align,
    )


def _meaning(field: Field) -> Any:
    return lambda value: field.filter and field.filter(value, clock.today())


def _notes() -> list[Column]:
    def said(of: Any) -> Any:
        return lambda row: of(row.CaseNote) if row.CaseNote else None

    return [
        Column("charge", _("承办人"), lambda row: row.CourtCase.charge),
        Column("reason", _("未结原因"), said(lambda note: str(REASON_NAMES[note.reason]))),
        Column("times", _("同一原因次数"), lambda row: row.times or None, align="right"),
        Column("way", _("化解路径"), said(lambda note: str(WAYS_OUT[note.reason]))),
        Column("contact_on", _("最近沟通"), said(lambda note: note.contact_on)),
        Column("next_step", _("下一步措施"), said(lambda note: note.next_step)),
        Column("next_on", _("下一步完成日期"), said(lambda note: note.next_on)),
    ]


def _number(key: str, label: str, month: str, sort: Any) -> Column:
    def show(row: Any) -> Any:
        asked = {"part": key, "month": month, "body": row.slug}
        address = url_for("courts.ledger_page", **asked)
        return Markup('<a href="{}">{}</a>').format(address, getattr(row, key))

    return Column(key, label, lambda row: getattr(row, key), show, sort, "right")
