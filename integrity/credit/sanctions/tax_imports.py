"""Grades of taxpayers from a spreadsheet; a row honours nobody: two people adopt the list."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from integrity.base.audit import service as audit
from integrity.base.permissions import Permission
from integrity.credit.sanctions import tax_lists
from integrity.credit.sanctions.tax_models import TaxGrade
from integrity.files.columns import Head
from integrity.files.imports import BadValue, Importer, Loaded, Row
from integrity.people.subjects import cells
from integrity.people.subjects import service as subjects
from integrity.people.subjects.models import FIRMS

HEADS = (
    Head("code", _l("统一社会信用代码"), _l("纳税人的代码。"), "", True),
    Head("year", _l("评价年度"), _l("四位数字，例如 2025。"), "", True),
    Head("published_on", _l("公布日期"), _l("税务机关公布或者调整的日期。"), "2026-04-30", True),
    Head("grade", _l("等级"), _l("A、B、M、C、D 之一；不是 A 的退出名单。"), "A", True),
)


def prepare(rows: Sequence[Row]) -> dict[str, Any]:
    """The taxpayers of a batch."""
    return {"subjects": subjects.by_words(row["code"] for row in rows), "lists": {}}


def load(row: Row, *, by: audit.Actor, at: datetime) -> Loaded:
    """Add a taxpayer to the open list of its year and day; raises BadValue, NotOpen."""
    subject = cells.named(row, "code", _("没有登记该代码的主体，请核对。"))
    if subject.kind not in FIRMS:
        raise BadValue("code", _("只登记企业、个体工商户和社会组织。"))
    year, day, grade = row.number("year"), row.day("published_on"), row.choice("grade", TaxGrade)
    if year is None or day is None or not 2014 <= year <= day.year or day > at.date():
        raise BadValue("year", _("年度或者公布日期不正确。"))
    key = (year, day)
    if key not in row.known["lists"]:
        found = tax_lists.opened(year, day, by=by, at=at)
        row.known["lists"][key] = (found, tax_lists.rows_of(found))
    found, known = row.known["lists"][key]
    had = known.get(subject.id)
    if had is None:
        known[subject.id] = tax_lists.put(found, subject.id, grade)
        return Loaded.ADDED
    if not row.differences({"grade": had.grade}, {"grade": grade}):
        return Loaded.UNCHANGED
    had.grade = grade
    return Loaded.UPDATED


IMPORTERS = {
    "taxpayer-grades": Importer(
        title=_l("纳税信用等级名单"),
        heads=HEADS,
        load=load,
        key=("code", "year", "published_on"),
        prepare=prepare,
        permission=Permission.IMPORT,
    )
}
