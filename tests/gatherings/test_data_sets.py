"""Data sets by table, in the columns that their item declares: row by row, sealed where said."""

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.catalogue import columns, service
from integrity.credit.catalogue.columns import WrongColumns
from integrity.credit.gatherings.imports import data_sets
from integrity.credit.gatherings.models import GatheredRow, GatheringState
from integrity.people.subjects import identifiers
from tests.factories import make_body, make_enterprise, make_user
from tests.gatherings.makers import (
    contract,
    deliver,
    make_duty,
    make_gathering,
    office,
    officer,
)


def rows(**which) -> list[GatheredRow]:
    wanted = sa.select(GatheredRow).filter_by(**which)
    return list(db.session.scalars(wanted.order_by(GatheredRow.id)))


def test_a_row_is_kept_under_its_version_and_what_was_owed_has_come(tmp_path):
    owed = make_gathering()
    firm = make_enterprise()

    report = deliver(tmp_path, officer(owed.body), contract(firm))

    assert (report.added, report.rejected) == (1, [])
    kept = rows()[0]
    assert kept.item is service.newest("ML-HT") and kept.subject is firm
    assert kept.content == {"合同编号": "示例-1", "签订日期": "2026-10-08", "金额": "12000.00"}
    assert (owed.state, owed.rows) == (GatheringState.ARRIVED, 1)


def test_what_is_sealed_is_nowhere_in_the_clear(tmp_path, login):
    owed = make_gathering()
    deliver(tmp_path, officer(owed.body), contract(make_enterprise(), 联系人="示例私人联系"))

    kept = rows()[0]

    assert "示例私人联系" in identifiers.unseal(kept.sealed)
    assert "示例私人联系" not in f"{kept.content}{kept.key}{kept.sealed}"
    assert "示例私人联系" not in login(officer(owed.body)).get("/gatherings/rows/?format=csv").text
    assert "示例私人联系" not in str(list(data_sets()["data-ML-HT"].dump()))


def test_the_same_again_changes_nothing_and_what_says_otherwise_replaces_it(tmp_path):
    owed, firm = make_gathering(), make_enterprise()
    by = officer(owed.body)
    deliver(tmp_path, by, contract(firm))

    again = deliver(tmp_path, by, contract(firm))
    other = deliver(tmp_path, by, contract(firm, 金额="1.3万元"))
    hidden = deliver(tmp_path, by, contract(firm, 金额="1.3万元", 联系人="示例丙"))

    assert (again.unchanged, other.updated, hidden.updated) == (1, 1, 1)
    assert [row.replaced_at is None for row in rows()] == [False, False, True]
    assert rows()[0].content["金额"] == "12000.00"


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"签订日期": "不是日期"}, "不是日期"),
        ({"签订日期": ""}, "不能为空"),
        ({"金额": "许多"}, "不是金额"),
        ({"合同编号": "11010519491231002X"}, "身份证"),
        ({"subject_code": "没有的代码"}, "没有登记"),
        ({"period_day": "2027-01-01"}, "报送期不能在今天以后"),
    ],
)
def test_a_row_that_is_wrong_is_refused_alone_and_says_why(tmp_path, other, says):
    owed, firm = make_gathering(), make_enterprise()
    good, bad = contract(firm), contract(firm, "示例-2", **other)

    report = deliver(tmp_path, officer(owed.body), good, bad)

    assert report.added == 1 and len(report.rejected) == 1
    assert says in report.rejected[0].message


def test_nobody_delivers_for_another_or_what_they_have_not_to_deliver(tmp_path):
    owed, firm = make_gathering(make_body("示例供水局")), make_enterprise()
    other = make_body("别的单位")

    for by, row in (
        (officer(other), contract(firm)),
        (officer(owed.body), contract(firm, source_code=other.name)),
        (office(), contract(firm)),
    ):
        assert len(deliver(tmp_path, by, row).rejected) == 1
    assert rows() == []
    assert deliver(tmp_path, office(), contract(firm, source_code=owed.body.name)).added == 1


def test_a_kind_of_subject_that_the_item_is_not_of_is_refused(tmp_path):
    owed = make_gathering(make_body("示例供水局"))
    row = contract(make_enterprise(), subject_code="示例供水局")

    report = deliver(tmp_path, officer(owed.body), row)

    assert "不适用" in report.rejected[0].message


def test_an_export_is_imported_again_but_for_what_is_sealed(tmp_path):
    owed, firm = make_gathering(), make_enterprise()
    by = officer(owed.body)
    deliver(tmp_path, by, contract(firm, 联系人=""))

    found = list(data_sets()["data-ML-HT"].own(by))

    assert deliver(tmp_path, by, *map(dict, found)).unchanged == 1
    assert list(data_sets()["data-ML-HT"].own(officer(make_body("别的单位")))) == []


def test_a_firm_reads_what_was_gathered_about_itself_and_nothing_else(tmp_path, login):
    owed = make_gathering()
    one, other = make_enterprise("示例甲公司"), make_enterprise("示例乙公司")
    by = officer(owed.body)
    deliver(tmp_path, by, contract(one, "示例-甲"), contract(other, "示例-乙"))

    page = login(make_user(Role.SUPPLIER, one)).get("/gatherings/rows/").text

    assert "示例-甲" in page and "示例-乙" not in page


def test_columns_are_read_as_people_write_them_and_shown_so():
    kept = columns.kept("合同编号 文字 主键；金额 金额\n电话 文字 密封")

    assert kept == "合同编号 text key;金额 amount;电话 text sealed"
    assert columns.kept(columns.shown(kept)) == kept


@pytest.mark.parametrize(
    "text",
    [
        "只有名称",
        "金额 没有的类型",
        "金额 金额 没有的要求",
        "电话 文字 主键 密封",
        "甲 文字;甲 数字",
    ],
)
def test_columns_that_cannot_be_are_refused(text):
    with pytest.raises(WrongColumns):
        columns.kept(text)


def test_the_data_sets_of_the_city_s_plan_are_items_with_columns_of_their_own():
    found = data_sets()

    assert len([name for name in found if name.startswith("data-ML-SJ-")]) == 11
    assert all(importer.key for importer in found.values())


def test_the_source_body_of_an_item_imports_it_by_page(login):
    duty = make_duty()
    client = login(officer(duty.body))

    page = client.get("/imports/new?kind=data-ML-HT").text

    assert "合同编号" in page and "报送期" in page
    assert client.get("/imports/template/data-ML-HT.xlsx").status_code == 200
