"""What stood in a state before it had a clock gets one from the day on which it came there."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_migrate import upgrade

from integrity.base.db import db
from tests.migrations.conftest import found, row, tables

pytestmark = pytest.mark.slow

EVENING = datetime(2026, 11, 3, 20, tzinfo=UTC)
"""In China it is the next day."""


def test_what_waits_for_the_office_has_waited_since_it_came(fresh: Flask):
    """Complaints, requests and cases stood in states without a clock, and nobody was late."""
    upgrade(revision="0047")
    names = ("subject", "user", "complaint", "contact_request", "court_case", "audit_event")
    subject, user, complaint, asked, case, event = tables(*names)
    body = {"id": 1, "kind": "body", "name": "示例局", "uscc": "1", "slug": "shi-li"}
    with db.engine.begin() as connection:
        connection.execute(row(subject, **body))
        connection.execute(
            row(user, id=1, username="a", role="office", state="active", created_at=EVENING)
        )
        known = {"subject_id": 1, "kind": "other", "received_at": EVENING}
        connection.execute(row(complaint, id=1, ref="a", once="a", state="received", **known))
        connection.execute(row(complaint, id=2, ref="b", once="b", state="closed", **known))
        said = {"complaint_id": 1, "asked_by_id": 1, "asked_at": EVENING}
        connection.execute(row(asked, id=1, state="asked", **said))
        owed = {"court_id": 1, "subject_id": 1, "received_on": date(2026, 11, 1), "owed": 1}
        for number in (1, 2):
            keys = {"ref": str(number), "key": str(number), "external_id": str(number)}
            connection.execute(row(case, id=number, state="assigned", **keys, **owed))
        moved = {"thing": "court_case", "thing_id": 1, "to_state": "assigned", "at": EVENING}
        connection.execute(row(event, move="assign", **moved))

    upgrade()

    wanted = "SELECT step_since FROM {} ORDER BY id"
    assert found(wanted.format("complaint")) == [("2026-11-04",), (None,)]
    assert found(wanted.format("contact_request")) == [("2026-11-04",)]
    known, unknown = found(wanted.format("court_case"))
    assert known == ("2026-11-04",) and unknown[0] > "2026-11-04"
