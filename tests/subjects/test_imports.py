import csv
from pathlib import Path

import sqlalchemy as sa

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.files import imports
from integrity.people.subjects import identifiers, service
from integrity.people.subjects.imports import IMPORTERS
from integrity.people.subjects.models import Subject, SubjectKind
from tests.factories import NOW, example_code

KIND = IMPORTERS["subjects"]


def run(path: Path, *rows: tuple[str, ...]) -> imports.Report:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([KIND.columns, *rows])
    return imports.run(KIND, path, by=SYSTEM, at=NOW)


def test_the_bodies_the_product_ships_with_have_right_codes():
    service.load_bodies()

    codes = db.session.scalars(sa.select(Subject.uscc)).all()

    assert len(codes) > 60
    assert all(identifiers.is_uscc(code) for code in codes)


def test_loading_the_bodies_twice_adds_nothing():
    service.load_bodies()

    assert service.load_bodies() == 0


def test_a_wrong_code_is_refused_with_its_value(tmp_path):
    wrong = example_code(7)[:-1] + "0"
    wrong = wrong if not identifiers.is_uscc(wrong) else example_code(7)[:-1] + "1"

    report = run(tmp_path / "a.csv", ("body", "示例局", wrong, "", ""))

    assert [(r.column, r.row["uscc"]) for r in report.rejected] == [("uscc", wrong)]


def test_persons_do_not_enter_through_a_table(tmp_path):
    report = run(tmp_path / "a.csv", ("person", "张三", "", "", ""))

    assert [r.column for r in report.rejected] == ["kind"]


def test_persons_do_not_leave_through_a_table():
    service.register_person("张三", "11010519491231002X")

    assert "张" not in imports.export(KIND, "csv").read().decode("utf-8-sig")


def test_a_code_never_changes_its_kind(tmp_path):
    code = example_code(8)
    run(tmp_path / "a.csv", ("body", "示例局", code, "", ""))

    report = run(tmp_path / "a.csv", ("enterprise", "示例公司", code, "", ""))

    assert [r.column for r in report.rejected] == ["kind"]


def test_a_new_name_is_taken_over(tmp_path):
    code = example_code(9, "91")
    run(tmp_path / "a.csv", ("enterprise", "示例一公司", code, "", ""))

    report = run(tmp_path / "a.csv", ("enterprise", "示例二公司", code, "", ""))

    assert report.updated == 1
    found = service.by_name("示例二公司", SubjectKind.ENTERPRISE)
    assert [subject.uscc for subject in found] == [code]
