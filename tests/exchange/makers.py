"""A platform that is set up, and one run of the job."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.db import db
from integrity.base.permissions import Role
from integrity.credit.records.models import RecordState
from integrity.doors.exchange import service
from integrity.doors.exchange.models import ExchangedRow, Platform
from tests.exchange import stand_in
from tests.factories import NOW, TODAY, make_record, make_user

LATER = NOW + timedelta(hours=12)


@pytest.fixture
def other(app):
    """The other side."""
    with stand_in.running() as server:
        yield server


def platform(other, connector="push_batches", items="ML-ZW-01"):
    made, other.secret = service.add(
        connector, "示例省信用平台", other.url, items, by=make_user(Role.OFFICE), at=NOW
    )
    db.session.commit()
    return made


def published(**more):
    record = make_record(state=RecordState.CONFIRMED, decided_on=TODAY, public=True, **more)
    act(record)
    return record


def act(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    audit.write(record, "edit", by=audit.SYSTEM, at=NOW)
    db.session.commit()


def run(at=NOW):
    done = service.exchange(lambda: at)
    db.session.expire_all()
    return done


def rows(found: Platform):
    wanted = sa.select(ExchangedRow).where(ExchangedRow.platform_id == found.id)
    return db.session.scalars(wanted.order_by(ExchangedRow.id)).all()


def states(found: Platform):
    return [row.standing.value for row in rows(found)]
