"""The database itself refuses whatever is not one more row, and lets a rule take words away."""

from datetime import date

import pytest
import sqlalchemy as sa

from integrity.base.audit import service as audit
from integrity.base.audit.models import AuditEvent
from integrity.base.audit.protection import PROTECTED
from integrity.base.db import db
from integrity.base.publications import checkpoints
from integrity.base.publications import service as publications
from integrity.base.publications.models import TreeNode
from integrity.base.sealing import service, verification
from integrity.base.sealing.models import SealedEvent
from integrity.people.accounts import security_log
from integrity.streams.complaints import retention
from tests.complaints.test_retention import confirmed
from tests.factories import NOW, TODAY, make_body

OVER = date(2028, 11, 21)


@pytest.fixture(autouse=True)
def _app(app):
    return app


@pytest.fixture
def filled():
    """Every protected table with a row."""
    audit.write(make_body(), "edit", by=audit.SYSTEM, at=NOW, why="示例理由")
    event = {"at": NOW, "what": security_log.What.LOGIN, "account": "a", "source": "", "device": ""}
    db.session.add(security_log.SecurityEvent(**event, known=False))
    db.session.flush()
    list(service.seal(at=NOW))
    service.publish(on=TODAY)
    publications.catch_up(at=NOW)
    db.session.add(TreeNode(level=1, place=0, root=b"0" * 32))
    checkpoints.publish(on=TODAY)
    for table in PROTECTED:
        assert db.session.scalar(sa.text(f"SELECT count(*) FROM {table}"))


def forbidden(table):
    """Every statement that would change or take away a row of a table."""
    columns = db.metadata.tables[table].columns
    yield f"DELETE FROM {table}"
    for column in columns:
        yield f'UPDATE {table} SET "{column.name}" = "{column.name}"'
    if db.engine.dialect.name == "postgresql":
        yield f"TRUNCATE {table}"
        yield f"TRUNCATE {table} CASCADE"
    else:
        names = ", ".join(f'"{c.name}"' for c in columns)
        key = {c.name for c in columns if c.primary_key}
        unique = [key, *({c.name} for c in columns if c.unique)]
        yield f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
        for kept in unique:
            moved = {name: f'"{name}" + 9' for name in set().union(*unique) - kept}
            new = ", ".join(moved.get(c.name, f'"{c.name}"') for c in columns)
            yield f"INSERT OR REPLACE INTO {table} ({names}) SELECT {new} FROM {table} LIMIT 1"


LOGS = [
    "audit_event", "sealed_event", "seal", "log_head", "security_event",
    "public_fact", "tree_node", "log_checkpoint",
]  # fmt: skip


@pytest.mark.parametrize("table", LOGS)
def test_no_row_of_a_log_can_be_changed_or_taken_away(filled, table):
    """Seen: INSERT OR REPLACE rewrote a row on SQLite, TRUNCATE emptied the table on PostgreSQL."""
    assert set(PROTECTED) == set(LOGS)

    for statement in forbidden(table):
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), db.session.begin_nested():
            db.session.execute(sa.text(statement))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_event SET why = '', facts = NULL",
        "UPDATE audit_event SET why = 'x', facts = NULL WHERE move = 'file'",
        "UPDATE audit_event SET why = '', facts = NULL, by_name = '' WHERE move = 'file'",
        "UPDATE sealed_event SET salt = NULL",
    ],
)
def test_words_go_only_from_what_the_log_says_was_erased(filled, change):
    confirmed()

    with pytest.raises(sa.exc.DBAPIError, match="append-only"), db.session.begin_nested():
        db.session.execute(sa.text(change))


@pytest.mark.parametrize("sealed_before", [True, False])
def test_what_a_rule_erases_leaves_its_hash_and_the_log_stays_whole(sealed_before):
    """Seen: the digest of a complainant's file stayed in the log when the file was long gone."""
    complaint = confirmed().thing
    audit.write(complaint, "attach", by=audit.PUBLIC, at=NOW, why="", sha256="ab" * 32)
    audit.write(complaint, "close", by=audit.SYSTEM, at=NOW, why="示例：张三家的事")
    db.session.flush()
    if sealed_before:
        list(service.seal(at=NOW))

    retention.erase(on=OVER, at=NOW)
    db.session.expire_all()
    list(service.seal(at=NOW))

    rows = audit.history(complaint)
    assert rows[0].move == "erase" and rows[0].why == "LOCAL-RETAIN"
    assert {(row.why, bool(row.facts)) for row in rows[1:]} == {("", False)}
    assert {"attach", "close", "file"} <= {row.move for row in rows}
    assert list(verification.faults(NOW)) == []
    salts = sa.select(SealedEvent.salt).join(AuditEvent, AuditEvent.id == SealedEvent.event_id)
    gone = db.session.scalars(salts.where(AuditEvent.move.in_(("attach", "close")))).all()
    assert [salt is None for salt in gone] == [sealed_before] * len(gone)
