"""The ledger and the joint sheet: numbers that are those of the cases behind them; the papers."""

import re
from datetime import date

import sqlalchemy as sa

from integrity.base import clock
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.casework.documents import kinds, templates, versions
from integrity.casework.documents.models import Document
from integrity.streams.courts import ledger, notes, service
from integrity.streams.courts.models import CourtCase
from tests.courts.makers import judge_of, make_assigned, make_case, make_performing, officer_of
from tests.factories import NOW, TODAY, make_body, make_user


def test_every_number_of_the_month_is_that_of_its_cases(app, login):
    body = make_body("台账局")
    make_case(body=body, received_on=date(2026, 6, 1))
    closed = make_case(body=body, received_on=date(2026, 10, 1))
    service.confirm(closed, TODAY, by=judge_of(closed), at=NOW)
    make_case(body=body, received_on=date(2026, 11, 2))
    db.session.flush()
    first, last = ledger.span("2026-11", TODAY)

    (row,) = db.session.execute(ledger.by_body(sa.true(), first, last))

    counted = {part: getattr(row, part) for part in ledger.PARTS}
    items = {
        part: db.session.scalar(
            sa.select(sa.func.count(CourtCase.id)).where(ledger.of_part(part, first, last))
        )
        for part in ledger.PARTS
    }
    assert counted == items == {"start": 2, "new": 1, "cleared": 1, "end": 2, "late": 0}
    assert row.start + row.new - row.cleared == row.end
    assert ledger.rate(row) == "33.3%（1/3）"
    client = login(make_user(Role.OFFICE))
    page = client.get("/courts/joint?month=2026-11").text
    (address,) = re.findall(r'href="([^"]*part=cleared[^"]*)"', page)
    shown = client.get(address.replace("&amp;", "&")).text
    assert closed.case_no in shown and shown.count("鲁01执") == 1


def test_a_case_that_goes_on_under_another_number_is_one_duty(app, login):
    """A case in 终结本次执行 stood in the sums beside those that resume it: three for one."""
    first = make_performing(received_on=date(2026, 6, 1))
    service.end_round(first, "示例：暂无可供执行的财产", by=judge_of(first), at=NOW)
    more = {"court": first.court, "first_case_no": first.case_no}
    for day in (date(2026, 10, 5), date(2026, 11, 2)):
        last = make_case(first.subject, received_on=day, **more)
    service.confirm(last, TODAY, by=judge_of(last), at=NOW)
    db.session.flush()

    (row,) = db.session.execute(ledger.by_body(sa.true(), *ledger.span("2026-11", TODAY)))
    (before,) = db.session.execute(ledger.by_body(sa.true(), *ledger.span("2026-07", TODAY)))

    assert [getattr(row, part) for part in ledger.PARTS] == [1, 0, 1, 0, 0]
    assert (before.start, before.end) == (1, 1)
    assert db.session.execute(service.counts(TODAY)).one()[2:] == (1, 0, 0, 0)
    page = login(make_user(Role.OFFICE)).get("/courts/ledger").text
    assert last.case_no in page and f">{first.case_no}<" not in page


def test_what_was_closed_before_it_was_resumed_was_a_case_of_its_own(app):
    first = make_case(received_on=date(2026, 6, 1))
    service.confirm(first, date(2026, 9, 1), by=judge_of(first), at=NOW)
    later = {"received_on": date(2026, 11, 2), "first_case_no": first.case_no}
    make_case(first.subject, first.court, **later)
    db.session.flush()

    (row,) = db.session.execute(ledger.by_body(sa.true(), *ledger.span("2026-11", TODAY)))

    assert [getattr(row, part) for part in ledger.PARTS] == [0, 1, 0, 1, 0]


def test_the_ledger_says_why_and_what_is_next_and_is_a_file_too(app, login):
    case = make_assigned()
    said = ("funds", "正在申请", "报送预算申请", date(2026, 12, 1), "示例承办人")
    for _time in range(2):
        notes.add(case, *said, by=officer_of(case), at=NOW)
    db.session.flush()

    client = login(officer_of(case))
    page = client.get("/courts/ledger").text
    file = client.get("/courts/ledger?format=csv").get_data(as_text=True)

    for words in ("资金尚未安排", "报送预算申请", "示例承办人", "商请财政部门"):
        assert words in page and words in file
    assert client.get("/courts/ledger?format=xlsx").status_code == 200


def test_a_body_sees_its_own_ledger_alone(app, login):
    mine, other = make_assigned(), make_assigned(body=make_body("他局"))

    page = login(officer_of(mine)).get("/courts/ledger").text

    assert mine.case_no in page and other.case_no not in page


def test_the_body_drafts_its_plan_and_its_request_for_money(app, login):
    case = make_assigned()
    client = login(officer_of(case))
    client.post(f"/courts/{case.ref}/plan", data={"why": "分两期列入预算支付"})
    client.post(f"/courts/{case.ref}/budget", data={"to_name": "示例区财政局"})

    plan, request = db.session.scalars(sa.select(Document).order_by(Document.id)).all()

    assert (plan.kind, plan.body_id) == ("case-plan", case.subject_id)
    assert "分两期列入预算支付" in plan.content and kinds.named("case-plan").by_leader
    assert request.kind == "case-budget-request" and "120,000.00" in request.content
    assert clock.local_day(NOW) == TODAY
    for kind in ("case-plan", "case-budget-request"):
        found = kinds.named(kind)
        templates.check(versions.in_force(found.template, TODAY)[1], found.names)
