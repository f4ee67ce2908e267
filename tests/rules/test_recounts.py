"""A changed calendar moves every open due day, with a trace; one bad thing stops no other."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.runs import JobRun
from integrity.casework import extensions
from integrity.casework.rules.imports import IMPORTERS
from integrity.casework.steps import Side, Step
from integrity.casework.workdays import DayKind, Unit, Workday, changed
from integrity.credit.records.models import CreditRecord, RecordState
from integrity.credit.records.service import FLOW
from integrity.files import imports
from jobs import daily, runner
from tests.arrears.makers import make_invoice
from tests.factories import NOW, TODAY, make_record, make_user
from tests.papers.makers import received
from tests.site.makers import make_commitment


def declare(day: date, kind: DayKind = DayKind.HOLIDAY) -> None:
    """A late notice of the State Council."""
    db.session.add(Workday(day=day, kind=kind, name="示例假期"))
    db.session.flush()
    changed()


LATE = Path(__file__).parent.parent / "importing" / "data" / "late-holiday.csv"


def test_a_late_notice_that_is_imported_moves_the_days_that_fall_on_it():
    """Seen: 27 and 30 November came in as days off by a file, and open due days stayed on them."""
    invoice = make_invoice(delivered_on=date(2026, 10, 28), agreed_days=30)
    assert invoice.due_on == date(2026, 11, 27)

    imports.run(IMPORTERS["workdays"], LATE, by=audit.SYSTEM, at=NOW)
    recount()

    assert invoice.due_on == date(2026, 12, 1)
    assert recounts_of(invoice) == [{"old": "2026-11-27", "new": "2026-12-01"}]


def recount() -> dict[str, int]:
    return runner.run("recount_deadlines", TODAY)


def recounts_of(thing) -> list[dict[str, str]]:
    return [event.facts for event in audit.history(thing) if event.move == "recount"]


def last_run() -> JobRun:
    return db.session.scalars(sa.select(JobRun).order_by(JobRun.id.desc())).first()


@pytest.mark.parametrize("agreed_days", [None, 30])
def test_a_late_holiday_moves_a_day_that_was_not_provisional(agreed_days):
    """Seen: 27 and 30 November loaded as days off, and open due days stayed on them."""
    invoice = make_invoice(delivered_on=date(2026, 10, 28), agreed_days=agreed_days)
    before = invoice.due_on
    declare(before)

    assert recount()["invoice"] == 1
    assert invoice.due_on == invoice.first_due_on == before + timedelta(days=3)  # a Friday
    assert recounts_of(invoice) == [{"old": str(before), "new": str(invoice.due_on)}]


def test_an_agreed_term_in_a_year_without_a_notice_is_counted_again():
    """Seen: the job died on the first of these, every night, and no stream was counted."""
    invoice = make_invoice(delivered_on=date(2026, 11, 20), agreed_days=60)
    assert (invoice.due_on, invoice.provisional) == (date(2027, 1, 19), True)
    declare(date(2027, 1, 19))

    recount()

    assert (invoice.due_on, invoice.provisional) == (date(2027, 1, 20), False)


def test_a_second_count_moves_nothing():
    invoice = make_invoice(delivered_on=date(2026, 10, 28))
    declare(invoice.due_on)
    recount()

    assert set(recount().values()) == {0}
    assert len(recounts_of(invoice)) == 1


def test_what_is_closed_keeps_its_day():
    invoice = make_invoice(delivered_on=date(2026, 10, 28))
    invoice.closed_on, before = date(2026, 11, 20), invoice.due_on
    declare(before)

    recount()

    assert invoice.due_on == before


def test_a_day_that_a_document_names_stays():
    commitment = make_commitment(due_on=date(2026, 11, 27))
    declare(date(2026, 11, 27))

    recount()

    assert commitment.due_on == date(2026, 11, 27)


@pytest.mark.parametrize(("granted", "kept"), [(7, 7), (1, 3)])
def test_an_extension_stays_unless_the_first_day_itself_comes_later(granted, kept):
    invoice = make_invoice(delivered_on=date(2026, 10, 28))
    first = invoice.due_on
    until = first + timedelta(days=granted)
    asked = extensions.propose(
        "arrears", invoice, until, "other", "示例", maximum=None, by=make_user(), at=NOW
    )
    extensions.grant(asked, invoice, "示例", by=make_user(), at=NOW)
    declare(first)

    recount()

    assert invoice.first_due_on == first + timedelta(days=3)
    assert invoice.due_on == first + timedelta(days=kept)
    assert recounts_of(invoice)[0]["first_old"] == str(first)


def test_the_time_to_object_is_counted_again():
    record = make_record()
    before = record.object_until
    declare(date(2026, 11, 24))

    recount()

    assert record.object_until > before
    assert recounts_of(record) == [
        {"day": "object_until", "old": str(before), "new": str(record.object_until)}
    ]


def test_a_day_somebody_was_told_is_never_brought_forward():
    record = make_record(object_until=date(2026, 12, 31))

    recount()

    assert record.object_until == date(2026, 12, 31)


def test_the_step_of_a_state_is_counted_again(monkeypatch):
    monkeypatch.setitem(FLOW.steps, RecordState.PROPOSED, Step(Side.OFFICE, "LOCAL-OBJECT"))
    record = make_record(step_since=TODAY, step_due_on=date(2026, 12, 4))
    declare(date(2026, 12, 4))

    assert recount()["steps"] == 1
    db.session.refresh(record)
    assert record.step_due_on > date(2026, 12, 4)


def test_one_thing_that_cannot_be_counted_stops_no_other():
    bad = make_invoice(delivered_on=date(2026, 10, 28))
    bad.time_limit, bad.agreed_amount, bad.agreed_unit = None, 9_999_999, Unit.DAY
    good = make_invoice(delivered_on=date(2026, 10, 28))
    before = good.due_on
    declare(before)

    counts = recount()

    assert good.due_on > before
    assert (counts["invoice"], counts["failed"]) == (1, 1)
    (fault,) = last_run().faults
    assert (fault["thing"], fault["id"]) == ("invoice", bad.id)
    assert "OverflowError" in fault["error"]


def test_what_failed_is_tried_again_and_told_by_the_status(app):
    bad = make_invoice(delivered_on=date(2026, 10, 28))
    bad.time_limit, bad.agreed_amount, bad.agreed_unit = None, 9_999_999, Unit.DAY
    recount()
    told = app.test_cli_runner().invoke(args=["status", "--json"], prog_name="flask")
    bad.agreed_amount = 60

    assert recount()["invoice"] == 1
    assert last_run().faults == []
    assert '"thing": "invoice"' in told.output


def test_a_stream_that_fails_keeps_no_other_from_posting(monkeypatch):
    post, failing = daily.records.post, iter([True])

    def fail_once(breaches, **more):
        if next(failing, False):
            raise ValueError("示例")
        return post(breaches, **more)

    monkeypatch.setattr(daily.records, "post", fail_once)
    make_invoice(delivered_on=date(2026, 6, 1))

    counts = runner.run("post_breaches", TODAY)

    assert (counts["failed"], counts["arrears"]) == (1, 1)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CreditRecord)) == 1


def test_the_day_on_which_a_paper_is_deemed_served_is_counted_again():
    """A holiday declared late left papers deemed served on a day too early."""
    delivery = received()
    before = delivery.deemed_on
    declare(before)

    recount()

    assert delivery.deemed_on > before
    assert recounts_of(delivery) == [
        {"day": "deemed_on", "old": str(before), "new": str(delivery.deemed_on)}
    ]
