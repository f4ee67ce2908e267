"""The papers of a year: what a body publishes, its correction, the report to the government."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import lazy_gettext as _l

from arrears import disclosures, yearly
from arrears.disclosures import Disclosure, DisclosureLine
from arrears.yearly import Declaration, DeclarationState
from integrity.base import site_texts
from integrity.base.db import db
from integrity.casework.documents.amounts import figures
from integrity.casework.documents.kinds import PaperKind
from integrity.casework.documents.paper import Table
from integrity.casework.documents.terms import basis
from integrity.people.subjects.models import Subject

NOTHING = Decimal(0)
MOST = 40
"""So many bodies stand by name in a report; the rest is counted."""


def _law(year: int) -> str:
    return basis("PAY-PUBLISH", date(year, 12, 31))


def _page(statement: Declaration) -> str:
    return url_for("arrears.body_year", year=statement.year, slug=statement.subject.slug)


def _lines(found: Disclosure) -> list[DisclosureLine]:
    wanted = sa.select(DisclosureLine).where(
        DisclosureLine.disclosure_id == found.id, DisclosureLine.contracts > 0
    )
    return list(db.session.scalars(wanted.order_by(DisclosureLine.amount.desc())))


def _bodies(found: Disclosure) -> Table:
    lines = _lines(found)
    rows = ((one.subject.name, str(one.contracts), figures(one.amount)) for one in lines)
    return Table(("单位", "合同数", "金额（元）"), tuple(rows))


def _silent(found: Disclosure) -> str:
    """Who has published nothing of the year."""
    wanted = yearly.of_year(found.year).where(Declaration.state != DeclarationState.PUBLISHED)
    names = [one.subject.name for one in db.session.scalars(wanted.order_by(Subject.name))]
    told = "、".join(names[:MOST])
    return f"{told}等{len(names)}个" if len(names) > MOST else told or "无"


def _total(found: Disclosure) -> tuple[int, Any]:
    return disclosures.totals(found.year, date(found.year, 12, 31))


STATEMENT: dict[str, Callable[[Declaration], Any]] = {
    "年度": lambda one: str(one.year),
    "合同数": lambda one: str(one.contracts),
    "金额": lambda one: figures(one.amount or NOTHING),
    "公开依据": lambda one: _law(one.year),
    "本地依据": lambda one: None,
}
PAPERS = (
    PaperKind(
        name="yearly-statement",
        title=_l("年度逾期未付款项公开书"),
        mark="GK",
        model=Declaration,
        url=_page,
        addressees=lambda one: (),
        issuer=lambda one: one.subject_id,
        fields={
            **STATEMENT,
            "登记合同数": lambda one: str(one.registered_contracts),
            "登记金额": lambda one: figures(one.registered_amount),
            "差异说明": lambda one: one.difference or None,
        },
    ),
    PaperKind(
        name="statement-correction",
        title=_l("年度公开更正说明"),
        mark="GG",
        why="更正原因",
        model=Declaration,
        url=_page,
        addressees=lambda one: (),
        issuer=lambda one: one.subject_id,
        fields={
            **STATEMENT,
            "原合同数": lambda one: str(one.notes[-1].old_contracts),
            "原金额": lambda one: figures(one.notes[-1].old_amount),
        },
    ),
    PaperKind(
        name="arrears-yearly-report",
        title=_l("拖欠中小企业款项情况年度报告"),
        mark="NB",
        model=Disclosure,
        url=lambda found: url_for("arrears.disclosure", year=found.year),
        addressees=lambda found: (),
        fields={
            "年度": lambda found: str(found.year),
            "政府名称": lambda found: site_texts.said("REVIEW_ORGAN"),
            "报告依据": lambda found: "保障中小企业款项支付条例（国务院令第802号） 第二十二条",
            "本地依据": lambda found: None,
            "合同数": lambda found: str(_total(found)[0]),
            "金额": lambda found: figures(_total(found)[1]),
            "单位数": lambda found: str(len(_lines(found))),
            "单位明细": _bodies,
            "应公开数": lambda found: str(yearly.totals(found.year)[0]),
            "已公开数": lambda found: str(yearly.totals(found.year)[1]),
            "未公开单位": _silent,
            "更正数": lambda found: str(len(found.corrections)),
        },
    ),
)
