"""Rows in the log, their seals, and hands that change them."""

import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.audit.models import AuditEvent
from integrity.base.db import db
from integrity.base.sealing import service, verification
from tests.factories import NOW, make_body


def write(number, at=NOW):
    """So many rows in the log, in the order of their ids."""
    body = make_body()
    for count in range(number):
        audit.write(body, "edit", by=audit.SYSTEM, at=at, why=f"示例理由{count}", old=count)
        db.session.flush()
    wanted = sa.select(AuditEvent.id).order_by(AuditEvent.id.desc()).limit(number)
    return list(reversed(db.session.scalars(wanted).all()))


def seal(at=NOW, everything=False):
    return sum(service.seal(at=at, everything=everything))


def found(at=NOW, kept=None):
    return [(fault.kind, fault.where) for fault in verification.faults(at, kept)]


def change(statement, **values):
    db.session.execute(sa.text(statement), values)
    db.session.expire_all()


def verify(app, *words):
    db.session.commit()
    return app.test_cli_runner().invoke(args=["audit", "verify", *words], prog_name="flask")
