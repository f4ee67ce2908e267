import csv
from pathlib import Path

import pytest
import sqlalchemy as sa

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.credit.measures import shipped
from integrity.credit.measures.models import Measure
from integrity.credit.sanctions import bases
from integrity.files import imports
from integrity.people.subjects import service
from integrity.people.subjects.imports import IMPORTERS
from integrity.people.subjects.models import Size, Subject, SubjectKind
from integrity.people.subjects.names import is_of_a_person
from tests.factories import NOW, example_code

KIND = IMPORTERS["subjects"]
CODE = example_code(501, "92")
TRADE = "示例区某某小吃店"


def load(path: Path, *rows: tuple[str, ...]) -> imports.Report:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("kind", "name", "uscc"), *rows])
    return imports.run(KIND, path, by=SYSTEM, at=NOW)


def test_whoever_has_a_code_of_a_household_is_one_however_it_is_registered():
    assert service.register(SubjectKind.ENTERPRISE, TRADE, CODE).kind is SubjectKind.HOUSEHOLD


def test_a_household_has_a_public_page_under_its_trade_name_and_its_code(client):
    service.register(SubjectKind.HOUSEHOLD, TRADE, CODE)

    page = client.get(f"/subjects/{CODE}").text

    assert TRADE in page and "个体工商户" in page


def test_a_file_may_still_call_a_household_an_enterprise(tmp_path):
    added = load(tmp_path / "a.csv", ("enterprise", TRADE, CODE)).added
    unchanged = load(tmp_path / "b.csv", ("enterprise", TRADE, CODE)).unchanged

    assert (added, unchanged) == (1, 1)
    assert service.by_code(CODE).kind is SubjectKind.HOUSEHOLD


def test_only_a_code_of_a_household_makes_one(tmp_path):
    report = load(
        tmp_path / "a.csv",
        ("个体工商户", TRADE, example_code(502, "91")),
        ("个体工商户", TRADE, ""),
    )

    assert [r.column for r in report.rejected] == ["uscc", "uscc"]


@pytest.mark.parametrize("name", ["张三", "买买提·吐尔逊", "个体工商户（李四四）", "经营者：王五"])
def test_the_name_of_its_owner_is_never_kept(tmp_path, name):
    """Where a household uses no trade name the market register has its owner's name instead."""
    load(tmp_path / "a.csv", ("household", name, CODE))

    assert is_of_a_person(name)
    names = db.session.scalars(sa.select(Subject.name)).all()
    assert service.NO_TRADE_NAME in names and name not in names


@pytest.mark.parametrize("name", [TRADE, "老王面馆", "示例区张三超市"])
def test_a_trade_name_is_kept_as_it_is_registered(name):
    assert service.register(SubjectKind.HOUSEHOLD, name, CODE).name == name


def test_households_are_sized_like_enterprises():
    household = service.register(SubjectKind.HOUSEHOLD, TRADE, CODE)

    service.say_size(household, Size.MICRO, "示例划型结果", by=SYSTEM, at=NOW)

    assert household.size is Size.MICRO


def test_what_law_provides_for_everybody_reaches_households():
    shipped.load()
    bases.load()
    rows = [*db.session.scalars(sa.select(Measure)), *bases.all_in_force(NOW.date())]
    everybody = {SubjectKind.ENTERPRISE, SubjectKind.ORGANISATION, SubjectKind.PERSON}
    reached = [row for row in rows if everybody <= row.subject_kinds]

    assert reached and all(SubjectKind.HOUSEHOLD in row.subject_kinds for row in reached)


def test_what_law_provides_for_bidders_does_not_reach_households():
    """Those who bid are legal persons and other organisations (招标投标法 第二十五条)."""
    shipped.load()
    one = db.session.scalars(sa.select(Measure).filter_by(code="M-S-ADM-27")).one()

    assert SubjectKind.HOUSEHOLD not in one.subject_kinds
