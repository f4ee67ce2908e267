"""What became of reports, payments and disputes from before they were claims."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from flask_migrate import upgrade

from integrity.base.db import db
from tests.migrations.conftest import found, row, tables

pytestmark = pytest.mark.slow

SAID = date(2026, 3, 1)
AT = datetime(2026, 11, 2, 17, 30, tzinfo=UTC)
"""In China it was the 3rd."""


def parties(connection, subject):
    for number, kind in ((1, "body"), (2, "body"), (3, "enterprise")):
        connection.execute(row(subject, id=number, kind=kind, slug=f"{number}", public=True))


def test_a_case_has_a_day_from_its_receipt_and_a_report_is_a_claim_of_its_day(fresh: Flask):
    """Seen: undispatched cases were never late, and a back-dated report ended lateness."""
    upgrade(revision="0028")
    subject, case, event, term = tables("subject", "court_case", "audit_event", "term")
    with db.engine.begin() as connection:
        parties(connection, subject)
        connection.execute(row(term, code="LOCAL-COURT", unit="month", amount=3))
        both = {"subject_id": 1, "court_id": 2, "owed": 100, "performed": 40, "version": 1}
        for number, more in enumerate(
            (
                {"state": "received", "received_on": SAID},
                {"state": "performed", "received_on": SAID, "starts_on": SAID, "reported_on": SAID},
                {
                    "state": "closed",
                    "received_on": SAID,
                    "starts_on": SAID,
                    "outcome": "terminated",
                    "closed_on": SAID,
                },
            ),
            start=1,
        ):
            known = {
                "id": number,
                "ref": f"C{number}",
                "external_id": f"{number}",
                "key": f"{number}",
            }
            connection.execute(row(case, **known, **both, **more))
        for number, move in ((1, "receive"), (2, "perform")):
            connection.execute(row(event, thing="court_case", thing_id=number, move=move, at=AT))

    upgrade()

    assert found(
        "SELECT id, state, starts_on, due_on, claimed_on, claim_received_on, closed_on"
        " FROM court_case ORDER BY id"
    ) == [
        ("1", "received", "2026-11-03", "2027-02-02", None, None, None),
        ("2", "performed", "2026-03-01", None, "2026-03-01", "2026-11-03", None),
        ("3", "round_ended", "2026-03-01", None, None, None, None),
    ]


def test_what_was_reported_in_a_stream_waits_again_and_keeps_its_day(fresh: Flask):
    """Seen: a report closed the duty on the day it named, whenever it was made."""
    upgrade(revision="0034")
    subject, pledge, event = tables("subject", "pledge", "audit_event")
    with db.engine.begin() as connection:
        parties(connection, subject)
        both = {"subject_id": 3, "received_by_id": 1, "pledged_on": SAID, "registered_at": AT}
        for number, state in ((1, "reported"), (2, "checked"), (3, "reported"), (4, "checked")):
            known = {"id": number, "ref": f"P{number}", "state": state, "closed_on": SAID}
            connection.execute(row(pledge, **known, **both, public=False))
        for number in (1, 2):
            known = {"thing": "pledge", "thing_id": number, "move": "report", "at": AT}
            connection.execute(row(event, **known))

    upgrade()

    assert found("SELECT id, closed_on, claimed_on, claim_received_on FROM pledge ORDER BY id") == [
        ("1", None, "2026-03-01", "2026-11-03"),
        ("2", "2026-03-01", "2026-03-01", "2026-11-03"),
        ("3", None, "2026-03-01", "2026-03-01"),  # a document that was imported said so
        ("4", "2026-03-01", None, None),  # nobody of the body reported it
    ]


def old_invoices(connection, invoice):
    sums = {"subject_id": 1, "creditor_id": 3, "amount": 100, "registered_on": SAID}
    sums |= {"delivered_on": SAID, "forwarded_on": SAID, "due_on": date(2026, 4, 1)}
    for number, (state, disputed, paid, more) in enumerate(
        (
            ("verified", 0, 40, {}),
            ("verified", 100, 0, {}),
            ("paid", 30, 70, {"closed_on": SAID, "outcome": "paid"}),
            ("paid", 0, 100, {"closed_on": SAID, "outcome": "paid"}),
            ("disputed", 100, 0, {"closed_on": SAID, "outcome": "disputed"}),
            ("planned", 0, 0, {}),
        ),
        start=1,
    ):
        known = {"id": number, "ref": f"A{number}", "state": state}
        known |= {"disputed": disputed, "paid": paid}
        connection.execute(row(invoice, **known, **sums, **more))


def test_what_the_debtor_alone_had_ended_is_open_or_says_so(fresh: Flask):
    """Seen: the debtor's word closed an invoice, and a dispute of everything silenced it."""
    upgrade(revision="0035")
    subject, invoice, payment = tables("subject", "invoice", "payment")
    with db.engine.begin() as connection:
        parties(connection, subject)
        old_invoices(connection, invoice)
        for number, amount in ((1, 40), (3, 70), (4, 100)):
            known = {"invoice_id": number, "paid_on": SAID, "amount": amount}
            connection.execute(row(payment, **known))

    upgrade()

    assert found(
        "SELECT id, state, closed_on, contested_on FROM invoice WHERE closed_on IS NULL"
        " OR state = 'paid' ORDER BY id"
    ) == [
        ("1", "verified", None, None),
        ("2", "verified", None, "2026-03-01"),
        ("3", "verified", None, "2026-03-01"),  # of the paid part nobody had been asked
        ("4", "paid", "2026-03-01", None),
        ("5", "disputed", None, None),  # a court has it: still owed
        ("6", "proposed", None, None),  # the supplier never agreed
    ]
    assert found("SELECT invoice_id, state, counted_on, source FROM payment ORDER BY id") == [
        ("1", "reported", None, None),
        ("3", "confirmed", "2026-03-01", "earlier"),
        ("4", "confirmed", "2026-03-01", "earlier"),
    ]
    wanted = "SELECT invoice_id, state, ground FROM dispute ORDER BY invoice_id"
    assert found(wanted) == [("2", "raised", "unstated"), ("3", "raised", "unstated")]
    assert [Decimal(one) for (one,) in found("SELECT paid FROM invoice ORDER BY id")] == [
        0, 0, 70, 100, 0, 0,
    ]  # fmt: skip


def test_old_payments_and_disputes_have_a_clock_and_the_day_they_were_received(fresh: Flask):
    """Seen: what waited when clocks came stood on no desk, and was received on the day it named."""
    upgrade(revision="0035")
    subject, invoice, payment, event = tables("subject", "invoice", "payment", "audit_event")
    with db.engine.begin() as connection:
        parties(connection, subject)
        old_invoices(connection, invoice)
        for amount in (40, 10):
            connection.execute(row(payment, invoice_id=1, paid_on=SAID, amount=amount))
        known = {"thing": "invoice", "thing_id": 1, "move": "payment", "at": AT}
        facts = {"amount": "40.00", "paid_on": str(SAID)}
        connection.execute(row(event, **known, facts=facts))

    upgrade()

    wanted = "SELECT received_on FROM payment WHERE step_since IS NOT NULL ORDER BY id"
    assert found(wanted) == [("2026-11-03",), ("2026-03-01",)]
    assert found("SELECT count(*) FROM dispute WHERE step_since IS NULL") == [("0",)]
