"""The register of reports at the office, and for each subject who asked about it."""

from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy.orm import aliased, joinedload
from wtforms import SelectField

from integrity.base import i18n
from integrity.base.permissions import Permission
from integrity.base.stamps import requires
from integrity.credit.checks.file_checks import parts
from integrity.credit.checks.file_checks.models import CheckFile, CheckFileLine
from integrity.credit.checks.models import Check, CheckResult
from integrity.credit.reports.models import KIND_NAMES, SHOWN_NAMES, CreditReport
from integrity.credit.reports.views import bp
from integrity.pages.forms import FilterForm
from integrity.pages.items import Button
from integrity.pages.tables import Column, Table, choices
from integrity.people.subjects.models import Subject

CHECK = "check"


class Filters(FilterForm):
    kind = SelectField(_l("种类"), choices=lambda: choices(KIND_NAMES), default="")


@bp.get("/register")
@requires(Permission.REPORTS_COUNTER)
def register() -> ResponseReturnValue:
    """Every report that was given, the newest first."""
    table = Table(
        title=_("信用报告登记"),
        name="credit-reports",
        rows=sa.select(CreditReport).join(CreditReport.subject),
        link=lambda report: url_for("reports.item", number=report.number),
        columns=[
            Column("number", _("编号"), lambda report: report.number),
            Column("subject", _("单位"), lambda report: report.subject.name),
            Column("kind", _("种类"), lambda report: KIND_NAMES[report.kind]),
            Column("at", _("时间"), lambda report: report.at, _moment, sort=CreditReport.at),
            Column("body", _("查询单位"), _asker),
            Column("by", _("查询人"), lambda report: report.by_name),
            Column("shown", _("核对的身份材料"), lambda r: r.shown and SHOWN_NAMES[r.shown]),
            Column("digest", _("内容校验值"), lambda r: r.digest, lambda r: r.digest[:12]),
        ],
        search=(CreditReport.number, Subject.name, Subject.uscc),
        filters=Filters,
        narrow={"kind": lambda value: CreditReport.kind == value},
        order=(CreditReport.at.desc(), CreditReport.id.desc()),
        empty=_("还没有出具过信用报告。"),
        options=(joinedload(CreditReport.subject), joinedload(CreditReport.body)),
    )
    acts = [Button(_("窗口出具"), url_for("reports.counter"), primary=True)]
    return table.respond(acts=acts)


@bp.get("/asked")
@requires(Permission.REPORTS_OWN, lambda user: user.body_id)
def asked() -> ResponseReturnValue:
    """Who asked about one's own body: reports, certificates and checks (知情权)."""
    every = (_reports, _checks, _file_lines)
    rows = sa.union_all(*(kind(current_user.body_id) for kind in every)).subquery()
    table = Table(
        title=_("谁查询过本单位"),
        name="asked",
        rows=sa.select(rows),
        link=lambda row: None if row.kind == CHECK else url_for("reports.item", number=row.number),
        columns=[
            Column("at", _("时间"), lambda row: row.at, _moment, sort=rows.c.at),
            Column("kind", _("种类"), _kind),
            Column("body", _("查询单位"), lambda row: row.body or _("社会公众")),
            Column("purpose", _("用途"), lambda row: row.purpose),
            Column("matter", _("办理事项"), lambda row: row.matter),
            Column("number", _("编号"), lambda row: row.number),
            Column("digest", _("内容校验值"), lambda r: r.digest, lambda r: r.digest[:12]),
        ],
        order=(rows.c.at.desc(), rows.c.number),
        empty=_("还没有人查询过本单位。"),
        entities=False,
    )
    acts = [
        Button(_("生成本单位信用报告"), url_for("reports.own"), primary=True),
        Button(_("谁查阅过本单位档案"), url_for("readings.mine")),
    ]
    return table.respond(
        acts=acts,
        intro=_(
            "认为查询没有正当理由的，可以向领导小组办公室反映；认为信息有误的，可以免费提出异议。"
        ),
    )


def _reports(body_id: int) -> Any:
    asker = aliased(Subject)
    return (
        sa.select(
            CreditReport.at.label("at"),
            sa.cast(CreditReport.kind, sa.String(40)).label("kind"),
            asker.name.label("body"),
            sa.literal("").label("purpose"),
            sa.literal("").label("matter"),
            CreditReport.number.label("number"),
            CreditReport.digest.label("digest"),
        )
        .outerjoin(asker, asker.id == CreditReport.body_id)
        .where(CreditReport.subject_id == body_id)
    )


def _checks(body_id: int) -> Any:
    found = _asked(Check, body_id, CheckResult.subject_id)
    joined = found.join(CheckResult, CheckResult.check_id == Check.id)
    return joined.where(~parts.is_part())


def _file_lines(body_id: int) -> Any:
    found = _asked(CheckFile, body_id, CheckFileLine.subject_id)
    return found.join(CheckFileLine, CheckFileLine.file_id == CheckFile.id)


def _asked(model: Any, body_id: int, about: Any) -> Any:
    """Queries of a model about a body; the column that says about whom is still to be joined."""
    asker = aliased(Subject)
    return (
        sa.select(
            model.at.label("at"),
            sa.literal(CHECK).label("kind"),
            asker.name.label("body"),
            model.purpose.label("purpose"),
            model.matter.label("matter"),
            model.ref.label("number"),
            model.answer_digest.label("digest"),
        )
        .select_from(model)
        .join(asker, asker.id == model.body_id)
        .where(about == body_id)
    )


def _kind(row: Any) -> Any:
    return _("信用核查") if row.kind == CHECK else KIND_NAMES[row.kind]


def _asker(report: CreditReport) -> Any:
    if report.body:
        return report.body.name
    return _("领导小组办公室") if report.by_id else _("社会公众")


def _moment(row: Any) -> str:
    return i18n.moment(row.at)
