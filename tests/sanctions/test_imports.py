"""A file nominates; nothing in a file can list anybody."""

from pathlib import Path

import sqlalchemy as sa

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.measures.lists import Ground
from integrity.credit.sanctions import service
from integrity.credit.sanctions.imports import COLUMNS, IMPORTERS
from integrity.credit.sanctions.models import EntryState, ListEntry
from integrity.files import exports, imports
from tests.checks.makers import make_person
from tests.factories import NOW, make_body, make_user
from tests.sanctions.makers import make_listed

IMPORTER = IMPORTERS["list-entries"]
ROW = {
    "list": "correction",
    "ground": "arrears",
    "reasons": "上级名单",
    "basis": "LB-CORRECTION-1",
    "document_kind": "decision",
    "document": "示例决定〔2026〕1号",
    "document_on": "2026-11-01",
    "state": "listed",
}


def load(path: Path, *rows: dict[str, str]) -> imports.Report:
    lines = ([row.get(column, "") for column in COLUMNS] for row in rows)
    path.write_bytes(exports.as_csv(list(COLUMNS), lines))
    return imports.run(IMPORTER, path, by=SYSTEM, at=NOW)


def test_a_row_nominates_even_if_it_says_listed(tmp_path: Path) -> None:
    body = make_body()

    report = load(tmp_path / "list.csv", ROW | {"code": body.uscc or ""})

    assert report.added == 1
    assert db.session.scalars(sa.select(ListEntry)).one().state is EntryState.NOMINATED


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    row = ROW | {"code": make_body().uscc or ""}
    load(tmp_path / "list.csv", row)

    assert load(tmp_path / "list.csv", row).unchanged == 1


def test_wrong_rows_are_refused_alone(tmp_path: Path) -> None:
    code = make_body().uscc or ""
    wrong = [{"code": "123"}, {"code": code, "list": "purple"}, {"code": code, "ground": "model"}]
    wrong += [{"code": code, "basis": "随便写的依据"}, {"code": code, "document_on": ""}]

    report = load(tmp_path / "list.csv", *(ROW | change for change in wrong))

    assert (report.added, len(report.rejected)) == (0, 5)


def test_an_export_holds_no_person_and_can_be_imported_again(tmp_path: Path) -> None:
    removed = make_listed(make_body())
    service.repair(removed, "修复", by=make_user(Role.OFFICE), at=NOW)
    make_listed(make_body())
    make_listed(make_person(), ground=Ground.DUTY_REFUSED)
    path = tmp_path / "export.csv"

    path.write_bytes(imports.export(IMPORTER).read())
    report = imports.run(IMPORTER, path, by=SYSTEM, at=NOW)

    assert (report.rows, report.unchanged) == (2, 2)
