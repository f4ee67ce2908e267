"""Who owes a compensation says that it is paid; who is harmed, or the office, says whether."""

from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from commitments import service
from commitments.change import changes, compensations
from commitments.change.compensations import Harm, NotYours, WrongCompensation
from commitments.change_models import ChangeKind
from commitments.change_models import CompensationState as S
from integrity.base import clock
from integrity.base.db import db
from integrity.base.errors import NotAllowed
from integrity.base.permissions import Role
from integrity.base.runs import timetable
from integrity.casework.rules import service as rules
from tests.commitments.makers import make_published, pdf
from tests.factories import NOW, TODAY, make_body, make_enterprise, make_user

DAY = timedelta(days=1)
SUM = Decimal("120000")
DUE = TODAY + 10 * DAY


def office():
    return make_user(Role.OFFICE, make_body("领导小组办公室"))


def make_compensation(due_on=DUE, account=True, person=False, granted=True):
    """Owed to a firm, with an account here or without, or to a natural person."""
    item = make_published()
    firm = None if person else make_enterprise("示例制造有限公司")
    if firm and account:
        make_user(Role.SUPPLIER, firm)
    harm = Harm(firm and firm.id, firm.name if firm else "自然人", "停工", SUM, due_on)
    change = changes.request(
        item, ChangeKind.AMEND, "national", "区政府", "区政会〔2026〕3号", "铁路线位调整。",
        by=make_user(Role.OFFICER, item.subject), at=NOW, harms=[harm], title="改造40个",
    )  # fmt: skip
    if granted:
        changes.grant(change, "同意", by=office(), at=NOW)
    db.session.flush()
    return change.compensations[0]


def payer(row):
    return make_user(Role.OFFICER, row.change.commitment.subject)


def harmed(row):
    return db.session.scalars(sa.select(changes.User).filter_by(body_id=row.subject_id)).one()


def pay(row, paid_on=TODAY, at=NOW, **more):
    said = {"amount": SUM, "slip": "示例回单 88"} | more
    compensations.report(row, paid_on, by=payer(row), at=at, **said)
    db.session.flush()


def late(on):
    db.session.flush()
    rows = db.session.execute(service.breaches(on))
    return [tuple(row)[2:5] for row in rows if row.rule == "compensation-late"]


def test_a_compensation_that_is_late_is_a_breach():
    row = make_compensation(due_on=TODAY - 3 * DAY, granted=False)
    before = late(TODAY)

    changes.grant(row.change, "同意", by=office(), at=NOW)

    body = row.change.commitment.subject_id
    assert (before, late(TODAY)) == ([], [("compensation-late", body, TODAY - 2 * DAY)])


def test_what_the_body_says_alone_ends_nothing():
    """The body declared its own duty done, on any day it liked, without a voucher."""
    row = make_compensation(due_on=TODAY - 3 * DAY)

    pay(row, paid_on=TODAY)

    assert (row.state, row.closed_on) == (S.REPORTED, None)
    assert late(TODAY) and row.is_overdue(TODAY)


def test_what_is_reported_in_time_waits_and_counts_since_then_when_it_is_confirmed():
    row = make_compensation()
    pay(row)
    waiting = late(DUE + DAY)

    compensations.confirm(row, None, by=harmed(row), at=clock.at(DUE + 2 * DAY, 9))

    assert (waiting, row.state, row.closed_on) == ([], S.PAID, TODAY)
    assert late(DUE + 3 * DAY) == []


def test_what_arrived_late_stays_a_breach():
    row = make_compensation()
    pay(row)

    compensations.confirm(row, DUE + DAY, by=harmed(row), at=clock.at(DUE + 2 * DAY, 9))

    assert row.days_late(DUE + 9 * DAY) == 1
    assert late(DUE + 9 * DAY)


def test_what_is_denied_is_open_from_its_first_day():
    row = make_compensation()
    pay(row)

    compensations.deny(row, "没有到账", by=harmed(row), at=clock.at(DUE + 2 * DAY, 9))

    assert (row.state, row.closed_on, row.claimed_on, row.answer) == (
        S.OWED,
        None,
        None,
        "没有到账",
    )
    assert row.days_late(DUE + 2 * DAY) == 2
    assert late(DUE + 2 * DAY)


@pytest.mark.parametrize("more", [{"account": False}, {"person": True}])
def test_for_who_has_no_account_the_office_is_the_second_source_at_once(more):
    row = make_compensation(**more)

    pay(row)

    assert row.state is S.LEFT
    assert row.step_due_on == rules.due("LOCAL-VERIFY", TODAY).due_on
    compensations.find_paid(row, TODAY, "回单已核对", by=office(), at=NOW)
    assert (row.state, row.closed_on) == (S.PAID, TODAY)


def test_what_is_not_answered_in_time_is_the_offices_to_decide():
    row = make_compensation()
    pay(row)
    until = row.step_due_on
    with pytest.raises(NotAllowed):
        compensations.find_paid(row, TODAY, "回单已核对", by=office(), at=NOW)

    left = [
        timetable()["leave_unanswered"].work(on, clock.at(on, 1))
        for on in (until, until + DAY, until + DAY)
    ]

    db.session.refresh(row)
    assert left == [{"left": 0}, {"left": 1}, {"left": 0}]
    assert (until, row.state) == (rules.due("LOCAL-COMP-CONFIRM", TODAY).due_on, S.LEFT)
    assert row.step_due_on == rules.due("LOCAL-VERIFY", until + DAY).due_on
    compensations.find_unpaid(row, "回单是他人的", by=office(), at=clock.at(until + DAY, 9))
    assert row.state is S.OWED and row.is_overdue(until + DAY)


def test_nobody_speaks_for_another():
    row = make_compensation()
    body, firm = row.change.commitment.subject, make_enterprise("示例别家有限公司")
    with pytest.raises(NotYours):
        compensations.report(row, TODAY, SUM, by=office(), at=NOW, slip="1")
    pay(row)

    for who in (make_user(Role.SUPPLIER, firm), make_user(Role.OFFICER, body), office()):
        with pytest.raises(NotYours):
            compensations.confirm(row, None, by=who, at=NOW)
        with pytest.raises(NotYours):
            compensations.deny(row, "没有", by=who, at=NOW)
    compensations.FLOW.go(row, "leave", by=office(), at=NOW)
    with pytest.raises(NotYours):
        compensations.find_paid(row, TODAY, "示例", by=make_user(Role.OFFICE, body), at=NOW)


@pytest.mark.parametrize(
    "more",
    [
        {"amount": Decimal("119999.99")},
        {"amount": Decimal("120000.01")},
        {"slip": " "},
        {"paid_on": TODAY + DAY},
        {"paid_on": TODAY - DAY},
    ],
    ids=["part", "more", "no voucher", "tomorrow", "before it was asked for"],
)
def test_a_payment_that_cannot_be_is_refused(more):
    row = make_compensation()

    with pytest.raises(WrongCompensation):
        pay(row, **more)

    assert (row.state, row.claimed_on) == (S.OWED, None)


def test_nothing_is_paid_before_the_change_is_granted():
    with pytest.raises(NotAllowed):
        pay(make_compensation(granted=False))


def test_a_public_body_is_not_who_is_harmed():
    """The body that owes could have named itself, and confirmed to itself."""
    item = make_published()
    harm = Harm(item.subject_id, item.subject.name, "停工", SUM, DUE)

    with pytest.raises(WrongCompensation):
        compensations.unsaved(harm)


def test_the_firm_is_asked_on_its_desk_and_sees_the_slip_nobody_else_sees(login, client):
    """The firm that was harmed was told nothing and had no button."""
    row = make_compensation()
    ref = row.change.commitment.ref
    form = {"paid_on": str(TODAY), "amount": "120000", "said": "已转账", "slip": "示例回单 88"}
    address = f"/commitments/{ref}/compensations/{row.id}"
    body = login(payer(row))
    wrong = body.post(f"{address}/report", data=form | {"amount": "1"})
    done = body.post(f"{address}/report", data=form | {"document": pdf("回单.pdf")})

    firm = login(harmed(row))
    desk, page = firm.get("/desk/").text, firm.get(f"/commitments/{ref}").text
    slip = firm.get(page.split('href="/files/')[1].split('"')[0].join(("/files/", "")))
    denied = firm.post(f"{address}/deny", data={"why": "没有到账"})
    told = login(payer(row)).get(f"/commitments/{ref}").text
    desk_of_body = login(payer(row)).get("/desk/").text
    client.post("/logout")
    public = client.get(f"/commitments/{ref}").text

    assert (wrong.status_code, done.status_code, denied.status_code) == (422, 302, 302)
    assert "示例回单 88" in wrong.text and "已转账" in wrong.text
    assert f"{address}/confirm" in desk
    assert "示例回单 88" in page and slip.status_code == 200
    assert "没有到账" in told and f"{address}/report" in desk_of_body
    assert "示例回单" not in public and "没有到账" not in public and "已转账" not in public


def test_what_the_office_must_decide_is_on_its_desk_and_is_its_lateness(login):
    row = make_compensation(account=False)
    pay(row)
    row.step_due_on = TODAY - 2 * DAY

    page = login(office()).get("/desk/").text

    assert f"/compensations/{row.id}/find_paid" in page
    assert "待领导小组办公室办理，办理环节逾期 2 天" in page
