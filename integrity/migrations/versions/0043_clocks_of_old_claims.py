"""payments and disputes from before they had clocks get one, and the day they were received"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa
from alembic import op


revision = '0043'
down_revision = '0042'
branch_labels = None
depends_on = None

CHINA = timedelta(hours=8)
"""Moments are kept in UTC, days are days of China, which has no summer time."""
DAYS = ('paid_on', 'received_on', 'step_since')
payment = sa.table(
    'payment',
    *(sa.column(name) for name in ('id', 'invoice_id', 'state')),
    sa.column('amount', sa.Numeric(18, 2)),
    *(sa.column(name, sa.Date) for name in DAYS),
)
dispute = sa.table('dispute', sa.column('state'), sa.column('step_since', sa.Date))
audit = sa.table(
    'audit_event',
    *(sa.column(name) for name in ('thing', 'thing_id', 'move')),
    sa.column('facts', sa.JSON),
    sa.column('at', sa.DateTime(timezone=True)),
)


def upgrade():
    """Whoever has to answer is given the whole term, from today; the nightly job counts it."""
    connection, today = op.get_bind(), day(datetime.now(UTC))
    said = received(connection)
    old = sa.select(payment).where(payment.c.state == 'reported', payment.c.step_since.is_(None))
    for row in connection.execute(old).all():
        on = said.get((row.invoice_id, f'{row.amount:.2f}', str(row.paid_on)), row.received_on)
        values = {'received_on': on, 'step_since': today}
        connection.execute(payment.update().where(payment.c.id == row.id).values(**values))
    waiting = dispute.c.state.in_(('raised', 'contested'))
    op.execute(
        dispute.update().where(waiting, dispute.c.step_since.is_(None)).values(step_since=today)
    )


def downgrade():
    pass


def received(connection):
    """The day on which a payment was reported, by invoice, amount and the day it names."""
    reported = sa.select(audit.c.thing_id, audit.c.facts, audit.c.at).where(
        audit.c.thing == 'invoice', audit.c.move == 'payment'
    )
    found = {}
    for number, facts, at in connection.execute(reported.order_by(audit.c.at.desc())).all():
        amount, paid_on = (facts or {}).get('amount'), (facts or {}).get('paid_on')
        if amount and paid_on:
            found[number, f'{Decimal(amount):.2f}', paid_on] = day(at)
    return found


def day(at):
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return (at.astimezone(UTC) + CHINA).date()
