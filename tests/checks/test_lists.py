"""A list of many is checked at once, by code or by name; all its answers are in one file."""

import io
from typing import Any

import pytest
import sqlalchemy as sa
from python_calamine import load_workbook

from integrity.base.audit.service import SYSTEM
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.checks.models import Check, CheckResult
from integrity.people.subjects import code_keeping
from tests.checks.makers import ON_PAPER, make_check, make_identifier, make_person
from tests.factories import NOW, example_code, make_body, make_enterprise, make_user
from tests.importing.test_files import workbook
from tests.sanctions.makers import MEASURE, make_listed
from tests.subjects.makers import make_kept

FORM = {"purpose": "招标投标", "matter": "示例项目投标资格审查"}


@pytest.fixture
def clerk(login: Any) -> Any:
    return login(make_user(Role.CLERK, make_body("示例审批局")))


def verdicts(client: Any, answer: Any) -> list[str]:
    assert answer.status_code == 302, answer.text
    assert client.get(answer.location).status_code == 200
    wanted = sa.select(CheckResult.verdict).order_by(CheckResult.id)
    return [verdict.value for verdict in db.session.scalars(wanted)]


def test_bidders_are_pasted_by_code_by_name_or_by_both(clerk: Any) -> None:
    firm = make_listed(make_enterprise("示例甲建设有限公司")).subject
    lines = f"1\t{firm.uscc}\n2\t{firm.name}\t{firm.uscc}\n\n示例甲建设有限公司\n没有登记的建设公司"

    answer = clerk.post("/checks/list", data=FORM | {"nominees": lines})

    assert verdicts(clerk, answer) == ["restrict", "restrict", "review", "unidentified"]
    made = db.session.scalars(sa.select(Check)).one()
    assert (made.purpose, made.matter) == (FORM["purpose"], FORM["matter"])


def test_an_old_code_that_was_kept_says_who_is_meant(clerk: Any) -> None:
    """It was taken for a part of the name, and nobody was found."""
    firm = make_listed(make_enterprise("示例甲建设有限公司")).subject
    code_keeping.keep("MA3C12342", firm, "执照（示例）", "登记机关证实", by=SYSTEM, at=NOW)
    lines = f"{make_kept(firm).code} {firm.name}\nMA3C1234-2 {firm.name}"

    answer = clerk.post("/checks/list", data=FORM | {"nominees": lines})

    assert verdicts(clerk, answer) == ["restrict", "restrict"]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (("序号", "投标人名称"), ("1", "示例甲建设有限公司")),
        (("供应商", "统一社会信用代码"), ("示例甲建设有限公司", "")),
    ],
)
def test_a_table_of_names_is_taken_with_or_without_a_column_of_codes(
    clerk: Any, head: tuple[str, ...], row: tuple[str, ...]
) -> None:
    make_enterprise("示例甲建设有限公司")
    file = (io.BytesIO(workbook(("投标人名单",), head, row)), "投标人.xlsx")

    answer = clerk.post("/checks/list", data=FORM | {"file": file})

    assert verdicts(clerk, answer) == ["review"]


@pytest.mark.parametrize("line", ["王示例", "示例公司 91370100MA3C3FCG4", "买买提·示例"])
def test_a_bare_persons_name_and_a_wrong_code_are_refused_and_what_was_typed_is_kept(
    clerk: Any, line: str
) -> None:
    answer = clerk.post("/checks/list", data=FORM | {"nominees": f"示例甲建设有限公司\n{line}"})

    assert answer.status_code == 422
    assert "第 2 行" in answer.text and line in answer.text and FORM["matter"] in answer.text
    assert db.session.scalars(sa.select(Check)).all() == []


def test_a_person_on_a_list_needs_a_paper_and_is_not_kept(clerk: Any) -> None:
    make_person()
    person = {"nominees": f"张三丰 {make_identifier()}"}

    refused = clerk.post("/checks/list", data=FORM | person)
    answer = clerk.post("/checks/list", data=FORM | person | ON_PAPER)

    assert refused.status_code == 403 and "核查自然人须写明查询依据" in refused.text
    assert verdicts(clerk, answer) == ["clear"]
    kept = str(db.session.scalars(sa.select(CheckResult)).one().answer)
    assert "张三丰" not in kept and make_identifier() not in kept


def test_more_than_a_thousand_are_refused_with_what_was_typed(clerk: Any) -> None:
    lines = "\n".join(f"示例第{n}建设公司" for n in range(1001))

    answer = clerk.post("/checks/list", data=FORM | {"nominees": lines})

    assert answer.status_code == 422
    assert "一次最多查询 1000 个主体" in answer.text and "示例第1000建设公司" in answer.text


@pytest.mark.slow
def test_a_thousand_names_have_one_receipt(clerk: Any) -> None:
    lines = "\n".join(f"示例第{n}建设公司" for n in range(1000))

    answer = clerk.post("/checks/list", data=FORM | {"nominees": lines})

    assert set(verdicts(clerk, answer)) == {"unidentified"}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CheckResult)) == 1000


def test_all_answers_of_a_check_are_in_one_table(login: Any) -> None:
    own = make_body("示例审批局")
    firm = make_enterprise("示例甲建设有限公司")
    body = make_listed(make_body("示例甲局"), measures=(MEASURE,)).subject
    make_person()
    queries = {
        "1": {"code": body.uscc},
        "2": {"name": "示例甲建设股份有限公司"},
        "3": {"code": "123"},
        "4": {"code": make_identifier(), "name": "张三丰"},
        "5": {"name": "=示例公式公司", "code": example_code(99_999_998)},
    }
    made = make_check(queries, body=own, **ON_PAPER)

    answer = login(make_user(Role.CLERK, own)).get(f"/checks/{made.ref}/results.xlsx")
    head, *rows = load_workbook(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()

    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert [row["行号"] for row in told] == list(queries)
    assert told[0]["登记名称"] == body.name and told[0]["措施及依据"]
    assert f"{firm.name} {firm.uscc} 90" in told[1]["可能所指的主体"]
    assert "代码不正确" in told[2]["说明"]
    assert "张三丰" not in str(rows) and make_identifier() not in str(rows)
    assert {row["回执编号"] for row in told} == {made.ref}


def test_the_table_of_another_bodys_check_does_not_exist(login: Any) -> None:
    made = make_check({"q": {"name": "示例甲建设公司"}}, body=make_body())

    client = login(make_user(Role.CLERK, make_body()))

    assert client.get(f"/checks/{made.ref}/results.xlsx").status_code == 404
