"""What does not conform stands on a ledger until somebody else has found it settled."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from integrity.base.db import db
from integrity.base.errors import SamePerson
from integrity.base.permissions import Role
from integrity.credit.measures import ledger, service
from integrity.credit.measures.ledger import TooLate
from integrity.credit.measures.ledger_models import LedgerRow, LedgerState, Plan
from tests.factories import NOW, TODAY, make_body, make_user
from tests.measures.makers import make_draft, make_measure, make_row, put_in_force


def office() -> Any:
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def officer_of(row: LedgerRow) -> Any:
    return make_user(Role.OFFICER, row.owner)


def row_of(measure: Any) -> LedgerRow:
    wanted = sa.select(LedgerRow).where(LedgerRow.measure_id == measure.id)
    return db.session.scalars(wanted.order_by(LedgerRow.id.desc())).first()


def test_the_night_enters_what_the_lint_names_once() -> None:
    assert ledger.review_all(on=TODAY, at=NOW) == len(service.lint(TODAY)) > 0
    assert ledger.review_all(on=TODAY, at=NOW) == 0


def test_what_a_department_has_on_its_list_it_has_to_settle_itself() -> None:
    measure = put_in_force(make_draft(make_body("示例城管局")))
    measure.effective_to = date(2026, 11, 1)

    ledger.review_all(on=TODAY, at=NOW)

    row = row_of(measure)
    assert row.owner == measure.owner and "失效" in row.fault and row.settle_by > TODAY


def test_what_its_basis_carries_again_needs_no_settling() -> None:
    measure = make_measure(effective_to=date(2026, 11, 1))
    ledger.review_all(on=TODAY, at=NOW)
    measure.effective_to = None

    ledger.review_all(on=TODAY, at=NOW)
    db.session.expire_all()

    assert row_of(measure).state is LedgerState.MOOT


def test_who_reports_it_does_not_find_it_settled() -> None:
    row, by = make_row(), office()
    ledger.make_plan(row, Plan.REPEAL, "示例方案", None, by=by, at=NOW)
    ledger.report(row, "示例结果", "示例〔2026〕2号", by=by, at=NOW)

    with pytest.raises(SamePerson):
        ledger.close(row, "示例", by=by, at=NOW)
    ledger.close(row, "示例", by=office(), at=NOW)

    assert row.state is LedgerState.SETTLED


def test_a_plan_brings_the_day_forward_and_never_puts_it_off() -> None:
    row = make_row()
    first, by = row.settle_by, officer_of(row)
    with pytest.raises(TooLate):
        ledger.make_plan(row, Plan.AMEND, "示例", first + timedelta(days=1), by=by, at=NOW)

    ledger.make_plan(row, Plan.AMEND, "示例", first - timedelta(days=9), by=by, at=NOW)

    assert row.settle_by == first - timedelta(days=9)


def test_a_row_sent_back_keeps_its_day_and_who_is_late_is_counted() -> None:
    row = make_row()
    ledger.make_plan(row, Plan.AMEND, "示例", None, by=officer_of(row), at=NOW)
    ledger.report(row, "示例", "示例〔2026〕2号", by=officer_of(row), at=NOW)
    ledger.send_back(row, "没有改完", by=office(), at=NOW)

    assert row.state is LedgerState.PLANNED
    assert ledger.late(row.settle_by) == 0
    assert ledger.late(row.settle_by + timedelta(days=1)) == 1


def test_an_officer_settles_its_row_by_page_and_the_office_finds_it_settled(client, login) -> None:
    row = make_row(make_body("示例局"))
    login(officer_of(row))
    address = f"/measures/ledger/{row.id}"
    assert row.title in client.get("/desk/").text
    said = {"plan": Plan.REPEAL, "plan_words": "示例方案"}
    assert client.post(f"{address}/do/plan", data=said).status_code == 302
    done = {"result": "示例废止", "paper_no": "示例〔2026〕3号"}
    assert client.post(f"{address}/do/report", data=done).status_code == 302
    assert client.post(f"{address}/do/close", data={"why": "示例"}).status_code == 403
    login(office())
    assert client.post(f"{address}/do/close", data={"why": "示例"}).status_code == 302

    assert "示例〔2026〕3号" in client.get("/measures/ledger/?format=csv").text


def test_the_office_enters_a_file_and_another_body_does_not_see_it(client, login) -> None:
    body = make_body("示例局")
    login(office())
    said = {"file_title": "示例办法", "matter": "sharing", "fault": "示例", "owner": body.slug}
    made = client.post("/measures/ledger/new", data=said)
    assert "示例办法" in client.get(made.location).text
    login(make_user(Role.OFFICER, make_body("别局")))

    assert client.get(made.location).status_code == 403
    assert "示例办法" not in client.get("/measures/ledger/").text
