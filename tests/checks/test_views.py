"""A clerk's form, the receipt, the register of one's own body."""

import re
from html import unescape

import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.checks.models import Check
from integrity.credit.checks.outcome_models import CheckOutcome
from tests.checks.makers import ON_PAPER, make_check, make_identifier, make_person
from tests.factories import example_code, make_body, make_user
from tests.sanctions.makers import MEASURE, later, make_listed

FORM = {"purpose": "政府采购", "matter": "示例采购项目", "kind": ""}


def test_a_clerk_checks_a_code_and_gets_a_receipt_with_measures(login) -> None:
    body = make_body("示例被查局")
    make_listed(body, measures=(MEASURE,))
    client = login(make_user(Role.CLERK, make_body("示例审批局")))

    answer = client.post("/checks/new", data=FORM | {"code": body.uscc})
    page = client.get(answer.location)

    assert "存在依法应当限制的情形" in page.text
    assert "示例被查局" in page.text
    assert "限制公务消费" in page.text
    assert db.session.scalars(sa.select(Check)).one().ref in page.text


def test_a_wrong_code_is_said_at_the_field_and_registers_nothing(login) -> None:
    client = login(make_user(Role.CLERK, make_body()))

    answer = client.post("/checks/new", data=FORM | {"code": "91370100MA3"})

    assert answer.status_code == 422
    assert "代码不正确" in answer.text
    assert db.session.scalars(sa.select(Check)).all() == []


def test_a_check_without_a_purpose_is_refused(login) -> None:
    client = login(make_user(Role.CLERK, make_body()))

    assert client.post("/checks/new", data={"code": "x", "kind": ""}).status_code == 422


def test_the_receipt_of_a_person_shows_neither_name_nor_number(login) -> None:
    make_person()
    client = login(make_user(Role.CLERK, make_body()))

    answer = client.post(
        "/checks/new", data=FORM | ON_PAPER | {"code": make_identifier(), "name": "张三丰"}
    )
    page = client.get(answer.location)

    assert "自然人" in page.text
    assert make_identifier() not in page.text
    assert make_identifier() not in client.get("/checks/").text


def test_a_body_sees_its_own_checks_only_and_the_office_all(login) -> None:
    own, foreign = make_body(), make_body()
    mine = make_check({"q": {"name": "甲"}}, body=own)
    theirs = make_check({"q": {"name": "乙"}}, body=foreign)
    client = login(make_user(Role.CLERK, own))

    listing = client.get("/checks/").text

    assert mine.ref in listing
    assert theirs.ref not in listing
    assert client.get(f"/checks/{theirs.ref}").status_code == 404
    assert client.post(f"/checks/{theirs.ref}/outcome?key=q").status_code == 404
    assert theirs.ref in login(make_user(Role.OFFICE)).get("/checks/").text


def test_the_outcome_of_a_check_is_reported_with_reasons(login) -> None:
    body = make_body()
    made = make_check({"q": {"name": "甲"}}, body=body)
    client = login(make_user(Role.CLERK, body))
    address = f"/checks/{made.ref}/outcome?key=q"

    assert client.get(address).status_code == 200
    assert client.post(address, data={"outcome": "not-applied"}).status_code == 422
    assert client.post(address, data={"outcome": "applied"}).status_code == 302
    assert db.session.scalars(sa.select(CheckOutcome)).one().key == "q"


def test_the_public_and_other_roles_do_not_check(client, login) -> None:
    assert client.get("/checks/").status_code == 302
    assert login(make_user(Role.SUPPLIER)).get("/checks/new").status_code == 403
    assert login(make_user(Role.OFFICE)).post("/checks/new", data=FORM).status_code == 403


def test_a_name_that_nobody_has_is_no_clean_receipt_and_says_what_was_asked(login) -> None:
    """The badge said 未发现名单或者记录, and the receipt was headed 查询 1 without the name."""
    make_listed(make_body("示例区教育和体育局（示例单位）"))
    client = login(make_user(Role.CLERK, make_body("示例审批局")))

    answer = client.post("/checks/new", data=FORM | {"name": "示例区教育和体育局"})
    page = client.get(answer.location).text

    assert "无法判断：没有同名主体" in page
    assert "未发现名单或者记录" not in page
    assert ">示例区教育和体育局<" in page.replace("\n", "").replace("  ", "")
    assert "查询 1" not in page
    assert "示例区教育和体育局" in client.get("/checks/").text


def test_the_register_heads_a_check_by_whom_it_asked_about(login) -> None:
    """Seen: each row was headed by a moment, and whom it was about came after it."""
    made = make_check({"q": {"name": "没有登记的局"}})

    page = login(make_user(Role.OFFICE)).get("/checks/").text

    heading = re.search(r'role="rowheader"[^>]*><a class="go" href="([^"]*)">([^<]*)</a>', page)
    assert heading and heading.groups() == (f"/checks/{made.ref}", "没有登记的局")


def test_a_candidate_is_picked_by_its_code_with_everything_else_as_it_was(login) -> None:
    body = make_body("示例区教育和体育局（示例单位）")
    client = login(make_user(Role.CLERK, make_body("示例审批局")))
    answer = client.post("/checks/new", data=FORM | {"name": "示例区教育和体育局"})
    receipt = client.get(answer.location).text

    [link] = re.findall(r'href="(/checks/new\?[^"]+)"', receipt)
    form = client.get(unescape(link)).text

    for typed in (body.uscc, *filter(None, FORM.values())):
        assert f'value="{typed}"' in form


def test_the_receipt_of_another_body_fills_no_form(login) -> None:
    made = make_check({"q": {"name": "甲"}}, body=make_body())
    client = login(make_user(Role.CLERK, make_body()))

    assert f'value="{made.purpose}"' not in client.get(f"/checks/new?again={made.ref}").text


def test_an_unknown_code_is_no_clean_receipt(login) -> None:
    client = login(make_user(Role.CLERK, make_body()))

    answer = client.post("/checks/new", data=FORM | {"code": example_code(99_999_999)})
    page = client.get(answer.location).text

    assert "无法判断：没有登记该代码的主体" in page
    assert example_code(99_999_999) in page


def test_the_receipt_of_an_earlier_day_says_so_and_takes_no_outcome(login) -> None:
    body, own = make_body("示例被查局"), make_body("示例审批局")
    make_listed(body, at=later(-30))
    made = make_check({"q": {"code": body.uscc}}, as_of=later(-3).date(), body=own)
    client = login(make_user(Role.CLERK, own))

    page = client.get(f"/checks/{made.ref}").text

    assert "查询的是2026年11月17日（星期二）的情况，不能作为今天的核查结果" in page
    assert "2026年11月17日（星期二）：存在依法应当限制的情形" in page
    assert "登记使用情况" not in page
    address = f"/checks/{made.ref}/outcome?key=q"
    assert client.post(address, data={"outcome": "applied"}).status_code == 422
