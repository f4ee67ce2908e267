"""Cases from a table: each row is a push."""

import pytest

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.files import imports
from integrity.streams.courts.imports import IMPORTERS
from integrity.streams.courts.models import CaseOutcome, CaseState, CourtCase
from tests.factories import NOW, make_body

IMPORTER = IMPORTERS["court-cases"]
HEADER = "external_id,case_no,court,body,cause,creditor_kind,owed,received_on,performed,version"
ROW = "1,（2026）鲁01执5号,导入法院,导入局,买卖合同纠纷,enterprise,1.2万元,2026-03-02,,1"

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def load(tmp_path):
    make_body("导入法院")
    make_body("导入局")

    def go(*rows: str, header: str = HEADER, **options) -> imports.Report:
        file = tmp_path / "cases.csv"
        file.write_text("\n".join([header, *rows]), encoding="utf-8")
        return imports.run(IMPORTER, file, by=SYSTEM, at=NOW, **options)

    return go


def test_a_file_imported_twice_adds_its_cases_once(load):
    assert load(ROW).added == 1
    assert load(ROW).unchanged == 1
    assert db.session.query(CourtCase).count() == 1


def test_a_higher_version_updates(load):
    load(ROW)

    assert load(ROW.replace(",,1", ",5000,2")).updated == 1


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [("导入局", "没有的局", "body"), ("2026-03-02", "3月2日", "received_on"),
     ("enterprise", "张三", "creditor_kind"), ("1.2万元", "很多", "owed"),
     ("（2026）鲁01执5号", "五号", "case_no"), ("1.2万元", "-1", "")],
)  # fmt: skip
def test_a_wrong_row_is_rejected_alone(load, old, new, column):
    report = load(ROW.replace(old, new), ROW.replace("1,（2026）鲁01执5号", "2,（2026）鲁01执6号"))

    assert report.added == 1
    assert [rejection.column for rejection in report.rejected] == [column]


def test_what_was_exported_can_be_imported_again(load, tmp_path):
    load(ROW)
    file = tmp_path / "export.csv"
    file.write_bytes(imports.export(IMPORTER).read())

    report = imports.run(IMPORTER, file, by=SYSTEM, at=NOW)

    assert (report.unchanged, report.rejected) == (1, [])


def test_a_file_of_the_court_confirms_performance_once(load):
    load(ROW)
    confirmed = {"header": f"{HEADER},performed_on"}

    first = load(f"{ROW},2026-05-06", **confirmed)
    again = load(f"{ROW},2026-05-06", **confirmed)
    other = load(f"{ROW},2026-05-07", **confirmed)

    case = db.session.query(CourtCase).one()
    assert (case.state, case.outcome) == (CaseState.CONFIRMED, CaseOutcome.PERFORMED)
    assert str(case.closed_on) == "2026-05-06"
    assert (first.updated, again.unchanged) == (1, 1)
    assert [rejection.column for rejection in other.rejected] == ["performed_on"]
