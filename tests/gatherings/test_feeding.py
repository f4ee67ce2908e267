"""What came by licences, penalties, records, courts, arrears, contracts, decisions and the lists
counts as having come, in the period of its fact and on the day on which it was entered."""

from datetime import date

import pytest
import sqlalchemy as sa

from integrity.base.clock import local_day
from integrity.base.db import db
from integrity.credit.gatherings import rates, service
from integrity.credit.gatherings.models import Gathering, GatheringState
from integrity.credit.measures.lists import ListKind
from integrity.credit.records.models import RecordState
from jobs.daily import open_gatherings
from tests.arrears.makers import make_invoice
from tests.contracts.makers import make_contract
from tests.courts.makers import make_case
from tests.decisions.makers import make_effective
from tests.factories import NOW, TODAY, make_body, make_record
from tests.gatherings.makers import make_duty, make_item, office, officer
from tests.publicity.makers import day, enter, penalty
from tests.sanctions.makers import make_listed

pytestmark = pytest.mark.usefixtures("app")
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
LATER = day("2027-02-01")


def owes(body, code: str, since: date = NOVEMBER):
    return service.assign(code, body, since, by=office(), at=NOW)


def night(at=LATER) -> dict[str, int]:
    found = open_gatherings(local_day(at), at)
    db.session.expire_all()
    return dict(found)


def came(duty) -> list[tuple[date, date | None, int]]:
    """Of each period that came: its first day, when it came, and how much."""
    wanted = sa.select(Gathering).where(
        Gathering.duty_id == duty.id, Gathering.state == GatheringState.ARRIVED
    )
    found = db.session.scalars(wanted.order_by(Gathering.first))
    return [(one.first, one.settled_on, one.rows) for one in found]


def test_a_penalty_that_is_public_has_come_and_a_licence_has_not():
    body = make_body()
    penalties, licences = owes(body, "ML-GS-02"), owes(body, "ML-GS-01")
    enter(penalty(body), penalty(body, cf_wsh="示罚字〔2026〕第2号"), by=officer(body))

    assert night()["arrived"] == 1
    assert came(penalties) == [(NOVEMBER, TODAY, 2)] and came(licences) == []


def test_a_correction_is_nothing_more():
    body = make_body()
    duty = owes(body, "ML-GS-02")
    row = penalty(body)
    enter(row, by=officer(body))
    enter(row | {"cf_nr": "更正"}, by=officer(body), at=day("2026-11-30"))
    night()

    assert came(duty) == [(NOVEMBER, TODAY, 1)]


def test_what_came_after_its_day_came_late():
    body = make_body()
    duty = owes(body, "ML-GS-02")
    enter(penalty(body), by=officer(body), at=day("2027-01-20"))
    night()

    assert came(duty) == [(NOVEMBER, date(2027, 1, 20), 1)]
    (figures,) = db.session.execute(rates.by_body(date(2027, 2, 1))).all()
    assert (figures.owed, figures.late, figures.missing) == (2, 1, 1)


def test_the_case_of_a_court_has_come_from_the_court():
    court = make_body("示例人民法院")
    duty, other = owes(court, "ML-ZW-02"), owes(make_body(), "ML-ZW-02")
    make_case(court=court, received_on=TODAY)
    night()

    assert came(duty) == [(TODAY, TODAY, 1)] and came(other) == []


def test_an_invoice_has_come_of_the_body_that_owes():
    invoice = make_invoice()
    duty = owes(invoice.subject, "ML-ZW-04")
    night()

    assert came(duty) == [(NOVEMBER, invoice.registered_on, 1)]


def test_a_contract_belongs_to_the_month_in_which_it_was_signed():
    found = make_contract()
    duty = owes(found.subject, "ML-ZW-05", date(2026, 1, 1))
    night()

    ((first, on, rows),) = came(duty)
    assert (first, on, rows) == (found.signed_on.replace(day=1), found.registered_on, 1)


def test_a_decision_has_come_once_a_second_person_confirmed_it():
    found = make_effective()
    duty, other = owes(found.body, "ML-JD-02"), owes(found.body, "ML-JD-06")
    night()

    assert came(duty) == [(found.decided_on, found.effective_on, 1)] and came(other) == []


def test_a_record_has_come_from_the_body_that_decided_it():
    finder = make_body("示例信访局")
    duty = owes(finder, "ML-ZW-08")
    said = {"state": RecordState.CONFIRMED, "decided_on": TODAY}
    make_record(stream="grievances", found_by_id=finder.id, **said)
    make_record(stream="complaints", found_by_id=finder.id, **said)
    make_record(stream="grievances", found_by_id=make_body().id, **said)
    make_record(stream="grievances", found_by_id=finder.id)
    night()

    assert came(duty) == [(NOVEMBER, TODAY, 1)]


def test_an_entry_has_come_from_the_body_that_proposed_it():
    entry, body = make_listed(), make_body("示例住建局")
    entry.initiated_by_id = body.id
    assert entry.kind is ListKind.SERIOUS
    duty, other = owes(body, "ML-MD-03"), owes(body, "ML-MD-02")
    night()

    assert came(duty) == [(NOVEMBER, entry.listed_on, 1)] and came(other) == []


def test_it_arrives_once_and_grows_with_what_follows():
    body = make_body()
    duty = owes(body, "ML-GS-02")
    enter(penalty(body), by=officer(body))
    night(day("2026-11-21"))
    version = db.session.scalars(sa.select(Gathering)).one().moves

    assert night(day("2026-11-22"))["arrived"] == 0
    enter(penalty(body, cf_wsh="示罚字〔2026〕第2号"), by=officer(body), at=day("2026-11-23"))
    assert night(day("2026-11-24"))["arrived"] == 0
    assert came(duty) == [(NOVEMBER, TODAY, 2)]
    assert db.session.scalars(sa.select(Gathering)).one().moves == version


def test_what_was_reported_as_nothing_and_came_after_all_has_come():
    body = make_body()
    duty = owes(body, "ML-GS-02")
    service.open_all(on=date(2026, 12, 1), at=NOW)
    found = db.session.scalars(service.listed()).one()
    service.report_zero(found, "示例人", by=officer(body), at=day("2026-12-02"))
    enter(penalty(body), by=officer(body), at=day("2026-12-10"))
    night()

    assert came(duty) == [(NOVEMBER, date(2026, 12, 2), 1)]


def test_before_and_after_a_duty_nothing_is_owed():
    body = make_body()
    duty = owes(body, "ML-GS-02", date(2026, 12, 1))
    enter(penalty(body), by=officer(body))
    assert night()["arrived"] == 0

    other = owes(make_body(), "ML-GS-02", OCTOBER)
    service.end_duty(other, "职责划转", by=office(), at=day("2026-11-05"))
    enter(penalty(other.body), by=officer(other.body))
    assert night()["arrived"] == 0
    assert came(duty) == came(other) == []


def test_what_is_delivered_as_a_table_is_fed_by_nothing_else():
    body = make_body()
    make_item(code="ML-HT", stream="postings", rule="penalty")
    duty = make_duty(body)
    enter(penalty(body), by=officer(body))

    assert night()["arrived"] == 0 and came(duty) == []
