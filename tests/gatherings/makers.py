"""A body that owes an item of the catalogue by the month, unless a test says otherwise."""

from datetime import date
from pathlib import Path
from typing import Any

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.catalogue.service import newest
from integrity.credit.gatherings import service
from integrity.credit.gatherings.imports import SUBJECT, data_sets
from integrity.credit.gatherings.models import Gathering, SourceDuty
from integrity.files import exports, imports
from integrity.files.imports import Report
from integrity.people.subjects.models import Subject
from tests.catalogue.makers import approved, make_catalogue_draft, office
from tests.factories import NOW, TODAY, make_body, make_user

COLUMNS = "合同编号 text key\n签订日期 day required\n金额 amount\n联系人 text sealed"


def make_item(code: str = "ML-HT", **typed: Any) -> Any:
    """An item that is delivered as a table, in force since long ago."""
    item = approved(
        make_catalogue_draft(code=code, **{"columns": COLUMNS, "person_ground": "duty"} | typed)
    )
    item.since = None
    return item


def make_duty(body: Subject | None = None, since: date | None = None, **typed: Any) -> SourceDuty:
    code = typed.get("code", "ML-HT")
    item = newest(code) or make_item(**typed)
    first = since or TODAY.replace(day=1)
    return service.assign(item.code, body or make_body(), first, by=office(), at=NOW)


def make_gathering(body: Subject | None = None) -> Gathering:
    """What a body owes for the month before this one."""
    before = TODAY.replace(day=1).replace(month=TODAY.month - 1)
    duty = make_duty(body, before)
    service.open_all(on=TODAY, at=NOW)
    return db.session.scalars(service.listed().where(Gathering.duty_id == duty.id)).one()


def officer(body: Subject) -> Any:
    return make_user(Role.OFFICER, body)


def deliver(
    folder: Path, by: Any, *rows: dict[str, Any], kind: str = "data-ML-HT", **more: Any
) -> Report:
    """Import rows of a data set as somebody."""
    importer, file = data_sets()[kind], folder / "数据.csv"
    header = sorted({name for row in rows for name in row})
    file.write_bytes(exports.as_csv(header, ([row.get(n, "") for n in header] for row in rows)))
    return imports.run(importer, file, by=by, at=more.pop("at", NOW), **more)


def contract(subject: Subject, number: str = "示例-1", **other: Any) -> dict[str, Any]:
    said = {"合同编号": number, "签订日期": "2026年10月8日", "金额": "1.2万元", "联系人": "示例甲"}
    return {SUBJECT: subject.uscc, **said, **other}
