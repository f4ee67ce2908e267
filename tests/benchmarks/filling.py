"""Tables filled inside the database with as many invented rows as wanted, whatever they hold."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

from integrity.base.audit.models import AuditEvent
from integrity.base.db import Moment, db
from integrity.base.late_steps import LateStep
from integrity.base.runs import JobRun
from integrity.casework.streams import named, registered
from integrity.credit.checks.models import Check
from integrity.credit.objections.models import Objection
from integrity.credit.records.models import CreditRecord
from integrity.credit.repairs.models import Repair
from integrity.credit.sanctions.models import ListEntry
from integrity.credit.sanctions.pushes.models import Push
from integrity.people.subjects.models import Subject

BODIES = 100
"""Bodies among the subjects; as many enterprises follow as there are rows."""
ON = date(2026, 11, 21)
DUE = ("due_on", "first_due_on")
UNIQUE = ("external_id", "code")
"""Columns that are unique together with others."""
SEALED = ("identifier_digest", "identifier_sealed", "name_sealed", "merged_into_id")
ALLOWED = {"pledges": {"kind": "'special'"}}
"""Values that a table's checks ask for, by stream."""
PARENTS = 1000
"""Rows of what others must point at, rounds of evaluation for one."""
LINES = 6
"""Sentences of the text of a commitment."""
NOT_A_PERSON = {"public": "true"} | dict.fromkeys(SEALED, "NULL")


def fill(model: Any, count: int, **given: str) -> None:
    """So many rows of a model; `given` are SQL expressions in which n is the row's number."""
    table = model.__table__
    for column in table.columns:
        _fill_parent(column)
    values = {column.name: _example(column) for column in table.columns} | given
    names = ", ".join(f'"{name}"' for name in values)
    db.session.execute(
        sa.text(
            f'INSERT INTO "{table.name}" ({names}) '
            f"SELECT {', '.join(values.values())} FROM generate_series(1, {count}) n"
        )
    )


def fill_bodies(count: int) -> None:
    """So many bodies, numbered from 1."""
    body = {"kind": "'body'", "name": "'示例局' || n", "slug": "'body-' || n", "uscc": "NULL"}
    fill(Subject, count, **body, **NOT_A_PERSON)


def fill_register(count: int, overdue: bool) -> None:
    """So many published commitments of a hundred bodies, with all the texts that real ones have."""
    fill_bodies(BODIES)
    due_on = ON - timedelta(days=30) if overdue else ON + timedelta(days=30)
    fill(
        named("commitments").model,
        count,
        ref="'CN2026-' || n",
        title="'示例承诺事项' || n",
        target="'年底前完成示例任务' || n || '项'",
        source_title="'示例市2026年政府工作报告'",
        body_text=f"repeat('示例承诺第' || n || '条，按期办结并向社会公布。', {LINES})",
        subject_id=f"1 + n % {BODIES}",
        state="'published'",
        category="'service'",
        due_on=f"date '{due_on}' - (n % 20)::int",
        first_due_on=f"date '{due_on}' - (n % 20)::int",
        published_at="now() - n * interval '1 minute'",
        closed_on="NULL",
    )
    settle("subject", "commitment")


def settle(*tables: str) -> None:
    """Commit; the next number is free, and PostgreSQL knows what is in these tables."""
    for table in tables:
        most = f'SELECT max(id) FROM "{table}"'
        sequence = f"pg_get_serial_sequence('{table}', 'id')"
        db.session.execute(sa.text(f"SELECT setval({sequence}, ({most}))"))
    db.session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in tables:
            connection.exec_driver_sql(f'VACUUM ANALYZE "{table}"')


def fill_everything(count: int) -> None:
    """So many rows of everything that lists show, of a hundred bodies."""
    few = min(BODIES, count)
    firm = {"kind": "'enterprise'", "name": "'示例公司' || n", "slug": "NULL", "id": f"n + {few}"}
    fill_bodies(few)
    fill(Subject, count, **firm, **NOT_A_PERSON)
    fill(CreditRecord, count, stream="'commitments'", item_id="n", rule="'overdue'")
    for stream in registered().values():
        allowed = ALLOWED.get(stream.name, {})
        fill(stream.model, count, subject_id=f"1 + n / {PARENTS} % {few}", **allowed)
    fill(ListEntry, count, state="'nominated'", subject_id="n")
    for model in (Objection, Repair):
        fill(model, count, record_id="n")
    for model in (Push, Check, AuditEvent, JobRun):
        fill(model, count)
    late = {"thing": "'court_case'", "state": "'received'", "who": "'office'", "thing_id": "n"}
    fill(LateStep, count, **late, due_on=f"date '{ON}' - 30 - (n % 700)::int")
    db.session.commit()
    db.session.execute(sa.text("ANALYZE"))
    db.session.commit()


def _fill_parent(column: sa.Column) -> None:
    """Some rows of what this column must point at, if there are none."""
    target = _target(column)
    if target is None or column.nullable:
        return
    if db.session.execute(sa.select(target).limit(1)).first() is None:
        parents = {mapper.local_table: mapper.class_ for mapper in db.Model.registry.mappers}
        fill(parents[target], PARENTS)


def _target(column: sa.Column) -> sa.Table | None:
    return next((key.column.table for key in column.foreign_keys), None)


def _example(column: sa.Column) -> str:
    """An SQL value for a column, one that its type and its keys allow."""
    target = _target(column)
    if column.name == "id":
        return "n"
    if target is Subject.__table__ and not column.nullable:
        return "(SELECT max(id) FROM subject) - n % 100"
    if target is not None:
        known = sa.select(sa.func.count()).select_from(target)
        return "NULL" if column.nullable else f"1 + n % {db.session.scalar(known)}"
    if column.unique or column.name in UNIQUE:
        return f"'{column.table.name}-' || n"
    if isinstance(column.type, sa.Enum) and not column.nullable:
        words = ", ".join(f"'{word}'" for word in column.type.enums)
        return f"(ARRAY[{words}])[1 + n % {len(column.type.enums)}]"
    return _by_type(column)


def _by_type(column: sa.Column) -> str:
    if column.name == "step_due_on":  # one of ten is late
        return f"date '{ON}' + 90 - (n % 100)::int"
    if column.name in DUE:
        return f"date '{ON}' + 30 - (n % 400)::int"
    if column.name == "closed_on":
        return f"CASE WHEN n % 2 = 0 THEN date '{ON}' - (n % 300)::int END"
    if column.nullable:
        return "NULL"
    kind = datetime if isinstance(column.type, Moment) else column.type.python_type
    short = (getattr(column.type, "length", None) or 100) < 20
    return {
        bool: "false",
        int: "1 + n % 2",
        str: "'x'" if short else f"'示例{column.name}' || (n % 97)",
        Decimal: "1",
        date: f"date '{ON}' - (n % 400)::int",
        datetime: "now() - n * interval '1 minute'",
    }.get(kind, "'{}'")
